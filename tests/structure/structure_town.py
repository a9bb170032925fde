"""A town with small units: where they are, who is in them, who may plan, ask and decide.

GW1 the 工委 (G1, G2 officers), JG1 a 机关党委 (C1 its secretary) with the branch ZB1 (M0 … M13 of the unit D1) and ZB9,
where the members of six small units are: U1 … U4 close together, U5 close to nobody, U6 in LH1's neighbourhood. LH1 is
a joint branch of H1 and H2.
"""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.test import Client
from two_branches import signed_in

from dengxiaming.areas.members import core, queries
from dengxiaming.areas.members.models import Member, Post, Stay
from dengxiaming.areas.members.transfers.actions import Sent
from dengxiaming.areas.organs.models import Coverage, Organization, Unit
from dengxiaming.duties import actions as duties
from dengxiaming.duties.queries import View, structure
from dengxiaming.ground import actions, clock
from dengxiaming.ground.actions import Hand, Wanted
from dengxiaming.ground.touch import EVERYTHING
from dengxiaming.journal.actor import Actor

TODAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
SINCE = date(2020, 1, 1)
WHO = {"officer": "G1", "second": "G2", "committee": "C1", "secretary": "M0", "plain": "M5"}
UNITS = {
    "U1": ("林业站", 2, (50_780_000, 121_520_000)), "U2": ("林场站", 1, (50_781_000, 121_521_000)),
    "U3": ("农机站", 1, (50_782_000, 121_522_000)), "U4": ("农技站", 2, (50_783_000, 121_523_000)),
    "U5": ("北山站", 2, (51_780_000, 121_520_000)), "U6": ("邮政站", 1, (50_300_000, 121_000_000)),
    "H1": ("供销社", 2, (50_300_500, 121_000_500)), "H2": ("地震站", 2, (50_301_000, 121_001_000)),
}  # fmt: skip


def build() -> None:
    """Everything; nothing is judged yet."""
    city = organization("GW1", "work_committee", None)
    committee = organization("JG1", "organ_committee", city)
    first, holding = organization("ZB1", "branch", committee), organization("ZB9", "branch", city)
    joint = organization("LH1", "joint_branch", city)
    cover(first, Unit.objects.create(code="D1", name="某局"))
    for code, (name, full, point) in UNITS.items():
        trade = name[0]
        unit = Unit.objects.create(
            code=code, name=name, category=trade, latitude=point[0], longitude=point[1], staff_count=5
        )
        home = joint if code.startswith("H") else holding
        if home is joint:
            cover(joint, unit)
        people(home, [f"{code}P{number}" for number in range(full)], unit)
    people(first, [f"M{number}" for number in range(14)])
    for code in ("G1", "G2", "C1"):
        Member.objects.create(code=code, name=f"某{code}")
    post("G1", city, "secretary")
    post("G2", city, "committee_member")
    post("C1", committee, "secretary")
    post("M0", first, "secretary")
    actions.replace_grants(core.grants(queries.spans()))
    actions.create_accounts(
        [Wanted(code.lower(), f"某{code}", code, "person") for code in WHO.values()], Hand(clock.now())
    )


def organization(code: str, kind: str, parent: Organization | None, name: str = "") -> Organization:
    return Organization.objects.create(
        code=code, kind=kind, name=name or f"某{code}", parent=parent, established_on=SINCE
    )


def cover(home: Organization, *units: Unit) -> None:
    Coverage.objects.bulk_create(Coverage(organization=home, unit=unit) for unit in units)


def people(home: Organization, codes: Sequence[str], unit: Unit | None = None, kind: str = "full") -> None:
    Member.objects.bulk_create(Member(code=code, name=f"某{code}") for code in codes)
    found = Member.objects.in_bulk(list(codes), field_name="code")
    Stay.objects.bulk_create(
        Stay(member=found[code], kind=kind, organization=home, since=SINCE, unit=unit) for code in codes
    )


def post(member: str, where: Organization, held: str, code: str = "") -> None:
    Post.objects.create(
        code=code or f"P-{member}-{held}",
        member=Member.objects.get(code=member),
        organization=where,
        post=held,
        since=SINCE,
    )


def judge() -> None:
    with transaction.atomic():
        duties.judge_touched(EVERYTHING)


def standing(bearer: str) -> dict[str, str]:
    """How a unit or an organisation stands, by rule."""
    rows = structure(View(TODAY), "GW1").filter(bearer_id=bearer)
    return dict(rows.select("rule", "status").iter_rows())


def browser(who: str) -> Client:
    return signed_in(WHO[who])


def by(member: str, token: str = "") -> Sent:
    return Sent(Actor(f"{member:a<32}"[:32], member), AT, token)
