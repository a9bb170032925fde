"""The one record that settles most: the duties that one event on the fixed Party day settles at once (principle 3)."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dengxiaming.areas.gatherings import kinds
from dengxiaming.areas.gatherings.kinds import Kind
from dengxiaming.areas.organs.queries import Node
from dengxiaming.duties.queries import Bundle
from dengxiaming.law.model import Counts
from dengxiaming.web.desk.starts import duty_of, gathering


@dataclass(frozen=True)
class Together:
    """One record: its day (the last one where there is no fixed Party day), its kinds in words, what it settles."""

    organization: str
    on: date
    days_left: int
    is_party_day: bool
    kinds: str
    settles: tuple[Bundle, ...]
    by_secretary: bool
    address: str

    @property
    def rules(self) -> tuple[str, ...]:
        """The duties it settles, each once."""
        return tuple(dict.fromkeys(bundle.rule for bundle in self.settles))


def together(bundles: Iterable[Bundle], node: Node, as_of: date) -> Together | None:
    """The record for one organisation, from its open duties; None where one record would settle fewer than two."""
    known = kinds.load()
    fitting = [kind for kind in known.of(node.kind) if kind.on_party_day]
    found: dict[str, list[tuple[Bundle, Counts]]] = {}
    for bundle in bundles:
        counts = _counted(bundle, node, fitting)
        if counts is not None:
            base = known.roll_of(_first(counts, fitting), node.kind)
            found.setdefault(base, []).append((bundle, counts))
    best = max(found.values(), key=len, default=[])
    if len(best) < 2:
        return None
    chosen = {kind for _, counts in best for kind in _first(counts, fitting)}
    listed = tuple(kind.id for kind in fitting if kind.id in chosen)
    settled = tuple(bundle for bundle, _ in best)
    last = min(bundle.due_on for bundle in settled)
    party_day = day_of(node.party_day, as_of, last)
    on = party_day or last
    answers = ";".join(dict.fromkeys(bundle.lines[0].period for bundle in settled if duty_of(bundle.rule).answers))
    return Together(
        node.code, on, (on - as_of).days, party_day is not None, known.words(listed), settled,
        any(counts.actor == "secretary" for _, counts in best),
        gathering(node.code, listed, on=party_day.isoformat() if party_day else "", answers=answers),
    )  # fmt: skip


def day_of(party_day: int | None, as_of: date, last: date) -> date | None:
    """The fixed Party day that serves until `last`: the next one, or this month's where the next would be too late."""
    if party_day is None:
        return None
    here = _clamped(as_of, party_day)
    coming = here if here >= as_of else _clamped(here.replace(day=1) + timedelta(days=31), party_day)
    return coming if coming <= last else here


def _clamped(month: date, day: int) -> date:
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))


def _counted(bundle: Bundle, node: Node, fitting: Sequence[Kind]) -> Counts | None:
    """By what the organisation's own open duty would be settled with one more act of a fitting kind; else None."""
    line = bundle.line
    if line is None or line.bearer_kind != "organization" or line.bearer_id != node.code or line.status != "open":
        return None
    if line.counted + 1 < line.required:
        return None
    wanted = (one for one in duty_of(line.rule).counts if one.held_by == "bearer" and _first(one, fitting))
    return next(wanted, None)


def _first(counts: Counts, fitting: Sequence[Kind]) -> tuple[str, ...]:
    """The first kind it counts that fits, as a tuple of at most one."""
    offered = {kind.id for kind in fitting}
    return tuple(kind for kind in counts.kinds if kind in offered)[:1]
