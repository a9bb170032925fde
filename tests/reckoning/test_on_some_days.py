"""The duties judged on a day, asked for many days at once, are what each day gives alone."""

from datetime import date

import polars as pl
import pytest

from areas.held_facts import messy, worked
from dengxiaming.duties.edition import dated_duties, rulebook
from dengxiaming.reckoning import Facts, evaluate, evaluate_on

DAYS = [date(2024, 12, 31), date(2025, 3, 31), date(2025, 6, 30)]
ORDER = ["period", "rule", "bearer_kind", "bearer_id"]


@pytest.mark.parametrize("held", [worked("first"), worked("second"), messy(0)], ids=["first", "second", "messy"])
def test_some_days_at_once_are_the_days_one_by_one(held: Facts) -> None:
    book = rulebook()
    dated = dated_duties(book)
    alone = pl.concat([evaluate(held, book, day, rules=dated) for day in DAYS])
    at_once = evaluate_on(held, book, DAYS, None, dated)
    assert len(at_once["period"].unique()) == len(DAYS)
    assert at_once.sort(ORDER).equals(alone.sort(ORDER))


def test_no_day_no_row() -> None:
    book = rulebook()
    assert evaluate_on(worked("first"), book, [], None, dated_duties(book)).is_empty()
