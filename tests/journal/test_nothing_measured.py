"""No rule can read a photo, a word count, a log-in count or study time: the facts handed to it hold none of them.

tests/house keeps such columns out of the contract; here the whole city's facts, from every area, are held against it.
"""

from datetime import time, timedelta

import polars as pl
import pytest
import small_city
from django.apps import apps
from django.db import connection, models

from dengxiaming.areas.gatherings.models import Gathering, Invited
from dengxiaming.duties import facts
from dengxiaming.ground.models import Account
from dengxiaming.law.loader import load_rulebook
from dengxiaming.reckoning import evaluate
from dengxiaming.reckoning.facts import TABLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city"), pytest.mark.one_database]
LISTS = {"answers", "arrived", "content"}
"""Text columns that hold lists or forms, not somebody's words."""


@pytest.fixture
def before() -> dict[str, pl.DataFrame]:
    Account.objects.create(username="m1", name="某M1", member_code="M1", created_at=small_city.AT)
    return facts.whole().tables()


def words() -> list[tuple[type[models.Model], models.Field]]:
    """Every column of every area that people write freely into."""
    return [
        (model, column)
        for app in apps.get_app_configs()
        if app.name.startswith("dengxiaming.areas.")
        for model in app.get_models()
        for column in model._meta.concrete_fields
        if isinstance(column, models.TextField) and column.name not in LISTS
    ]


def same(before: dict[str, pl.DataFrame]) -> bool:
    after = facts.whole().tables()
    return all(after[name].equals(table) for name, table in before.items())


def test_every_areas_facts_are_those_of_the_contract(before: dict[str, pl.DataFrame]) -> None:
    assert {name: dict(table.schema) for name, table in before.items()} == {
        name: dict(schema) for name, schema in TABLES.items()
    }
    assert all(before[name].height for name in TABLES)


def test_how_much_was_written_reaches_no_rule(before: dict[str, pl.DataFrame]) -> None:
    changed = 0
    for model, column in words():
        for row in model._default_manager.exclude(**{column.name: ""}):
            changed += model._default_manager.filter(pk=row.pk).update(**{column.name: getattr(row, column.name) * 300})
    assert changed > 10
    assert same(before)


def test_how_long_it_took_reaches_no_rule(before: dict[str, pl.DataFrame]) -> None:
    assert Gathering.objects.exclude(starts=None).update(starts=time(6, 1), ends=time(23, 59))
    assert same(before)


def test_who_signed_in_or_opened_a_page_reaches_no_rule(before: dict[str, pl.DataFrame]) -> None:
    assert Account.objects.update(last_login=small_city.AT)
    assert Invited.objects.update(seen_at=small_city.AT)
    assert same(before)


def test_the_comparison_would_notice(before: dict[str, pl.DataFrame]) -> None:
    Gathering.objects.filter(pk=Gathering.objects.order_by("pk").values("pk")[:1]).update(
        on=small_city.DAY - timedelta(3)
    )
    assert not same(before)


def test_the_judging_reads_the_facts_and_nothing_else(before: dict[str, pl.DataFrame]) -> None:
    """The kernel is given tables; while it judges, the database is not asked."""
    held, book = facts.Facts.of(**before), load_rulebook()

    def refuse(*_: object) -> None:
        raise AssertionError

    with connection.execute_wrapper(refuse):
        assert evaluate(held, book, small_city.DAY).height > 0
