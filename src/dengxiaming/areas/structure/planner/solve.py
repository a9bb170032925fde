"""The best choice among candidates: set partitioning, solved exactly by HiGHS (scipy's `milp`), or as far as the time
allows, with the proven bound.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dengxiaming.areas.structure.planner.candidates import Candidate, candidates, nearest, price
from dengxiaming.areas.structure.planner.limits import Limits, Weighing
from dengxiaming.areas.structure.planner.sites import Host, Site, apart


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
    """Choose candidates so that every unit is in at most one, as few as possible in none, and the price is least."""
    prices = [price(one, limits, weighing) for one in found]
    picked, bound = _choose(sites, found, prices, seconds)
    chosen = tuple(found[column] for column in picked)
    placed = {site.code for one in chosen for site in one.sites}
    left = [site for site in sites if site.code not in placed]
    alone = _alone(prices, len(sites))
    cost = sum(prices[column] for column in picked) + alone * len(left)
    why = tuple(LeftOver(site, _why(site, sites, found, limits)) for site in left)
    return Solved(weighing, chosen, why, cost, bound, len(found))


def _alone(prices: Sequence[int], sites: int) -> int:
    """What a unit left over costs: more than anything that could be saved by leaving it."""
    return 1 + sites * (max(prices, default=0) - min(0, min(prices, default=0)))


def _choose(
    sites: Sequence[Site], found: Sequence[Candidate], prices: Sequence[int], seconds: float
) -> tuple[tuple[int, ...], int | None]:
    """The columns of the best choice, and the bound."""
    # 载入 scipy 要三分之一秒：只在排的时候付，不在每个进程起来的时候
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415  见上
    from scipy.sparse import csc_array  # noqa: PLC0415  见上

    alone = _alone(prices, len(sites))
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
        return _greedy(found, prices), proven
    return tuple(int(column) for column in np.flatnonzero(answer.x[: len(found)] > 0.5)), proven


def _matrix(sites: Sequence[Site], found: Sequence[Candidate]) -> tuple[tuple[list[int], list[int]], list[int]]:
    """Where the ones stand (rows, columns), and how often each row is taken at least."""
    row = {site.code: place for place, site in enumerate(sites)}
    hosts = sorted({one.host.code for one in found if one.host})
    row |= {f"host {code}": len(sites) + place for place, code in enumerate(hosts)}
    rows, columns = [], []
    for column, one in enumerate(found):
        names = [site.code for site in one.sites] + ([f"host {one.host.code}"] if one.host else [])
        rows += [row[name] for name in names]
        columns += [column] * len(names)
    rows += range(len(sites))
    columns += range(len(found), len(found) + len(sites))
    return (rows, columns), [1] * len(sites) + [0] * len(hosts)


def _greedy(found: Sequence[Candidate], prices: Sequence[int]) -> tuple[int, ...]:
    """Something usable where the time was too short for anything better: the cheapest for each unit first."""
    taken: set[str] = set()
    picked: list[int] = []
    for column in sorted(range(len(found)), key=lambda place: (prices[place] / len(found[place].sites), place)):
        one = found[column]
        names = {site.code for site in one.sites} | ({f"host {one.host.code}"} if one.host else set())
        if taken.isdisjoint(names):
            taken |= names
            picked.append(column)
    return tuple(sorted(picked))


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
