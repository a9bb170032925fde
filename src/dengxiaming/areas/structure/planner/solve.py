"""The best choice among candidates: set partitioning, solved exactly by HiGHS (scipy's `milp`), or as far as the time
allows, with the proven bound.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dengxiaming.areas.structure.planner.candidates import Candidate, candidates, nearest, price
from dengxiaming.areas.structure.planner.limits import Limits, Weighing
from dengxiaming.areas.structure.planner.sites import Host, Site, apart
from dengxiaming.areas.structure.planner.usable import greedy, mended, names_of

_OUT_OF_TIME: Final = 1
"""What scipy's `milp` answers as its status when the time ran out."""


@dataclass(frozen=True)
class LeftOver:
    """A unit no branch could take, and why."""

    site: Site
    why: str


@dataclass(frozen=True)
class Solved:
    """The chosen candidates and the units left over. `cost` is the price; `bound` what no choice among the `looked_at`
    candidates can go below, None where the time was too short to prove any.
    """

    weighing: Weighing
    chosen: tuple[Candidate, ...]
    left_over: tuple[LeftOver, ...]
    cost: int
    bound: int | None
    looked_at: int

    @property
    def is_proven(self) -> bool:
        """Whether nothing better exists among the candidates."""
        return self.bound is not None and self.cost <= self.bound

    @property
    def gap(self) -> float | None:
        """How much better a choice could be at most, as a share of the cost."""
        if self.bound is None:
            return None
        return max(0.0, (self.cost - self.bound) / self.cost) if self.cost else 0.0


def proposals(
    sites: Sequence[Site], hosts: Sequence[Host], limits: Limits, weighings: Sequence[Weighing], seconds: float
) -> tuple[Solved, ...]:
    """One proposal for each way to weigh; `seconds` is the time each may take."""
    ordered = tuple(sorted(sites, key=lambda site: site.code))
    found = candidates(ordered, hosts, limits)
    return tuple(solve(ordered, found, limits, weighing, seconds) for weighing in weighings)


def solve(
    sites: Sequence[Site], found: Sequence[Candidate], limits: Limits, weighing: Weighing, seconds: float
) -> Solved:
    """Choose candidates so that every unit is in at most one, as few as possible in none, and the price is least.

    Towns that share no candidate are chosen for one by one, each with its share of the time that is left.
    """
    prices = [price(one, limits, weighing) for one in found]
    alone, until, rest = _alone(prices, len(sites)), time.monotonic() + seconds, len(sites)
    picked: list[int] = []
    bounds: list[int | None] = []
    for part, columns in _apart(sites, found):
        share = max(0.0, until - time.monotonic()) * len(part) / rest
        rest -= len(part)
        held = [prices[column] for column in columns]
        chosen, bound = _choose(part, [found[column] for column in columns], held, alone, share)
        picked += [columns[place] for place in chosen]
        bounds.append(bound)
    chosen_ones = tuple(found[column] for column in sorted(picked))
    placed = {site.code for one in chosen_ones for site in one.sites}
    left = [site for site in sites if site.code not in placed]
    cost = sum(prices[column] for column in picked) + alone * len(left)
    why = tuple(LeftOver(site, _why(site, sites, found, limits)) for site in left)
    known = [one for one in bounds if one is not None]
    return Solved(weighing, chosen_ones, why, cost, sum(known) if len(known) == len(bounds) else None, len(found))


def _apart(sites: Sequence[Site], found: Sequence[Candidate]) -> Iterator[tuple[list[Site], list[int]]]:
    """The units in parts that no candidate and no branch that is there joins, the smallest part first, each with the
    places of its candidates.
    """
    leader = {site.code: site.code for site in sites}

    def leads(name: str) -> str:
        while leader[name] != name:
            leader[name] = name = leader[leader[name]]
        return name

    for one in found:
        names = names_of(one)
        for name in names:
            leader[leads(leader.setdefault(name, name))] = leads(names[0])
    parts: dict[str, tuple[list[Site], list[int]]] = {}
    for site in sites:
        parts.setdefault(leads(site.code), ([], []))[0].append(site)
    for column, one in enumerate(found):
        parts[leads(one.sites[0].code)][1].append(column)
    yield from sorted(parts.values(), key=lambda part: (len(part[0]), part[0][0].code))


def _alone(prices: Sequence[int], sites: int) -> int:
    """What a unit left over costs: more than anything that could be saved by leaving it."""
    return 1 + sites * (max(prices, default=0) - min(0, min(prices, default=0)))


def _choose(
    sites: Sequence[Site], found: Sequence[Candidate], prices: Sequence[int], alone: int, seconds: float
) -> tuple[tuple[int, ...], int | None]:
    """The columns of the best choice, and the bound; `alone` is what a unit in no column costs."""
    # 载入 scipy 要三分之一秒：只在排的时候付，不在每个进程起来的时候
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415  见上
    from scipy.sparse import csc_array  # noqa: PLC0415  见上

    if not found:
        return (), alone * len(sites)
    (rows, columns), lowest = _matrix(sites, found)
    # 每个候选一列，每个单位再加一列“排不上”；单位的行恰好等于1，已有支部的行至多1
    costs = np.array([*prices, *[alone] * len(sites)], dtype=np.float64)
    matrix = csc_array((np.ones(len(rows)), (rows, columns)), shape=(len(lowest), len(costs)))
    answer = milp(
        costs,
        integrality=np.ones(len(costs)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, lowest, np.ones(len(lowest))),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    bound = getattr(answer, "mip_dual_bound", None)
    proven = None if bound is None or not np.isfinite(bound) else int(np.ceil(bound - 1e-3))
    if answer.x is None:
        return mended(found, prices, alone, greedy(found, prices)), proven
    chosen = tuple(int(column) for column in np.flatnonzero(answer.x[: len(found)] > 0.5))
    if answer.status == _OUT_OF_TIME:
        tried = (mended(found, prices, alone, start) for start in (chosen, greedy(found, prices)))
        chosen = min(tried, key=lambda columns: _cost(columns, sites, found, prices, alone))
    return chosen, proven


def _cost(
    columns: Sequence[int], sites: Sequence[Site], found: Sequence[Candidate], prices: Sequence[int], alone: int
) -> int:
    placed = sum(len(found[column].sites) for column in columns)
    return sum(prices[column] for column in columns) + alone * (len(sites) - placed)


def _matrix(sites: Sequence[Site], found: Sequence[Candidate]) -> tuple[tuple[list[int], list[int]], list[int]]:
    """Where the ones stand (rows, columns), and how often each row is taken at least."""
    row = {site.code: place for place, site in enumerate(sites)}
    hosts = sorted({one.host.code for one in found if one.host})
    row |= {f"host {code}": len(sites) + place for place, code in enumerate(hosts)}
    rows, columns = [], []
    for column, one in enumerate(found):
        names = names_of(one)
        rows += [row[name] for name in names]
        columns += [column] * len(names)
    rows += range(len(sites))
    columns += range(len(found), len(found) + len(sites))
    return (rows, columns), [1] * len(sites) + [0] * len(hosts)


def _why(site: Site, sites: Sequence[Site], found: Sequence[Candidate], limits: Limits) -> str:
    """Why a unit is left over, in words."""
    others = [one for one in sites if one.code != site.code]
    if any(site in one.sites for one in found):
        return "近处能合的单位都排进了别的支部，再加就超过上限。"
    near = nearest(site, others, limits)
    if near:
        full = site.full + sum(one.full for one in near)
        if full < limits.at_least:
            return f"近处的单位合起来正式党员只有{full}名，不足{limits.at_least}名。"
        return f"和近处的单位合起来，不是超过{limits.at_most_units}个单位，就是超过{limits.at_most_members}名党员。"
    known = [metres for metres in (apart(site, one, limits) for one in others) if metres is not None]
    if known:
        return f"最近的也相距{min(known) / 1000:.1f}公里，超过{limits.far / 1000:g}公里。"
    return "没有坐标，也没有同片区、同上级的单位，不知道和谁近。"
