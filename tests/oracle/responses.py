"""Responses (contract 4): something happened that obliges somebody to answer within so many days."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from oracle.clauses import BRANCH_KINDS, COMMITTEE_POSTS, GENERAL_KINDS
from oracle.days import local_day
from oracle.world import Deed, Row, World, deeds_of, flags_of, verdict

S5_2_TRIGGERS = {"job_change", "honoured", "disciplined", "hardship", "conflict", "complaint", "retirement"}


class Response(NamedTuple):
    """One line answered by an act that lists the trigger. `of_it`: the bearer must have held it."""

    rule: str
    triggers: set[str]
    bearers: Callable[[World, Row], list[str]]
    kinds: set[str]
    of_it: bool
    days: int
    bearer_kind: str = "organization"


def response_rows(world: World) -> Iterator[Row]:
    for line in RESPONSES:
        for trigger in world.triggers:
            if trigger["kind"] in line.triggers and trigger["on"] >= world.effect:
                for bearer in line.bearers(world, trigger):
                    yield response_row(world, line, trigger, bearer)
    yield from inductions(world)
    yield from services_recorded(world)
    yield from services_filed(world)
    yield from elected_posts(world)


def response_row(world: World, line: Response, trigger: Row, bearer: str) -> Row:
    day = trigger["on"]
    answering = [
        act
        for act in world.acts
        if act["kinds"] & line.kinds
        and act["on"] >= day
        and trigger["id"] in act["answers"]
        and (not line.of_it or act["organization_id"] == bearer)
        and answers_as_asked(world, line.rule, trigger, bearer, act)
    ]
    deeds = deeds_of(answering)
    if line.rule == "S1-10":
        deeds += posts_filled(world, bearer, day)
    window = (day, day + timedelta(days=line.days))
    return world.settled(line.rule, (line.bearer_kind, bearer), trigger["id"], window, 1, deeds)


def answers_as_asked(world: World, rule: str, trigger: Row, bearer: str, act: Row) -> bool:
    """What S5-2 and S7-1 ask of the act besides its kind."""
    member = trigger["member_id"]
    if rule == "S7-1":
        return member in act["counterparts"]
    if rule == "S5-2":
        branches = [bearer]
        if world.is_secretary(member, bearer, trigger["on"]):
            branches = list(world.ancestors(bearer))
        return member in act["counterparts"] and any(
            world.is_secretary(act["actor_id"], organization, act["on"]) for organization in branches
        )
    return True


def posts_filled(world: World, organization: str, day: date) -> list[Deed]:
    """S1-10: each committee post there with `from` on or after that day (≤ as_of); needs no listing."""
    return [
        (post["from"], post["id"], None)
        for post in world.posts_in.get(organization, [])
        if post["post"] in COMMITTEE_POSTS and day <= post["from"] <= world.as_of
    ]


# --- 谁承担 ---


def every_party_group(world: World, trigger: Row) -> list[str]:
    return [o for o in world.of_kind({"party_group"}) if world.organization_in_force(o, trigger["on"])]


def every_branch(world: World, trigger: Row) -> list[str]:
    return [o for o in world.branches() if world.organization_in_force(o, trigger["on"])]


def its_organization(world: World, trigger: Row) -> list[str]:
    organization = trigger["organization_id"]
    return [organization] if organization and world.organization_in_force(organization, trigger["on"]) else []


def members_branch(world: World, trigger: Row) -> list[str]:
    """The branch of the member's stay on the trigger's day; it must itself be in force that day."""
    stay = world.stay_on(trigger["member_id"], trigger["on"])
    if stay and world.organization_in_force(stay["organization_id"], trigger["on"]):
        return [stay["organization_id"]]
    return []


def nearest_general(world: World, trigger: Row) -> list[str]:
    """The nearest of those generals above the member's branch that are in force."""
    stay = world.stay_on(trigger["member_id"], trigger["on"])
    above = world.ancestors(stay["organization_id"]) if stay else ()
    in_force = [o for o in above if world.kind(o) in GENERAL_KINDS and world.organization_in_force(o, trigger["on"])]
    return in_force[:1]


def the_member(world: World, trigger: Row) -> list[str]:
    return [trigger["member_id"]] if world.stay_on(trigger["member_id"], trigger["on"]) else []


RESPONSES = [
    Response("D1-1", {"directive"}, every_party_group, {"party_group_meeting"}, True, 30),
    Response("D3-2", {"directive"}, every_branch, {"members_meeting", "committee_meeting"}, True, 30),
    Response("D2-5", {"violation_lead"}, nearest_general, {"violation_report"}, True, 15),
    Response("D3-5", {"violation_lead"}, members_branch, {"violation_report", "disposal"}, True, 15),
    Response("S1-10", {"post_vacant"}, its_organization, {"by_election", "election"}, True, 90),
    Response("S3-4", {"serious_violation"}, members_branch, {"special_organization_life"}, True, 30),
    Response("S4-5", {"unqualified"}, members_branch, {"disposal"}, False, 90),
    Response("S5-2", S5_2_TRIGGERS, members_branch, {"talk"}, False, 30),
    Response("S7-1", {"job_change", "away_over_six_months"}, the_member, {"transfer"}, False, 60, "member"),
    Response("S10-2", {"opinion"}, its_organization, {"reply"}, False, 21),
    Response("Q3-2", {"low_style_rank"}, its_organization, {"style_interview"}, False, 30),
]


# --- 不靠列出触发编号的四条 ---


def inductions(world: World) -> Iterator[Row]:
    """L2-3: from 365 days before the day on; opens on that day − 365, due on the day itself; no listing needed."""
    for trigger in world.triggers:
        if trigger["kind"] != "appointed_secretary" or trigger["on"] < world.effect:
            continue
        opens_on = trigger["on"] - timedelta(days=365)
        for member in the_member(world, trigger):
            acts = [
                act
                for act in world.acts_by_kind.get("induction", [])
                if act["on"] >= opens_on and member in act["counterparts"]
            ]
            window = (opens_on, trigger["on"])
            yield world.settled("L2-3", ("member", member), trigger["id"], window, 1, deeds_of(acts))


def services(world: World) -> Iterator[Row]:
    """The community_service acts judged; of the organisation nothing is asked but records_from."""
    for act in world.acts_by_kind.get("community_service", []):
        if act["on"] >= world.judged_from(act["organization_id"]):
            yield act


def services_recorded(world: World) -> Iterator[Row]:
    """S9-2: the recording of the act itself, its day the local day of recorded_at where ≤ as_of."""
    for act in services(world):
        recorded = local_day(act["recorded_at"])
        deeds: list[Deed] = [(recorded, act["id"], act)] if recorded <= world.as_of else []
        window = (act["on"], act["on"] + timedelta(days=15))
        yield world.settled("S9-2", ("organization", act["organization_id"]), act["id"], window, 1, deeds)


def services_filed(world: World) -> Iterator[Row]:
    """S9-3: community_filing listing the act's id, by anybody."""
    filings = world.acts_by_kind.get("community_filing", [])
    for act in services(world):
        answering = [filing for filing in filings if filing["on"] >= act["on"] and act["id"] in filing["answers"]]
        window = (act["on"], act["on"] + timedelta(days=30))
        bearer = ("organization", act["organization_id"])
        yield world.settled("S9-3", bearer, act["id"], window, 1, deeds_of(answering))


def elected_posts(world: World) -> Iterator[Row]:
    """S1-9: approved_on for secretary and deputy, filed_on for the others; neither evidence nor flags."""
    for post in world.posts:
        organization, begins = post["organization_id"], post["from"]
        if (
            post["post"] not in COMMITTEE_POSTS
            or world.kind(organization) not in BRANCH_KINDS | GENERAL_KINDS
            or not (post["route"] or "").startswith("elected_")
            or not world.judged_from(organization) <= begins <= world.as_of
        ):
            continue
        done_on = post["approved_on"] if post["post"] in {"secretary", "deputy_secretary"} else post["filed_on"]
        if done_on is not None and done_on > world.as_of:
            done_on = None
        window = (begins, begins + timedelta(days=15))
        status = world.status(done_on, *window)
        counted = int(done_on is not None)
        yield verdict("S1-9", ("post", post["id"]), post["id"], window, 1, counted, done_on, status, flags_of([]), [])
