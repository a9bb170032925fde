"""A small city with a row in every sealed table: part of it imported, part of it written by the verbs people use."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import branch
import small_elections
from django.db import transaction
from django.test import override_settings

from dengxiaming.areas.affairs import actions as affairs
from dengxiaming.areas.affairs.core import Read as ShortForm
from dengxiaming.areas.affairs.models import Act, ActKind, Answer, Attendance, Counterpart
from dengxiaming.areas.appraisals import actions as appraisals
from dengxiaming.areas.appraisals.disposals import actions as disposals
from dengxiaming.areas.appraisals.models import Opinion
from dengxiaming.areas.ballots import actions as ballots
from dengxiaming.areas.ballots.core import Marks, PaperCount, grade, person
from dengxiaming.areas.dues import actions as dues
from dengxiaming.areas.dues.arrears import actions as arrears
from dengxiaming.areas.dues.arrears.queries import Run
from dengxiaming.areas.dues.books.actions import Setting
from dengxiaming.areas.dues.models import Due
from dengxiaming.areas.dues.reductions import actions as reductions
from dengxiaming.areas.gatherings import actions as gatherings
from dengxiaming.areas.gatherings.models import Resolution
from dengxiaming.areas.gatherings.notices import actions as notices
from dengxiaming.areas.members import actions as members
from dengxiaming.areas.members import queries as members_held
from dengxiaming.areas.members.development import actions as development
from dengxiaming.areas.members.models import Member, Trigger
from dengxiaming.areas.members.register import actions as registering
from dengxiaming.areas.members.register import difference
from dengxiaming.areas.members.register import queries as register
from dengxiaming.areas.members.register.reading import Entry
from dengxiaming.areas.members.transfers import actions as transfers
from dengxiaming.areas.members.transfers.core import Read as Moving
from dengxiaming.areas.organs.models import Coverage, Organization, Unit
from dengxiaming.areas.service import actions as service
from dengxiaming.areas.structure.requests import actions as requests
from dengxiaming.areas.structure.requests.core import Read as Founding
from dengxiaming.areas.talks import actions as talks
from dengxiaming.areas.talks.core import Read as Talk
from dengxiaming.chain.note import PublicKey
from dengxiaming.duties.actions import IMPORTED
from dengxiaming.ground import touch
from dengxiaming.journal import keys
from dengxiaming.journal.actions import verb
from dengxiaming.journal.actor import SYSTEM, Actor
from dengxiaming.journal.verifying import Finding, verify

AT, DAY, SECRETARY, RECORDER = branch.AT, branch.DAY, branch.SECRETARY, branch.RECORDER


def findings() -> list[Finding]:
    return list(verify(PublicKey.read(keys.key().vkey)))


def imported() -> None:
    """What came in by a file: two branches, a unit, dues, three acts; one entry over all of it."""
    branch.build()
    unit = Unit.objects.create(code="DW1", name="某局", staff_count=20)
    home = Organization.objects.get(code="ZB1")
    for code in ("ZB1", "ZB2"):
        Coverage.objects.create(organization=Organization.objects.get(code=code), unit=unit)
    people = list(Member.objects.order_by("pk")[:4])
    for member in people[:3]:
        for month in (9, 10):
            paid_on = date(2026, month, 12)
            Due.objects.create(
                member=member, month=date(2026, month, 1), payable=3000, paid=3000, paid_on=paid_on, recorded_at=AT
            )
    Trigger.objects.create(code="E1", kind="retirement", member=people[1], on=date(2026, 11, 2))
    Trigger.objects.create(code="E2", kind="job_change", member=people[2], on=date(2026, 11, 3))
    for number in range(3):
        act = Act.objects.create(
            code=f"A{number}", organization=home, actor=people[number], on=DAY - timedelta(20 + number), recorded_at=AT
        )
        ActKind.objects.create(act=act, kind=("members_meeting", "lesson", "talk")[number])
        Attendance.objects.create(act=act, member=people[3], status="present")
        Counterpart.objects.create(act=act, member=people[3])
        Answer.objects.create(act=act, trigger=Trigger.objects.get(code="E1"))
    with verb("facts.load", SYSTEM, AT) as work:
        work.seal_import(dict.fromkeys(IMPORTED), replaces=True)
        work.touch_everything()


def signed() -> None:
    """What people wrote since, judged once at the end and not after each of the hundred verbs."""
    with unheard():
        written()
    with transaction.atomic():
        touch.report(touch.EVERYTHING)


@contextmanager
def unheard() -> Iterator[None]:
    """Verbs tell nobody what they touched."""
    hooks = touch._hooks[:]
    touch._hooks.clear()
    try:
        yield
    finally:
        touch._hooks[:] = hooks


def written() -> None:
    """Every kind of record, a correction, a withdrawal, a post given and taken."""
    papers = [{"title": "某某讲话", "issued_on": "2026-10-09"}]
    first = _sign("ZB1", "theme_day", "community_service", away=("M4",), studied=papers)
    life = _sign(
        "ZB1", "members_meeting", "organization_life", studied=papers, stages={"talks": {"text": "两两谈过。"}}
    )
    _sign("ZB2", "members_meeting", by=branch.OTHER, chair="N1", recorder="N1")
    gatherings.make_up(first, "M4", DAY, "传达了讲话", RECORDER, AT)
    gatherings.progress(Resolution.objects.order_by("pk")[0].code, "巡了一次", DAY, SECRETARY, AT)
    gatherings.remark("sign:x", "ZB1", "那天下雪，改在室内", SECRETARY, AT)
    gatherings.withdraw(life, "日期写错了", RECORDER, AT)
    service.file(first, SECRETARY, AT)
    version = gatherings.save_draft(
        "G8888888", "ZB1", branch.form("ZB1", "theme_day", on=str(DAY + timedelta(5))), 0, RECORDER, AT
    )
    notices.announce("G8888888", version, RECORDER, AT)
    talks.record(Talk("M1", ("M2", "M3"), DAY, "individual", "退休", "问了身体", ("E1",)), "ZB1", SECRETARY, AT)
    affairs.record(ShortForm("visit", DAY, "M1", "走访", "看望老党员", ("M5",), ("E2",)), "ZB1", SECRETARY, AT)
    affairs.keep_contact("M6", "ZB2", DAY, SECRETARY, AT)
    affairs.register_room("ZB1", "三楼活动室", "能坐三十人", SECRETARY, AT)
    raised, _ = members.raise_trigger(members.Happened("job_change", DAY, "M7", note="调到水务局"), SECRETARY, AT)
    members.withdraw_trigger(raised, "听错了", SECRETARY, AT)
    paid_dues()
    registered()
    balloted()
    asked_for()
    appraised()
    small_elections.held()
    post = members.appoint("M8", "ZB1", "committee_member", DAY - timedelta(9), "选举", SECRETARY, AT)
    members.release(post, DAY, SECRETARY, AT)
    left = transfers.Sent(SECRETARY, AT)
    transfers.ask("M9", Moving("ZB2", "", "调到水务局", "2026-11"), left, releases=True)
    development.apply("小明", "ZB1", DAY, left)
    away, _ = members.raise_trigger(members.Happened("away_over_six_months", DAY, "M8"), SECRETARY, AT)
    transfers.note_return(away, DAY.isoformat(), "", left)


def paid_dues() -> None:
    """A month set, paid by another, reduced; an imported one corrected; a year published; two cases with steps."""
    november, october = date(2026, 11, 1), date(2026, 10, 1)
    dues.assess("ZB1", november, [Setting("M1", "in_service", 500001), Setting("M2", "no_income")], SECRETARY, AT)
    dues.pay("ZB1", [dues.Taken("M1", DAY, {november: 5000, october: 2500}, proxy="M2")], SECRETARY, AT)
    dues.pay("ZB1", [dues.Taken("M2", DAY, {november: 20}, note="现金")], SECRETARY, AT)
    dues.correct("ZB1", dues.Change("M2", october, DAY, "多记了", paid=-100), SECRETARY, AT)
    agreed = reductions.Agreed("M3", "reduced", november, november, "难", october, "committee", october, 100)
    reductions.reduce("ZB1", agreed, SECRETARY, AT)
    again = reductions.Agreed("M4", "exempt", november, november, "病", october, "members_meeting", october)
    reductions.withdraw(reductions.reduce("ZB1", again, SECRETARY, AT)[0], "记错了", SECRETARY, AT)
    for year in (2025, 2026):
        dues.publish("ZB1", year, f"{year}年全部上缴", SECRETARY, AT)
    for code in ("M8", "M9"):
        months = tuple(date(2026, month, 1) for month in range(1, 7))
        case, _ = arrears.begin("ZB1", Run(code, "", months), 6, SECRETARY, AT)
        arrears.step(case, "notice", arrears.Taken(DAY, "written", "挂号信"), SECRETARY, AT)
        arrears.step(case, "heard", arrears.Taken(DAY, "spoke", "说忘了"), SECRETARY, AT)
    arrears.stop(case, "paid_up", arrears.Taken(DAY, text="补交了"), SECRETARY, AT)
    dues.assess("ZB2", november, [Setting(f"N{number}", "no_income") for number in (1, 2, 3)], branch.OTHER, AT)
    dues.close("ZB2", november, branch.OTHER, AT)


def registered() -> None:
    """A roster with somebody new and somebody known, and a correction of what it said."""
    known = Entry("名册", 2, {"name": "某M3", "education": "本科", "phone": "0470-0000000"}, "ZB1")
    new = Entry("名册", 3, {"name": "新来的", "kind": "full", "identity": "11010519491231002X"}, "ZB1")
    shown = difference.differ([known, new], register.register("ZB1", [known, new], AT.date()))
    sent = registering.Sent(SECRETARY, AT)
    registering.confirm("ZB1", [known, new], ["ZB1"], registering.mark(shown), sent)
    registering.correct("M3", {"education": "研究生"}, "毕业了", sent)


def asked_for() -> None:
    """A joint branch asked for and approved."""
    founding = Founding(
        "found", "", "joint_branch", "某联合支部", "GW1", ("DW1",), "", False, None, None, "只有2名", "1号", DAY
    )
    code = requests.ask(founding, "ZB1", transfers.Sent(SECRETARY, AT))
    requests.decide(code, requests.Answer("approved", "2号", "同意", DAY), transfers.Sent(branch.OTHER, AT))


@override_settings(BALLOT_MEMORY=64, BALLOT_PASSES=1)
def balloted() -> None:
    """A vote over and emptied, one over, one under way; and one on paper."""
    voters, questions = [f"M{number}" for number in range(1, 9)], (person("q1", "张一"), person("q2", "李二"))
    asked = ballots.Wanted("ZB1", "选举", questions, voters, ("M9", "N1"), seats=2, objection_days=3)
    teller, other = Actor("9" * 32, "M9"), Actor("8" * 32, "N1")
    for ending in ("emptied", "closed", "open"):
        code = ballots.prepare(asked, SECRETARY, AT)
        slips = dict(enumerate(ballots.draw_slips(code, teller, AT), 1))
        ballots.open_voting(code, slips, other, AT)
        for number in range(1, 7):
            marks = Marks({"q1": "yes", "q2": "no"}, {"q2": f"王{number}"})
            ballots.cast(code, marks, Actor(f"{number}" * 32, f"M{number}"), AT)
        if ending != "open":
            ballots.close(code, slips, teller, AT)
        if ending == "emptied":
            ballots.empty_sealed(code, teller, AT + timedelta(9), DAY + timedelta(9))
    on_paper = ballots.prepare(replace(asked, on_paper=True), SECRETARY, AT)
    count = PaperCount(8, 8, 8, 0, {"q1": {"yes": 8}, "q2": {"no": 8}}, {"王五": 3})
    ballots.enter_paper(on_paper, count, teller, AT)
    ballots.confirm_paper(on_paper, other, AT)


def appraised() -> None:
    """An appraisal on paper, everybody's own words and opinion; two found 不合格, a disposal of each with its steps."""
    code = appraisals.open_appraisal("ZB1", appraisals.Opening(2026, DAY), SECRETARY, AT)
    people = sorted(members_held.stayers("ZB1", AT.date()))
    for one in people:
        appraisals.hand_in(code, f"{one}写的", Actor(f"{one:0>32}", one), AT)
    appraisals.hold_mutual(code, DAY, SECRETARY, AT)
    records = [_sign("ZB1", "appraisal"), branch.signed(branch.form("XZ1", "group_meeting", chair="M7"), "XZ1")]
    appraisals.link(code, records, SECRETARY, AT)
    questions = tuple(grade(one, f"某{one}", one) for one in people)
    paper = ballots.prepare(
        ballots.Wanted("ZB1", "测评", questions, people, ["M3", "M4"], on_paper=True, delegate="M4"), SECRETARY, AT
    )
    appraisals.measure(code, paper, SECRETARY, AT)
    votes, there = {"excellent": 4, "qualified": len(people) - 4}, len(people)
    ballots.enter_paper(
        paper, PaperCount(there, there, there, 0, dict.fromkeys(people, votes)), Actor("3" * 32, "M3"), AT
    )
    ballots.confirm_paper(paper, Actor("4" * 32, "M4"), AT)
    for one in people:
        word = "unqualified" if one in {"M5", "M6"} else "qualified"
        appraisals.opine(code, one, appraisals.Found(word, f"评{one}", DAY), SECRETARY, AT)
    appraisals.tell(code, people, SECRETARY, AT)
    appraisals.answer(code, "不同意", Actor("5" * 32, "M5"), AT)
    for one in ("M5", "M6"):
        opinion = Opinion.objects.get(appraisal__code=code, member__code=one).code
        trigger, _ = members.raise_trigger(members.Happened("unqualified", DAY, one), SECRETARY, AT)
        appraisals.raised(opinion, trigger, SECRETARY, AT)
        proposal = disposals.Proposal("correct", DAY + timedelta(90))
        case = disposals.begin(trigger, proposal, SECRETARY, AT)
        disposals.step(case, "notice", disposals.Taken(DAY, "in_person"), SECRETARY, AT)
        disposals.step(case, "heard", disposals.Taken(DAY, "spoke", "会改"), SECRETARY, AT)
        counts = {"entitled": 8, "present": 8, "in_favour": 7, "against": 0, "abstained": 1}
        disposals.step(case, "vote", disposals.Taken(DAY, counts=counts), SECRETARY, AT)


def _sign(organization: str, *of_kinds: str, by: object = RECORDER, **more: object) -> str:
    """The act's code: the gathering's, with the organisation where several held it."""
    code = branch.signed(branch.form(organization, *of_kinds, **more), organization, by)  # type: ignore[arg-type]  passed on
    return f"{code}"
