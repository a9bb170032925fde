"""What must be so today: the right kind of organisation, committees, posts, staff (contract section 5)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from dengxiaming.law.model import Duty
from dengxiaming.reckoning.arrays import NONE, Bools, Ints, contains, count_by, ints, match, pick, unique
from dengxiaming.reckoning.coding import numbers
from dengxiaming.reckoning.judging import Judging
from dengxiaming.reckoning.numbers import binding_at
from dengxiaming.reckoning.rows import MET, MISSED, NEVER, Evidence, Rows
from dengxiaming.reckoning.tables import BRANCHES, COMMITTEE_POSTS, GENERALS
from dengxiaming.reckoning.world import World

ELECTED_BRANCHES: Final = ("branch", "joint_branch")


@dataclass(frozen=True)
class Measured:
    """What was found, one entry a bearer; `evidence` are the codes of the organisations counted, bearer by bearer."""

    bearer: Ints
    required: Ints
    counted: Ints
    met: Bools
    evidence: Ints | None = None


Measure = Callable[["Scene", Duty], Measured]


class Scene:
    """The organisations, stays and posts in force on as_of."""

    def __init__(self, world: World) -> None:
        self.world = world
        everything = np.arange(len(world.organizations.kind), dtype=np.int64)
        self.in_force = world.in_force.holds(everything, world.as_of)
        s = world.stays
        self.here = (s.since <= world.as_of) & (world.as_of < s.stop) & (s.member >= 0) & (s.organization >= 0)

    def of_kind(self, *kinds: str) -> Ints:
        """The organisations of the kinds that are in force."""
        return np.flatnonzero(self.world.organizations.of_kind(*kinds) & self.in_force)

    @cached_property
    def full_members(self) -> Ints:
        """How many different full members have a stay in each organisation."""
        s = self.world.stays
        seats = unique(self.world.seat(s.organization, s.member)[self.here & s.full])
        return count_by(seats // max(len(self.world.member_ids), 1), len(self.in_force))

    def holders(self, *posts: str) -> Ints:
        """How many different members hold any of the posts in each organisation."""
        p, as_of = self.world.posts, self.world.as_of
        held = p.of(*posts) & (p.first <= as_of) & (as_of < p.stop) & (p.organization >= 0)
        seats = unique(self.world.seat(p.organization, p.member)[held])
        return count_by(seats // max(len(self.world.member_ids), 1), len(self.in_force))

    @cached_property
    def unit_members(self) -> Ints:
        """How many different full members each unit has: by the unit of their stay, else by their branch."""
        world, s, o = self.world, self.world.stays, self.world.organizations
        covered = count_by(o.covers_organization, len(o.kind))
        only = np.full(len(o.kind), NONE, np.int64)
        only[o.covers_organization] = o.covers_unit
        only = np.where(covered == 1, only, NONE)
        counted = self.here & s.full & pick(o.of_kind(*BRANCHES) & self.in_force, s.organization, empty=False)
        unit = np.where(s.unit >= 0, s.unit, pick(only, s.organization, NONE))[counted]
        size = max(len(world.member_ids), 1)
        pairs = unique((unit * size + s.member[counted])[unit >= 0])
        return count_by(pairs // size, len(world.unit_ids))


def judge(judging: Judging, duty: Duty) -> Rows:
    """Judged on as_of alone; no rows before the date of effect."""
    world = judging.world
    scene = judging.shared.get("scene") or judging.shared.setdefault("scene", Scene(world))
    found = _MEASURES[duty.measure](scene, duty)
    if world.as_of < world.effect:
        nothing = ints([])
        found = Measured(nothing, nothing, nothing, np.zeros(0, np.bool_), None)
    size = len(found.bearer)
    named, bodies = found.evidence, world.organization_ids.names
    evidence = None if named is None else Evidence.laid(bodies, found.counted, named)
    today = np.full(size, world.as_of, np.int64)
    units = duty.bearer == "unit"
    rows = Rows(
        rule=duty.id,
        bearer_kind="unit" if units else "organization",
        names=world.unit_ids.names if units else world.organization_ids.names,
        bearer=found.bearer,
        labels=world.today,
        period=np.zeros(size, np.int64),
        opens=today,
        due=today,
        required=found.required,
        counted=found.counted,
        satisfied=np.where(found.met, world.as_of, NEVER),
        status=np.where(found.met, MET, MISSED),
        binding=binding_at(duty, today),
        flags=np.zeros(size, np.int64),
        evidence=evidence,
    )
    if judging.rulebook.exemptions and not units:
        rows = judging.waived(duty, rows, found.bearer, today)
    return rows


def _now(scene: Scene, duty: Duty, name: str) -> int:
    return int(duty.numbers[name].at(scene.world.as_of_date).value)


def _same(value: int, size: int) -> Ints:
    return np.full(size, value, np.int64)


def _between(scene: Scene, duty: Duty, members: Ints) -> Bools:
    """Whether a number of members lies within from_members … to_members (no upper end without it)."""
    fits: Bools = members >= _now(scene, duty, "from_members")
    if "to_members" in duty.numbers:
        fits &= members <= _now(scene, duty, "to_members")
    return fits


def _covering_organizations(scene: Scene, duty: Duty) -> Measured:
    """Units of a size, and the organisations of the right kind that cover them."""
    o = scene.world.organizations
    units = np.flatnonzero(_between(scene, duty, scene.unit_members))
    right = contains(scene.of_kind(*duty.covered_by), o.covers_organization)
    i, j = match(units, o.covers_unit[right])
    organization = o.covers_organization[right][j]
    order = np.lexsort((organization, i))
    counted = count_by(i, len(units))
    required = _same(_now(scene, duty, "required"), len(units))
    return Measured(units, required, counted, counted >= required, organization[order])


def _covered_units(scene: Scene, duty: Duty) -> Measured:
    o = scene.world.organizations
    joint = scene.of_kind("joint_branch")
    counted, most = count_by(o.covers_organization, len(o.kind))[joint], _now(scene, duty, "at_most")
    return Measured(joint, _same(most, len(joint)), counted, counted <= most)


def _approved(scene: Scene, duty: Duty) -> Measured:
    temporary = scene.of_kind("temporary_branch")
    counted = (scene.world.organizations.approved[temporary] <= scene.world.as_of).astype(np.int64)
    required = _same(_now(scene, duty, "required"), len(temporary))
    return Measured(temporary, required, counted, counted >= required)


def _committee_holders(scene: Scene, duty: Duty) -> Measured:
    branches = scene.of_kind(*ELECTED_BRANCHES)
    branches = branches[_between(scene, duty, scene.full_members[branches])]
    counted = scene.holders(*COMMITTEE_POSTS)[branches]
    least, most = _now(scene, duty, "at_least"), _now(scene, duty, "at_most")
    return Measured(branches, _same(least, len(branches)), counted, (counted >= least) & (counted <= most))


def _single_secretary(scene: Scene, duty: Duty) -> Measured:
    branches = scene.of_kind(*ELECTED_BRANCHES)
    branches = branches[_between(scene, duty, scene.full_members[branches])]
    required = _now(scene, duty, "required")
    secretaries = scene.holders("secretary")[branches]
    deputies = scene.holders("deputy_secretary")[branches]
    others = scene.holders("committee_member")[branches]
    met = (secretaries == required) & (deputies <= _now(scene, duty, "at_most_deputies")) & (others == 0)
    return Measured(branches, _same(required, len(branches)), secretaries, met)


def _discipline_holder(scene: Scene, duty: Duty) -> Measured:
    """A discipline commissioner; where a branch has no committee a designee will do."""
    world = scene.world
    bodies = scene.of_kind(*BRANCHES, *GENERALS)
    small = world.organizations.of_kind(*BRANCHES)[bodies] & ~world.is_committee_branch(bodies, world.as_of)
    counted = np.where(
        small,
        scene.holders("discipline_commissioner", "discipline_designee")[bodies],
        scene.holders("discipline_commissioner")[bodies],
    )
    required = _same(_now(scene, duty, "required"), len(bodies))
    return Measured(bodies, required, counted, counted >= required)


def _party_workers(scene: Scene, duty: Duty) -> Measured:
    """Full-time Party workers against a percentage of the staff, rounded up (L2-1)."""
    table = scene.world.facts.units
    order = np.argsort(scene.world.unit_ids.code(table["id"]))
    staff, workers = numbers(table["staff_count"])[order], numbers(table["party_workers"])[order]
    units = np.flatnonzero(staff > 0)
    share = -(-staff[units] * _now(scene, duty, "percent") // 100)
    required = np.maximum(share, _now(scene, duty, "at_least"))
    return Measured(units, required, workers[units], workers[units] >= required)


_MEASURES: Final[dict[str, Measure]] = {
    "covering_organizations": _covering_organizations,
    "covered_units": _covered_units,
    "approved": _approved,
    "committee_holders": _committee_holders,
    "single_secretary": _single_secretary,
    "discipline_holder": _discipline_holder,
    "party_workers": _party_workers,
}
