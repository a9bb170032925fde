"""A transfer from the request to the receipt (S7-1, R7): offer and acceptance, one stay after the other, no gap."""

from datetime import date, timedelta

import pytest
from branch import AT, DAY, OTHER, SECRETARY

from dengxiaming.areas.members import actions as register_verbs
from dengxiaming.areas.members import facts as register
from dengxiaming.areas.members.models import Member, Post, Stay, Trigger
from dengxiaming.areas.members.transfers import actions, facts, queries
from dengxiaming.areas.members.transfers.actions import Seat, Sent
from dengxiaming.areas.members.transfers.core import NotNow, Read
from dengxiaming.areas.members.transfers.models import Transfer
from dengxiaming.chain.note import PublicKey
from dengxiaming.duties import facts as everything
from dengxiaming.duties.actions import IMPORTED
from dengxiaming.ground.models import Grant
from dengxiaming.journal.actions import Clash, Repeated, verb
from dengxiaming.journal.actor import SYSTEM
from dengxiaming.journal.keys import key
from dengxiaming.journal.verifying import verify
from dengxiaming.law.loader import load_rulebook
from dengxiaming.reckoning import evaluate

pytestmark = pytest.mark.usefixtures("city")
LATER = AT + timedelta(days=3)
OLD, NEW = Sent(SECRETARY, AT), Sent(OTHER, LATER)
TO_ZB2 = Read("ZB2", "", "调到水务局", "2026-11")
AWAY = Read("", "海拉尔区委组织部", "调往海拉尔", "2026-11")


def asked(member: str = "M7", read: Read = TO_ZB2, sent: Sent = OLD, *, releases: bool = True) -> str:
    return actions.ask(member, read, sent, releases=releases)[0]


def stays(member: str) -> list[tuple[str, date, date | None]]:
    rows = Stay.objects.filter(member__code=member).order_by("since")
    return list(rows.values_list("organization__code", "since", "until"))


def shown(code: str) -> queries.Shown:
    found = queries.transfer(code)
    assert found is not None
    return found


def test_R7_the_old_branch_stays_responsible_until_the_receipt() -> None:
    code = asked()
    assert stays("M7") == [("ZB1", date(2020, 1, 1), None)]
    assert shown(code).state.waits_for == "receive"
    actions.receive(code, Seat(), NEW)
    assert stays("M7") == [("ZB1", date(2020, 1, 1), NEW.day), ("ZB2", NEW.day, None)]


def test_posts_and_groups_end_with_it_and_roles_follow() -> None:
    code = asked()
    actions.receive(code, Seat(leading=True), NEW)
    assert Post.objects.get(code="ZW7").until == NEW.day
    assert shown(code).ended == ("第一小组组长",)
    now = Stay.objects.get(member__code="M7", until=None)
    assert (now.group, now.leading, now.kind) == (None, True, "full")
    roles = set(Grant.objects.filter(member_code="M7", until=None).values_list("role", "organization_code"))
    assert roles == {("member", "ZB2")}


def test_S1_10_a_committee_post_that_ends_with_it_is_to_be_filled_and_follows_a_correction() -> None:
    """合同第4节，S1-10: the vacancy is its organisation's, 90 days; a group's leader sits on no committee."""
    actions.receive(asked(), Seat(), NEW)
    assert not Trigger.objects.filter(kind="post_vacant").exists()
    code = asked("M2")
    actions.receive(code, Seat(), NEW)
    row = Trigger.objects.get(kind="post_vacant")
    assert (row.organization.code if row.organization else "", row.on, row.note) == ("ZB1", NEW.day, "委员某M2离任")

    def owed() -> dict[str, object]:
        rows = evaluate(everything.whole(), load_rulebook(), as_of=NEW.day, rules=("S1-10",))
        (found,) = rows.iter_rows(named=True)
        return found

    assert (owed()["bearer_id"], owed()["status"], owed()["due_on"]) == ("ZB1", "open", NEW.day + timedelta(days=90))
    earlier = NEW.day - timedelta(days=1)
    actions.correct(code, earlier.isoformat(), "记错了", Sent(SECRETARY, LATER + timedelta(hours=1)))
    assert owed()["due_on"] == earlier + timedelta(days=90)


def test_a_post_above_both_branches_goes_on() -> None:
    code = asked("M4")
    actions.receive(code, Seat(), NEW)
    assert Post.objects.get(code="ZW4").until is None
    beyond = asked("M6", AWAY)
    actions.note_slip(beyond, DAY.isoformat(), "回执第7号", NEW)
    assert Post.objects.get(code="ZW6").until == DAY


def test_S7_1_a_received_transfer_answers_the_change_of_job() -> None:
    Trigger.objects.create(
        code="E1", kind="job_change", member=Member.objects.get(code="M7"), on=DAY - timedelta(days=20)
    )
    code = asked(read=Read("ZB2", "", "调到水务局", "", ("E1",)))
    assert facts.acts().is_empty()
    actions.receive(code, Seat(), NEW)
    act = facts.acts().row(0, named=True)
    assert (act["id"], act["kinds"], act["organization_id"], act["actor_id"]) == (code, ["transfer"], "ZB2", "N1")
    assert (act["counterpart_ids"], act["answers"], act["on"]) == (["M7"], ["E1"], NEW.day)
    rows = evaluate(everything.whole(), load_rulebook(), as_of=NEW.day, rules=("S7-1",))
    (row,) = rows.iter_rows(named=True)
    assert (row["bearer_id"], row["status"], row["satisfied_on"], row["evidence"]) == ("M7", "met", NEW.day, [code])


def test_who_left_or_became_full_meanwhile() -> None:
    code = asked("M9")
    Stay.objects.filter(member__code="M9").update(kind="full")
    actions.receive(code, Seat(), NEW)
    assert Stay.objects.get(member__code="M9", until=None).kind == "full"
    other = asked("M8")
    Stay.objects.filter(member__code="M8").update(until=DAY)
    with pytest.raises(NotNow, match="重新提出"):
        actions.receive(other, Seat(), NEW)
    assert len(stays("M8")) == 1


def test_nobody_receives_what_was_not_released() -> None:
    code = asked(releases=False)
    with pytest.raises(NotNow, match="原支部还没有同意"):
        actions.receive(code, Seat(), NEW)
    actions.release(code, OLD)
    with pytest.raises(NotNow, match="已经同意"):
        actions.release(code, OLD)
    actions.accept(code, NEW)
    actions.receive(code, Seat(), NEW)
    assert [one.step for one in shown(code).steps] == ["ask", "release", "accept", "receive"]


def test_R7_a_refusal_needs_its_reason_and_ends_it() -> None:
    code = asked()
    with pytest.raises(NotNow, match="不得无故拒转拒接"):
        actions.refuse(code, "ZB2", "  ", NEW)
    actions.refuse(code, "ZB2", "人还没有到岗", NEW)
    held = shown(code)
    assert held.state.closed == "refuse"
    assert held.steps[-1].words == "第二支部：人还没有到岗"
    with pytest.raises(NotNow, match="重新提出"):
        actions.receive(code, Seat(), NEW)
    assert asked() != code


def test_one_open_transfer_a_member() -> None:
    code = asked()
    with pytest.raises(NotNow, match="已经有一次转接在办"):
        asked(read=AWAY)
    actions.withdraw(code, "暂时不走了", OLD)
    asked(read=AWAY)


def test_nobody_settles_their_own() -> None:
    code = asked("M1", releases=False)
    with pytest.raises(NotNow, match="自己的转接由别人办"):
        actions.release(code, OLD)


def test_beyond_the_city_the_slip_ends_the_stay_on_its_day() -> None:
    code = asked(read=AWAY)
    with pytest.raises(NotNow, match="记回执"):
        actions.receive(code, Seat(), NEW)
    with pytest.raises(NotNow, match="早于"):
        actions.note_slip(code, (DAY - timedelta(days=1)).isoformat(), "", NEW)
    with pytest.raises(NotNow, match="还没有到"):
        actions.note_slip(code, (NEW.day + timedelta(days=1)).isoformat(), "", NEW)
    actions.note_slip(code, (DAY + timedelta(days=1)).isoformat(), "回执已寄回", NEW)
    assert stays("M7") == [("ZB1", date(2020, 1, 1), DAY + timedelta(days=1))]
    assert facts.acts()["organization_id"].to_list() == ["ZB1"]
    assert not Grant.objects.filter(member_code="M7", until=None).exists()


def test_from_beyond_the_city_a_member_is_created_with_the_receipt() -> None:
    read = Read("ZB2", "呼伦贝尔市某局党支部", "调入", "2026-10", (), "新来的", "probationary")
    code, _ = actions.arrive(read, NEW)
    assert not Member.objects.filter(name="新来的").exists()
    actions.receive(code, Seat(), NEW)
    who = Member.objects.get(name="新来的")
    assert stays(who.code) == [("ZB2", NEW.day, None)]
    assert Stay.objects.get(member=who).kind == "probationary"
    assert facts.acts().row(0, named=True)["counterpart_ids"] == [who.code]


def test_who_comes_back_keeps_the_code_for_life() -> None:
    actions.note_slip(asked(read=AWAY), DAY.isoformat(), "", OLD)
    assert queries.gone() == {"M7": "某M7"}
    back = Read("ZB2", "海拉尔区某支部", "调回", "", (), "某M7", "full", "M7")
    code, _ = actions.arrive(back, NEW)
    actions.receive(code, Seat(), NEW)
    assert stays("M7") == [("ZB1", date(2020, 1, 1), DAY), ("ZB2", NEW.day, None)]


def test_a_correction_moves_both_stays_and_the_posts_and_is_known_from_then_on() -> None:
    code = asked()
    actions.receive(code, Seat(), NEW)
    day, later = DAY + timedelta(days=1), Sent(OTHER, LATER + timedelta(days=2))
    actions.correct(code, day.isoformat(), "实际前两天就来了", later)
    assert stays("M7") == [("ZB1", date(2020, 1, 1), day), ("ZB2", day, None)]
    assert Post.objects.get(code="ZW7").until == day
    now, then = facts.acts().row(0, named=True), facts.acts(known_by=LATER).row(0, named=True)
    assert (now["on"], now["recorded_at"]) == (day, later.at)
    assert (then["on"], then["recorded_at"]) == (NEW.day, LATER)
    assert facts.acts(known_by=AT).is_empty()


def test_a_correction_stays_between_the_stays_around_it() -> None:
    code = asked()
    actions.receive(code, Seat(), NEW)
    for day in (date(2020, 1, 1), NEW.day + timedelta(days=9)):
        with pytest.raises(NotNow):
            actions.correct(code, day.isoformat(), "记错", NEW)
    back = actions.ask("M7", Read("ZB1", "", "调回", ""), Sent(OTHER, LATER + timedelta(days=5)), releases=True)[0]
    actions.receive(back, Seat(), Sent(SECRETARY, LATER + timedelta(days=6)))
    with pytest.raises(NotNow, match="又转走"):
        actions.correct(code, (LATER + timedelta(days=6)).date().isoformat(), "记错", Sent(OTHER, LATER + timedelta(9)))


def test_the_day_of_an_arrival_is_corrected_both_ways() -> None:
    actions.note_slip(asked(read=AWAY), DAY.isoformat(), "", OLD)
    code, _ = actions.arrive(Read("ZB2", "海拉尔区某支部", "调回", "", (), "某M7", "full", "M7"), OLD)
    actions.receive(code, Seat(), OLD)
    assert stays("M7")[1] == ("ZB2", DAY, None)
    later = (DAY + timedelta(days=2)).isoformat()
    actions.correct(code, later, "晚两天到的", NEW)
    assert stays("M7") == [("ZB1", date(2020, 1, 1), DAY), ("ZB2", DAY + timedelta(days=2), None)]
    with pytest.raises(NotNow, match="还在别的支部"):
        actions.correct(code, (DAY - timedelta(days=1)).isoformat(), "记错", NEW)
    actions.correct(code, DAY.isoformat(), "又核了一遍", NEW)
    assert stays("M7")[1] == ("ZB2", DAY, None)


def test_the_same_form_twice_is_one_transfer() -> None:
    sent = Sent(SECRETARY, AT, "K1", b"one")
    code = asked(sent=sent)
    with pytest.raises(Repeated) as again:
        asked(sent=sent)
    assert again.value.answer == code
    with pytest.raises(Clash):
        asked(sent=Sent(SECRETARY, AT, "K1", b"two"))


def test_two_secretaries_pressing_one_after_the_other() -> None:
    code = asked()
    actions.receive(code, Seat(), NEW)
    with pytest.raises(NotNow, match="已经办完"):
        actions.receive(code, Seat(), NEW)
    with pytest.raises(NotNow, match="已经办完"):
        actions.withdraw(code, "不转了", OLD)
    assert len(stays("M7")) == 2


def test_who_came_today_does_not_leave_today() -> None:
    actions.receive(asked(), Seat(), NEW)
    again = actions.ask("M7", Read("ZB1", "", "调回", ""), NEW, releases=True)[0]
    with pytest.raises(NotNow, match="同一天"):
        actions.receive(again, Seat(), Sent(SECRETARY, LATER))
    assert shown(again).state.waits_for == "receive"
    assert len(stays("M7")) == 2


def test_away_is_followed_until_the_return() -> None:
    who = Member.objects.get(code="M7")
    Trigger.objects.create(code="E2", kind="away_over_six_months", member=who, on=DAY - timedelta(days=30))
    (one,) = queries.away({"ZB1"}, DAY)
    assert (one.member, one.since, one.back_on) == ("M7", DAY - timedelta(days=30), None)
    assert queries.followed("M7") == "E2"
    with pytest.raises(ValueError, match="一次外出只记一次"):
        register_verbs.raise_trigger(register_verbs.Happened("away_over_six_months", DAY, "M7"), SECRETARY, AT)
    with pytest.raises(NotNow, match="早于"):
        actions.note_return("E2", "2020-01-01", "", OLD)
    actions.note_return("E2", DAY.isoformat(), "回来上班", OLD)
    assert queries.followed("M7") == ""
    assert queries.away({"ZB1"}, DAY)[0].back_on == DAY
    with pytest.raises(NotNow, match="已经记过"):
        actions.note_return("E2", DAY.isoformat(), "", OLD)


def test_everything_is_sealed_and_the_journal_holds() -> None:
    with verb("facts.load", SYSTEM, AT) as work:
        work.seal_import(dict.fromkeys(IMPORTED), replaces=True)
    actions.receive(asked(), Seat(), NEW)
    assert not list(verify(PublicKey.read(key().vkey)))
    assert register.members({"M7"})["organization_id"].to_list() == ["ZB1", "ZB2"]
    assert Transfer.objects.get().ended == "ZW7"
