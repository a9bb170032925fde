"""Units and organisations: the work committee, party groups, organ committees, general branches, branches, groups."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from dengxiaming.exchange.sample.blueprint import CITY, SMALL, Spec
from dengxiaming.exchange.sample.days import days, workday
from dengxiaming.exchange.sample.names import CITY as CITY_NAME
from dengxiaming.exchange.sample.names import ordinal
from dengxiaming.exchange.sample.objects import Org, Unit, World

TEMPORARY_SINCE: Final = date(2026, 3, 5)
"""When the temporary branch was founded: early enough for the year's duties, too late for the first quarter's."""

_LETTERS: Final = {
    "work_committee": "GW",
    "party_group": "DZ",
    "organ_committee": "JG",
    "general_branch": "ZZ",
    "branch": "ZB",
    "joint_branch": "LH",
    "temporary_branch": "LS",
    "group": "XZ",
}


@dataclass
class Builder:
    """Gives organisations their running ids and enters them into the world."""

    world: World
    size: str
    numbers: dict[str, int] = field(default_factory=dict)

    def found(self, kind: str, name: str, parent: Org | None, units: list[Unit], since: tuple[int, int]) -> Org:
        """A new organisation, established on a working day of the years `since`, approved some days before."""
        letters = _LETTERS[kind]
        self.numbers[letters] = self.numbers.get(letters, 0) + 1
        width = 3 if letters in {"ZB", "XZ"} else 2
        rng = self.world.rng
        established = workday(rng, date(since[0], 3, 1), date(since[1], 11, 30))
        org = Org(
            id=f"{letters}{self.numbers[letters]:0{width}d}",
            name=name,
            kind=kind,
            parent=parent,
            units=units,
            established=established,
            approved=established - days(rng.randint(3, 15)),
        )
        self.world.orgs.append(org)
        return org


def build_structure(world: World, size: str, *, faults: bool) -> None:
    """Fill `world.units` and `world.orgs`; with `faults` some units get the wrong kind of organisation."""
    builder = Builder(world, size)
    specs = CITY if size == "city" else SMALL
    city = builder.found("work_committee", f"{CITY_NAME}直属机关工委", None, [], (2018, 2018))
    city.established = date(2006, 4, 3)
    city.approved = date(2006, 3, 20)
    joint: dict[str, list[Unit]] = {}
    for number, spec in enumerate(specs, 1):
        unit = _unit(world, f"DW{number:02d}", spec, wrong=faults and bool(spec.wrong))
        if unit.shape.startswith("joint"):
            joint.setdefault(unit.shape, []).append(unit)
        else:
            _organise(builder, unit, city)
    for name in sorted(joint):
        units = joint[name]
        org = builder.found("joint_branch", f"{units[0].name}等{len(units)}家单位联合支部", city, units, (2018, 2019))
        _branch_days(world, org)
    temporary = builder.found("temporary_branch", "市防汛抗旱应急专班临时支部", city, [], (2018, 2018))
    temporary.established = TEMPORARY_SINCE
    temporary.approved = TEMPORARY_SINCE - days(6)
    temporary.party_day = 16


def _unit(world: World, name: str, spec: Spec, *, wrong: bool) -> Unit:
    rng = world.rng
    full = rng.randint(spec.least, spec.most)
    unit = Unit(
        id=name,
        name=spec.name,
        category=spec.category,
        shape=spec.wrong if wrong else spec.shape,
        full=full,
        movable=full >= 12 and spec.least != spec.most,
        staff=max(full + 1, round(full * rng.uniform(1.15, 1.7))),
    )
    unit.workers = max(1, -(-unit.staff * 2 // 100)) + rng.choice((0, 0, 1))
    world.units.append(unit)
    return unit


def _organise(builder: Builder, unit: Unit, city: Org) -> None:
    """The party group, the general (where the shape has one) and the branches of one unit."""
    above, name = city, f"{unit.name.removesuffix('机关')}机关"
    if unit.full >= 9:
        above = builder.found("party_group", f"{unit.name}党组", city, [unit], (2018, 2018))
        above.established = date(2010, 5, 4) + days(builder.world.rng.randrange(400))
        above.approved = above.established - days(10)
    if unit.shape == "organ":
        above = builder.found("organ_committee", f"{name}党委", above, [unit], (2018, 2018))
        above.established = date(2012, 6, 4) + days(builder.world.rng.randrange(300))
        above.approved = above.established - days(9)
    elif unit.shape == "general":
        above = builder.found("general_branch", f"{name}党总支", above, [unit], (2018, 2018))
        above.established = date(2013, 6, 4) + days(builder.world.rng.randrange(300))
        above.approved = above.established - days(9)
    for number, size in enumerate(parts := _parts(builder.world, unit), 1):
        which = f"第{ordinal(number)}" if len(parts) > 1 else ""
        branch = builder.found("branch", f"{name}{which}支部", above, [unit], (2018, 2018))
        branch.established = date(2014, 3, 3) + days(builder.world.rng.randrange(900))
        branch.approved = branch.established - days(builder.world.rng.randint(3, 15))
        _branch_days(builder.world, branch)
        _groups(builder, branch, size)


def branch_sizes(unit: Unit, branches: int) -> list[int]:
    """How the unit's full members are spread over its branches: as evenly as can be."""
    base, rest = divmod(unit.full, branches)
    return [base + (n < rest) for n in range(branches)]


def _parts(world: World, unit: Unit) -> list[int]:
    aim = world.rng.choice((13, 14, 15, 16)) if unit.full >= 50 else 17
    return branch_sizes(unit, max(1, round(unit.full / aim)))


def _branch_days(world: World, branch: Org) -> None:
    branch.party_day = world.rng.randint(5, 26)


def _groups(builder: Builder, branch: Org, size: int) -> None:
    """Two groups where a branch has 14 and more; the rule leaves it to people (S1-11)."""
    if size < 14:
        return
    for number in (1, 2):
        group = builder.found("group", f"{branch.name}第{ordinal(number)}党小组", branch, [], (2018, 2018))
        group.established = date(2018, 3, 1) + days(builder.world.rng.randrange(700))
        group.approved = None
