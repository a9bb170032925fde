"""Calendar periods, the windows inside them, and the two ways a date moves by months (contract 3.6 and 4, terms)."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

import numpy as np
import polars as pl

from dengxiaming.law.model import Number
from dengxiaming.reckoning.arrays import Ints, ints

EPOCH: Final = date(1970, 1, 1)
MONTHS_IN: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """The date of a day number."""
    return EPOCH + timedelta(days=number)


@dataclass(frozen=True, eq=False)
class Periods:
    """Consecutive calendar periods: first and last day of each, and its label (2026, 2026H1, 2026Q1, 2026-01)."""

    index: Ints
    first: Ints
    last: Ints
    labels: tuple[str, ...]
    names: pl.Series


@lru_cache(maxsize=64)
def periods(every: str, since: date, until: date) -> Periods:
    """The periods whose first day lies in since … until (both included), in order."""
    step = MONTHS_IN[every]
    month = -(-(since.year * 12 + since.month - 1 + (since.day > 1)) // step) * step
    first, last, labels = [], [], []
    while (begin := _first_of(month)) <= until:
        first.append(day_number(begin))
        last.append(day_number(_first_of(month + step)) - 1)
        labels.append(_label(every, begin))
        month += step
    names = pl.Series("period", labels, dtype=pl.String)
    return Periods(ints(range(len(labels))), ints(first), ints(last), tuple(labels), names)


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _label(every: str, begin: date) -> str:
    match every:
        case "year":
            return f"{begin.year:04}"
        case "half":
            return f"{begin.year:04}H{1 if begin.month == 1 else 2}"
        case "quarter":
            return f"{begin.year:04}Q{begin.month // 3 + 1}"
        case _:
            return f"{begin.year:04}-{begin.month:02}"


@lru_cache(maxsize=256)
def windows(held: Periods, window: Number | None) -> tuple[Ints, Ints]:
    """First and last day on which each period's duty can be done in time; the window in force on its first day."""
    if window is None:
        return held.first, held.last
    both = [_window(str(window.at(day_of(int(f))).value), day_of(int(f))) for f in held.first]
    return ints([day_number(opens) for opens, _ in both]), ints([day_number(due) for _, due in both])


def _window(word: str, begin: date) -> tuple[date, date]:
    """The days a window word means in the period that begins on `begin`."""
    if word == "first_month":
        return begin, _first_of(begin.year * 12 + begin.month) - timedelta(days=1)
    if word == "next_january":
        return date(begin.year + 1, 1, 1), date(begin.year + 1, 1, 31)
    opens, due = ((int(part[:2]), int(part[3:])) for part in word.split(".."))
    return date(begin.year, *opens), date(begin.year, *due)


def add_months(days: Ints, months: Ints | int, *, clip: bool) -> Ints:
    """The same day of the month some months on.

    Where that month lacks the day: its last day with `clip` (six months before a due day), else the first of the next
    month (the anniversary of 29 February in a common year is 1 March).
    """
    as_days = days.astype("datetime64[D]")
    month = as_days.astype("datetime64[M]")
    target = month + (months if isinstance(months, int) else months.astype("timedelta64[M]"))
    moved: Ints = target.astype("datetime64[D]").astype(np.int64) + (
        days - month.astype("datetime64[D]").astype(np.int64)
    )
    if clip:
        moved = np.minimum(moved, (target + 1).astype("datetime64[D]").astype(np.int64) - 1)
    return moved


def month_index(days: Ints) -> Ints:
    """Months since January 1970."""
    result: Ints = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return result
