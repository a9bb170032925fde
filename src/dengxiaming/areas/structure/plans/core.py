"""A plan as one document: what the planner proposed, what people made of it, and what of that breaks a rule."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import combinations
from typing import Any, Final

from dengxiaming.areas.structure.planner.candidates import Measured, measured
from dengxiaming.areas.structure.planner.limits import Limits, Weighing
from dengxiaming.areas.structure.planner.sites import Host, Site, apart, kilometres
from dengxiaming.areas.structure.planner.solve import Solved, proposals

NEW: Final = "new"


@dataclass(frozen=True)
class Group:
    """One branch of a plan: its name, the units to be joined, and the joint branch they join where there is one."""

    name: str
    units: tuple[str, ...]
    host: str = ""


@dataclass(frozen=True)
class Proposal:
    """What the planner proposed for one way to weigh."""

    weighing: str
    label: str
    groups: tuple[Group, ...]
    left: tuple[tuple[str, str], ...]
    cost: int
    bound: int | None
    looked_at: int

    @property
    def is_proven(self) -> bool:
        """Whether nothing better exists among what was looked at."""
        return self.bound is not None and self.cost <= self.bound

    @property
    def gap_percent(self) -> float | None:
        """How much better it could be at most."""
        if self.bound is None or not self.cost:
            return None if self.bound is None else 0.0
        return round(100 * max(0, self.cost - self.bound) / self.cost, 1)


@dataclass(frozen=True)
class Content:
    """The document: the units planned for, the proposals, which one was taken, and the branches as they stand now."""

    units: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    chosen: str = ""
    groups: tuple[Group, ...] = field(default_factory=tuple)

    @property
    def left(self) -> tuple[str, ...]:
        """The units in no branch of the draft."""
        placed = {unit for group in self.groups for unit in group.units}
        return tuple(unit for unit in self.units if unit not in placed)


@dataclass(frozen=True)
class Emptied:
    """A joint branch there is, some or all of whose units the draft puts elsewhere; `rest` are those that stay."""

    code: str
    name: str
    going: tuple[str, ...]
    rest: tuple[str, ...]

    @property
    def act(self) -> str:
        """What has to be asked for: without any unit it is dissolved, else changed."""
        return "change" if self.rest else "dissolve"


@dataclass(frozen=True)
class Figures:
    """What a plan comes to, for comparing: branches new and joined, the greatest distance, units of another trade than
    most of their branch, the smallest and the largest branch by full members, units left over.
    """

    new: int
    joined: int
    widest: int
    mixed: int
    smallest: int
    largest: int
    left: int

    @property
    def far(self) -> str:
        """The greatest distance in words."""
        return kilometres(self.widest)


def propose(
    sites: Sequence[Site], hosts: Sequence[Host], limits: Limits, weighings: Sequence[Weighing], seconds: float
) -> Content:
    """The proposals for some units; nothing is taken yet."""
    solved = proposals(sites, hosts, limits, weighings, seconds)
    return Content(tuple(sorted(site.code for site in sites)), tuple(map(_proposal, solved)))


def _proposal(solved: Solved) -> Proposal:
    groups = tuple(
        Group(
            one.host.name if one.host else named(one.sites), tuple(site.code for site in one.sites),
            one.host.code if one.host else "",
        )
        for one in solved.chosen
    )  # fmt: skip
    left = tuple((one.site.code, one.why) for one in solved.left_over)
    weighing = solved.weighing
    return Proposal(weighing.name, weighing.label, groups, left, solved.cost, solved.bound, solved.looked_at)


def named(sites: Sequence[Site]) -> str:
    """What a joint branch may be called to begin with."""
    names = [site.name or site.code for site in sites]
    return f"{'、'.join(names)}联合支部" if len(names) <= 2 else f"{names[0]}等{len(names)}家单位联合支部"


def taken(content: Content, weighing: str) -> Content:
    """With one of the proposals as the draft. Raises `LookupError` for one that is not there."""
    for one in content.proposals:
        if one.weighing == weighing:
            return replace(content, chosen=weighing, groups=one.groups)
    raise LookupError("没有这个方案。回到比较那一页重新选。")


def moved(content: Content, slots: Mapping[str, str], names: Sequence[str], sites: Mapping[str, Site]) -> Content:
    """With every unit where a form puts it: the place of a branch from 0, `new`, or "" for none. Branches without any
    unit fall away; a name nobody changed follows the units. Raises `ValueError` for a place that is not there.
    """
    places = [str(place) for place in range(len(content.groups))]
    units: dict[str, list[str]] = {place: [] for place in (*places, NEW)}
    for unit in content.units:
        slot = slots.get(unit, "")
        if slot and slot not in units:
            raise ValueError("有一个单位放进了不在表上的支部。重新打开这一页再改。")
        if slot:
            units[slot].append(unit)
    groups = [
        Group(_renamed(group, name.strip() or group.name, units[place], sites), tuple(units[place]), group.host)
        for place, group, name in zip(places, content.groups, names, strict=True)
    ]
    groups.append(Group(_called(units[NEW], sites), tuple(units[NEW])))
    return replace(content, groups=tuple(group for group in groups if group.units))


def _renamed(group: Group, name: str, units: Sequence[str], sites: Mapping[str, Site]) -> str:
    return _called(units, sites) if not group.host and name == _called(group.units, sites) else name


def _called(units: Sequence[str], sites: Mapping[str, Site]) -> str:
    return named([sites[unit] for unit in units if unit in sites]) if units else ""


def emptied(groups: Iterable[Group], joint: Iterable[tuple[str, str, Sequence[str]]]) -> tuple[Emptied, ...]:
    """The joint branches there are (code, name, units) that a draft takes units from: founding the new ones does not
    end them, so that has to be asked for as well (S1-4, R1-3). One that is already as the draft wants it stays.
    """
    held = list(groups)
    as_wanted = {frozenset(group.units) for group in held}
    found = []
    for code, name, units in joint:
        if frozenset(units) in as_wanted:
            continue
        placed = {unit for group in held if group.host != code for unit in group.units}
        if going := tuple(unit for unit in units if unit in placed):
            found.append(Emptied(code, name, going, tuple(unit for unit in units if unit not in placed)))
    return tuple(found)


def everybody(group: Group, sites: Mapping[str, Site], hosts: Mapping[str, Host]) -> tuple[Site, ...]:
    """The units a branch of the plan would cover, those that are there already first."""
    there = hosts[group.host].sites if group.host in hosts else ()
    return (*there, *(sites[unit] for unit in group.units if unit in sites))


def broken(group: Group, sites: Mapping[str, Site], hosts: Mapping[str, Host], limits: Limits) -> tuple[str, ...]:
    """What of a branch breaks a rule today, as sentences with the place the number stands in."""
    found = []
    if group.host and group.host not in hosts:
        found.append("要并入的联合支部已经撤销，或者已经满了。")
    if gone := [unit for unit in group.units if unit not in sites]:
        found.append(f"单位{'、'.join(gone)}已经不在了。")
    held = everybody(group, sites, hosts)
    return (*found, *unfit(held, limits))


def unfit(held: Sequence[Site], limits: Limits) -> tuple[str, ...]:
    """Why units cannot well form one joint branch (S1-4; R1-1, R1-2)."""
    come = measured(held, limits)
    found = []
    if len(held) < 2:
        found.append("只有1个单位，不是联合支部（S1-4）。")
    if len(held) > limits.at_most_units:
        found.append(f"{len(held)}个单位，一般不超过{limits.at_most_units}个（S1-4，R1-2）。")
    if come.full < limits.at_least:
        found.append(f"正式党员{come.full}名，不足{limits.at_least}名（R1-1）。")
    if come.members > limits.at_most_members:
        found.append(f"党员{come.members}名，一般不超过{limits.at_most_members}名（R1-1）。")
    if grown := [site.name for site in held if site.full >= limits.at_least]:
        found.append(f"{'、'.join(grown)}有{limits.at_least}名以上正式党员，应设自己的支部（S1-3）。")
    if come.widest > limits.far:
        found.append(f"最远的两个单位相距{come.widest / 1000:.1f}公里，超过{limits.far / 1000:g}公里（本地取的数）。")
    if unknown := [f"{a.name}与{b.name}" for a, b in combinations(held, 2) if apart(a, b, limits) is None]:
        found.append(f"{'、'.join(unknown[:3])}不知道相距多远：填上坐标或片区（本地要求）。")
    return tuple(found)


def figures(
    groups: Iterable[Group], left: int, sites: Mapping[str, Site], hosts: Mapping[str, Host], limits: Limits
) -> Figures:
    """What a set of branches comes to today."""
    held = list(groups)
    come: list[Measured] = [measured(everybody(group, sites, hosts), limits) for group in held]
    full = [one.full for one in come]
    return Figures(
        sum(not group.host for group in held), sum(bool(group.host) for group in held),
        max((one.widest for one in come), default=0), sum(one.mixed for one in come),
        min(full, default=0), max(full, default=0), left,
    )  # fmt: skip


def written(content: Content) -> str:
    """The document as text; the same content is the same text."""
    return json.dumps(asdict(content), ensure_ascii=False, sort_keys=True)


def read(text: str) -> Content:
    """The document again."""
    held: dict[str, Any] = json.loads(text)
    found = [
        Proposal(**{**one, "groups": _groups(one["groups"]), "left": tuple((code, why) for code, why in one["left"])})
        for one in held["proposals"]
    ]
    return Content(tuple(held["units"]), tuple(found), held["chosen"], _groups(held["groups"]))


def _groups(held: Iterable[Mapping[str, Any]]) -> tuple[Group, ...]:
    return tuple(Group(one["name"], tuple(one["units"]), one["host"]) for one in held)
