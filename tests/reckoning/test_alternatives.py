"""Several kinds of act may settle one duty, each under its own conditions: an act counts once, in order of day."""

from dataclasses import replace
from datetime import date

from dengxiaming.law.model import Counts, Rulebook
from dengxiaming.reckoning import evaluate
from oracle.cast import branch_of_nine, rulebook
from oracle.reading import frames


def with_counts(rule: str, *counts: Counts) -> Rulebook:
    """The shipped rulebook with other `counts` in one rule."""
    book = rulebook()
    held = book.rules[rule]
    duty = replace(held.duties[0], counts=counts)
    return replace(book, rules={**book.rules, rule: replace(held, duties=(duty,))})


def test_an_act_that_fits_both_alternatives_counts_once_and_the_earlier_day_satisfies() -> None:
    cast = branch_of_nine()
    both = cast.act("lesson quiz", "一支部", "2026-02-10")
    first = cast.act("quiz", "一支部", "2026-01-20")
    book = with_counts("S2-4", Counts(("lesson",), "bearer"), Counts(("quiz",), "bearer"))
    rows = evaluate(frames(cast.tables), book, date(2026, 3, 31), rules=["S2-4"]).to_dicts()
    row = next(row for row in rows if row["period"] == "2026Q1")
    assert (row["counted"], row["satisfied_on"], row["evidence"]) == (2, date(2026, 1, 20), [first, both])


def test_kinds_in_one_alternative_are_either_or_too() -> None:
    cast = branch_of_nine()
    both = cast.act("lesson quiz", "一支部", "2026-02-10")
    book = with_counts("S2-4", Counts(("lesson", "quiz"), "bearer"))
    rows = evaluate(frames(cast.tables), book, date(2026, 3, 31), rules=["S2-4"]).to_dicts()
    assert [row["evidence"] for row in rows if row["period"] == "2026Q1"] == [[both]]
