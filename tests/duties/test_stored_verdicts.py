"""What the site stores is what the kernel says, all of it, and never of an older day."""

from datetime import date, timedelta

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from areas.held_facts import messy, worked, worked_dates
from dengxiaming.duties import actions, edition, queries
from dengxiaming.duties.models import Judging, Verdict
from dengxiaming.duties.source import Judged, Stored, is_current, source
from dengxiaming.duties.view import Quarter, View
from dengxiaming.ground import clock, frames
from dengxiaming.reckoning import VERDICT, Facts, evaluate
from duties.conftest import Site

TODAY = date(2025, 11, 20)
ORDER = ("rule", "bearer_id", "opens_on", "period", "bearer_kind")


def stored(scope: Judging.Scope, as_of: date) -> pl.DataFrame:
    rows = Verdict.objects.filter(judging__scope=scope, judging__as_of=as_of)
    plain = {name: pl.String() if isinstance(dtype, pl.List) else dtype for name, dtype in VERDICT.items()}
    found = frames.read(rows, {name: (name, dtype) for name, dtype in plain.items()})
    # 夜里只写与昨天不同的行：次序按合同的，不按写下的先后
    return found.with_columns(frames.split("flags"), frames.split("evidence")).sort(ORDER)


@pytest.mark.parametrize("name", ["first", "second"])
def test_stored_rows_are_the_kernels(site: Site, name: str) -> None:
    as_of, _ = worked_dates(name)
    site(worked(name), as_of)
    expected = evaluate(worked(name), edition.rulebook(), as_of, upcoming=True)
    assert_frame_equal(stored(Judging.Scope.DAILY, as_of), expected)


@pytest.mark.parametrize("seed", range(6))
def test_stored_rows_of_messy_facts_are_the_kernels(site: Site, seed: int) -> None:
    site(messy(seed), TODAY)
    expected = evaluate(messy(seed), edition.rulebook(), TODAY, upcoming=True)
    assert_frame_equal(stored(Judging.Scope.DAILY, TODAY), expected)


def test_structure_of_a_closed_quarter_is_judged_on_its_last_day(site: Site) -> None:
    site(worked("first"), TODAY)
    last = Quarter(2025, 3).last
    expected = evaluate(worked("first"), edition.rulebook(), last, rules=edition.dated_duties(edition.rulebook()))
    assert len(expected)
    assert_frame_equal(stored(Judging.Scope.QUARTER, last), expected)
    closed = set(Judging.objects.filter(scope=Judging.Scope.QUARTER).values_list("as_of", flat=True))
    assert Quarter(2025, 4).last not in closed
    assert {quarter.last for quarter in queries.closed_quarters(View.today())} == closed


def test_the_store_says_of_which_day_edition_and_facts_it_is(site: Site) -> None:
    site(worked("first"), TODAY)
    judging = Judging.objects.get(scope=Judging.Scope.DAILY)
    assert (judging.as_of, judging.edition) == (TODAY, edition.rulebook().content_hash)
    actions.load_facts(worked("first"))
    assert Judging.objects.get(scope=Judging.Scope.DAILY).facts_version != judging.facts_version


def test_the_tick_judges_a_day_once(site: Site) -> None:
    site(worked("first"), TODAY)
    tomorrow = TODAY + timedelta(days=1)
    with clock.stopped_at(tomorrow):
        assert actions.tick(tomorrow)
        assert not actions.tick(tomorrow)
        assert_frame_equal(
            stored(Judging.Scope.DAILY, tomorrow),
            evaluate(worked("first"), edition.rulebook(), tomorrow, upcoming=True),
        )
    assert set(Judging.objects.filter(scope=Judging.Scope.DAILY).values_list("as_of", flat=True)) == {tomorrow}


@pytest.mark.django_db
def test_nothing_to_judge_is_no_tick() -> None:
    assert not actions.tick(TODAY)
    assert not Judging.objects.exists()


@pytest.mark.parametrize("stale", ["day", "edition", "facts"])
def test_a_page_never_reads_rows_of_an_older_day(site: Site, stale: str) -> None:
    view = site(worked("first"), TODAY)
    assert isinstance(source(view), Stored)
    change = {
        "day": {"as_of": TODAY - timedelta(days=1)},
        "edition": {"edition": "旧"},
        "facts": {"facts_version": "旧"},
    }
    Judging.objects.filter(scope=Judging.Scope.DAILY).update(**change[stale])
    assert not is_current(view)
    assert isinstance(source(view), Judged)


def test_a_failing_load_changes_nothing(site: Site) -> None:
    site(worked("first"), TODAY)
    before, numbers = stored(Judging.Scope.DAILY, TODAY), queries.numbers()
    held = worked("second").tables()
    nobody = held["acts"].with_columns(pl.lit("没有这个组织").alias("organization_id"))
    with pytest.raises(Exception, match=r"(?i)not.null"):
        actions.load_facts(Facts.of(**{**held, "acts": nobody}))
    assert queries.numbers() == numbers
    assert_frame_equal(stored(Judging.Scope.DAILY, TODAY), before)


def test_records_from_is_given_to_those_that_name_none(site: Site) -> None:
    site(Facts.of(), TODAY)
    actions.load_facts(worked("first"), date(2025, 7, 1))
    expected = worked("first").organizations.with_columns(pl.col("records_from").fill_null(date(2025, 7, 1)))
    header = queries.organization(View.today(), "GB0").header
    assert header.records_from == date(2025, 7, 1)
    asked = evaluate(
        Facts.of(**{**worked("first").tables(), "organizations": expected}), edition.rulebook(), TODAY, upcoming=True
    )
    assert_frame_equal(stored(Judging.Scope.DAILY, TODAY), asked)
