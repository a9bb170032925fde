"""Coverage (contract 5): D1-8, S5-1a, S5-1b by period, S6-4 act by act."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from oracle.clauses import BRANCH_KINDS, COMMITTEE_POSTS
from oracle.days import Span, both, periods, span, united
from oracle.world import Row, World, deeds_of, flags_of, verdict

BRANCH_LIFE = {"members_meeting", "theme_day", "lesson", "organization_life", "appraisal"}


def coverage_rows(world: World, horizon: date) -> Iterator[Row]:
    yield from leading_members(world, horizon)
    yield from committee_pairs(world, horizon)
    yield from members_outside_committee(world, horizon)
    yield from everyone_present(world)


def leading_members(world: World, horizon: date) -> Iterator[Row]:
    """D1-8."""
    seen_kinds = [act for act in world.acts if act["kinds"] & BRANCH_LIFE and act["id"] in world.roll]
    for member, stays in world.stays_of.items():
        spans = united(s for stay in stays if stay["leading"] for s in world.stay_span(member, stay["from"]))
        for name, first, last in periods("quarter", world.effect, horizon):
            if not world.exists(spans, first, last):
                continue
            seen = [
                act
                for act in seen_kinds
                if first <= act["on"] <= last
                and leads_in(world, member, act["organization_id"], act["on"])
                and roll_status(world, act, member) != "leave"
            ]
            if seen:
                present = [act for act in seen if roll_status(world, act, member) == "present"]
                yield world.settled("D1-8", ("member", member), name, (first, last), 1, deeds_of(present))


def leads_in(world: World, member: str, organization: str, day: date) -> bool:
    stay = world.stay_on(member, day)
    return bool(
        stay
        and stay["leading"]
        and stay["organization_id"] == organization
        and world.kind(organization) in BRANCH_KINDS
    )


def roll_status(world: World, act: Row, member: str) -> str | None:
    row = world.roll[act["id"]].get(member)
    return row["status"] if row else None


def committee_pairs(world: World, horizon: date) -> Iterator[Row]:
    """S5-1a: in force while both hold committee posts in one and the same branch in force."""
    together: dict[tuple[str, str], list[Span]] = {}
    for branch in world.branches():
        held: dict[str, list[Span]] = {}
        for post in world.posts_in.get(branch, []):
            if post["post"] in COMMITTEE_POSTS:
                days = both([span(post["from"], post["to"])], world.organization_span(branch))
                held.setdefault(post["member_id"], []).extend(days)
        for one, other in combinations(sorted(held), 2):
            together.setdefault((one, other), []).extend(both(united(held[one]), united(held[other])))
    talks = world.acts_by_kind.get("talk", [])
    for (one, other), spans in together.items():
        between = [act for act in talks if talked(act, one, other) or talked(act, other, one)]
        for name, first, last in periods("year", world.effect, horizon):
            if world.exists(united(spans), first, last):
                acts = [act for act in between if first <= act["on"] <= last]
                bearer = ("pair", f"{one}->{other}")
                yield world.settled("S5-1a", bearer, name, (first, last), 1, deeds_of(acts))


def talked(act: Row, actor: str, counterpart: str) -> bool:
    return bool(act["actor_id"] == actor and counterpart in act["counterparts"])


def members_outside_committee(world: World, horizon: date) -> Iterator[Row]:
    """S5-1b: holds no committee post in the branch of the stay on L."""
    talks: dict[str, list[Row]] = {}
    for act in world.acts_by_kind.get("talk", []):
        for member in {act["actor_id"], *act["counterparts"]} & set(world.stays_of):
            if with_committee(world, act, member):
                talks.setdefault(member, []).append(act)
    for member in world.stays_of:
        for name, first, last in periods("year", world.effect, horizon):
            if not world.exists(world.member_spans(member), first, last):
                continue
            judged_on = min(last, world.as_of)
            stay = world.stay_on(member, judged_on)
            if stay and member not in world.holders(stay["organization_id"], COMMITTEE_POSTS, judged_on):
                acts = [act for act in talks.get(member, []) if first <= act["on"] <= last]
                yield world.settled("S5-1b", ("member", member), name, (first, last), 1, deeds_of(acts))


def with_committee(world: World, act: Row, member: str) -> bool:
    """Somebody on the other side holds a committee post in the member's branch on the day of the talk."""
    stay = world.stay_on(member, act["on"])
    if stay is None:
        return False
    committee = world.holders(stay["organization_id"], COMMITTEE_POSTS, act["on"])
    other_side = act["counterparts"] if member == act["actor_id"] else {act["actor_id"]}
    return bool(other_side & committee)


def everyone_present(world: World) -> Iterator[Row]:
    """S6-4: each theme_day with attendance rows."""
    for act in world.acts_by_kind.get("theme_day", []):
        day, organization = act["on"], act["organization_id"]
        roll = world.roll.get(act["id"])
        expected = world.members_staying_in(organization, day)
        if roll is None or not expected or day < world.judged_from(organization):
            continue
        came: list[date] = []
        for member in expected & set(roll):
            made_up = roll[member]["made_up_on"]
            if roll[member]["status"] == "present":
                came.append(day)
            elif roll[member]["status"] == "leave" and made_up is not None and day <= made_up <= world.as_of:
                came.append(made_up)
        satisfied_on = max(came) if len(came) == len(expected) else None
        window = (day, day + timedelta(days=30))
        status = world.status(satisfied_on, *window)
        yield verdict(
            "S6-4", ("act", act["id"]), act["id"], window, len(expected), len(came), satisfied_on, status,
            flags_of([act]), [act["id"]],
        )  # fmt: skip
