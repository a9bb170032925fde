"""What a clause looks like on its page: its numbers in words, and how the city stands as a bar and counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Final

from dengxiaming.duties.queries import Quarter, Standing, Tally
from dengxiaming.law.model import Number, Rule, Value
from dengxiaming.law.vocabulary import STATUSES
from dengxiaming.law.words import BEARERS, CLAUSE_FORMS
from dengxiaming.web.law.numbers import phrase

_BAR: Final = 1000
_LEAST: Final = 14
_ORDER: Final = ("met", "late", "missed", "raised", "waived")


@dataclass(frozen=True)
class NumberLine:
    """One number: its seal, the phrase, where it stands, and what has to be said beside it."""

    origin: str
    text: str
    cite: str
    aside: str


@dataclass(frozen=True)
class Segment:
    """A stretch of the bar, in thousandths of its length."""

    status: str
    start: int
    width: int


@dataclass(frozen=True)
class Count:
    """How many duties have a status; the page makes it a link to them."""

    status: str
    number: int


@dataclass(frozen=True)
class Bar:
    """One duty id's standing under one force."""

    duty: str
    about: str
    advisory: bool
    quarter: Quarter | None
    segments: tuple[Segment, ...]
    counts: tuple[Count, ...]
    label: str

    @property
    def force(self) -> str:
        """As an address names it."""
        return "advisory" if self.advisory else "binding"


@dataclass(frozen=True)
class ClauseShown:
    """A clause ready for the page."""

    rule: Rule
    advisory: bool
    form: str
    numbers: tuple[NumberLine, ...]
    bars: tuple[Bar, ...]
    open_now: int
    is_judged: bool


def clause(rule: Rule, standings: Mapping[str, Standing], day: date) -> ClauseShown:
    """A clause as it stands on `day`."""
    ids = tuple(dict.fromkeys(duty.id for duty in rule.duties))
    held = [standings[name] for name in ids if name in standings]
    return ClauseShown(
        rule=rule,
        advisory=bool(rule.duties) and not any(duty.is_binding(day) for duty in rule.duties),
        form=CLAUSE_FORMS[rule.form].label if rule.form in CLAUSE_FORMS else "",
        numbers=tuple(_numbers(rule, day)),
        bars=tuple(bar for standing in held for bar in _bars(rule, standing, several=len(ids) > 1)),
        open_now=sum(standing.open_now for standing in held),
        is_judged=bool(rule.duties),
    )


def total(clauses: Iterable[ClauseShown]) -> Mapping[str, int]:
    """Binding counts of several clauses together, by status, for a heading or a problem; `advisory`: the others."""
    counts = dict.fromkeys((*_ORDER, "advisory"), 0)
    for bar in (bar for shown in clauses for bar in shown.bars):
        for count in bar.counts:
            counts["advisory" if bar.advisory else count.status] += count.number
    return counts


def bar_of(tally: Tally) -> tuple[Segment, ...]:
    """A tally as stretches of a bar; the smallest that is there stays visible, the widest gives way to it."""
    shares = [(status, getattr(tally, status)) for status in _ORDER if getattr(tally, status)]
    if not shares:
        return ()
    whole = sum(number for _, number in shares)
    widths = [max(_LEAST, round(number * _BAR / whole)) for _, number in shares]
    widths[widths.index(max(widths))] -= sum(widths) - _BAR
    starts = accumulate(widths, initial=0)
    return tuple(
        Segment(status, start, width) for (status, _), start, width in zip(shares, starts, widths, strict=False)
    )


def _bars(rule: Rule, standing: Standing, *, several: bool) -> list[Bar]:
    about = f"{standing.rule}　{_about(rule, standing.rule)}" if several else ""
    found = []
    for tally, advisory in ((standing.binding, False), (standing.advisory, True)):
        counts = tuple(Count(status, getattr(tally, status)) for status in _ORDER if getattr(tally, status))
        if counts:
            label = "，".join(f"{STATUSES[count.status]}{count.number}" for count in counts)
            found.append(Bar(standing.rule, about, advisory, standing.quarter, bar_of(tally), counts, label))
    return found


def _about(rule: Rule, duty_id: str) -> str:
    duty = next(duty for duty in rule.duties if duty.id == duty_id)
    return BEARERS[duty.bearer].label if duty.bearer in BEARERS else duty.says


def _numbers(rule: Rule, day: date) -> list[NumberLine]:
    lines = [
        NumberLine(value.origin, phrase(duty, number, value), value.cite, _aside(number, value))
        for duty in rule.duties
        for number in duty.numbers.values()
        for value in (number.at(day),)
    ]
    return list(dict.fromkeys(lines))


def _aside(number: Number, value: Value) -> str:
    said = []
    if value.decision:
        said.append(f"已由{value.decision}采纳")
    if not number.decides:
        said.append("不影响判定")
    return "，".join(said)
