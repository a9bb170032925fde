"""A moved date is judged afresh, from no more facts than needed, and gives what the whole would."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from areas.held_facts import messy, worked, worked_dates
from dengxiaming.duties import edition, facts, judge, queries, reach
from dengxiaming.duties.source import COLUMNS, COUNTED, ORDER, Judged, Stored, Where
from dengxiaming.duties.view import Quarter, View
from dengxiaming.reckoning import Facts, evaluate
from duties.conftest import Site

pytestmark = pytest.mark.one_database
TODAY = date(2025, 11, 20)
SETS = {"first": worked("first"), "second": worked("second")} | {f"messy {seed}": messy(seed) for seed in range(2)}


@pytest.mark.parametrize("name", SETS)
def test_the_store_and_a_fresh_judging_answer_alike(site: Site, name: str) -> None:
    view = site(SETS[name], TODAY)
    stored, judged = Stored(), Judged(judge.moved(view))
    assert stored.first_due() == judged.first_due()
    assert stored.open_now() == judged.open_now()
    keys = [column for column in COUNTED if column != "n"]
    for quarter in queries.closed_quarters(view):
        assert_frame_equal(stored.counts(quarter).sort(keys), judged.counts(quarter).sort(keys))
    units = tuple(SETS[name].units["id"])
    codes = tuple(SETS[name].organizations["id"])
    for where in (
        Where(),
        Where(rules=("S7-2", "S2-1"), due_from=date(2025, 1, 1), due_to=date(2025, 6, 30)),
        Where(
            organizations=codes[:3], units=units[:1], due_from=date(2025, 1, 1), due_to=TODAY, or_open=True, daily=True
        ),
        Where(organizations=codes[:2], nowhere=True, statuses=("missed", "late")),
        Where(units=units, force="binding"),
        Where(period="2025Q3"),
    ):
        assert stored.tally(where) == judged.tally(where), where
        assert_frame_equal(
            stored.rows(where).sort(*ORDER, "bearer_kind"), judged.rows(where).sort(*ORDER, "bearer_kind")
        )
        assert_frame_equal(stored.rows(where, 5, 9).select("due_on"), judged.rows(where, 5, 9).select("due_on"))


@pytest.mark.parametrize("name", SETS)
def test_the_facts_around_an_organisation_decide_what_stands_with_it(site: Site, name: str) -> None:
    site(SETS[name], TODAY)
    as_of, known_by = worked_dates(name) if name in ("first", "second") else (date(2025, 8, 31), None)
    view, book = View(as_of, known_by), edition.rulebook()
    whole = judge.judged(SETS[name], book, view).select(list(COLUMNS)).filter(pl.col("organization").is_not_null())
    for code in whole["organization"].unique():
        found = judge.judged(facts.around([code]), book, view).select(list(COLUMNS))
        here = pl.col("organization") == code
        assert_frame_equal(found.filter(here), whole.filter(here))


@pytest.mark.parametrize("name", ["second"])
def test_the_explanation_has_the_row_the_kernel_has_of_the_whole(site: Site, name: str) -> None:
    """For each rule and status one row; from the facts around the bearer only."""
    site(SETS[name], TODAY)
    view = View(date(2025, 8, 31))
    rows = evaluate(reach.within(SETS[name]), edition.rulebook(), view.as_of)
    for row in rows.unique(["rule", "bearer_kind", "status"], keep="first", maintain_order=True).iter_rows(named=True):
        found = queries.explanation(view, row["rule"], row["bearer_id"], row["period"])
        assert found.explanation.verdict == row
        assert found.line is not None
        assert (found.line.status, found.line.required, found.line.counted) == (
            row["status"],
            row["required"],
            row["counted"],
        )


def test_known_by_hides_what_was_recorded_later(site: Site) -> None:
    site(worked("first"), TODAY)
    early = View(TODAY, datetime(2025, 3, 1, tzinfo=UTC))
    expected = evaluate(reach.within(worked("first")), edition.rulebook(), TODAY, early.known_by, upcoming=True)
    assert len(judge.moved(early).filter(pl.col("as_of") == TODAY)) == len(expected)
    now, then = (queries.law_standing(view)["S2-1"].binding for view in (View(TODAY), early))
    assert then.missed > now.missed


def test_a_moved_date_moves_the_closed_quarter(site: Site) -> None:
    site(worked("first"), TODAY)
    assert queries.closed_quarters(View(TODAY))[0] == Quarter(2025, 3)
    assert queries.closed_quarters(View(date(2025, 6, 30)))[0] == Quarter(2025, 1)
    assert queries.law_standing(View(date(2025, 6, 30)))["S2-1"].quarter == Quarter(2025, 1)


def test_what_was_judged_is_remembered_until_the_facts_change(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from dengxiaming.duties import actions  # noqa: PLC0415  the fixture has loaded it

    view = site(worked("first"), TODAY)
    asked: list[date] = []
    real = judge.evaluate

    def counting(held: Facts, *arguments: object, **options: object) -> pl.DataFrame:
        asked.append(TODAY)
        return real(held, *arguments, **options)

    monkeypatch.setattr(judge, "evaluate", counting)
    moved = View(view.as_of - timedelta(days=1))
    queries.law_standing(moved)
    first = len(asked)
    queries.law_standing(moved)
    queries.heatmap(moved, moved.closed)
    assert first > 0
    assert len(asked) == first
    actions.load_facts(worked("first"))
    asked.clear()
    queries.law_standing(moved)
    assert asked


@pytest.mark.parametrize("name", ["second", "messy 0"])
def test_what_is_counted_of_the_bearer_alone_is_explained_without_what_others_did(
    site: Site, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was looked at besides, and why it does not count, is the same as of the whole."""
    site(SETS[name], TODAY)
    view, book = View(date(2025, 8, 31)), edition.rulebook()
    own = {"bearer", "bearer_or_below"}
    alone = [
        duty.id
        for duty in book.duties
        if duty.form == "recurring" and {counts.held_by for counts in duty.counts} <= own
    ]
    rows = evaluate(reach.within(SETS[name]), book, view.as_of).filter(pl.col("rule").is_in(alone))
    some = rows.unique(["rule", "status", "counted"], keep="first", maintain_order=True)
    asked = list(some.select("rule", "bearer_id", "period").iter_rows())
    assert len(asked) > 20
    found = [queries.explanation(view, *one) for one in asked]
    whole = facts.whole()
    monkeypatch.setattr(facts, "around", lambda *_: whole)
    assert [queries.explanation(view, *one) for one in asked] == found
