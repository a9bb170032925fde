"""The planner against every way there is (S1-4; R1-1, R1-2): small cases by brute force, with the rules and the price
said a second time here.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from dengxiaming.areas.structure.planner import limits as numbers
from dengxiaming.areas.structure.planner.candidates import candidates, price
from dengxiaming.areas.structure.planner.limits import Limits, Weighing
from dengxiaming.areas.structure.planner.sites import Host, Site, apart
from dengxiaming.areas.structure.planner.solve import Solved, proposals, solve
from dengxiaming.areas.structure.planner.usable import greedy, mended

LIMITS = numbers.limits(date(2026, 11, 24), 3, 5)
SEEDS = range(60)
WEIGHINGS = numbers.weighings()


def city(seed: int) -> tuple[list[Site], list[Host]]:
    """Two to eight units within some twenty kilometres, some without a point; sometimes a joint branch with room."""
    rng = random.Random(seed)

    def site(code: str) -> Site:
        full = rng.choice((0, 1, 1, 2, 2))
        place = (50_780_000 + rng.randint(-90_000, 90_000), 121_520_000 + rng.randint(-90_000, 90_000))
        return Site(
            code, code, rng.choice("林农教"), rng.choice(("", "河东", "河西")), rng.choice(("", "A", "B")),
            place if rng.random() < 0.85 else None, full, full + rng.choice((0, 0, 0, 1, 30)),
        )  # fmt: skip

    sites = [site(f"U{number}") for number in range(rng.randint(2, 8))]
    there = [
        Host(f"H{h}", f"H{h}", tuple(site(f"H{h}U{number}") for number in range(rng.randint(2, 4))))
        for h in range(rng.choice((0, 0, 1, 2)))
    ]
    return sites, there


def ways(sites: Sequence[Site]) -> Iterator[list[list[Site]]]:
    """Every partition of the units."""
    if not sites:
        yield []
        return
    first, rest = sites[0], sites[1:]
    for partition in ways(rest):
        yield [[first], *partition]
        for place, part in enumerate(partition):
            yield [*partition[:place], [first, *part], *partition[place + 1 :]]


def fits(new: Sequence[Site], there: Sequence[Site]) -> bool:
    everybody = [*new, *there]
    if len(everybody) > 5 or sum(one.full for one in everybody) < 3 or sum(one.members for one in everybody) > 50:
        return False
    pairs = [(a, b) for a, b in combinations(everybody, 2) if a in new or b in new]
    return all((metres := apart(a, b, LIMITS)) is not None and metres <= 10_000 for a, b in pairs)


def worth(sites: Sequence[Site], weighing: Weighing) -> int:
    to_middle = min(sum((apart(a, b, LIMITS) or 0) if a is not b else 0 for b in sites) for a in sites)
    mixed = len(sites) - max(Counter(one.trade for one in sites).values())
    full = sum(one.full for one in sites)
    off = 5 - full if full < 5 else full - 30 if full > 30 else 0
    return weighing.distance * round(to_middle / 100) + weighing.trade * mixed + weighing.size * off


def least(sites: Sequence[Site], hosts: Sequence[Host], weighing: Weighing) -> tuple[int, int]:
    """How few units can be left over, and how little the best such way costs: every way tried."""

    def placed(parts: list[list[Site]], free: tuple[Host, ...]) -> Iterator[tuple[int, int]]:
        if not parts:
            yield 0, 0
            return
        part, rest = parts[0], parts[1:]
        if len(part) == 1:
            for left, cost in placed(rest, free):
                yield left + 1, cost
        if len(part) > 1 and fits(part, ()):
            for left, cost in placed(rest, free):
                yield left, cost + weighing.branch + worth(part, weighing)
        for host in free:
            if fits(part, host.sites):
                more = worth([*part, *host.sites], weighing) - worth(host.sites, weighing)
                for left, cost in placed(rest, tuple(one for one in free if one is not host)):
                    yield left, cost + more

    return min(found for parts in ways(sites) for found in placed(parts, tuple(hosts)))


def told(solved: Solved, sites: Sequence[Site], weighing: Weighing) -> tuple[int, int]:
    """What a proposal comes to by the second definition; it must keep the rules, and place every unit once."""
    taken = [site.code for one in solved.chosen for site in one.sites]
    assert sorted([*taken, *(one.site.code for one in solved.left_over)]) == sorted(one.code for one in sites)
    held = [one.host.code for one in solved.chosen if one.host]
    assert len(held) == len(set(held))
    cost = 0
    for one in solved.chosen:
        there = one.host.sites if one.host else ()
        assert fits(one.sites, there)
        cost += worth(one.everybody, weighing) + (-worth(there, weighing) if there else weighing.branch)
    return len(solved.left_over), cost


@pytest.mark.parametrize("weighing", WEIGHINGS, ids=lambda one: one.name)
def test_S1_4_the_optimum_is_that_of_all_ways(weighing: Weighing) -> None:
    left = joined = 0
    for seed in SEEDS:
        sites, hosts = city(seed)
        solved = solve(sites, candidates(sites, hosts, LIMITS), LIMITS, weighing, 30)
        assert solved.is_proven
        assert solved.gap == 0
        assert told(solved, sites, weighing) == least(sites, hosts, weighing), seed
        left += len(solved.left_over)
        joined += sum(one.host is not None for one in solved.chosen)
    # 每一种情形都真的出现过
    assert left
    assert joined


def test_the_order_of_the_units_changes_nothing() -> None:
    for seed in SEEDS[:20]:
        sites, hosts = city(seed)
        again = random.Random(seed).sample(sites, len(sites)), random.Random(seed).sample(hosts, len(hosts))
        assert proposals(sites, hosts, LIMITS, WEIGHINGS, 30) == proposals(*again, LIMITS, WEIGHINGS, 30)


def units(*full: int, step: int = 5_000, trade: str = "") -> list[Site]:
    """Units in a row, `step` millionths of a degree apart."""
    return [
        Site(f"U{place}", f"第{place}站", trade, "", "", (50_000_000 + place * step, 121_000_000), count, count)
        for place, count in enumerate(full)
    ]


def only(sites: list[Site], hosts: Sequence[Host] = (), limits: Limits = LIMITS) -> Solved:
    return proposals(sites, hosts, limits, WEIGHINGS[:1], 30)[0]


def test_a_lone_unit_far_away_is_left_over_and_it_is_said_why() -> None:
    far = replace(units(2)[0], code="FAR", name="远站", point=(51_000_000, 121_000_000))
    solved = only([*units(1, 2), far])
    assert [one.site.code for one in solved.left_over] == ["FAR"]
    assert "相距110.6公里，超过10公里" in solved.left_over[0].why


@pytest.mark.parametrize(
    ("sites", "why"),
    [
        (units(1, 1), "近处的单位合起来正式党员只有2名，不足3名。"),
        ([Site("U1", full=1, members=1), Site("U2", full=2, members=2)], "不知道和谁近"),
        ([replace(one, members=30) for one in units(2, 2)], "超过50名党员"),
    ],
)
def test_what_cannot_be_is_explained(sites: list[Site], why: str) -> None:
    solved = only(sites)
    assert not solved.chosen
    assert len(solved.left_over) == 2
    assert all(why in one.why for one in solved.left_over)


@pytest.mark.parametrize(("full", "branches"), [((1, 1), 0), ((1, 2), 1), ((2, 2), 1)])
def test_R1_1_three_full_members_make_a_branch(full: tuple[int, ...], branches: int) -> None:
    assert len(only(units(*full)).chosen) == branches


@pytest.mark.parametrize(("count", "sizes"), [(4, [4]), (5, [5]), (6, [3, 3])])
def test_R1_2_at_most_five_units(count: int, sizes: list[int]) -> None:
    solved = proposals(units(*[1] * count), (), LIMITS, [one for one in WEIGHINGS if one.name == "fewest"], 30)[0]
    found = sorted(len(one.sites) for one in solved.chosen)
    assert sum(found) == count
    assert max(found) <= 5
    assert len(found) == len(sizes)


@pytest.mark.parametrize(("members", "branches"), [(24, 1), (25, 1), (26, 0)])
def test_R1_1_at_most_fifty_members(members: int, branches: int) -> None:
    assert len(only([replace(one, members=members) for one in units(2, 2)]).chosen) == branches


def test_the_same_trade_goes_together_where_that_is_asked() -> None:
    """Four units in a row, trades alternating: near ones first takes neighbours, trade first takes every second."""
    sites = [replace(one, trade="林农"[place % 2]) for place, one in enumerate(units(2, 2, 2, 2))]
    by_name = {one.weighing.name: one for one in proposals(sites, (), LIMITS, WEIGHINGS, 30)}
    chosen = {name: {tuple(s.code for s in one.sites) for one in solved.chosen} for name, solved in by_name.items()}
    assert chosen["nearest"] == {("U0", "U1"), ("U2", "U3")}
    assert chosen["trade"] == {("U0", "U2"), ("U1", "U3")}
    assert chosen["fewest"] == {("U0", "U1", "U2", "U3")}


@pytest.mark.parametrize(("one", "other", "metres"), [
    (Site("A", area="河东"), Site("B", area="河东"), 1000), (Site("A", area="河东"), Site("B", area="河西"), None),
    (Site("A", superior="X"), Site("B", superior="X"), 3000), (Site("A"), Site("B"), None),
    (Site("A", area="河东", superior="X"), Site("B", superior="X"), 3000),
    (Site("A", point=(50_000_000, 121_000_000)), Site("B", point=(50_001_000, 121_000_000)), 111),
])  # fmt: skip
def test_without_a_point_the_area_and_then_the_superior_decide(one: Site, other: Site, metres: int | None) -> None:
    assert apart(one, other, LIMITS) == apart(other, one, LIMITS) == metres


def test_a_unit_joins_a_branch_with_room_and_not_a_full_one() -> None:
    row = units(1, *[2] * 5)
    assert [one.host is not None for one in only(row[:1], [Host("H", "H", tuple(row[1:5]))]).chosen] == [True]
    assert not only(row[:1], [Host("H", "H", tuple(row[1:]))]).chosen


def test_too_little_time_still_gives_a_proposal_that_keeps_the_rules() -> None:
    """The cheapest first crowds units out; swaps bring most of them in again, and never cost more."""
    crowded_out, then_left = 0, 0
    for seed in range(6):
        sites = scattered(seed)
        found = candidates(sites, (), LIMITS)
        solved = solve(sites, found, LIMITS, WEIGHINGS[2], 0.0)
        told(solved, sites, WEIGHINGS[2])
        assert solved.bound is None or solved.bound <= solved.cost
        prices = [price(one, LIMITS, WEIGHINGS[2]) for one in found]
        first = greedy(found, prices)
        then = mended(found, prices, 1_000_000, first)
        left = [len(sites) - sum(len(found[column].sites) for column in columns) for columns in (first, then)]
        cost = [sum(prices[column] for column in columns) for columns in (first, then)]
        assert (left[1], cost[1]) <= (left[0], cost[0])
        crowded_out, then_left = crowded_out + left[0], then_left + left[1]
    assert then_left < crowded_out / 2


def scattered(seed: int) -> list[Site]:
    """Thirty units over some kilometres."""
    rng = random.Random(seed)
    return [
        Site(f"U{number:02}", trade=rng.choice("林农"), full=1 + rng.randint(0, 1), members=3,
             point=(50_000_000 + rng.randint(0, 60_000), 121_000_000 + rng.randint(0, 60_000)))
        for number in range(30)
    ]  # fmt: skip


def test_towns_far_apart_are_planned_one_by_one_and_give_what_they_give_together() -> None:
    town = units(1, 2, 2, 1, 2)
    north = [
        replace(one, code=f"N{one.code}", point=(one.point[0] + 900_000, one.point[1])) for one in town if one.point
    ]
    for weighing in WEIGHINGS:
        both = proposals([*town, *north], (), LIMITS, [weighing], 30)[0]
        alone = [proposals(one, (), LIMITS, [weighing], 30)[0] for one in (town, north)]
        assert both.cost == sum(one.cost for one in alone)
        assert both.is_proven
        assert {one.sites for one in both.chosen} == {one.sites for part in alone for one in part.chosen}
