"""A fact set goes into the tables and comes out as it was; the tables refuse what is impossible."""

from datetime import date

import polars as pl
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from areas.held_facts import messy, worked
from dengxiaming.areas.affairs.models import Act, Counterpart
from dengxiaming.areas.dues.models import Due
from dengxiaming.areas.members.models import Member, Stay
from dengxiaming.areas.organs.models import Organization
from dengxiaming.duties import facts
from dengxiaming.duties.actions import load_facts
from dengxiaming.reckoning import Facts


def normal(held: Facts) -> dict[str, pl.DataFrame]:
    """What the tables keep: a name a member, an entry listed once, no nobody's leading."""
    tables = held.tables()
    names = tables["members"].group_by("id", maintain_order=True).agg(pl.col("name").drop_nulls().last())
    members = tables["members"].drop("name").join(names, on="id", maintain_order="left")
    lists = [pl.col(name).list.unique(maintain_order=True) for name in ("kinds", "counterpart_ids", "answers")]
    return tables | {
        "members": members.with_columns(pl.col("leading").fill_null(value=False)).select(tables["members"].columns),
        "acts": tables["acts"].with_columns(lists),
        "organizations": tables["organizations"].with_columns(pl.col("unit_ids").list.unique(maintain_order=True)),
    }


def assert_kept(held: Facts) -> None:
    load_facts(held)
    found = facts.whole().tables()
    for name, table in normal(held).items():
        assert found[name].equals(table), name


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["first", "second"])
def test_the_worked_fact_sets_come_out_as_they_went_in(name: str) -> None:
    assert_kept(worked(name))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_messy_fact_sets_come_out_as_they_went_in(seed: int) -> None:
    assert_kept(messy(seed))


@pytest.mark.django_db
def test_a_second_upload_leaves_nothing_of_the_first() -> None:
    load_facts(messy(1))
    assert_kept(messy(2))


@pytest.mark.django_db
def test_reading_all_facts_takes_as_many_queries_for_one_organisation_as_for_many() -> None:
    counted = []
    for seed in (None, 1, 2):
        load_facts(Facts.of() if seed is None else messy(seed))
        with CaptureQueriesContext(connection) as seen:
            facts.whole()
        counted.append(len(seen))
    assert len(set(counted)) == 1


def branch() -> Organization:
    return Organization.objects.create(code="ZB1", kind="branch", established_on=date(2020, 1, 1))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "impossible", ["party_day", "dissolved", "stay", "two_stays", "counterpart", "payment", "two_payments", "code"]
)
def test_the_tables_refuse_what_is_impossible(impossible: str) -> None:
    place, person = branch(), Member.objects.create(code="DY1")
    act = Act.objects.create(code="HD1", organization=place, on=date(2025, 1, 1), recorded_at="2025-01-02T00:00:00Z")
    day = date(2025, 1, 1)

    def due(paid: int, on: date | None) -> Due:
        return Due(member=person, month=day, payable=100, paid=paid, paid_on=on, recorded_at=act.recorded_at)

    rows = {
        "party_day": [Organization(code="ZB2", kind="branch", established_on=day, party_day=32)],
        "dissolved": [Organization(code="ZB2", kind="branch", established_on=day, dissolved_on=day)],
        "stay": [Stay(member=person, kind="full", organization=place, since=day, until=day)],
        "two_stays": [Stay(member=person, kind="full", organization=place, since=day) for _ in range(2)],
        "counterpart": [Counterpart(act=act, member=person, organization=place)],
        "payment": [due(100, None)],
        "two_payments": [due(0, None), due(0, None)],
        "code": [Organization(code="ZB1", kind="branch", established_on=day)],
    }
    *possible, last = rows[impossible]
    for row in possible:
        row.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        last.save()
