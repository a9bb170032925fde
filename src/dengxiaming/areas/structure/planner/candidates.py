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
class Candidate:
    """Units that would form one joint branch, or join the one whose code is `host`."""

    sites: tuple[Site, ...]
    host: Host | None = None

    @property
    def everybody(self) -> tuple[Site, ...]:
        """With the units that are there already."""
        return (*(self.host.sites if self.host else ()), *self.sites)


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


def candidates(sites: Sequence[Site], hosts: Sequence[Host], limits: Limits) -> tuple[Candidate, ...]:
    """Every candidate, in a fixed order whatever the order of the units."""
    ordered = sorted(sites, key=lambda site: site.code)
    near = {site.code: nearest(site, ordered, limits) for site in ordered}
    found: dict[tuple[str, ...], Candidate] = {}
    for site in ordered:
        for others in _sets(near[site.code], limits.at_most_units - 1):
            chosen = tuple(sorted((site, *others), key=lambda one: one.code))
            found.setdefault(tuple(one.code for one in chosen), Candidate(chosen))
    alone = [one for _, one in sorted(found.items()) if is_allowed(one, limits)]
    return (*alone, *_joining(ordered, hosts, limits))


def nearest(site: Site, sites: Iterable[Site], limits: Limits) -> tuple[Site, ...]:
    """The nearest units within reach, as many as are looked at."""
    others = [(apart(site, one, limits), one) for one in sites if one.code != site.code]
    reached = [(metres, one.code, one) for metres, one in others if metres is not None and metres <= limits.far]
    return tuple(one for _, _, one in sorted(reached, key=lambda entry: entry[:2])[: limits.neighbours])


def is_allowed(candidate: Candidate, limits: Limits) -> bool:
    """Size, number of units, and everybody near everybody (S1-4; R1-1, R1-2)."""
    everybody = candidate.everybody
    return (
        1 < len(everybody) <= limits.at_most_units
        and sum(one.full for one in everybody) >= limits.at_least
        and sum(one.members for one in everybody) <= limits.at_most_members
        and all(is_near(one, other, limits) for one in candidate.sites for other in everybody if one is not other)
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
    if candidate.host is None:
        return weighing.branch + _price(candidate.sites, limits, weighing)
    return _price(candidate.everybody, limits, weighing) - _price(candidate.host.sites, limits, weighing)


def _price(sites: Sequence[Site], limits: Limits, weighing: Weighing) -> int:
    held = measured(sites, limits)
    off = max(limits.good_from - held.full, held.full - limits.good_to, 0)
    return weighing.distance * round(held.spread / 100) + weighing.trade * held.mixed + weighing.size * off


def _joining(sites: Sequence[Site], hosts: Sequence[Host], limits: Limits) -> Iterator[Candidate]:
    for host in sorted(hosts, key=lambda one: one.code):
        room = limits.at_most_units - len(host.sites)
        reached = [one for one in sites if all(is_near(one, other, limits) for other in host.sites)]
        by_distance = sorted(
            reached, key=lambda one: (min(apart(one, other, limits) or 0 for other in host.sites), one.code)
        )
        for chosen in _sets(tuple(by_distance[: limits.neighbours]), room):
            candidate = Candidate(tuple(sorted(chosen, key=lambda one: one.code)), host)
            if is_allowed(candidate, limits):
                yield candidate


def _sets(sites: tuple[Site, ...], at_most: int) -> Iterator[tuple[Site, ...]]:
    for size in range(1, min(at_most, len(sites)) + 1):
        yield from combinations(sites, size)
