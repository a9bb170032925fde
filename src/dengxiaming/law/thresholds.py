"""Holes and overlaps in the member thresholds: as the document words them, and as the numbers in force set them.

The document says 超过 (above) and 不足 (below), which leaves some head counts to nobody and some to two; national
regulations fill them. Duties belong together when they divide the head count of the same bearers (`structure`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dengxiaming.law.locator import regulations
from dengxiaming.law.model import Duty, Rulebook, Value
from dengxiaming.law.words import BEARERS

Span = tuple[int, int | None]
Spans = Mapping[str, Span]


@dataclass(frozen=True, slots=True)
class Gap:
    """Head counts that belong to no rule (hole) or to several (overlap): from `first` to `last`, `None` without end."""

    kind: Literal["hole", "overlap"]
    first: int
    last: int | None
    rules: tuple[str, ...]

    @property
    def at(self) -> int:
        """The head count in question: the hole's first, the edge an overlap begins above (超过100 → 100)."""
        return self.first if self.kind == "hole" else self.first - 1

    @property
    def says(self) -> str:
        """正好3名, 51名到59名, 101名起."""
        if self.first == self.last:
            return f"正好{self.first}名"
        return f"{self.first}名起" if self.last is None else f"{self.first}名到{self.last}名"


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A head count the document leaves open, the regulations that close it, and the rules it then falls to."""

    at: int
    gap: Gap
    bearer: str
    filled_by: tuple[str, ...]
    rules_in_force: tuple[str, ...]

    @property
    def says(self) -> str:
        """One Chinese sentence: what the document leaves open, who fills it, which rule it falls to."""
        named = "和".join(self.gap.rules)
        if self.gap.kind == "hole":
            left = f"本文件没有说{self.gap.says}归哪一条"
        else:
            left = f"本文件{named}都管{self.gap.says}，界线在{self.at}名"
        if not self.filled_by:
            return f"{left}。"
        return f"{left}，依上位规定{'、'.join(self.filled_by)}，{self.at}名归{'、'.join(self.rules_in_force)}。"


def open_points(rulebook: Rulebook, day: date | None = None) -> tuple[OpenPoint, ...]:
    """What the document alone leaves open, by head count, and what fills it on `day` (default: date of effect)."""
    on = day or rulebook.effective_from
    points = []
    for family in families(rulebook.duties):
        for gap in gaps({duty.id: worded(duty) for duty in family}):
            filled = _edges(family, gap.at, on)
            now = tuple(duty.id for duty in family if _holds(in_force(duty, on), gap.at))
            points.append(OpenPoint(gap.at, gap, family[0].bearer, filled, now))
    return tuple(sorted(points, key=lambda point: point.at))


def unfilled(rulebook: Rulebook) -> list[tuple[date, str, Gap]]:
    """Holes and overlaps that remain in force, with the first day of each: errors, not information."""
    found: list[tuple[date, str, Gap]] = []
    for family in families(rulebook.duties):
        seen: set[Gap] = set()
        for day in _turning_days(family, rulebook.effective_from):
            for gap in gaps({duty.id: in_force(duty, day) for duty in family}):
                if gap not in seen:
                    seen.add(gap)
                    found.append((day, BEARERS[family[0].bearer].label, gap))
    return found


def families(duties: Iterable[Duty]) -> list[tuple[Duty, ...]]:
    """The structure duties that divide a head count, by bearer; the document gives each of them a bound."""
    by_bearer: dict[str, list[Duty]] = {}
    for duty in duties:
        if duty.form == "structure" and duty.document:
            by_bearer.setdefault(duty.bearer, []).append(duty)
    return [tuple(family) for family in by_bearer.values()]


def worded(duty: Duty) -> Span:
    """The head counts the document's own words give a duty."""
    below = duty.document.get("below")
    return duty.document.get("above", 0) + 1, None if below is None else below - 1


def in_force(duty: Duty, day: date) -> Span:
    """The head counts the numbers in force on `day` give a duty."""
    first, last = _bound(duty, "from_members", day), _bound(duty, "to_members", day)
    return 1 if first is None else int(first.value), None if last is None else int(last.value)


def gaps(spans: Spans) -> list[Gap]:
    """Runs of head counts from 1 up that lie in no span, or in more than one.

    >>> [(gap.kind, gap.at) for gap in gaps({"a": (1, 2), "b": (4, 9), "c": (9, None)})]
    [('hole', 3), ('overlap', 8)]
    """
    edges = {1}
    for first, last in spans.values():
        edges |= {first} if last is None else {first, last + 1}
    marks = sorted(edge for edge in edges if edge >= 1)
    found = []
    for index, mark in enumerate(marks):
        inside = tuple(name for name, span in spans.items() if _holds(span, mark))
        last = marks[index + 1] - 1 if index + 1 < len(marks) else None
        if not inside:
            found.append(Gap("hole", mark, last, _beside(spans, mark, last)))
        elif len(inside) > 1:
            found.append(Gap("overlap", mark, last, inside))
    return found


def _beside(spans: Spans, first: int, last: int | None) -> tuple[str, ...]:
    """The spans that end just before or begin just after a hole."""
    return tuple(
        name
        for name, (begin, end) in spans.items()
        if (end is not None and end == first - 1) or (last is not None and begin == last + 1)
    )


def _holds(span: Span, count: int) -> bool:
    return span[0] <= count and (span[1] is None or count <= span[1])


def _bound(duty: Duty, name: str, day: date) -> Value | None:
    return duty.numbers[name].at(day) if name in duty.numbers else None


def _edges(family: tuple[Duty, ...], at: int, day: date) -> tuple[str, ...]:
    """The regulations cited by the bounds in force that touch a head count: one begins there, or one ends beside it."""
    touches: list[tuple[str, Callable[[int], bool]]] = [
        ("from_members", lambda value: value == at),
        ("to_members", lambda value: value in {at - 1, at}),
    ]
    cited: list[str] = []
    for duty in family:
        for name, touching in touches:
            bound = _bound(duty, name, day)
            if bound is not None and bound.origin == "国" and touching(int(bound.value)):
                cited += regulations(bound.cite)
    return tuple(sorted(set(cited), key=lambda cite: [int(part) for part in cite[1:].split("-")]))


def _turning_days(family: tuple[Duty, ...], effective_from: date) -> list[date]:
    """The days on which a bound of the family changes, from the date of effect on."""
    since = {
        value.since
        for duty in family
        for name in ("from_members", "to_members")
        if name in duty.numbers
        for value in duty.numbers[name].values
    }
    return sorted({effective_from, *(day for day in since if day > effective_from)})
