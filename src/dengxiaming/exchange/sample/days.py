"""The sample's calendar: working days, periods, and when things were written down.

The holidays are the long ones only, approximate on purpose: they keep meetings off New Year, Spring Festival, the
first days of May and of October. Nothing judges by them.
"""

import random
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

START: Final = date(2024, 1, 1)
"""The day from which every organisation of the sample keeps records here (`records_from`)."""
AS_OF: Final = date(2026, 11, 24)
"""The day the sample was taken: nothing in it happens or is written down later."""

_CLOSED: Final = (
    *((date(y, 1, 1), date(y, 1, 1)) for y in range(2018, 2035)),
    *((date(y, 5, 1), date(y, 5, 4)) for y in range(2018, 2035)),
    *((date(y, 10, 1), date(y, 10, 7)) for y in range(2018, 2035)),
    (date(2024, 2, 10), date(2024, 2, 17)),
    (date(2025, 1, 28), date(2025, 2, 4)),
    (date(2026, 2, 16), date(2026, 2, 23)),
)


def _is_workday(day: date) -> bool:
    return day.weekday() < 5 and not any(first <= day <= last for first, last in _CLOSED)


WORKDAYS: Final = [d for n in range(6000) if _is_workday(d := date(2018, 1, 1) + timedelta(n))]


def workday(rng: random.Random, first: date, last: date) -> date:
    """A working day in [first, last]; raises `ValueError` when there is none."""
    low, high = bisect_left(WORKDAYS, first), bisect_right(WORKDAYS, last)
    return WORKDAYS[rng.randrange(low, high)]


def next_workday(day: date) -> date:
    """`day`, or the first working day after it."""
    return WORKDAYS[bisect_left(WORKDAYS, day)]


def near_workday(day: date) -> date:
    """The working day nearest to `day`, inside its month; the earlier one of two."""
    at = bisect_left(WORKDAYS, day)
    before, after = WORKDAYS[at - 1], WORKDAYS[at]
    if before.month != day.month or (after.month == day.month and after - day < day - before):
        return after
    return before


def plus_years(day: date, years: int) -> date:
    """The anniversary; that of 29 February in a common year is 1 March (contract 4, terms)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def days(count: int) -> timedelta:
    """So many days."""
    return timedelta(days=count)


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar period and its name in verdict rows."""

    name: str
    first: date
    last: date

    def over(self) -> bool:
        """Whether it ended before the sample was taken."""
        return self.last < AS_OF

    def length(self) -> int:
        """Its days."""
        return (self.last - self.first).days + 1


def _periods(months: int, letter: str) -> tuple[Period, ...]:
    found: list[Period] = []
    for number in range(0, 36, months):
        first = date(START.year + number // 12, number % 12 + 1, 1)
        after = number + months
        last = date(START.year + after // 12, after % 12 + 1, 1) - days(1)
        name = f"{first:%Y-%m}" if months == 1 else f"{first.year}{letter}{(first.month - 1) // months + 1}"
        found.append(Period(str(first.year) if months == 12 else name, first, last))
    return tuple(p for p in found if p.first <= AS_OF)


MONTHS: Final = _periods(1, "")
QUARTERS: Final = _periods(3, "Q")
HALVES: Final = _periods(6, "H")
YEARS: Final = _periods(12, "")


def within(periods: tuple[Period, ...], day: date) -> Period:
    """The period `day` lies in; raises `StopIteration` outside the sample's years."""
    return next(p for p in periods if p.first <= day <= p.last)


_DELAYS: Final = (0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 6, 7)


def noted(rng: random.Random, on: date) -> tuple[date, int]:
    """When something of that day was written down: within 12 days, on a working day, 8:30 to 17:29, by `AS_OF`."""
    day = next_workday(on + days(_DELAYS[int(rng.random() * len(_DELAYS))]))
    if (day - on).days > 12:
        day = on
    return min(day, AS_OF), 510 + int(rng.random() * 540)
