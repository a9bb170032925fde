"""Days, spans of days, calendar periods: the plain words the oracle is written in (contract sections 1, 3.5, 3.6).

A span is (first day, first day no longer in it). Spans of one bearer are kept disjoint and in order.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

Span = tuple[date, date]

BEGINNING = date.min
FOREVER = date.max
ONE_DAY = timedelta(days=1)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def local_day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


def span(first: date | None, end: date | None) -> Span:
    return (first or BEGINNING, end or FOREVER)


def holds(spans: Iterable[Span], day: date) -> bool:
    return any(first <= day < end for first, end in spans)


def both(some: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The days in both."""
    others = list(others)
    met = [(max(a, c), min(b, d)) for a, b in some for c, d in others]
    return united((first, end) for first, end in met if first < end)


def united(spans: Iterable[Span]) -> list[Span]:
    """The days in any of them, as disjoint spans in order."""
    joined: list[Span] = []
    for first, end in sorted(spans):
        if first >= end:
            continue
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((first, end))
    return joined


def days_held(spans: list[Span], first: date, last: date, as_of: date) -> int:
    """How many days of first … last are in the spans, a day after as_of counting as as_of itself does."""
    seen_end = min(last, as_of) + ONE_DAY
    count = sum(max(0, (min(end, seen_end) - max(begin, first)).days) for begin, end in spans)
    if last > as_of and holds(spans, as_of):
        count += (last - max(as_of, first - ONE_DAY)).days
    return count


def next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def month_end(day: date) -> date:
    return next_month(day.replace(day=1)) - ONE_DAY


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))


def anniversary(day: date, years: int) -> date:
    """The anniversary of 29 February in a common year is 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def period_name(every: str, first: date) -> str:
    if every == "year":
        return f"{first.year}"
    if every == "half":
        return f"{first.year}H{(first.month + 5) // 6}"
    if every == "quarter":
        return f"{first.year}Q{(first.month + 2) // 3}"
    return f"{first.year}-{first.month:02d}"


def periods(every: str, effect: date, horizon: date) -> Iterator[tuple[str, date, date]]:
    """The calendar periods (name, first day, last day) whose first day is between effect and horizon."""
    starts = [
        date(year, month, 1)
        for year in range(effect.year, horizon.year + 2)
        for month in range(1, 13, MONTHS_IN[every])
    ]
    for first, following in pairwise(starts):
        if effect <= first <= horizon:
            yield period_name(every, first), first, following - ONE_DAY
