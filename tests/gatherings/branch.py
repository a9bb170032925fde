"""Two branches under one committee, as the register has them: M1 … M9 in ZB1 (M9 on probation), N1 … N3 in ZB2."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from dengxiaming.areas.gatherings import actions, drafts, expected, facts
from dengxiaming.areas.members import facts as members
from dengxiaming.areas.members.models import Member, Post, Stay, Trigger
from dengxiaming.areas.organs import facts as organs
from dengxiaming.areas.organs.models import Organization
from dengxiaming.duties.edition import rulebook
from dengxiaming.ground.codes import new_code
from dengxiaming.journal.actor import Actor
from dengxiaming.reckoning import Facts, evaluate

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 25)
AT = datetime(2026, 11, 25, 17, tzinfo=ZONE)
SINCE = date(2020, 1, 1)
RECORDER = Actor("a" * 32, "M2")
SECRETARY = Actor("b" * 32, "M1")
OTHER = Actor("c" * 32, "N1")


def build() -> None:
    """The organisations, members, posts."""
    above: Organization | None = None
    for code, kind, name in (
        ("GW1", "work_committee", "市直工委"), ("DZ1", "party_group", "某局党组"),
        ("JG1", "organ_committee", "机关党委"),
    ):  # fmt: skip
        above = Organization.objects.create(code=code, kind=kind, name=name, parent=above, established_on=SINCE)
    branches = {
        code: Organization.objects.create(code=code, kind="branch", name=name, parent=above, established_on=SINCE)
        for code, name in (("ZB1", "第一支部"), ("ZB2", "第二支部"))
    }
    group = Organization.objects.create(
        code="XZ1", kind="group", name="第一小组", parent=branches["ZB1"], established_on=SINCE
    )
    for branch, codes in (("ZB1", [f"M{n}" for n in range(1, 10)]), ("ZB2", ["N1", "N2", "N3"])):
        for code in codes:
            member = Member.objects.create(code=code, name=f"某{code}")
            Stay.objects.create(
                member=member, kind="probationary" if code == "M9" else "full", organization=branches[branch],
                group=group if code in {"M7", "M8"} else None, since=SINCE, leading=code == "M6",
            )  # fmt: skip
    held = [
        ("M1", "ZB1", "secretary"), ("M2", "ZB1", "committee_member"), ("M3", "ZB1", "discipline_commissioner"),
        ("N1", "ZB2", "secretary"), ("M4", "JG1", "secretary"), ("M5", "DZ1", "secretary"),
        ("M6", "DZ1", "party_group_member"),
        ("M7", "XZ1", "group_leader"),
    ]  # fmt: skip
    for number, (member, organization, post) in enumerate(held):
        Post.objects.create(
            code=f"ZW{number}", member=Member.objects.get(code=member), since=SINCE, post=post,
            organization=Organization.objects.get(code=organization),
        )  # fmt: skip


def happened(code: str, kind: str, on: date, member: str = "") -> None:
    who = Member.objects.get(code=member) if member else None
    Trigger.objects.create(code=code, kind=kind, on=on, member=who)


def form(organization: str, *of_kinds: str, away: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:  # noqa: ANN401  any field
    """A complete form for an organisation; those `away` are on leave."""
    typed: dict[str, Any] = {
        "kinds": list(of_kinds), "on": DAY.isoformat(), "starts": "14:30", "ends": "16:40", "place": "三楼活动室",
        "theme": "讨论冬季巡河安排", "chair": "M1", "recorder": "M2",
        "items": [{
            "title": "冬季巡河", "speeches": "两人一组，每周一次。", "votes_none": True,
            "resolutions": [{"text": "每周沿河巡查一次，结果交给支委会", "owner": "M3", "due_on": "2027-03-31"}],
        }],
        **more,
    }  # fmt: skip
    typed["holders"] = {organization: {}}
    called = expected.people(organization, typed, "M2", DAY).expected
    roll = {
        one.code: {"status": "leave", "reason": "书记批准，值班"} if one.code in away else {"status": "present"}
        for one in called
    }
    typed["holders"] = {organization: {"roll": roll, "observers": "无"}}
    return typed


def signed(typed: dict[str, Any], organization: str = "ZB1", by: Actor = RECORDER, at: datetime = AT) -> str:
    """Save a draft and sign it: the act's code."""
    code = new_code("G")
    version = actions.save_draft(code, organization, typed, 0, by, at)
    actions.sign(code, version, by, at)
    return code


def sign_again(code: str, by: Actor, at: datetime, **change: Any) -> None:  # noqa: ANN401  any field
    """Save a change into a draft that is there, and sign it."""
    kept = drafts.draft(code)
    assert kept is not None
    version = actions.save_draft(code, kept.organization, kept.content | change, kept.version, by, at)
    actions.sign(code, version, by, at)


def judged(
    *rules: str, as_of: date = DAY, known_by: datetime | None = None
) -> dict[tuple[str, str, str], dict[str, Any]]:
    """The kernel's rows of what was signed here, by rule, bearer and period."""
    held = Facts.of(
        organizations=organs.organizations(), units=organs.units(), members=members.members(), posts=members.posts(),
        acts=facts.acts(known_by=known_by), attendance=facts.attendance(known_by=known_by),
        triggers=members.triggers(),
    )  # fmt: skip
    rows = evaluate(held, rulebook(), as_of, known_by, rules=list(rules) or None)
    assert isinstance(rows, pl.DataFrame)
    return {(row["rule"], row["bearer_id"], row["period"]): row for row in rows.iter_rows(named=True)}
