"""Persons, their first stays, the posts they hold, and how committees were elected and elected again."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from dengxiaming.exchange.sample.blueprint import AMOUNTS
from dengxiaming.exchange.sample.days import AS_OF, START, days, noted, plus_years, workday
from dengxiaming.exchange.sample.names import person_name
from dengxiaming.exchange.sample.objects import COMMITTEE_POSTS, GENERAL_KINDS, Act, Org, Person, Post, Stay, World
from dengxiaming.exchange.sample.structure import branch_sizes

_FIVE: Final = ("secretary", "deputy_secretary", "discipline_commissioner", "committee_member", "committee_member")
_THREE: Final = ("secretary", "discipline_commissioner", "committee_member")
_SEVEN: Final = (*_FIVE, "committee_member", "committee_member")


@dataclass(frozen=True, slots=True)
class Late:
    """Organisations whose term is let lapse on purpose: never elected again (`lapsed`) or too late (`overdue`)."""

    lapsed: tuple[Org, ...] = ()
    overdue: tuple[Org, ...] = ()
    extended: tuple[Org, ...] = ()


def settle_people(world: World) -> None:
    """Every branch gets its members, every unit its leading members, every group its part of the branch."""
    for unit in world.units:
        joint = [o for o in world.of_kind("joint_branch") if unit in o.units]
        homes = joint or [o for o in world.of_kind("branch") if o.units == [unit]]
        for branch, count in zip(homes, branch_sizes(unit, len(homes)), strict=True):
            for _ in range(count):
                stay = _settle(world, branch, "full")
                stay.unit = unit if joint else None
    for branch in world.of_kind("branch"):
        if world.full(branch, AS_OF) >= 12 and world.rng.random() < 0.3:
            _settle(world, branch, "probationary")
    for branch in world.of_kind("branch"):
        _divide(world, branch)


def new_person(world: World) -> Person:
    """A person with a running id, a made-up name and an income from 3,600 to 10,900 yuan."""
    rng = world.rng
    person = Person(f"DY{len(world.persons) + 1:04d}", person_name(rng), rng.randrange(3600_00, 10900_00, 50_00))
    world.persons.append(person)
    return person


def _settle(world: World, branch: Org, kind: str) -> Stay:
    first, last = date(2024, 3, 1), date(2026, 6, 30)
    if kind == "full":
        first, last = branch.established, date(2023, 12, 15)
    since = first + days(world.rng.randrange((last - first).days + 1))
    stay = world.add_stay(Stay(new_person(world), branch, since, kind=kind))
    turns_full = plus_years(since, 1) + days(world.rng.randint(0, 12))
    if kind == "probationary" and turns_full < AS_OF - days(20):
        stay.until = turns_full
        world.add_stay(Stay(stay.person, branch, turns_full))
    return stay


def _divide(world: World, branch: Org) -> None:
    groups = [o for o in world.of_kind("group") if o.parent is branch]
    for number, stay in enumerate(world.stays_of_org[branch] if groups else []):
        stay.group = groups[number % len(groups)]
    for number, group in enumerate(groups):
        leader = [s for s in world.stays_of_org[branch] if s.group is group][2 + number]
        world.add_post(Post(leader.person, group, "group_leader", max(group.established, leader.since)))


def appoint_party_groups(world: World) -> None:
    """Each party group gets a secretary and two to six members, leading members of the unit's branches, spread out."""
    rng = world.rng
    for group in world.of_kind("party_group"):
        unit = group.units[0]
        homes = [o for o in world.of_kind("branch") if unit in o.units]
        count = 3 if unit.full < 20 else 5 if unit.full < 90 else 7
        for number in range(count):
            home = homes[number % len(homes)]
            stay = [s for s in world.stays_of_org[home] if s.since < START][-1 - number // len(homes)]
            stay.leading = True
            since = max(stay.since, group.established, date(2019, 1, 1)) + days(rng.randint(30, 300))
            post = "party_group_member" if number else "secretary"
            world.add_post(Post(stay.person, group, post, min(since, date(2023, 12, 20)), route="appointed"))


def appoint_above(world: World) -> None:
    """The work committee's secretary; secretary and discipline officer of the temporary branch, from other branches."""
    staff = [s for b in world.of_kind("branch") if "工委" in b.name for s in world.stays_of_org[b] if s.leading]
    leading = [s for s in world.stays if s.leading]
    world.add_post(Post((staff or leading)[-1].person, world.city(), "secretary", date(2021, 7, 1), route="appointed"))
    homes = [b for b in world.of_kind("branch") if "应急" in b.name] or world.of_kind("branch")
    free = [s for b in homes for s in world.stays_of_org[b] if s.since < START and not world.posts_of[s.person]]
    for branch in world.of_kind("temporary_branch"):
        for stay, role in zip(free[-2:], ("secretary", "discipline_designee"), strict=True):
            world.add_post(Post(stay.person, branch, role, branch.established, route="appointed"))


def choose_late(world: World, size: str, first_terms: dict[Org, date], *, faults: bool) -> Late:
    """Who gets an extension and, with `faults`, who lapses or elects too late: terms due 2025-03 to 2026-07."""
    amounts, rng = AMOUNTS[size], world.rng
    due = [o for o, day in first_terms.items() if date(2025, 3, 1) <= due_on(o, day) <= date(2026, 7, 1)]
    rng.shuffle(due)
    extended = tuple(due[: amounts.extensions])
    if not faults:
        return Late(extended=extended)
    rest = due[amounts.extensions :]
    generals = [o for o in rest if o.kind in GENERAL_KINDS][: amounts.overdue and 1]
    branches = [o for o in rest if o.kind not in GENERAL_KINDS]
    late = generals + branches[: amounts.lapsed + amounts.overdue - len(generals)]
    return Late(tuple(late[: amounts.lapsed]), tuple(late[amounts.lapsed :]), extended)


def due_on(org: Org, opened: date) -> date:
    """The last day of a term opened on that day: five years for an organ committee, three for the others (S8-1)."""
    return plus_years(opened, 5 if org.kind == "organ_committee" else 3) - days(1)


def last_elections(world: World) -> dict[Org, date]:
    """The election each branch and general had before the records begin, so that no term falls due before 2024-03."""
    found: dict[Org, date] = {}
    for org in world.generals() + world.of_kind("branch", "joint_branch"):
        first = date(2019 if org.kind == "organ_committee" else 2021, 3, 20)
        found[org] = workday(world.rng, max(first, org.established + days(10)), date(2023, 11, 30))
    return found


def hold_elections(world: World, first_terms: dict[Org, date], late: Late) -> None:
    """Every election up to `AS_OF`, with the posts each one gives; a term ends before it is due unless `late` says."""
    for org, first in first_terms.items():
        _seat(world, org, first)
        election = Act(["election"], org, first, (START + days(world.rng.randint(1, 9)), 600))
        world.add_act(election)
        held = first
        while (following := _following(world, org, held, late)) is not None:
            held = following
            _seat(world, org, held)
            world.add_act(Act(["election"], org, held, noted(world.rng, held), world.secretary(org, held)))


def _following(world: World, org: Org, held: date, late: Late) -> date | None:
    due, rng = due_on(org, held), world.rng
    first_term = held < START
    if first_term and org in late.lapsed:
        return None
    if first_term and org in late.overdue:
        return workday(rng, due + days(35), due + days(110))
    if first_term and org in late.extended:
        return _extend(world, org, due)
    day = workday(rng, due - days(70), due - days(9))
    return day if day <= AS_OF - days(1) else None


def _extend(world: World, org: Org, due: date) -> date | None:
    """The superior allows more time before the term is over, and the election is held within it."""
    rng = world.rng
    given = workday(rng, due - days(60), due - days(10))
    until = due + days(rng.randint(90, 200))
    above = next(o for o in org.above() if o.kind != "party_group")
    act = Act(["extension"], above, given, noted(rng, given), others=[org], until=until)
    world.add_act(act)
    day = workday(rng, until - days(60), until - days(9))
    return day if day <= AS_OF - days(1) else None


def _seat(world: World, org: Org, day: date) -> None:
    """End the old committee and seat the new one, mostly the same people."""
    old = [p for p in world.posts_of_org[org] if p.holds(day) and p.post in COMMITTEE_POSTS | {"discipline_designee"}]
    for post in old:
        post.until = day
    roles = [p.post for p in old] or _roles(world, org)
    chosen = [p.person for p in old] or _candidates(world, org, day, len(roles))
    if old:
        _renew(world, org, day, chosen)
    for role, person in zip(roles, chosen, strict=True):
        _elect(world, org, role, person, day)


def _roles(world: World, org: Org) -> tuple[str, ...]:
    if org.kind == "organ_committee":
        return _SEVEN
    if org.kind == "general_branch":
        return _FIVE
    full = world.full(org, AS_OF)
    if full < 7:
        return ("secretary", "discipline_designee") if full > 1 else ("secretary",)
    return _FIVE if full >= 12 and world.rng.random() < 0.6 else _THREE


def _candidates(world: World, org: Org, day: date, count: int) -> list[Person]:
    """Ordinary full members of the branch; for a general its secretary leads, the others come from its branches."""
    if org.kind not in GENERAL_KINDS:
        stays = [s for s in world.stays_of_org[org] if s.since <= day or s.since < START]
        free = [s.person for s in stays if s.kind == "full" and not s.leading and s.until is None]
        return _since_before(world, free[:count], day)
    branches = world.below(org)
    leading = [s.person for b in branches for s in world.stays_of_org[b] if s.leading]
    chosen = [leading[1]]
    for number in range(count - 1):
        branch = branches[number % len(branches)]
        free = [s.person for s in world.stays_of_org[branch] if s.kind == "full" and not s.leading and s.until is None]
        chosen.append(free[5 + number // len(branches)])
    return _since_before(world, chosen, day)


def _since_before(world: World, persons: list[Person], day: date) -> list[Person]:
    """Committee members have been in their branch since before they were elected."""
    for person in persons:
        stay = world.stays_of[person][0]
        if stay.since > day:
            stay.since = max(stay.org.established, day - days(400))
    return persons


def _renew(world: World, org: Org, day: date, chosen: list[Person]) -> None:
    """At an election one member in seven gives way to somebody without any post."""
    if org.kind in GENERAL_KINDS:
        return
    stays = [s for s in world.stays_on(org, day) if s.kind == "full" and not s.leading and s.until is None]
    free = [s.person for s in stays if not world.posts_of[s.person]]
    for number in range(len(chosen)):
        if free and world.rng.random() < 0.15:
            chosen[number] = free.pop()


def _elect(world: World, org: Org, role: str, person: Person, day: date) -> None:
    rng = world.rng
    answered = day + days(rng.randint(2, 12))
    heads = role in {"secretary", "deputy_secretary"}
    small = org.kind not in GENERAL_KINDS and world.full(org, AS_OF) < 7
    post = Post(person, org, role, day, route="elected_by_committee" if heads and not small else "elected_by_members")
    if role == "discipline_designee":
        post.route = None
    elif answered <= AS_OF:
        post.approved, post.filed = (answered, None) if heads else (None, answered)
    world.add_post(post)
