"""The hand that plants: it remembers what it touched, so that no fault spoils another, and writes the key."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from dengxiaming.exchange.sample.days import AS_OF, Period, days, noted
from dengxiaming.exchange.sample.key import Fault
from dengxiaming.exchange.sample.objects import Act, Org, Person, Post, Trigger, Unit, World

Named = str | Unit | Org | Person | Act | Post | Trigger
_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class _Row:
    planted: int
    rule: str
    bearer: Named
    period: Named
    status: str
    what: str


def _id(named: Named) -> str:
    return named if isinstance(named, str) else named.id


@dataclass
class Planter:
    """Plants faults in a world. `troubled` units get most of them, so that the city looks like a city."""

    world: World
    rows: list[_Row] = field(default_factory=list)
    planted: int = 0
    what: str = ""
    taken: set[tuple[str, str]] = field(default_factory=set)
    touched: set[Act] = field(default_factory=set)
    troubled: set[Unit] = field(default_factory=set)
    answers_to: dict[Trigger | Act, list[Act]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for act in self.world.acts():
            for asked in act.answers:
                self.answers_to.setdefault(asked, []).append(act)
        units = self.world.units
        self.troubled = set(self.world.rng.sample(units, -(-len(units) * 2 // 5)))

    def begin(self, what: str) -> None:
        """A new fault: one Chinese sentence on what was done or left undone."""
        self.planted += 1
        self.what = what

    def expect(self, rule: str, bearer: Named, period: Named, status: str) -> None:
        """One verdict row that the fault just begun must bring about."""
        self.rows.append(_Row(self.planted, rule, bearer, period, status, self.what))

    def key(self) -> tuple[Fault, ...]:
        """The key; only after the records have their ids."""
        return tuple(Fault(r.planted, r.rule, _id(r.bearer), _id(r.period), r.status, r.what) for r in self.rows)

    def take(self, rule: str, bearer: Named) -> bool:
        """Reserve a bearer for one fault of a rule; False when it has one already."""
        mark = (rule, _id(bearer))
        if mark in self.taken:
            return False
        self.taken.add(mark)
        return True

    def free(self, rule: str, bearer: Named) -> bool:
        """Whether the bearer has no fault of that rule yet."""
        return (rule, _id(bearer)) not in self.taken

    def whole(self, acts: Iterable[Act]) -> bool:
        """Whether no fault has touched any of these acts."""
        return self.touched.isdisjoint(acts)

    def order(self, things: Iterable[_Thing], unit: Callable[[_Thing], Unit | None]) -> list[_Thing]:
        """The things in random order, those of troubled units mostly first."""
        rng = self.world.rng
        return sorted(things, key=lambda t: rng.random() * (0.2 if unit(t) in self.troubled else 1.0))

    def orgs(self, orgs: Iterable[Org]) -> list[Org]:
        """Organisations in planting order."""
        return self.order(orgs, unit_of)

    def periods(self, periods: Sequence[Period]) -> list[Period]:
        """The periods that are over, in random order, late ones mostly first."""
        over = [p for p in periods if p.over()]
        rng = self.world.rng
        weighed = sorted(range(len(over)), key=lambda n: rng.random() * (len(over) - n) ** 2)
        return [over[n] for n in weighed]

    def acts(self, org: Org, kind: str, first: date, last: date) -> list[Act]:
        """What an organisation held of one kind in [first, last]."""
        return [a for a in self.world.acts_of[org] if kind in a.kinds and first <= a.on <= last]

    def answering(self, trigger: Trigger | Act) -> list[Act]:
        """The acts that listed a trigger (or a community service) before anything was planted."""
        return self.answers_to.get(trigger, [])

    def remove(self, act: Act) -> None:
        """The thing was never done."""
        self.world.acts_of[act.org].remove(act)
        self.touched.add(act)

    def drop_kind(self, act: Act, kind: str) -> None:
        """The gathering took place, but was not this."""
        if act.kinds == [kind]:
            self.remove(act)
            return
        act.kinds.remove(kind)
        self.touched.add(act)

    def move(self, act: Act, on: date) -> None:
        """The thing was done on another day, and written down after that."""
        act.on = on
        act.recorded = noted(self.world.rng, on)
        self.touched.add(act)

    def write_late(self, act: Act, least: int, most: int) -> None:
        """Done in time, written down `least` to `most` days later (by `AS_OF`)."""
        day = min(act.on + days(self.world.rng.randint(least, most)), AS_OF)
        act.recorded = (day, 540 + self.world.rng.randrange(450))
        self.touched.add(act)


def unit_of(org: Org) -> Unit | None:
    """The unit an organisation belongs to: its own first one, or that of the nearest organisation above with one."""
    return next((o.units[0] for o in (org, *org.above()) if o.units), None)


def cn(day: date) -> str:
    """A date as the look writes it: 2026年3月9日."""
    return f"{day.year}年{day.month}月{day.day}日"


def cn_period(period: Period) -> str:
    """A period in words: 2026年, 2026年上半年, 2026年第三季度, 2026年3月."""
    year, rest = period.name[:4], period.name[4:]
    if rest.startswith("-"):
        return f"{year}年{int(rest[1:])}月"
    if rest.startswith("Q"):
        return f"{year}年第{'一二三四'[int(rest[1]) - 1]}季度"
    return f"{year}年" + {"": "", "H1": "上半年", "H2": "下半年"}[rest]
