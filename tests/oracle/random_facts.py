"""Random, deliberately messy fact sets: every row valid by the contract, every boundary of it likely to be hit."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from oracle.clauses import ELEMENTS, GENERAL_KINDS, KINDS_OF_BEARER, RECURRING, Recurring
from oracle.coverage import BRANCH_LIFE
from oracle.days import anniversary, next_month, periods
from oracle.random_people import EDGES, Mess, add_members, add_organizations, add_posts, add_units
from oracle.recurring import window_of
from oracle.world import Row, Tables

MEMBER_TRIGGERS = [
    "job_change", "honoured", "disciplined", "hardship", "conflict", "complaint", "retirement", "serious_violation",
    "violation_lead", "unqualified", "away_over_six_months", "appointed_secretary",
]  # fmt: skip
ORGANIZATION_TRIGGERS = ["post_vacant", "opinion", "low_style_rank"]
ANSWERS = {
    "directive": (["party_group_meeting", "members_meeting", "committee_meeting"], 30),
    "violation_lead": (["violation_report", "violation_report", "disposal"], 15),
    "post_vacant": (["by_election", "election"], 90),
    "serious_violation": (["special_organization_life"], 30),
    "unqualified": (["disposal"], 90),
    "job_change": (["talk", "transfer"], 30),
    "away_over_six_months": (["transfer"], 60),
    "opinion": (["reply"], 21),
    "low_style_rank": (["style_interview"], 30),
    "appointed_secretary": (["induction"], 0),
}
SOME_KINDS = sorted({line.kind for line in RECURRING} | BRANCH_LIFE | {"special_organization_life", "disposal"})


def random_tables(seed: int) -> Tables:
    """One fact set; the same seed gives the same set."""
    mess = Mess(seed)
    add_units(mess)
    add_organizations(mess)
    add_members(mess)
    add_posts(mess)
    add_recurring_acts(mess)
    add_triggers(mess)
    add_elections(mess)
    add_services(mess)
    add_talks(mess)
    add_attendance(mess)
    add_dues(mess)
    return mess.tables


def random_dates(seed: int, tables: Tables) -> tuple[date, datetime | None]:
    """An as_of and a known_by that suit the set: on edges, on days when something happens, at midnight, or anywhere."""
    chance = Random(seed)
    happens = chance.choice(days_that_matter(tables))
    later = [day for day in happens if day >= date(2024, 1, 1)]
    way = chance.random()
    if way < 0.03:
        as_of = date(2020, 6, chance.randint(16, 18))
    elif way < 0.25 or not later:
        as_of = chance.choice(EDGES) + timedelta(days=chance.choice([-1, 0, 0, 1]))
    elif way < 0.75:
        as_of = chance.choice(later) + timedelta(days=chance.choice([0, 0, 0, 0, 1, 10, 15, 30]))
    else:
        as_of = date(2024, 1, 1) + timedelta(days=chance.randint(0, 1000))
    if chance.random() < 0.55:
        return as_of, None
    if chance.random() < 0.6:
        recorded = chance.choice(tables["acts"] + tables["dues"])["recorded_at"]
        return as_of, recorded + timedelta(seconds=chance.choice([-1, 0, 0, 1]))
    known = as_of + timedelta(days=chance.choice([-200, -20, -1, 0, 1, 20]))
    hour, minute = chance.choice([(15, 59), (16, 0), (0, 0), (4, 0)])
    return as_of, datetime(known.year, known.month, known.day, hour, minute, tzinfo=UTC)


def days_that_matter(tables: Tables) -> list[list[date]]:
    """Days on which a status turns on that very day: of each sort a list, so that rare sorts come up as often."""
    triggers, posts = tables["triggers"], tables["posts"]
    return [
        [row["on"] for row in triggers],
        [row["on"] for row in triggers if row["kind"] == "appointed_secretary"],
        [row["on"] for row in triggers if row["kind"] == "violation_lead"],
        [row["on"] for row in tables["acts"] if "organization_life" in row["kinds"]],
        [row["on"] for row in tables["acts"]],
        [row["from"] for row in [*tables["members"], *posts]],
        [row[day] for row in posts for day in ("approved_on", "filed_on") if row[day]],
        [row["approved_on"] for row in tables["organizations"] if row["approved_on"]],
    ]


# --- 活动 ---


def add_act(mess: Mess, kinds: list[str], organization_id: str, on: date, **columns: object) -> Row:
    """An act with an actor, counterparts, elements and a recording moment as they come, unless given."""
    people = mess.members()
    act: Row = {
        "id": mess.new_id("A"), "kinds": kinds + (mess.some(SOME_KINDS, 2) if mess.likely(0.15) else []),
        "organization_id": organization_id, "actor_id": some_actor(mess, on),
        "counterpart_ids": mess.some(people, 2) if mess.likely(0.5) else [], "on": on, "recorded_at": mess.moment(on),
        "answers": [], "elements": some_elements(mess), "until": None,
    }  # fmt: skip
    act.update(columns)
    mess.tables["acts"].append(act)
    if mess.likely(0.15):
        act["counterpart_ids"] = [*act["counterpart_ids"], *filter(None, [act["actor_id"]])]
    return act


def some_elements(mess: Mess) -> list[str]:
    every = sorted(ELEMENTS)
    way = mess.chance.random()
    if way < 0.6:
        return mess.chance.sample(every, len(every))
    if way < 0.8:
        missing = mess.one_of(every)
        return [*(e for e in every if e != missing), every[0]]
    return mess.some(every, 9)


def some_actor(mess: Mess, on: date) -> str | None:
    """Mostly somebody in a post that day or about that day, sometimes anybody, sometimes nobody."""
    way = mess.chance.random()
    near: list[str] = [p["member_id"] for p in mess.tables["posts"] if p["from"] <= on <= (p["to"] or on)]
    if way < 0.75 and near:
        return mess.one_of(near)
    return mess.one_of(mess.members()) if way < 0.9 else None


def add_recurring_acts(mess: Mess) -> None:
    """For each line of the recurring table: some of its bearers keep it for a while, well or badly."""
    for line in RECURRING:
        holders = [holder for holder in holders_of(mess, line) if mess.likely(0.5)][:3]
        for holder in holders:
            keeps = mess.one_of([0.3, 0.6, 0.9])
            begins = mess.one_of([2023, 2024, 2024, 2025])
            for _, first, last in periods(line.every, date(begins, 1, 1), mess.last):
                for _ in range(mess.one_of([1, 1, 2, 3]) if line.required == 2 else mess.one_of([1, 1, 1, 2])):
                    if mess.likely(keeps):
                        opens_on, due_on = window_of(line.window, first, last)
                        on = mess.one_of([opens_on, due_on, due_on + timedelta(days=1), opens_on - timedelta(days=1)])
                        on = mess.day(opens_on, due_on) if mess.likely(0.75) else on
                        add_act(mess, [line.kind], holder, on, **towards(mess, line, on))


def holders_of(mess: Mess, line: Recurring) -> list[str]:
    kinds = KINDS_OF_BEARER.get(line.bearer)
    everywhere = [row["id"] for row in mess.tables["organizations"]]
    if kinds is None or line.rule == "D2-6":
        return mess.chance.sample(everywhere, min(2, len(everywhere)))
    own = [row["id"] for row in mess.tables["organizations"] if row["kind"] in kinds]
    return own + (mess.some(everywhere, 2) if line.bearer == "top" else [])


def towards(mess: Mess, line: Recurring, on: date) -> dict[str, object]:
    """The actor and counterparts that the line asks for, most of the time."""
    posts = [p for p in mess.tables["posts"] if p["from"] <= on < (p["to"] or date.max)]
    generals = mess.ids(*sorted(GENERAL_KINDS))
    if line.rule == "D2-6":
        return {"counterpart_ids": mess.some(mess.branches(), 3)}
    if line.rule in {"D1-7", "S2-5"}:
        people = [p["member_id"] for p in posts if p["post"] in {"party_group_member", "secretary"}]
        return {"actor_id": mess.one_of(people)} if people and mess.likely(0.8) else {}
    if line.rule in {"D2-4", "L2-2"}:
        leaders = [p["member_id"] for p in posts if p["post"] == "secretary" and p["organization_id"] in generals]
        led = [p["member_id"] for p in posts if p["post"] == "secretary"]
        led += [p["member_id"] for p in posts]
        actor = mess.one_of(leaders) if leaders and mess.likely(0.8) else some_actor(mess, on)
        return {"actor_id": actor, "counterpart_ids": mess.some(led, 4)}
    if line.rule == "D3-3":
        people = [p["member_id"] for p in posts if p["post"] == "secretary"]
        return {"actor_id": mess.one_of(people)} if people and mess.likely(0.8) else {}
    return {}


# --- 触发事项与回应 ---


def add_triggers(mess: Mess) -> None:
    for kind in ["directive", *MEMBER_TRIGGERS, *ORGANIZATION_TRIGGERS]:
        for _ in range(mess.one_of([2, 4, 6] if kind in {"violation_lead", "low_style_rank"} else [0, 1, 1, 2, 3, 5])):
            on = mess.hot_day() if mess.likely(0.95) else date(2020, 6, mess.chance.randint(16, 18))
            if kind == "post_vacant" and mess.likely(0.5):
                on = mess.one_of(mess.tables["posts"] or [{"from": on}])["from"]
            trigger = {
                "id": mess.new_id("T"), "kind": kind, "on": on,
                "member_id": some_member(mess, on) if kind in MEMBER_TRIGGERS else None,
                "organization_id": some_organization(mess) if kind in ORGANIZATION_TRIGGERS else None,
            }  # fmt: skip
            mess.tables["triggers"].append(trigger)
            for _ in range(mess.one_of([0, 1, 1, 2, 3, 4])):
                add_answer(mess, trigger)


def some_member(mess: Mess, on: date) -> str | None:
    """Mostly one who has a stay that day; rarely the trigger names nobody."""
    staying = [row["id"] for row in mess.tables["members"] if row["from"] <= on < (row["to"] or date.max)]
    if mess.likely(0.03):
        return None
    return mess.one_of(staying) if staying and mess.likely(0.8) else mess.one_of(mess.members())


def some_organization(mess: Mess) -> str:
    everywhere = [row["id"] for row in mess.tables["organizations"]]
    return mess.one_of(mess.branches()) if mess.likely(0.7) else mess.one_of(everywhere)


def add_answer(mess: Mess, trigger: Row) -> None:
    kinds, days = ANSWERS.get(trigger["kind"], (["talk"], 30))
    day: date = trigger["on"]
    edge = day + timedelta(days=mess.one_of([-366, -365, -1, 0, 0, 1, days, days + 1, days + 40]))
    on = edge if mess.likely(0.4) else day + timedelta(days=mess.chance.randint(-3, days + 10))
    member = trigger["member_id"]
    kind = mess.one_of(kinds)
    toward = [member] if member and mess.likely(0.85) else mess.some(mess.members(), 2)
    organization_id = trigger["organization_id"] or held_by(mess, member, on)
    if mess.likely(0.15):
        organization_id = some_organization(mess)
    if trigger["kind"] == "directive":
        obeys = mess.ids("party_group") if kind == "party_group_meeting" else mess.branches()
        organization_id = mess.one_of(obeys)
    columns: dict[str, object] = {"counterpart_ids": toward, "answers": [trigger["id"]] if mess.likely(0.85) else []}
    if "talk" in kinds:
        columns["actor_id"] = talker(mess, organization_id, on)
    add_act(mess, [kind], organization_id, on, **columns)


def held_by(mess: Mess, member: str | None, on: date) -> str:
    """The member's branch, something above it, or anybody."""
    if member is None:
        return some_organization(mess)
    stays = [row for row in mess.tables["members"] if row["id"] == member]
    branch: str | None = next((s["organization_id"] for s in stays if s["from"] <= on < (s["to"] or date.max)), None)
    if branch is None or mess.likely(0.1):
        return some_organization(mess)
    parents: dict[str, str | None] = {row["id"]: row["parent_id"] for row in mess.tables["organizations"]}
    return (parents[branch] or branch) if mess.likely(0.35) else branch


def talker(mess: Mess, organization_id: str, on: date) -> str | None:
    """The secretary of the organisation that day, where there is one."""
    own = [
        post["member_id"]
        for post in mess.tables["posts"]
        if post["organization_id"] == organization_id
        and post["post"] == "secretary"
        and post["from"] <= on < (post["to"] or date.max)
    ]
    return mess.one_of(own) if own and mess.likely(0.8) else some_actor(mess, on)


def add_elections(mess: Mess) -> None:
    """Elections on the day of founding, twice a day, early, late, after an extension; extensions of every sort."""
    years = {"organ_committee": 5, "general_branch": 3, "branch": 3, "joint_branch": 3, "temporary_branch": 3}
    everywhere = [row["id"] for row in mess.tables["organizations"]]
    for row in list(mess.tables["organizations"]):
        if row["kind"] not in years or mess.likely(0.15):
            continue
        opening = row["established_on"] - timedelta(days=mess.one_of([0, 0, 0, 1, 300]))
        for _ in range(mess.one_of([0, 1, 2, 2, 3])):
            term = years[row["kind"]]
            due_on = anniversary(opening, term) - timedelta(days=1)
            furthest = anniversary(opening, term + 1)
            for _ in range(mess.one_of([0, 0, 1, 1, 2])):
                on = mess.one_of([due_on, due_on + timedelta(days=1), mess.day(opening, due_on), opening])
                until = mess.one_of(
                    [due_on - timedelta(days=40), mess.day(due_on, furthest), furthest, date(2031, 1, 1)]
                )
                meant = mess.one_of([[row["id"]], [], [mess.one_of(everywhere)], mess.some(mess.members(), 2)])
                holder = row["id"] if mess.likely(0.5) else mess.one_of(everywhere)
                add_act(mess, ["extension"], holder, on, until=until, counterpart_ids=meant)
            leap = date(2024, 2, 29) if opening < date(2024, 2, 29) else furthest
            opening = mess.one_of([opening, due_on, due_on + timedelta(days=1), mess.day(opening, furthest), leap])
            mess.hot.append(opening)
            for _ in range(mess.one_of([1, 1, 1, 2])):
                add_act(mess, ["election"], row["id"], opening)
        ends = anniversary(opening, years[row["kind"]])
        if mess.likely(0.15) and row["established_on"] < ends:
            row["records_from"] = ends - timedelta(days=mess.one_of([0, 1, 1]))


def add_services(mess: Mess) -> None:
    """Services and their filings, some before, some late, some by somebody else."""
    services = [act for act in mess.tables["acts"] if "community_service" in act["kinds"]]
    for service in services:
        for _ in range(mess.one_of([0, 0, 1, 1, 2])):
            on = service["on"] + timedelta(days=mess.one_of([-1, 0, 1, 29, 30, 31, 60]))
            add_act(mess, ["community_filing"], some_organization(mess), on, answers=[service["id"]])


def add_talks(mess: Mess) -> None:
    """Talks within branches, often about the turn of a year, with people just come, gone, or out of their post."""
    for branch in mess.branches():
        people = [row["id"] for row in mess.tables["members"] if row["organization_id"] == branch][:12]
        people += [row["member_id"] for row in mess.tables["posts"] if row["organization_id"] == branch]
        for _ in range(mess.chance.randint(0, 12) if people else 0):
            turn = date(mess.one_of([2024, 2025, 2026]), 1, 1) - timedelta(days=mess.one_of([0, 1]))
            on = turn if mess.likely(0.4) else mess.day()
            add_act(mess, ["talk"], branch, on, actor_id=mess.one_of(people), counterpart_ids=mess.some(people, 3))


# --- 出席与党费 ---


def add_attendance(mess: Mess) -> None:
    held = sorted(BRANCH_LIFE | {"organization_life", "talk"})
    for act in mess.tables["acts"]:
        if not set(act["kinds"]) & set(held) or mess.likely(0.35):
            continue
        stays = mess.tables["members"]
        expected = [
            s["id"] for s in stays
            if s["organization_id"] == act["organization_id"] and s["from"] <= act["on"] < (s["to"] or date.max)
        ]  # fmt: skip
        comes = mess.one_of([0.5, 0.85, 1.0, 1.0])
        for member in sorted({*(expected[:40] if mess.likely(0.9) else []), *mess.some(mess.members(), 3)}):
            status = "present" if mess.likely(comes) else mess.one_of(["absent", "leave", "leave", "leave", "observer"])
            status = "observer" if member not in expected and mess.likely(0.6) else status
            if not mess.likely(0.05):
                made_up = act["on"] + timedelta(days=mess.one_of([-1, 0, 1, 10, 30, 31, 60]))
                mess.tables["attendance"].append({
                    "act_id": act["id"], "member_id": member, "status": status,
                    "made_up_on": made_up if status != "present" and mess.likely(0.85) else None,
                })  # fmt: skip


def add_dues(mess: Mess) -> None:
    for member in mess.members():
        if mess.likely(0.15) or int(member[1:]) > 90:
            continue
        pays = mess.one_of([0.3, 0.8, 0.9, 0.95])
        month = date(mess.one_of([2020, 2022, 2023, 2024]), mess.chance.randint(1, 12), 1)
        while month <= mess.last:
            if mess.likely(pays):
                mess.tables["dues"].append(due(mess, member, month))
            month = next_month(month)


def due(mess: Mess, member: str, month: date) -> Row:
    """Whole, partial, early, late, nothing owed, excused, all at once."""
    payable = mess.one_of([0, 1, 1000, 1000, 1250])
    paid = mess.one_of([payable, payable, payable, payable, payable + 1, max(0, payable - 1), 0])
    edge = next_month(month) - timedelta(days=1)
    paid_on = mess.one_of([edge, edge + timedelta(days=1), month, month - timedelta(days=1), mess.day(month, edge)])
    paid_on += timedelta(days=mess.one_of([0, 0, 0, 0, 50]))
    return {
        "member_id": member, "month": month, "payable": payable, "paid": paid,
        "paid_on": paid_on if paid > 0 or mess.likely(0.1) else None, "recorded_at": mess.moment(paid_on),
        "excuse": "困难" if mess.likely(0.06) else None,
    }  # fmt: skip
