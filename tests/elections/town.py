"""A committee with two branches under it: nine full members and a probationary one in ZB1, four in ZB2; and a hand that
takes an election through its steps.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from dengxiaming.areas.elections import actions, congress, plan, queries
from dengxiaming.areas.elections.actions import Decision
from dengxiaming.areas.elections.plan import Known, Plan
from dengxiaming.areas.elections.queries import Shown
from dengxiaming.areas.elections.voting import actions as voting
from dengxiaming.areas.elections.voting.actions import Opening
from dengxiaming.areas.elections.voting.meeting import Meeting, Typed
from dengxiaming.areas.members.models import Member, Post, Stay
from dengxiaming.areas.organs.models import Organization
from dengxiaming.journal.actor import Actor

ZONE = ZoneInfo("Asia/Shanghai")
ON = date(2026, 11, 25)
AT = datetime(2026, 11, 25, 17, tzinfo=ZONE)
SINCE = date(2020, 1, 1)
NAMES = {
    "M1": "丁一", "M2": "于明", "M3": "马文", "M4": "王芳", "M5": "方正", "M6": "刘洋", "M7": "李强", "M8": "张伟",
    "M9": "陈静", "M10": "黄河", "N1": "周平", "N2": "吴青", "N3": "郑云", "N4": "孙岚", "G1": "赵远",
}  # fmt: skip
SECRETARY, TELLER, CHECKER = Actor("a" * 32, "M1"), Actor("b" * 32, "M8"), Actor("c" * 32, "M9")
ABOVE = Actor("d" * 32, "G1")


def build() -> None:
    """M1 … M9 full, M10 on probation; M1 secretary, M2 and M3 in the committee; N1 … N4 in a branch without one."""
    above = Organization.objects.create(code="GW1", kind="work_committee", name="市直工委", established_on=SINCE)
    party_group = Organization.objects.create(
        code="DZ1", kind="party_group", name="某局党组", parent=above, established_on=SINCE
    )
    organ = Organization.objects.create(
        code="JG1", kind="organ_committee", name="某局机关党委", parent=party_group, established_on=SINCE
    )
    branches = {
        code: Organization.objects.create(code=code, kind="branch", name=name, parent=organ, established_on=SINCE)
        for code, name in (("ZB1", "第一支部"), ("ZB2", "第二支部"))
    }
    for code, name in NAMES.items():
        who = Member.objects.create(code=code, name=name)
        if code != "G1":
            kind = "probationary" if code == "M10" else "full"
            home = branches["ZB1" if code.startswith("M") else "ZB2"]
            Stay.objects.create(member=who, kind=kind, organization=home, since=SINCE)
    for number, (member, organization, post) in enumerate((
        ("M1", "ZB1", "secretary"), ("M2", "ZB1", "committee_member"), ("M3", "ZB1", "discipline_commissioner"),
        ("N1", "ZB2", "secretary"), ("G1", "JG1", "secretary"),
    )):  # fmt: skip
        Post.objects.create(
            code=f"ZW{number}", member=Member.objects.get(code=member), post=post, since=date(2023, 11, 20),
            organization=Organization.objects.get(code=organization), route="elected_by_members",
        )  # fmt: skip


def known(organization: str = "ZB1") -> Known:
    """Who can be nominated there."""
    standings = queries.standings_on(organization, ON)
    entitled = {who for who, standing in standings.items() if standing == "entitled"}
    return Known(
        {who: NAMES[who] for who in NAMES if who in entitled}, len(entitled), organization.startswith("ZB"),
        queries.committee(organization, ON), members=len(standings), units=congress.electing_units(organization),
        congresses={one.code: one.seats for one in congress.open_for(organization)},
    )  # fmt: skip


def typed(**more: object) -> plan.Typed:
    """A committee of three, four candidates; secretary M2."""
    given = {
        "on": ON.isoformat(), "place": "三楼会议室", "seats": "3", "text": "支委会酝酿，征求党员意见。",
        "nominees": {"committee_member": ("M4", "M3", "M2", "M1"), "secretary": ("M2",)}, **more,
    }  # fmt: skip
    return plan.Typed(**given)  # type: ignore[arg-type]  # 每个测试改几栏


def planned(organization: str = "ZB1", **more: object) -> Plan:
    """The plan, read."""
    made = plan.read(typed(**more), known(organization))
    assert isinstance(made, Plan), made
    return made


def called(made: Plan, organization: str = "ZB1") -> str:
    """An election up to its register."""
    code = actions.prepare(made, organization, SECRETARY, AT)
    actions.request(code, SECRETARY, AT)
    actions.permit(code, Decision(True, date(2026, 11, 20), "某党〔2026〕8号"), ABOVE, AT)
    actions.call(code, SECRETARY, AT)
    return code


def meeting(**more: object) -> Meeting:
    """All nine came; M8 and M9 count."""
    given = {
        "present": frozenset(f"M{n}" for n in range(1, 10)), "tellers": ("M8", "M9"), "leads": "M8", "chair": "M1",
        "tellers_passed": True, "excused_passed": False, **more,
    }  # fmt: skip
    return Meeting(**given)  # type: ignore[arg-type]  # 同上


def held(code: str) -> Shown:
    """The election as it stands."""
    found = queries.election(code)
    assert found is not None
    return found


def counted(code: str, candidates: tuple[str, ...], votes: dict[str, tuple[str, str, str]], **more: object) -> Shown:
    """The next ballot, opened, counted and checked."""
    opening = Opening(candidates, "paper", more.pop("present", ()))  # type: ignore[arg-type]  # 同上
    number = voting.open_round(code, opening, SECRETARY, AT)
    issued = str(more.pop("issued", held(code).rounds[-1].row.present))
    figures = Typed(issued, str(more.pop("cast", issued)), str(more.pop("invalid", 0)), votes, **more)  # type: ignore[arg-type]  # 同上
    voting.count(code, number, figures, TELLER, AT)
    voting.check(code, number, True, CHECKER, AT)
    return held(code)


def elected_committee(code: str) -> Shown:
    """M1, M2, M3 are elected into the committee."""
    return counted(
        code, ("M1", "M2", "M3", "M4"),
        {"M1": ("8", "1", "0"), "M2": ("9", "0", "0"), "M3": ("7", "1", "1"), "M4": ("2", "7", "0")},
    )  # fmt: skip


def done(code: str) -> Shown:
    """From the register to the posts."""
    voting.meet(code, meeting(), SECRETARY, AT)
    elected_committee(code)
    counted(code, ("M2",), {"M2": ("3", "0", "0")}, present=("M1", "M2", "M3"))
    actions.report(code, "M3", SECRETARY, AT)
    actions.approve(code, Decision(True, date(2026, 12, 1), "某党〔2026〕9号"), ABOVE, AT)
    return held(code)


def posts(organization: str, day: date) -> dict[str, tuple[str, str, date | None, date | None]]:
    """Who holds which post there on a day, how it came about, when approved, when filed."""
    rows = Post.objects.filter(queries.during(day), organization__code=organization)
    return {
        one.member.code: (one.post, one.route, one.approved_on, one.filed_on)
        for one in rows.select_related("member").order_by("pk")
    }
