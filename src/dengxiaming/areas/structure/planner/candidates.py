"""The branches that could be: sets of units near one another, within what the rules allow, each with its price.

Bounded: a candidate has a centre, and its other units are among the centre's `neighbours` nearest within reach. With
no more than `neighbours` + 1 units that is every set there is; beyond, the proposal is best among these candidates.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from dengxiaming.areas.structure.planner.limits import Limits, Weighing
from dengxiaming.areas.structure.planner.sites import Host, Site, apart, is_near, kilometres


@dataclass(frozen=True)
class Measured:
    """What a set of units comes to: metres to its middle in all, the greatest distance, units of another trade than
    most, full members, all members. Distances nobody knows count as nothing here; `is_near` kept them out before.
    """

    spread: int
    widest: int
    mixed: int
    full: int
    members: int

    @property
    def far(self) -> str:
        """The greatest distance in words."""
        return kilometres(self.widest)


@dataclass(frozen=True)
class Candidate:
    """Units that would form one joint branch, or join the branch `host`; what they come to with those that are there
    already, and what these came to `before`. Measured once, priced by every way to weigh.
    """

    sites: tuple[Site, ...]
    host: Host | None
    come: Measured
    before: Measured | None

    @classmethod
    def of(cls, sites: tuple[Site, ...], host: Host | None, limits: Limits) -> "Candidate":
        """Of some units."""
        there = host.sites if host else ()
        return cls(sites, host, measured((*there, *sites), limits), measured(there, limits) if host else None)

    @property
    def everybody(self) -> tuple[Site, ...]:
        """With the units that are there already."""
        return (*(self.host.sites if self.host else ()), *self.sites)


def candidates(sites: Sequence[Site], hosts: Sequence[Host], limits: Limits) -> tuple[Candidate, ...]:
    """Every candidate, in a fixed order whatever the order of the units."""
    ordered = sorted(sites, key=lambda site: site.code)
    near = {site.code: nearest(site, ordered, limits) for site in ordered}
    found: dict[tuple[str, ...], tuple[Site, ...]] = {}
    for site in ordered:
        for others in _sets(near[site.code], limits.at_most_units - 1):
            chosen = tuple(sorted((site, *others), key=lambda one: one.code))
            found.setdefault(tuple(one.code for one in chosen), chosen)
    alone = [Candidate.of(one, None, limits) for _, one in sorted(found.items()) if is_allowed(one, (), limits)]
    return (*alone, *_joining(ordered, hosts, limits))


def nearest(site: Site, sites: Iterable[Site], limits: Limits) -> tuple[Site, ...]:
    """The nearest units within reach, as many as are looked at."""
    others = [(apart(site, one, limits), one) for one in sites if one.code != site.code]
    reached = [(metres, one.code, one) for metres, one in others if metres is not None and metres <= limits.far]
    return tuple(one for _, _, one in sorted(reached, key=lambda entry: entry[:2])[: limits.neighbours])


def is_allowed(sites: Sequence[Site], there: Sequence[Site], limits: Limits) -> bool:
    """Size, number of units, and everybody near everybody (S1-4; R1-1, R1-2)."""
    everybody = (*there, *sites)
    return (
        1 < len(everybody) <= limits.at_most_units
        and sum(one.full for one in everybody) >= limits.at_least
        and sum(one.members for one in everybody) <= limits.at_most_members
        and all(is_near(one, other, limits) for one, other in combinations(sites, 2))
        and all(is_near(one, other, limits) for one in sites for other in there)
    )


def measured(sites: Sequence[Site], limits: Limits) -> Measured:
    """What the units come to."""
    apartness = {(a.code, b.code): apart(a, b, limits) or 0 for a, b in combinations(sites, 2)}
    both = apartness | {(b, a): metres for (a, b), metres in apartness.items()}
    to_middle = min((sum(both.get((a.code, b.code), 0) for b in sites) for a in sites), default=0)
    trades = Counter(one.trade or one.code for one in sites)
    return Measured(
        to_middle, max(apartness.values(), default=0), len(sites) - max(trades.values(), default=0),
        sum(one.full for one in sites), sum(one.members for one in sites),
    )  # fmt: skip


def price(candidate: Candidate, limits: Limits, weighing: Weighing) -> int:
    """What the candidate costs; joining a branch that is there costs what it adds to that branch."""
    cost = _price(candidate.come, limits, weighing)
    return weighing.branch + cost if candidate.before is None else cost - _price(candidate.before, limits, weighing)


def _price(held: Measured, limits: Limits, weighing: Weighing) -> int:
    off = max(limits.good_from - held.full, held.full - limits.good_to, 0)
    return weighing.distance * round(held.spread / 100) + weighing.trade * held.mixed + weighing.size * off


def _joining(ordered: Sequence[Site], hosts: Sequence[Host], limits: Limits) -> Iterator[Candidate]:
    for host in sorted(hosts, key=lambda one: one.code):
        room = limits.at_most_units - len(host.sites)
        reached = [one for one in ordered if all(is_near(one, other, limits) for other in host.sites)]
        by_distance = sorted(
            reached, key=lambda one: (min(apart(one, other, limits) or 0 for other in host.sites), one.code)
        )
        for chosen in _sets(tuple(by_distance[: limits.neighbours]), room):
            sites = tuple(sorted(chosen, key=lambda one: one.code))
            if is_allowed(sites, host.sites, limits):
                yield Candidate.of(sites, host, limits)


def _sets(sites: tuple[Site, ...], at_most: int) -> Iterator[tuple[Site, ...]]:
    for size in range(1, min(at_most, len(sites)) + 1):
        yield from combinations(sites, size)
