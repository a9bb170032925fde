"""What is owed for a month and why, when it was paid, to which branch it belongs: pure, in whole 分.

The branch of the month is that of the stay on its first day, else of the first stay in it: whoever moves in mid-month
pays that month where they were (the letter of transfer says 党费交至某月), and a transfer told late changes nothing of
a month that was set. A probationary member owes from the month of the meeting that took them in (R5-7): their stay
begins on its day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dengxiaming.areas.dues import money
from dengxiaming.areas.dues.scales import Scale, Scales, Step


@dataclass(frozen=True)
class Worked:
    """What a base comes to: the amount, the working in words, the article of the scale."""

    payable: int
    words: str
    article: str


@dataclass(frozen=True)
class Span:
    """A stay: in a branch from a day on, until another (open)."""

    organization: str
    since: date
    until: date | None
    kind: str = ""


def work_out(scales: Scales, kind: str, base: int, month: date) -> Worked:
    """What a member of a kind owes for a month (R5-1 to R5-5): the whole base times its step's rate, to the 分 half up.

    Raises `ValueError` with a sentence where the amount stands outside its bounds.
    """
    scale, asks = scales.scale(kind, month), scales.kinds[kind].asks
    if not scale.steps:
        return _between(scale, asks, base)
    if base < 0:
        raise ValueError("基数不能是负数。")
    low, step = _step(scale, base)
    payable = (base * step.per_mille + 500) // 1000
    article = scale.article
    words = (
        f"{asks}{money.yuan(base)}，{_range(low, step.up_to)}一档，{money.per_cent(step.per_mille)}"
        f"（{article}{scale.doubt}），{money.yuan(payable)}"
    )
    return Worked(payable, words, article)


def _between(scale: Scale, asks: str, amount: int) -> Worked:
    payable = scale.least if scale.is_fixed else amount
    if not scale.least <= payable <= scale.most:
        bounds = f"{money.yuan(scale.least)}到{money.yuan(scale.most)}"
        raise ValueError(f"这一类每月交{bounds}（{scale.article}），写的是{money.yuan(amount)}。")
    return Worked(payable, f"{asks}{money.yuan(payable)}（{scale.article}{scale.doubt}）", scale.article)


def _step(scale: Scale, base: int) -> tuple[int, Step]:
    """The step a base falls into, and the bound below it: "above" leaves the bound out, "up to" has it."""
    low = 0
    for step in scale.steps[:-1]:
        if step.up_to is not None and base <= step.up_to:
            return low, step
        low = step.up_to or low
    return low, scale.steps[-1]


def _range(low: int, high: int | None) -> str:
    if high is None:
        return f"高于{money.round_bound(low)}"
    above = f"高于{money.round_bound(low)}、" if low else ""
    return f"{above}不高于{money.round_bound(high)}"


def first_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def after(month: date, by: int = 1) -> date:
    """The month so many later (or earlier), as its first day."""
    at = month.year * 12 + month.month - 1 + by
    return date(at // 12, at % 12 + 1, 1)


def last_of(month: date) -> date:
    """The last day of a month."""
    return after(month) - timedelta(days=1)


def months(first: date, last: date) -> tuple[date, ...]:
    """The months from one to another, both included."""
    found, one = [], first_of(first)
    while one <= last:
        found.append(one)
        one = after(one)
    return tuple(found)


def label(month: date) -> str:
    """2026年3月."""
    return f"{month.year}年{month.month}月"


def branch_of(stays: Iterable[Span], month: date) -> Span | None:
    """The stay whose branch a month's dues belong to; None for a month without any stay."""
    first, end = first_of(month), after(month)
    inside = [one for one in stays if one.since < end and (one.until is None or one.until > first)]
    return min(inside, key=lambda one: one.since, default=None)


def home_of(stays: Sequence[Span], month: date) -> Span:
    """The same; for a month without any stay, which only an import knows, the last stay before it, else the first."""
    before = [one for one in stays if one.since <= month]
    return branch_of(stays, month) or max(before or [min(stays, key=lambda one: one.since)], key=lambda one: one.since)


def paid_on(payable: int, lines: Sequence[tuple[date, int]]) -> date | None:
    """The day from which on the sum of what was paid never falls below what is owed; where it does not reach it, the
    last day anything was paid. None where nothing is paid.
    """
    days: dict[date, int] = {}
    for day, amount in lines:
        days[day] = days.get(day, 0) + amount
    total, since = 0, None
    for day in sorted(days):
        total += days[day]
        since = (since or day) if total >= payable else None
    return (since or max(days)) if total > 0 else None


def split(amount: int, owed: Sequence[tuple[date, int]]) -> dict[date, int]:
    """One payment over several months: each gets what is still owed for it, the earliest first; what is left belongs to
    the last of them (more than owed is fine, R5-8).
    """
    found: dict[date, int] = {}
    left = amount
    for month, rest in sorted(owed):
        found[month] = min(max(rest, 0), left)
        left -= found[month]
    if left and found:
        found[max(found)] += left
    return {month: part for month, part in found.items() if part}


def runs(unpaid: Iterable[date]) -> tuple[tuple[date, ...], ...]:
    """Unpaid months in unbroken calendar sequence, run by run."""
    found: list[list[date]] = []
    for month in sorted(unpaid):
        if found and after(found[-1][-1]) == month:
            found[-1].append(month)
        else:
            found.append([month])
    return tuple(map(tuple, found))


def owes(stays: Iterable[Span], month: date) -> bool:
    """Whether S7-2 asks for a month: in a stay on its last day and on at least half of its days (contract 3.5)."""
    first, last = first_of(month), last_of(month)
    held = list(stays)
    inside = sum(max(0, (min(one.until or date.max, after(month)) - max(one.since, first)).days) for one in held)
    at_end = any(one.since <= last and (one.until is None or one.until > last) for one in held)
    return at_end and 2 * inside >= (last - first).days + 1


def is_met(payable: int, paid: int, excuse: str) -> bool:
    """Whether a month is settled as the kernel sees it (contract, S7-2)."""
    return bool(excuse) or payable == 0 or paid >= payable


def booked(on: date, closed: Mapping[date, bool]) -> date:
    """The month of the ledger something of a day is entered in: its own, or the next that is not closed."""
    month = first_of(on)
    while closed.get(month):
        month = after(month)
    return month
