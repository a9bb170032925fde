"""Structure and ratio (contract 5): judged on as_of alone; no rows where as_of is before the date of effect."""

from collections.abc import Iterator

from oracle.clauses import BRANCH_KINDS, COMMITTEE_POSTS, GENERAL_KINDS
from oracle.world import Row, World, verdict

COVERED_BY = {
    "S1-1": {"organ_committee"},
    "S1-2": {"general_branch", "organ_committee"},
    "S1-3": {"branch"},
    "S1-4": {"joint_branch"},
}


def structure_rows(world: World) -> Iterator[Row]:
    if world.as_of < world.effect:
        return
    for unit in world.units:
        yield from unit_rows(world, unit)
    for organization, row in world.organizations.items():
        if world.organization_in_force(organization, world.as_of):
            yield from organization_rows(world, organization, row["kind"])


def judged(
    world: World, rule: str, bearer: tuple[str, str], required: int, counted: int, met: bool, evidence: list[str]
) -> Row:
    day = world.as_of
    return verdict(
        rule, bearer, day.isoformat(), (day, day), required, counted,
        day if met else None, "met" if met else "missed", [], evidence,
    )  # fmt: skip


def unit_rows(world: World, unit: str) -> Iterator[Row]:
    """S1-1 … S1-4 by the number of full members, and L2-1."""
    n = len(full_members_of_unit(world, unit))
    if n > 0:
        rule = "S1-1" if n >= 100 else "S1-2" if n >= 50 else "S1-3" if n >= 3 else "S1-4"
        covering = sorted(
            o
            for o, row in world.organizations.items()
            if row["kind"] in COVERED_BY[rule]
            and unit in row["unit_ids"]
            and world.organization_in_force(o, world.as_of)
        )
        yield judged(world, rule, ("unit", unit), 1, len(covering), len(covering) >= 1, covering)
    staff = world.units[unit]["staff_count"] or 0
    if staff > 0:
        workers = world.units[unit]["party_workers"] or 0
        required = max(1, -(-staff * 2 // 100))
        yield judged(world, "L2-1", ("unit", unit), required, workers, workers >= required, [])


def full_members_of_unit(world: World, unit: str) -> set[str]:
    """Stays in a branch in force, with that unit_id, or with none where the branch covers this unit alone."""
    members = set()
    for stay in world.stays:
        branch = stay["organization_id"]
        own = stay["unit_id"] == unit if stay["unit_id"] else set(world.organizations[branch]["unit_ids"]) == {unit}
        if (
            own
            and stay["kind"] == "full"
            and world.stay_in_force(stay, world.as_of)
            and world.kind(branch) in BRANCH_KINDS
            and world.organization_in_force(branch, world.as_of)
        ):
            members.add(stay["id"])
    return members


def organization_rows(world: World, organization: str, kind: str) -> Iterator[Row]:
    bearer = ("organization", organization)
    row = world.organizations[organization]
    if kind == "joint_branch":
        units = len(set(row["unit_ids"]))
        yield judged(world, "S1-4", bearer, 5, units, units <= 5, [])
    if kind == "temporary_branch":
        approved = row["approved_on"] is not None and row["approved_on"] <= world.as_of
        yield judged(world, "S1-5", bearer, 1, int(approved), approved, [])
    if kind in {"branch", "joint_branch"}:
        n = len(world.full_members(organization))
        if n >= 7:
            held = len(world.holders(organization, COMMITTEE_POSTS, world.as_of))
            yield judged(world, "S1-6", bearer, 3, held, 3 <= held <= 7, [])
        elif n >= 1:
            secretaries = len(world.holders(organization, {"secretary"}, world.as_of))
            deputies = len(world.holders(organization, {"deputy_secretary"}, world.as_of))
            members = len(world.holders(organization, {"committee_member"}, world.as_of))
            met = secretaries == 1 and deputies <= 1 and members == 0
            yield judged(world, "S1-7", bearer, 1, secretaries, met, [])
    if kind in BRANCH_KINDS | GENERAL_KINDS:
        posts = {"discipline_commissioner"}
        if kind in BRANCH_KINDS and not world.is_committee_branch(organization, world.as_of):
            posts.add("discipline_designee")
        held = len(world.holders(organization, posts, world.as_of))
        yield judged(world, "S1-12", bearer, 1, held, held >= 1, [])
