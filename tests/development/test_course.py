"""From the application to full membership as verbs: the register follows, everything is sealed (R9)."""

from datetime import date, datetime, time, timedelta

import pytest
from branch import RECORDER, SECRETARY, ZONE
from django.db import connection
from django.test.utils import CaptureQueriesContext
from test_steps import VOTES, WHOLE

from dengxiaming.areas.members.development import actions, queries
from dengxiaming.areas.members.development.actions import NotYet
from dengxiaming.areas.members.development.models import Applicant, Milestone
from dengxiaming.areas.members.models import Member, Stay
from dengxiaming.areas.members.transfers import actions as transfers
from dengxiaming.areas.members.transfers.actions import Seat, Sent
from dengxiaming.areas.members.transfers.core import Read
from dengxiaming.chain.note import PublicKey
from dengxiaming.duties.actions import IMPORTED
from dengxiaming.ground.models import Grant
from dengxiaming.journal.actions import Repeated, verb
from dengxiaming.journal.actor import SYSTEM
from dengxiaming.journal.keys import key
from dengxiaming.journal.models import Seal
from dengxiaming.journal.verifying import verify

pytestmark = pytest.mark.usefixtures("city")


def sent(on: date, token: str = "") -> Sent:
    return Sent(RECORDER, datetime.combine(on, time(10), ZONE), token, token.encode())


def course(upto: str = "") -> str:
    """Somebody taken through the whole course, up to and without a step."""
    code, _ = actions.apply("小明", "ZB1", WHOLE[0].on, sent(WHOLE[0].on))
    for one in WHOLE[1:]:
        if one.step == upto:
            break
        actions.do(code, one.step, one.on, one.given, sent(one.on))
    return code


def stays(name: str = "小明") -> list[tuple[str, str, date, date | None]]:
    rows = Stay.objects.filter(member__name=name).order_by("since")
    return list(rows.values_list("organization__code", "kind", "since", "until"))


def test_R9_an_applicant_is_no_member_until_the_approval() -> None:
    code = course("approved")
    assert not Member.objects.filter(name="小明").exists()
    actions.do(code, "approved", date(2027, 11, 2), {"outcome": "no"}, sent(date(2027, 11, 2)))
    assert not Member.objects.filter(name="小明").exists()
    actions.do(
        code, "approved", date(2027, 11, 9), {"outcome": "yes", "number": "根直发〔2027〕9号"}, sent(date(2027, 11, 9))
    )
    assert stays() == [("ZB1", "probationary", date(2027, 9, 30), None)]
    who = Member.objects.get(name="小明")
    assert list(Grant.objects.filter(member_code=who.code).values_list("role", "since")) == [
        ("member", date(2027, 9, 30))
    ]


def test_R9_full_where_the_probation_ends() -> None:
    code = course()
    end = date(2028, 9, 30)
    assert stays() == [("ZB1", "probationary", date(2027, 9, 30), end), ("ZB1", "full", end, None)]
    held = queries.course(code, date(2028, 12, 1))
    assert held is not None
    assert (held.stage, held.closed, held.next) == ("正式党员", True, ())


def test_who_moved_in_between_is_full_in_both() -> None:
    code = course("settled")
    who = Member.objects.get(name="小明").code
    moving = Sent(SECRETARY, datetime(2028, 10, 15, 9, tzinfo=ZONE))
    moved, _ = transfers.ask(who, Read("ZB2", "", "调动", ""), moving, releases=True)
    transfers.receive(moved, Seat(), Sent(RECORDER, moving.at + timedelta(days=1)))
    assert [one.code for one in queries.of_organizations({"ZB2"}, date(2028, 10, 20))] == [code]
    assert not queries.of_organizations({"ZB1"}, date(2028, 10, 20))
    actions.do(code, "settled", date(2028, 11, 1), {"outcome": "yes"}, sent(date(2028, 11, 1)))
    assert stays() == [
        ("ZB1", "probationary", date(2027, 9, 30), date(2028, 9, 30)),
        ("ZB1", "full", date(2028, 9, 30), date(2028, 10, 16)), ("ZB2", "full", date(2028, 10, 16), None),
    ]  # fmt: skip


def test_cancelled_ends_the_stay_on_the_day_of_the_approval() -> None:
    code = course("regular")
    actions.do(code, "regular", date(2028, 10, 8), {**VOTES, "result": "cancelled"}, sent(date(2028, 10, 8)))
    assert stays()[0][3] is None
    actions.do(code, "settled", date(2028, 11, 1), {"outcome": "yes"}, sent(date(2028, 11, 1)))
    assert stays() == [("ZB1", "probationary", date(2027, 9, 30), date(2028, 11, 1))]
    assert not Grant.objects.filter(member_code=Member.objects.get(name="小明").code, until=None).exists()


def test_prolonged_then_full_later() -> None:
    code = course("regular")
    longer = {**VOTES, "result": "prolonged", "months": "6"}
    actions.do(code, "regular", date(2028, 10, 8), longer, sent(date(2028, 10, 8)))
    actions.do(code, "settled", date(2028, 10, 30), {"outcome": "yes"}, sent(date(2028, 10, 30)))
    held = queries.course(code, date(2028, 11, 1))
    assert held is not None
    assert (held.ends, [one.step.id for one in held.next]) == (date(2029, 3, 30), ["regular"])
    actions.do(code, "regular", date(2029, 4, 2), {**VOTES, "result": "regular"}, sent(date(2029, 4, 2)))
    actions.do(code, "settled", date(2029, 4, 20), {"outcome": "yes"}, sent(date(2029, 4, 20)))
    assert stays()[1] == ("ZB1", "full", date(2029, 3, 30), None)


def test_nothing_out_of_order_and_nothing_twice() -> None:
    code, _ = actions.apply("小明", "ZB1", date(2026, 6, 1), sent(date(2026, 6, 1)))
    with pytest.raises(NotYet, match="先要“派人谈话”"):
        actions.do(code, "activist", date(2026, 6, 2), {}, sent(date(2026, 6, 2)))
    actions.do(code, "talk", date(2026, 6, 2), {"people": "M1"}, sent(date(2026, 6, 2)))
    with pytest.raises(NotYet, match="已经做过"):
        actions.do(code, "talk", date(2026, 6, 3), {"people": "M1"}, sent(date(2026, 6, 3)))
    assert Milestone.objects.count() == 2


def test_R9_who_changes_branch_goes_on_where_they_were() -> None:
    code = course("candidate")
    on = date(2027, 6, 25)
    elsewhere = Sent(SECRETARY, datetime.combine(on, time(11), ZONE))
    with pytest.raises(NotYet, match="还没有选"):
        actions.hand_over(code, "ZB1", sent(on))
    with pytest.raises(NotYet, match="已经接收"):
        actions.take_on(code, elsewhere)
    actions.hand_over(code, "ZB2", sent(on))
    assert queries.place(code) == "ZB1", "until it is received the old branch answers for it (R7)"
    assert [one[:2] for one in queries.arriving({"ZB2"})] == [(code, "小明")]
    with pytest.raises(NotYet, match="材料已经转出"):
        actions.hand_over(code, "ZB2", sent(on))
    actions.take_back(code, "转错了", sent(on))
    assert not queries.arriving({"ZB2"})
    actions.hand_over(code, "ZB2", sent(on))
    actions.take_on(code, elsewhere)
    held = queries.course(code, on)
    assert held is not None
    assert (held.place, held.stage, len(held.done)) == ("ZB2", "入党积极分子", len(WHOLE[:7]))
    assert held.next[0].step.id == "contacts", "those named before belong to the old branch"
    assert [one.label for one in held.lines[-2:]] == ["材料转给第二支部", "从第一支部转来，材料审查过，接着培养"]
    with pytest.raises(NotYet, match="新支部已经接收"):
        actions.take_back(code, "不要", elsewhere)
    # 培养满一年从确定为积极分子那天算，不从转来那天算
    actions.do(code, "contacts", on, {"people": "N1"}, elsewhere)
    actions.do(code, "candidate", date(2027, 7, 1), {}, sent(date(2027, 7, 1)))
    after = queries.course(code, on)
    assert after is not None
    assert all(one.step.id != "contacts" for one in after.next)


def test_a_step_taken_back_stays_marked_and_counts_no_more() -> None:
    code = course("filed")
    with pytest.raises(NotYet, match="要写原因"):
        actions.take_back(code, " ", sent(date(2026, 7, 2)))
    actions.take_back(code, "日期记错了", sent(date(2026, 7, 2)))
    held = queries.course(code, date(2026, 7, 2))
    assert held is not None
    assert [one.withdrawn for one in held.lines] == [False, False, True]
    assert [one.step.id for one in held.next] == ["activist"]


def test_what_is_in_the_register_is_not_taken_back() -> None:
    code = course("regular")
    with pytest.raises(NotYet, match="已经进了名册"):
        actions.take_back(code, "记错了", sent(date(2027, 11, 3)))
    with pytest.raises(NotYet, match="已经是预备党员"):
        actions.stop(code, "不办了", sent(date(2027, 11, 3)))


def test_stopped_with_its_reason() -> None:
    code = course("candidate")
    actions.stop(code, "调到外市", sent(date(2027, 6, 25)))
    held = queries.course(code, date(2027, 7, 1))
    assert held is not None
    assert (held.closed, held.why, held.next) == (True, "调到外市", ())
    assert [one.code for one in queries.closed({"ZB1"}, date(2027, 7, 1))] == [code]
    with pytest.raises(NotYet, match="已经办结"):
        actions.do(code, "candidate", date(2027, 7, 2), {}, sent(date(2027, 7, 2)))


def test_those_on_probation_from_before_are_minded_too() -> None:
    assert queries.unminded({"ZB1"}) == (("M9", "某M9", date(2020, 1, 1)),)
    code, _ = actions.go_on("M9", sent(date(2026, 11, 25)))
    assert queries.unminded({"ZB1"}) == ()
    held = queries.course(code, date(2026, 11, 25))
    assert held is not None
    assert (held.stage, held.ends) == ("预备党员", date(2021, 1, 1))
    with pytest.raises(NotYet, match="已经在办"):
        actions.go_on("M9", sent(date(2026, 11, 25)))


def test_the_same_form_twice_is_one_step() -> None:
    on = date(2026, 6, 1)
    code, _ = actions.apply("小明", "ZB1", on, sent(on, "K1"))
    with pytest.raises(Repeated) as again:
        actions.apply("小明", "ZB1", on, sent(on, "K1"))
    assert again.value.answer == code
    assert Applicant.objects.count() == 1


def test_every_step_is_sealed_and_the_journal_holds() -> None:
    with verb("facts.load", SYSTEM, datetime(2026, 5, 1, 9, tzinfo=ZONE)) as work:
        work.seal_import(dict.fromkeys(IMPORTED), replaces=True)
    code = course()
    assert Seal.objects.filter(kind="applicant", code=code).count() == len(WHOLE)
    assert not list(verify(PublicKey.read(key().vkey)))


def test_a_list_asks_as_much_for_one_as_for_three() -> None:
    asked = []
    for _ in range(3):
        course("filed")
        with CaptureQueriesContext(connection) as queries_made:
            queries.of_organizations({"ZB1"}, date(2026, 8, 1))
        asked.append(len(queries_made))
    assert asked[0] == asked[2] <= 5
