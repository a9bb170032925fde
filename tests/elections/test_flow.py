"""One election from the plan to the posts, on paper, and what each step refuses (S1-8, S1-9, S8-1, S8-3)."""

from datetime import date

import pytest
import town

from dengxiaming.areas.elections import actions, plan, queries
from dengxiaming.areas.elections.actions import Decision
from dengxiaming.areas.elections.models import Registered
from dengxiaming.areas.elections.refusals import Refused
from dengxiaming.areas.elections.tenure import actions as tenure
from dengxiaming.areas.elections.voting import actions as voting
from dengxiaming.areas.elections.voting.actions import Opening
from dengxiaming.areas.elections.voting.meeting import Typed
from dengxiaming.duties import edition, facts
from dengxiaming.ground.models import Grant
from dengxiaming.reckoning import evaluate

pytestmark = pytest.mark.django_db
AT, ON, SECRETARY, ABOVE = town.AT, town.ON, town.SECRETARY, town.ABOVE


@pytest.fixture(autouse=True)
def here() -> None:
    town.build()


def test_S8_3_an_election_on_paper_from_the_plan_to_the_posts() -> None:
    code = town.called(town.planned())
    assert town.held(code).now == "meet"
    shown = town.done(code)
    assert shown.now == ""
    assert shown.course.elected == {
        "delegate": (), "committee_member": ("M2", "M1", "M3"), "secretary": ("M2",), "deputy_secretary": (),
    }  # fmt: skip
    approved = date(2026, 12, 1)
    assert town.posts("ZB1", ON) == {
        "M2": ("secretary", "elected_by_committee", approved, None),
        "M1": ("committee_member", "elected_by_members", None, approved),
        "M3": ("discipline_commissioner", "elected_by_members", None, approved),
    }
    assert set(town.posts("ZB1", date(2026, 11, 24))) == {"M1", "M2", "M3"}


def test_roles_follow_the_posts() -> None:
    town.done(town.called(town.planned()))
    roles = Grant.objects.filter(organization_code="ZB1", until=None).values_list("member_code", "role")
    assert {("M2", "branch_secretary"), ("M1", "branch_committee"), ("M3", "branch_committee")} <= set(roles)
    assert ("M1", "branch_secretary") not in set(roles)


def test_S8_1_a_new_term_opens_and_S1_9_is_met() -> None:
    code = town.called(town.planned())
    town.done(code)
    rows = evaluate(facts.whole(), edition.rulebook(), date(2029, 11, 24), rules=["S8-1", "S1-9"]).to_dicts()
    terms = {row["period"]: row for row in rows if row["rule"] == "S8-1" and row["bearer_id"] == "ZB1"}
    assert terms["term-2026-11-25"]["due_on"] == date(2029, 11, 24)
    assert terms["term-2020-01-01"]["evidence"] == [code]
    ours = [row for row in rows if row["rule"] == "S1-9" and row["opens_on"] == ON]
    assert [row["status"] for row in ours] == ["met", "met", "met"]


def test_before_it_is_reported_it_is_no_fact_and_withdrawn_it_is_none_again() -> None:
    code = town.called(town.planned())
    voting.meet(code, town.meeting(), SECRETARY, AT)
    town.elected_committee(code)
    town.counted(code, ("M2",), {"M2": ("3", "0", "0")}, present=("M1", "M2", "M3"))
    assert facts.whole().acts.filter(id=code).is_empty()
    actions.report(code, "", SECRETARY, AT)
    assert facts.whole().acts.filter(id=code)["kinds"].to_list() == [["election"]]
    actions.withdraw(code, "上级没有批准", SECRETARY, AT)
    assert facts.whole().acts.filter(id=code).is_empty()


def test_S8_3_no_step_is_left_out() -> None:
    code = actions.prepare(town.planned(), "ZB1", SECRETARY, AT)
    for tried in (
        lambda: actions.permit(code, Decision(True, ON), ABOVE, AT), lambda: actions.call(code, SECRETARY, AT),
        lambda: voting.meet(code, town.meeting(), SECRETARY, AT), lambda: actions.report(code, "", SECRETARY, AT),
        lambda: voting.open_round(code, Opening((), "paper"), SECRETARY, AT),
        lambda: actions.approve(code, Decision(True, ON), ABOVE, AT),
    ):  # fmt: skip
        with pytest.raises(Refused):
            tried()


def test_a_returned_plan_is_changed_and_sent_again() -> None:
    code = actions.prepare(town.planned(), "ZB1", SECRETARY, AT)
    actions.request(code, SECRETARY, AT)
    with pytest.raises(Refused, match="已经请示"):
        actions.amend(code, town.planned(), SECRETARY, AT)
    actions.permit(code, Decision(False, ON, reason="副书记人选再酝酿。"), ABOVE, AT)
    assert town.held(code).row.returned == "副书记人选再酝酿。"
    actions.amend(code, town.planned(place="一楼"), SECRETARY, AT)
    actions.request(code, SECRETARY, AT)
    assert (town.held(code).row.place, town.held(code).row.returned) == ("一楼", "")


def test_R3_3_the_register_is_frozen_at_the_call() -> None:
    tenure.suspend("M7", "probation", date(2026, 1, 1), SECRETARY, AT)
    code = town.called(town.planned(excused={"M6": "frail"}))
    standings = dict(Registered.objects.values_list("member__code", "standing"))
    assert standings == {
        **{f"M{n}": "entitled" for n in (1, 2, 3, 4, 5, 8, 9)}, "M6": "excused", "M7": "suspended",
        "M10": "probationary",
    }  # fmt: skip
    assert town.held(code).expected == 7
    tenure.suspend("M5", "arrested", date(2026, 11, 1), SECRETARY, AT)
    assert town.held(code).expected == 7


def test_R3_3_a_candidate_who_lost_the_right_since_stops_the_call() -> None:
    code = actions.prepare(town.planned(), "ZB1", SECRETARY, AT)
    actions.request(code, SECRETARY, AT)
    actions.permit(code, Decision(True, ON), ABOVE, AT)
    tenure.suspend("M4", "detained", date(2026, 11, 1), SECRETARY, AT)
    with pytest.raises(Refused, match="没有被选举权"):
        actions.call(code, SECRETARY, AT)
    assert not Registered.objects.exists()


@pytest.mark.parametrize(("came", "enough"), [(8, True), (7, False)])
def test_R3_5_of_nine_eight_have_to_come(came: int, enough: bool) -> None:
    code = town.called(town.planned())
    present = frozenset({"M8", "M9", *(f"M{n}" for n in range(1, came - 1))})
    if enough:
        voting.meet(code, town.meeting(present=present), SECRETARY, AT)
        assert (town.held(code).expected, town.held(code).present) == (9, came)
        return
    with pytest.raises(Refused, match="至少8人"):
        voting.meet(code, town.meeting(present=present), SECRETARY, AT)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"tellers": ("M1", "M9"), "leads": "M9"}, "监票人不能是候选人"), ({"tellers": ("M9",)}, "至少2人"),
        ({"tellers_passed": False}, "经大会通过"), ({"leads": "M7"}, "总监票人"), ({"chair": ""}, "主持"),
        ({"tellers": ("M9", "M10")}, "到会、有选举权"),
    ],
)  # fmt: skip
def test_R3_7_who_counts(wrong: dict[str, object], said: str) -> None:
    code = town.called(town.planned())
    with pytest.raises(Refused, match=said):
        voting.meet(code, town.meeting(**wrong), SECRETARY, AT)


def test_R3_6_who_is_not_counted_is_passed_by_the_meeting() -> None:
    code = town.called(town.planned(excused={"M6": "frail"}))
    with pytest.raises(Refused, match="R3-6"):
        voting.meet(code, town.meeting(), SECRETARY, AT)
    voting.meet(code, town.meeting(excused_passed=True), SECRETARY, AT)


def test_only_tellers_count_and_another_checks() -> None:
    code = town.called(town.planned())
    voting.meet(code, town.meeting(), SECRETARY, AT)
    number = voting.open_round(code, Opening(("M1", "M2", "M3", "M4"), "paper"), SECRETARY, AT)
    votes = dict.fromkeys(("M1", "M2", "M3", "M4"), ("3", "6", "0"))
    figures = Typed("9", "9", "0", votes)
    with pytest.raises(Refused, match="监票人做"):
        voting.count(code, number, figures, SECRETARY, AT)
    with pytest.raises(Refused, match="还没有人报数"):
        voting.check(code, number, True, town.CHECKER, AT)
    voting.count(code, number, figures, town.TELLER, AT)
    with pytest.raises(Refused, match="另一名监票人"):
        voting.check(code, number, True, town.TELLER, AT)
    voting.check(code, number, False, town.CHECKER, AT)
    assert town.held(code).rounds[-1].row.cast is None
    voting.count(code, number, figures, town.CHECKER, AT)
    voting.check(code, number, True, town.TELLER, AT)
    with pytest.raises(Refused, match="不能再改"):
        voting.count(code, number, figures, town.TELLER, AT)
    assert town.held(code).course.elected["committee_member"] == ()


def test_R3_9_more_came_back_than_went_out_and_it_is_held_again() -> None:
    code = town.called(town.planned())
    voting.meet(code, town.meeting(), SECRETARY, AT)
    votes = dict.fromkeys(("M1", "M2", "M3", "M4"), ("9", "0", "0"))
    shown = town.counted(code, ("M1", "M2", "M3", "M4"), votes, cast=10)
    assert shown.rounds[-1].outcome is not None
    assert shown.rounds[-1].outcome.void
    assert shown.course.next is not None
    assert (shown.course.next.sort, shown.course.next.candidates) == ("repeated", ("M1", "M2", "M3", "M4"))
    assert town.elected_committee(code).course.elected["committee_member"] == ("M2", "M1", "M3")


def test_R3_11_equals_are_voted_on_again_and_the_first_stay_elected() -> None:
    code = town.called(town.planned())
    voting.meet(code, town.meeting(), SECRETARY, AT)
    votes = {"M1": ("9", "0", "0"), "M2": ("6", "3", "0"), "M3": ("6", "3", "0"), "M4": ("6", "3", "0")}
    shown = town.counted(code, ("M1", "M2", "M3", "M4"), votes)
    assert shown.course.next is not None
    assert (shown.course.next.sort, shown.course.next.candidates, shown.course.next.seats) == (
        "among_equals", ("M2", "M3", "M4"), 2,
    )  # fmt: skip
    votes = {"M2": ("7", "2", "0"), "M3": ("4", "5", "0"), "M4": ("5", "4", "0")}
    assert town.counted(code, (), votes).course.elected["committee_member"] == ("M1", "M2", "M4")


def test_R3_12_too_few_and_a_supplementary_election() -> None:
    code = town.called(town.planned())
    voting.meet(code, town.meeting(), SECRETARY, AT)
    votes = {"M1": ("9", "0", "0"), "M2": ("6", "3", "0"), "M3": ("4", "5", "0"), "M4": ("4", "5", "0")}
    shown = town.counted(code, ("M1", "M2", "M3", "M4"), votes)
    assert shown.course.next is not None
    assert (shown.course.next.sort, shown.course.next.seats) == ("supplementary", 1)
    with pytest.raises(Refused, match="至少2人"):
        voting.open_round(code, Opening(("M3",), "paper"), SECRETARY, AT)
    with pytest.raises(Refused, match="已经当选"):
        voting.open_round(code, Opening(("M3", "M1"), "paper"), SECRETARY, AT)
    shown = town.counted(code, ("M3", "M4"), {"M3": ("6", "3", "0"), "M4": ("3", "6", "0")})
    assert shown.course.elected["committee_member"] == ("M1", "M2", "M3")


@pytest.mark.parametrize(("consenting", "enough"), [(5, True), (4, False)])
def test_R3_12_fewer_seats_with_half_of_the_voters_or_more(consenting: int, enough: bool) -> None:
    code = town.called(town.planned())
    voting.meet(code, town.meeting(), SECRETARY, AT)
    votes = {"M1": ("9", "0", "0"), "M2": ("6", "3", "0"), "M3": ("4", "5", "0"), "M4": ("4", "5", "0")}
    town.counted(code, ("M1", "M2", "M3", "M4"), votes)
    if not enough:
        with pytest.raises(Refused, match="半数以上"):
            voting.give_up_seats(code, consenting, SECRETARY, AT)
        return
    voting.give_up_seats(code, consenting, SECRETARY, AT)
    course = town.held(code).course
    assert course.next is not None
    assert (course.next.post, course.elected["committee_member"]) == ("secretary", ("M1", "M2"))


def test_R3_8_somebody_written_in_is_elected() -> None:
    code = town.called(town.planned())
    voting.meet(code, town.meeting(), SECRETARY, AT)
    votes = {"M1": ("8", "1", "0"), "M2": ("8", "1", "0"), "M3": ("2", "7", "0"), "M4": ("1", "8", "0")}
    shown = town.counted(code, ("M1", "M2", "M3", "M4"), votes, others=(("M5", "6"), ("", "")))
    assert shown.course.elected["committee_member"] == ("M1", "M2", "M5")
    with pytest.raises(Refused, match="名册里选"):
        town.counted(code, ("M5",), {"M5": ("0", "3", "0")}, present=("M1", "M2", "M5"), others=(("M6", "3"),))


def test_R3_13_a_branch_without_committee_elects_its_secretary_by_the_meeting() -> None:
    nobody = {"committee_member": (), "secretary": ("N2",)}
    made = town.planned("ZB2", seats="0", nominees=nobody)
    code = town.called(made, "ZB2")
    present = frozenset({"N1", "N2", "N3", "N4"})
    tellers = {"present": present, "tellers": ("N3", "N4"), "leads": "N3", "chair": "N1"}
    voting.meet(code, town.meeting(**tellers), SECRETARY, AT)
    number = voting.open_round(code, Opening(("N2",), "paper"), SECRETARY, AT)
    from dengxiaming.journal.actor import Actor  # noqa: PLC0415  只有这里换监票人

    voting.count(code, number, Typed("4", "4", "0", {"N2": ("3", "1", "0")}), Actor("e" * 32, "N3"), AT)
    voting.check(code, number, True, Actor("f" * 32, "N4"), AT)
    actions.report(code, "", SECRETARY, AT)
    actions.approve(code, Decision(True, ON), ABOVE, AT)
    assert town.posts("ZB2", ON) == {"N2": ("secretary", "elected_by_members", ON, None)}


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"seats": "2"}, "seats", "3至5人"), ({"seats": "8"}, "seats", "不超过7人"), ({"seats": "0"}, "seats", "R1-14"),
        ({"secretaries": "0"}, "secretaries", "1名书记"), ({"deputies": "2"}, "deputies", "1名副书记"),
        ({"on": "明天"}, "on", "读不懂"), ({"seats": "三"}, "seats", "读不懂"),
        ({"nominees": {"committee_member": ("M1", "M2", "M3"), "secretary": ("M1",)}}, "committee_member", "至少4人"),
        ({"nominees": {"committee_member": ("M1", "M2", "M3", "M4"), "secretary": ("M5",)}}, "secretary",
         "也要是委员"),
        ({"nominees": {"committee_member": ("M1", "M2", "M3", "M10"), "secretary": ("M1",)}}, "committee_member",
         "R3-3"),
        ({"excused": {"M1": "frail"}}, "excused", "是候选人"), ({"excused": {"M6": "lazy"}}, "excused", "R3-6"),
    ],
)  # fmt: skip
def test_a_plan_is_refused_with_its_article(more: dict[str, object], field: str, said: str) -> None:
    made = plan.read(town.typed(**more), town.known())
    assert isinstance(made, tuple)
    assert any(one.field == field and said in one.sentence for one in made), made


def test_R3_7_the_ballot_stands_in_the_order_of_strokes() -> None:
    code = town.called(town.planned())
    assert [one.name for one in town.held(code).nominees["committee_member"]] == ["丁一", "于明", "马文", "王芳"]


def test_R2_10_the_superior_is_no_party_group() -> None:
    assert queries.superior_of("ZB1") == "JG1"
    assert queries.superior_of("JG1") == "GW1"
    assert queries.superior_of("GW1") == ""


def test_an_organ_committee_is_elected_by_all_below_it() -> None:
    assert len(queries.standings_on("JG1", ON)) == 14
