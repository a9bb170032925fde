"""Sensitive triggers and their duties are stored, and neither listed nor counted for the demonstration reader."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from areas.held_facts import messy, worked
from dengxiaming.areas.members.terms import SENSITIVE_TRIGGERS
from dengxiaming.duties import judge, queries
from dengxiaming.duties.models import Verdict
from dengxiaming.duties.queries import Filter, View
from dengxiaming.reckoning import Facts
from duties.conftest import Site

pytestmark = pytest.mark.one_database
TODAY = date(2025, 11, 20)
HIDDEN = pl.col("kind").is_in(list(SENSITIVE_TRIGGERS))
SETS = {"first": worked("first"), "messy": messy(1)}


def without(held: Facts) -> Facts:
    """The same facts had the sensitive things never happened."""
    gone = held.triggers.filter(HIDDEN)["id"].to_list()
    left = pl.col("answers").list.eval(pl.element().filter(~pl.element().is_in(gone)))
    return replace(held, triggers=held.triggers.filter(~HIDDEN), acts=held.acts.with_columns(left))


@pytest.fixture(params=SETS)
def held(request: pytest.FixtureRequest) -> Facts:
    return SETS[request.param]


def hidden_periods(held: Facts) -> list[str]:
    return held.triggers.filter(HIDDEN)["id"].to_list()


def test_they_are_stored_and_marked(site: Site, held: Facts) -> None:
    site(held, TODAY)
    marked = Verdict.objects.filter(sensitive=True)
    assert marked.exists()
    assert set(marked.values_list("period", flat=True)) <= set(hidden_periods(held))
    assert not Verdict.objects.filter(sensitive=False, period__in=hidden_periods(held)).exists()


def test_every_number_and_list_is_as_if_they_had_not_happened(site: Site, held: Facts) -> None:
    view = site(without(held), TODAY)
    expected = everything(view)
    assert everything(site(held, TODAY)) == expected


def test_moved_dates_hide_them_too(site: Site, held: Facts) -> None:
    site(held, TODAY)
    moved = judge.moved(View(date(2025, 10, 1)))
    assert not moved.filter(pl.col("period").is_in(hidden_periods(held))).height


def test_their_explanation_is_that_of_something_that_never_happened(site: Site, held: Facts) -> None:
    view = site(held, TODAY)
    rows = Verdict.objects.filter(sensitive=True).values_list("rule", "bearer_id", "period")
    for rule, bearer, period in rows[:20]:
        told = queries.explanation(view, rule, bearer, period).explanation
        never = queries.explanation(view, rule, bearer, "没有这件事").explanation
        assert told.verdict is None
        assert told.not_applicable.replace(period, "") == never.not_applicable.replace("没有这件事", "")
        shown = {one.id for one in told.considered}
        assert shown == {one.id for one in never.considered}


def everything(view: View) -> list[object]:
    """All the pages say."""
    found: list[object] = [queries.law_standing(view)]
    found += [queries.heatmap(view, quarter) for quarter in queries.closed_quarters(view)]
    for place in queries.places(view):
        page = queries.organization(view, place.code)
        found += [page.tally, page.advisory, page.due_now, page.missing, page.grid]
        found.append(queries.duties(view, Filter(organization=place.code)).lines)
    return found
