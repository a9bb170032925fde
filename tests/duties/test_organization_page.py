"""One organisation's page: its head, what is due, what is missing, and a year that fills its twelve months."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta

import polars as pl
import pytest

from areas.held_facts import messy, worked
from dengxiaming.duties import actions, queries
from dengxiaming.duties.models import Verdict
from dengxiaming.duties.queries import Filter, OrganizationPage, View
from dengxiaming.ground import clock
from duties.conftest import Site

pytestmark = pytest.mark.django_db
TODAY = date(2025, 11, 20)


@pytest.fixture(scope="module")
def loaded(for_a_module: Callable[[], AbstractContextManager[None]]) -> date:
    """The city of a day: the day."""
    with for_a_module(), clock.stopped_at(TODAY):
        actions.load_facts(worked("first"))
    return TODAY


@pytest.fixture
def view(loaded: date) -> Iterator[View]:
    with clock.stopped_at(loaded):
        yield View.today()


def pages(view: View) -> list[OrganizationPage]:
    return [queries.organization(view, place.code) for place in queries.places(view)]


def test_every_row_of_the_grid_fills_twelve_months(view: View) -> None:
    rows = [row for page in pages(view) for group in page.grid for row in group.rows]
    assert len(rows) > 20
    for row in rows:
        months = [month for cell in row.cells for month in range(cell.first, cell.last + 1)]
        assert months == list(range(1, 13)), (row.rule, row.bearer_name)


def test_the_grid_shows_every_dated_duty_of_the_year_once(site: Site) -> None:
    for seed in (0, 1, 2):
        view = site(messy(seed), TODAY)
        for place in queries.places(view):
            page = queries.organization(view, place.code)
            shown = sum(cell.tally.total for group in page.grid for row in group.rows for cell in row.cells)
            no_cell = [line.rule for line in page.structure] + ["S2-7", "S7-3"]
            groups = [one.code for one in page.header.below if one.kind == "group"]
            held = Verdict.objects.filter(sensitive=False, judging__scope="daily", due_on__year=2025)
            held = held.filter(organization__code__in=[place.code, *groups]).exclude(rule__in=no_cell)
            held = held.exclude(rule__startswith="S1-", period=TODAY.isoformat())
            assert shown == held.count(), place.code


def test_due_now_is_open_and_missing_is_missed_or_raised(view: View) -> None:
    found = pages(view)
    due = [line for page in found for bundle in page.due_now for line in bundle.lines]
    missing = [line for page in found for bundle in page.missing for line in bundle.lines]
    assert due
    assert missing
    assert all(line.status == "open" and line.opens_on <= TODAY <= line.due_on for line in due)
    assert all(line.status in ("missed", "raised") and line.due_on.year == 2025 for line in missing)
    assert all(line.reason for line in [*due, *missing])


def test_the_same_duty_of_several_members_is_one_line(view: View) -> None:
    bundles = [bundle for page in pages(view) for bundle in page.missing if bundle.rule == "S7-2"]
    several = [bundle for bundle in bundles if len(bundle.lines) > 2]
    assert several
    assert several[0].who.endswith(f"等{len(several[0].lines)}人")
    assert several[0].line is None


def test_a_cell_of_several_leads_to_a_list_of_as_many(view: View) -> None:
    seen = 0
    for page in pages(view):
        for row in (row for group in page.grid if group.every != "occasion" for row in group.rows):
            for cell in (cell for cell in row.cells if cell.tally.total > 1):
                wanted = Filter(rule=row.rule, organization=page.header.code, period=cell.period)
                assert queries.duties(view, wanted).tally == cell.tally
                seen += 1
    assert seen


def test_a_month_of_occasional_duties_leads_to_a_list_of_as_many(view: View) -> None:
    seen = 0
    for page in pages(view):
        for row in (row for group in page.grid if group.every == "occasion" for row in group.rows):
            for cell in (cell for cell in row.cells if cell.status):
                wanted = Filter(rule=row.rule, organization=page.header.code, month=cell.period)
                assert queries.duties(view, wanted).tally == cell.tally
                seen += 1
    assert seen


def test_the_head_counts_those_there_on_the_day(view: View) -> None:
    header = queries.organization(view, "BR00").header
    stays = worked("first").members.filter(organization_id="BR00").rows(named=True)
    there = [row for row in stays if row["from"] <= TODAY and (row["to"] is None or row["to"] > TODAY)]
    assert header.members == len(there)
    assert header.probationary == sum(row["kind"] == "probationary" for row in there)
    assert [place.code for place in header.path] == ["CITY", "PG0", "GB0"]
    assert header.party_day == 19
    assert header.units == (("U0", "单位0"),)


def test_the_term_ends_on_the_day_the_kernel_says(view: View) -> None:
    elections = worked("first").acts.filter(pl.col("kinds").list.contains("election"))
    for place in queries.places(view):
        ends = queries.organization(view, place.code).header.term_ends
        if place.kind in ("work_committee", "party_group"):
            assert ends is None
            continue
        held = elections.filter(pl.col("organization_id") == place.code, pl.col("on") <= TODAY)["on"]
        established = worked("first").organizations.filter(pl.col("id") == place.code)["established_on"][0]
        begins = max([established, *held])
        years = 5 if place.kind == "organ_committee" else 3
        assert ends is not None
        assert ends >= begins.replace(year=begins.year + years) - timedelta(days=1)
        assert ends <= begins.replace(year=begins.year + years + 1) - timedelta(days=1)


def test_an_unknown_organisation_is_a_sentence(view: View) -> None:
    with pytest.raises(LookupError, match="没有编号为“没有”的组织"):
        queries.organization(view, "没有")


@pytest.mark.parametrize(("rule", "bearer"), [("没有", "BR00"), ("S2-1", "没有")])
def test_an_unknown_duty_or_bearer_is_a_sentence(view: View, rule: str, bearer: str) -> None:
    with pytest.raises(LookupError, match="没有编号为“没有”的"):
        queries.explanation(view, rule, bearer, "2025Q1")


def test_another_year_is_shown_on_request(view: View) -> None:
    page = queries.organization(view, "BR00", 2024)
    assert page.year == 2024
    assert page.years[-1] == 2025
    assert all(cell.line.due_on.year == 2024 for g in page.grid for r in g.rows for cell in r.cells if cell.line)


@pytest.mark.usefixtures("view")
def test_search_finds_by_code_and_name_and_nothing_by_nothing() -> None:
    assert [place.code for place in queries.search("br00")] == ["BR00"]
    assert queries.search("组织GB")[0].code.startswith("GB")
    assert queries.search("  ") == ()
