"""What follows 不合格 (S4-5, R7): raised by a person, walked by people, decided by a superior; the kernel has it."""

from dataclasses import replace
from datetime import date, timedelta

import appraising as a
import branch
import pytest
from two_branches import send, signed_in

from dengxiaming.areas.affairs.forms import forms
from dengxiaming.areas.appraisals import core as days
from dengxiaming.areas.appraisals import facts
from dengxiaming.areas.appraisals.actions import Found, opine, raised, tell
from dengxiaming.areas.appraisals.disposals import actions, core, queries
from dengxiaming.areas.appraisals.disposals.actions import Proposal
from dengxiaming.areas.appraisals.models import Disposal, Opinion, Step
from dengxiaming.areas.appraisals.refusals import Refused
from dengxiaming.areas.gatherings.procedure import Taken
from dengxiaming.areas.members import facts as members
from dengxiaming.areas.members.models import Member, Post, Stay, Trigger
from dengxiaming.areas.members.terms import SENSITIVE_TRIGGERS
from dengxiaming.areas.organs import facts as organs
from dengxiaming.law.loader import load_rulebook
from dengxiaming.reckoning import Facts, evaluate

pytestmark = pytest.mark.usefixtures("branches")
COUNTS = {"entitled": 8, "present": 7, "in_favour": 5, "against": 1, "abstained": 1}
STEPS = (
    ("notice", Taken(a.TODAY, "in_person")), ("heard", Taken(a.TODAY, "spoke", "暗记申辩")),
    ("vote", Taken(a.TODAY, counts=COUNTS)), ("request", Taken(a.TODAY, "sent")),
)  # fmt: skip


def begun(measure: str = "remove", until: date | None = None) -> str:
    return actions.begin(a.unqualified(), Proposal(measure, until), a.SECRETARY, a.AT)


def walked(code: str, until: str = "request") -> None:
    for kind, taken in STEPS:
        actions.step(code, kind, taken, a.SECRETARY, a.AT)
        if kind == until:
            return


def held(code: str) -> queries.Held:
    found = queries.disposal(code)
    assert found is not None
    return found


def status(as_of: date = a.TODAY) -> str:
    """The kernel's word on S4-5."""
    known = Facts.of(
        organizations=organs.organizations(), units=organs.units(), members=members.members(), posts=members.posts(),
        triggers=members.triggers(), acts=facts.acts(), attendance=facts.attendance(),
    )  # fmt: skip
    rows = evaluate(known, load_rulebook(), as_of, rules=["S4-5"])
    return str(next((row["status"] for row in rows.to_dicts()), ""))


def test_S4_5_nothing_begins_by_itself() -> None:
    code = a.decided({"M8": "unqualified"})
    tell(code, a.PEOPLE, a.SECRETARY, a.AT)
    opinion = Opinion.objects.get(member__code="M8")
    assert not opinion.trigger
    with pytest.raises(Refused, match="先提出"):
        actions.begin(opinion.trigger, Proposal("remove"), a.SECRETARY, a.AT)
    with pytest.raises(Refused, match="只有评定为不合格"):
        raised(Opinion.objects.get(member__code="M7").code, "E1", a.SECRETARY, a.AT)


def test_S4_5_once_raised_the_opinion_stands() -> None:
    opinion = Opinion.objects.select_related("appraisal").get(trigger=a.unqualified())
    with pytest.raises(Refused, match="意见不能再改"):
        opine(opinion.appraisal.code, "M8", Found("qualified", "改", a.TODAY), a.SECRETARY, a.AT)
    assert "unqualified" in SENSITIVE_TRIGGERS, "neither listed nor counted for anybody not entitled (decisions 1)"


def test_R7_correction_has_an_end_within_a_year() -> None:
    trigger, last = a.unqualified(), days.months_after(a.TODAY, 12)
    assert last == date(2027, 11, 26)
    for until in (None, a.TODAY, last + timedelta(1)):
        with pytest.raises(Refused, match="一般不超过1年"):
            actions.begin(trigger, Proposal("correct", until), a.SECRETARY, a.AT)
    code = actions.begin(trigger, Proposal("correct", last), a.SECRETARY, a.AT)
    with pytest.raises(Refused, match="已经有一件在办"):
        actions.begin(trigger, Proposal("remove"), a.SECRETARY, a.AT)
    walked(code)
    actions.decide(code, Taken(a.TODAY, "approved"), a.DELEGATE, a.AT)
    after = held(code)
    assert (after.next.id if after.next else "", after.due, after.end) == ("over", last, "")
    with pytest.raises(Refused, match="还没有满"):
        actions.step(code, "over", Taken(a.TODAY, "mended"), a.SECRETARY, a.AT)
    later = a.AT.replace(year=2027, month=11, day=27)
    actions.step(code, "over", Taken(last, "mended"), a.SECRETARY, later)
    assert held(code).end == "mended"
    assert Stay.objects.get(member__code="M8").until is None


@pytest.mark.parametrize("measure", ["persuade", "remove"])
def test_R7_leaving_ends_the_stay_the_day_it_is_approved(measure: str) -> None:
    member, branch = Member.objects.get(code="M8"), Stay.objects.get(member__code="M8").organization
    Post.objects.create(
        code="P-M8", member=member, organization=branch, post="committee_member", since=a.TODAY - timedelta(90)
    )
    code = begun(measure)
    walked(code)
    actions.decide(code, Taken(a.TODAY, "approved", number="根机党批〔2026〕9号"), a.DELEGATE, a.AT)
    assert held(code).end == "approved"
    assert Stay.objects.get(member__code="M8").until == a.TODAY
    vacant = Trigger.objects.filter(kind="post_vacant").values_list("organization__code", "on")
    assert list(vacant) == [(branch.code, a.TODAY)], "the seat on the committee is to be filled"


def test_each_step_in_its_turn_and_the_person_is_heard_before_the_vote() -> None:
    code = begun()
    for kind, taken in reversed(STEPS[1:]):
        with pytest.raises(Refused, match="还没有轮到"):
            actions.step(code, kind, taken, a.SECRETARY, a.AT)
    assert [one.id for one in core.stages().course][:3] == ["notice", "heard", "vote"]
    with pytest.raises(Refused, match="还没有报上来"):
        actions.decide(code, Taken(a.TODAY, "approved"), a.DELEGATE, a.AT)


@pytest.mark.parametrize(
    ("counts", "end"),
    [
        ({"entitled": 8, "present": 4, "in_favour": 4, "against": 0, "abstained": 0}, "not_carried"),
        ({"entitled": 8, "present": 5, "in_favour": 5, "against": 0, "abstained": 0}, ""),
        ({"entitled": 8, "present": 3, "in_favour": 3, "against": 0, "abstained": 0}, "not_carried"),
        ({"entitled": 9, "present": 9, "in_favour": 5, "against": 4, "abstained": 0}, ""),
    ],
)
def test_R1_5_the_base_is_those_expected(counts: dict[str, int], end: str) -> None:
    code = begun()
    walked(code, "heard")
    actions.step(code, "vote", Taken(a.TODAY, counts=counts), a.SECRETARY, a.AT)
    assert held(code).end == end


def test_whoever_began_it_does_not_approve_it_nor_does_the_person() -> None:
    code = begun()
    walked(code)
    for who in (a.SECRETARY, a.actor("M8")):
        with pytest.raises(Refused, match="批复要由别人来记"):
            actions.decide(code, Taken(a.TODAY, "approved"), who, a.AT)
    actions.decide(code, Taken(a.TODAY, "refused"), a.DELEGATE, a.AT)
    assert held(code).end == "refused"
    assert facts.acts().is_empty()


@pytest.mark.parametrize("stopped_after", ["", "notice", "heard", "vote", "request"])
def test_at_any_step_it_can_stop(stopped_after: str) -> None:
    code = begun()
    if stopped_after:
        walked(code, stopped_after)
    actions.stop(code, "reconsidered", Taken(a.TODAY, text="补了材料"), a.SECRETARY, a.AT)
    assert held(code).end == "reconsidered"
    with pytest.raises(Refused, match="已经办完或者停了"):
        actions.stop(code, "reconsidered", Taken(a.TODAY), a.SECRETARY, a.AT)


def test_S4_5_the_decision_answers_the_trigger() -> None:
    code = begun()
    assert status() == "open"
    walked(code)
    assert status() == "open", "a proposal is not yet a disposal"
    later = a.TODAY + timedelta(20)
    actions.decide(code, Taken(later, "approved"), a.DELEGATE, a.AT + timedelta(20))
    row = facts.acts().row(0, named=True)
    assert (row["id"], row["organization_id"], row["kinds"], row["on"]) == (code, "ZB1", ["disposal"], later)
    assert row["answers"] == [Disposal.objects.get().answers]
    assert status(later) == "met"


def test_S4_5_a_matter_that_came_in_as_a_fact_is_answered_the_same_way_and_late_is_told_as_late() -> None:
    who, since = Member.objects.get(code="M8"), a.TODAY - timedelta(40)
    Trigger.objects.create(code="SX-9", kind="unqualified", member=who, on=since)
    assert "unqualified" not in forms()["disposal"].answers, "one way, not two"
    link = "/disposals/of/SX-9/"
    assert link in signed_in("M1").get("/members/M8/").content.decode()
    assert signed_in("M2").get(link).status_code == 404, "not even the committee"
    sent = send(signed_in("M1"), link, [("measure", "remove")])
    code = sent["Location"].strip("/").split("/")[1]
    assert f"/disposals/{code}/" in signed_in("M1").get("/members/M8/").content.decode()
    with pytest.raises(Refused, match="不能早于"):
        actions.step(code, "notice", Taken(since - timedelta(1), "in_person"), a.SECRETARY, a.AT)
    for kind, taken in STEPS:
        actions.step(code, kind, replace(taken, on=since + timedelta(5)), a.SECRETARY, a.AT)
    actions.decide(code, Taken(since + timedelta(5), "approved"), a.DELEGATE, a.AT)
    row = facts.acts().row(0, named=True)
    assert (row["answers"], row["on"], row["recorded_at"].date()) == (["SX-9"], since + timedelta(5), a.TODAY)
    assert status() == "met"


def test_S4_5_removed_on_the_day_it_was_raised_nothing_is_owed() -> None:
    """合同第4节："The member's branch" is that of the stay on the trigger's day; "without one there is no duty"."""
    code = begun("remove")
    walked(code)
    actions.decide(code, Taken(a.TODAY, "approved"), a.DELEGATE, a.AT)
    assert Stay.objects.get(member__code="M8").until == a.TODAY, "open on the right: not in the branch that day"
    assert status() == ""


def test_what_the_person_said_is_enciphered() -> None:
    code = begun()
    walked(code)
    assert not any("暗记申辩".encode() in bytes(one.text) for one in Step.objects.all())
    assert [one.text for one in held(code).steps if one.text] == ["暗记申辩"]


def test_steps_go_forward_and_not_into_the_future() -> None:
    code = begun()
    with pytest.raises(Refused, match="不能早于上一步"):
        actions.step(code, "notice", Taken(a.TODAY - timedelta(1), "in_person"), a.SECRETARY, a.AT)
    with pytest.raises(Refused, match="还没有到"):
        actions.step(code, "notice", Taken(a.TODAY + timedelta(1), "in_person"), a.SECRETARY, a.AT)
    assert branch.DAY < a.TODAY
