"""The appraisal's four steps in their order (S4-1 … S4-3, R1-12, R8), and what of it nobody else may know."""

from datetime import date

import appraising as a
import branch
import pytest
from django.db import connection

from dengxiaming.areas.appraisals import actions, core, queries
from dengxiaming.areas.appraisals.actions import Found, Opening
from dengxiaming.areas.appraisals.core import Course
from dengxiaming.areas.appraisals.models import Appraisal, Draft, Opinion, SelfAppraisal
from dengxiaming.areas.appraisals.refusals import Refused
from dengxiaming.areas.appraisals.terms import GRADES, MOST_EXCELLENT
from dengxiaming.areas.ballots.actions import Refused as NoBallot
from dengxiaming.areas.members.models import Member, Stay
from dengxiaming.journal.models import Entry, Seal

pytestmark = pytest.mark.usefixtures("branches")


def now(code: str) -> str:
    return queries.course(Appraisal.objects.select_related("ballot").get(code=code)).now


def own(code: str, member: str = "M8") -> queries.Own:
    found = queries.own(code, member)
    assert found is not None
    return found


def test_S4_1_once_a_year_with_everybody_in_force_that_day() -> None:
    code = a.opened()
    shown = queries.appraisal(code)
    assert shown is not None
    assert [one.member for one in shown.there] == list(a.PEOPLE)
    Stay.objects.create(
        member=Member.objects.create(code="M10", name="某M10"), kind="full", since=date(2026, 11, 20),
        organization=shown.row.organization,
    )  # fmt: skip
    after = queries.appraisal(code)
    assert after is not None
    assert len(after.lines) == 9, "who takes part is frozen at the opening"
    with pytest.raises(Refused, match="2026年的民主评议已经开始了"):
        a.opened()


def test_S4_1_the_kernel_counts_the_gathering_and_nothing_else() -> None:
    """The appraisal act is emitted once, by the record of the meeting (decisions, The house)."""
    before = branch.judged("S4-1")
    code = a.opened()
    a.handed_in(code)
    actions.hold_mutual(code, a.TODAY, a.SECRETARY, a.AT)
    assert branch.judged("S4-1") == before
    branch.signed(branch.form("ZB1", "appraisal", on=branch.DAY.isoformat()))
    assert branch.judged("S4-1") != before


def test_S4_2_four_steps_in_order_each_refused_before_its_turn() -> None:
    code = a.opened()
    with pytest.raises(Refused, match="个人自评还没有交齐"):
        actions.hold_mutual(code, a.TODAY, a.SECRETARY, a.AT)
    with pytest.raises(Refused, match="个人自评还没有交齐"):
        a.prepared(code)
    a.handed_in(code)
    with pytest.raises(Refused, match="还没有互评"):
        a.prepared(code)
    with pytest.raises(Refused, match="还没有互评"):
        actions.opine(code, "M8", Found("qualified", "好", a.TODAY), a.SECRETARY, a.AT)
    actions.hold_mutual(code, a.TODAY, a.SECRETARY, a.AT)
    ballot = a.prepared(code)
    with pytest.raises(Refused, match="民主测评还没有结束"):
        actions.opine(code, "M8", Found("qualified", "好", a.TODAY), a.SECRETARY, a.AT)
    with pytest.raises(Refused, match="已经发起了"):
        a.prepared(code)
    a.counted(ballot)
    assert now(code) == core.OPINION
    actions.opine(code, "M8", Found("qualified", "好", a.TODAY), a.SECRETARY, a.AT)


def test_S4_2_the_whole_way() -> None:
    code = a.decided()
    assert now(code) == core.TOLD
    assert actions.tell(code, a.PEOPLE, a.SECRETARY, a.AT) == 9
    assert now(code) == core.DONE
    actions.answer(code, "我有不同看法", a.actor("M8"), a.AT)
    assert own(code).answer == "我有不同看法"
    actions.opine(code, "M8", Found("excellent", "复议后改为优秀", a.TODAY), a.SECRETARY, a.AT)
    again = own(code)
    assert (again.finding and again.finding.grade, again.told_at, again.answer) == ("excellent", None, "我有不同看法")
    assert now(code) == core.TOLD, "a changed opinion is told again"
    assert Seal.objects.filter(kind="appraisal_opinion", code=again.opinion).count() == 4, "every version is kept"


def test_S4_2_nobody_is_told_what_was_not_found_and_nobody_answers_it() -> None:
    code = a.measured()
    with pytest.raises(Refused, match="先写评定意见"):
        actions.tell(code, a.PEOPLE, a.SECRETARY, a.AT)
    with pytest.raises(Refused, match="还没有告知您"):
        actions.answer(code, "我不同意", a.actor("M8"), a.AT)


def test_S4_3_records_of_groups_are_linked_and_one_is_the_branchs() -> None:
    code = actions.open_appraisal("ZB1", Opening(2026, date(2026, 12, 10), in_groups=True), a.SECRETARY, a.AT)
    a.handed_in(code)
    actions.hold_mutual(code, a.TODAY, a.SECRETARY, a.AT)
    group = branch.signed(
        branch.form("XZ1", "group_meeting", on=a.TODAY.isoformat(), chair="M7", recorder="M7"), "XZ1",
        a.actor("M7"), a.AT,
    )  # fmt: skip
    with pytest.raises(Refused, match="其中要有一次是“民主评议党员”"):
        actions.link(code, [group], a.SECRETARY, a.AT)
    both = branch.signed(branch.form("ZB1", "appraisal", "organization_life", on=a.TODAY.isoformat()), at=a.AT)
    actions.link(code, [group, both], a.SECRETARY, a.AT)
    shown = queries.appraisal(code)
    assert shown is not None
    assert {act for act, *_ in shown.meetings} == {group, both}


def test_a_record_of_another_day_branch_or_unsigned_is_not_linked() -> None:
    code = a.opened()
    a.handed_in(code)
    actions.hold_mutual(code, a.TODAY, a.SECRETARY, a.AT)
    elsewhere = branch.signed(
        branch.form("ZB2", "appraisal", on=a.TODAY.isoformat(), chair="N1", recorder="N1"), "ZB2", branch.OTHER, a.AT
    )
    other_day = branch.signed(branch.form("ZB1", "appraisal"))
    for act in (elsewhere, other_day, "G0000000"):
        with pytest.raises(Refused, match="还没有选会议记录"):
            actions.link(code, [act], a.SECRETARY, a.AT)


def test_somebody_excused_holds_nobody_up_and_is_on_no_ballot() -> None:
    code = a.opened()
    actions.excuse(code, "M9", "长期住院", a.SECRETARY, a.AT)
    a.handed_in(code, a.PEOPLE[:-1])
    assert now(code) == core.MUTUAL
    with pytest.raises(Refused, match="您不参加这次评议"):
        actions.hand_in(code, "我写", a.actor("M9"), a.AT)
    assert queries.own(code, "M9") is None
    actions.hold_mutual(code, a.TODAY, a.SECRETARY, a.AT)
    a.prepared(code, people=a.PEOPLE[:-1])
    with pytest.raises(Refused, match="名单不能再改"):
        actions.excuse(code, "M9", "", a.SECRETARY, a.AT)


def test_what_is_written_is_nobodys_until_handed_in_and_stands_nowhere_in_plain() -> None:
    code = a.opened()
    actions.save_draft(code, a.MARK, "", a.actor("M8"))
    assert queries.draft(code, "M8") == a.MARK
    assert queries.draft(code, "M1") == ""
    assert own(code).text == ""
    a.handed_in(code)
    assert own(code).text == f"{a.MARK}M8"
    assert not Draft.objects.exists()
    held = [bytes(one.text) for one in SelfAppraisal.objects.all()]
    held += [one.document.encode() for one in Seal.objects.all()] + [bytes(one.body) for one in Entry.objects.all()]
    assert not any("暗记自评".encode() in one for one in held)
    with pytest.raises(Refused, match="已经交了"):
        actions.hand_in(code, "改一改", a.actor("M8"), a.AT)


def test_R8_totals_stand_beside_the_opinion_and_decide_nothing() -> None:
    code = a.measured()
    assert own(code).tally == (("优秀", 3), ("合格", 4), ("基本合格", 1), ("不合格", 1))
    assert own(code).finding is None
    actions.opine(code, "M8", Found("unqualified", "支委会一致认为不合格", a.TODAY), a.SECRETARY, a.AT)
    found = own(code).finding
    assert found is not None
    assert found.word == "不合格", "people decide: no automatic grade"
    with pytest.raises(Refused, match="还没有选等次"):
        actions.opine(code, "M7", Found("top", "好", a.TODAY), a.SECRETARY, a.AT)
    assert list(GRADES.values()) == ["优秀", "合格", "基本合格", "不合格"]


def test_below_five_cast_nothing_is_broken_down() -> None:
    code = a.opened()
    for one in a.PEOPLE[4:]:
        actions.excuse(code, one, "借调外地", a.SECRETARY, a.AT)
    four = a.PEOPLE[:4]
    a.handed_in(code, four)
    actions.hold_mutual(code, a.TODAY, a.SECRETARY, a.AT)
    with pytest.raises(NoBallot, match="请用纸票"):
        a.prepared(code, on_paper=False, people=four)
    a.counted(a.prepared(code, people=four), {"qualified": 3, "basic": 1}, four)
    assert own(code, "M2").tally is None


@pytest.mark.parametrize(
    ("excellent", "there", "over"), [(0, 9, False), (3, 9, False), (4, 9, True), (3, 8, True), (2, 8, False)]
)
def test_R8_the_local_share_is_said_and_forbids_nothing(excellent: int, there: int, over: bool) -> None:
    assert core.too_many_excellent(excellent, there, MOST_EXCELLENT) is over


def test_more_than_the_share_can_be_decided() -> None:
    code = a.decided(dict.fromkeys(a.PEOPLE, "excellent"))
    shown = queries.appraisal(code)
    assert shown is not None
    assert shown.count("excellent") == 9


@pytest.mark.parametrize(
    ("course", "step"),
    [
        (Course(3, 2, None, False, False, 0, 0), core.SELF), (Course(3, 3, None, False, False, 0, 0), core.MUTUAL),
        (Course(3, 3, a.TODAY, False, False, 0, 0), core.MEASURE),
        (Course(3, 3, a.TODAY, True, True, 2, 0), core.OPINION),
        (Course(3, 3, a.TODAY, False, True, 3, 0), core.OPINION), (Course(3, 3, a.TODAY, True, True, 3, 2), core.TOLD),
        (Course(3, 3, a.TODAY, True, True, 3, 3), core.DONE),
    ],
)  # fmt: skip
def test_S4_2_where_it_stands(course: Course, step: str) -> None:
    assert course.now == step


def test_withdrawn_it_can_begin_again_but_not_once_somebody_knows() -> None:
    code = a.opened()
    with pytest.raises(Refused, match="要写原因"):
        actions.withdraw(code, " ", a.SECRETARY, a.AT)
    actions.withdraw(code, "年度写错了", a.SECRETARY, a.AT)
    done = a.decided()
    actions.tell(done, ["M1"], a.SECRETARY, a.AT)
    with pytest.raises(Refused, match="不能撤销"):
        actions.withdraw(done, "又错了", a.SECRETARY, a.AT)


def test_the_page_costs_a_fixed_number_of_queries(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001  pytest-django gives it no type
    code = a.decided()
    connection.ensure_connection()
    with django_assert_max_num_queries(16):
        queries.appraisal(code)
    assert Opinion.objects.count() == 9
