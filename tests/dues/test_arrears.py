"""Arrears (R6, S7-3): who has not paid for how long is what the kernel says; a case moves only by people, two of them
for the grave act; at any step it can stop.
"""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import branch
import pytest
from django.test import Client
from two_branches import Page, page, send, signed_in

from dengxiaming.areas.dues import core, facts
from dengxiaming.areas.dues.arrears import actions, queries
from dengxiaming.areas.dues.books.actions import Refused
from dengxiaming.areas.dues.models import Case, Due, Step
from dengxiaming.areas.gatherings.procedure import Taken
from dengxiaming.areas.members import facts as members
from dengxiaming.areas.members.models import Member, Post, Stay
from dengxiaming.areas.organs import facts as organs
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground.models import Account, Grant, SensitiveLook
from dengxiaming.journal.actor import Actor
from dengxiaming.journal.models import Seal
from dengxiaming.law.loader import load_rulebook
from dengxiaming.reckoning import Facts, evaluate

pytestmark = pytest.mark.usefixtures("branches")
TODAY = date(2026, 11, 26)
AT = datetime(2026, 11, 26, 10, tzinfo=branch.ZONE)
SECRETARY, SUPERIOR = Actor("b" * 32, "M1"), Actor("d" * 32, "M4")
EFFECTIVE = load_rulebook().effective_from
COUNTS = {"entitled": 8, "present": 7, "in_favour": 5, "against": 1, "abstained": 1}


def paid(code: str, months: tuple[date, ...]) -> None:
    who = Member.objects.get(code=code)
    Due.objects.bulk_create(
        Due(member=who, month=month, payable=100, paid=100, paid_on=month, recorded_at=AT) for month in months
    )


def paid_up_but(code: str, unpaid: int) -> None:
    """Everybody has paid but one, who has not for so many months that are over."""
    everything = core.months(EFFECTIVE, date(2026, 11, 1))
    for one in [f"M{number}" for number in range(1, 10)]:
        paid(one, everything if one != code else everything[: -unpaid - 1])


def run(code: str = "M8") -> queries.Run:
    return next(one for one in queries.arrears("ZB1", TODAY, EFFECTIVE, 3) if one.member == code)


def opened(code: str = "M8") -> str:
    paid_up_but(code, 6)
    return actions.begin("ZB1", run(code), 6, SECRETARY, AT)[0]


def walked(code: str, until: str = "request") -> None:
    """The steps of the branch, up to one."""
    for kind, taken in (
        ("notice", Taken(TODAY, "written", "挂号信")), ("heard", Taken(TODAY, "spoke", "说忘了")),
        ("vote", Taken(TODAY, counts=COUNTS)), ("request", Taken(TODAY, "sent")),
    ):  # fmt: skip
        actions.step(code, kind, taken, SECRETARY, AT)
        if kind == until:
            return


def test_S7_3_from_the_third_month_the_member_and_the_secretary_are_reminded_nobody_else() -> None:
    paid_up_but("M8", 2)
    assert "您的党费" not in desk("M8"), "two months are not three"
    Due.objects.filter(member__code__in=["M8", "M3"], month__gte=date(2026, 8, 1)).delete()
    Due.objects.filter(member__code="M3", month=date(2026, 7, 1)).delete()
    assert "您的党费：2026年8月到10月没有交足" in desk("M8")
    assert "/dues/members/M8/" in desk("M8")
    assert "党费：2人该提醒补交" in desk("M1")
    assert "某M8" not in desk("M1"), "names are on the list, where looks are noted"
    assert not any("该提醒" in desk(who) for who in ("M2", "M4", "M9"))
    listed = page(signed_in("M1"), "/dues/of/ZB1/arrears/").words
    assert listed.index("某M3") < listed.index("某M8"), "by name, not by length"
    Member.objects.filter(code="M8").update(name="某M0")
    listed = page(signed_in("M1"), "/dues/of/ZB1/arrears/").words
    assert listed.index("某M0") < listed.index("某M3")
    assert "2026年7月到10月" in listed


def desk(who: str) -> str:
    return signed_in(who).get("/desk/").content.decode()


@pytest.mark.parametrize("seed", range(6))
def test_S7_3_the_runs_are_the_kernels(seed: int) -> None:
    """Random stays, days of records and payments: the months are those S7-2 misses, the runs those S7-3 raises."""
    random = Random(seed)
    Organization.objects.filter(code="ZB2").update(
        records_from=date(2025, random.randint(1, 12), random.randint(1, 28))
    )
    for stay in Stay.objects.all():
        since = EFFECTIVE + timedelta(days=random.randint(-100, 1500))
        until = since + timedelta(days=random.randint(20, 900)) if random.random() < 0.5 else None
        Stay.objects.filter(pk=stay.pk).update(since=since, until=until)
        if until is not None and random.random() < 0.7:
            other = Organization.objects.get(code=random.choice(["ZB1", "ZB2"]))
            begins = until + timedelta(days=random.choice([0, 0, 40]))
            Stay.objects.create(member=stay.member, kind="full", organization=other, since=begins)
        for month in core.months(EFFECTIVE, TODAY):
            if random.random() < 0.75:
                Due.objects.create(
                    member=stay.member, month=month, payable=100, paid=random.choice([100, 100, 99, 0]),
                    paid_on=month, recorded_at=AT, excuse=random.choice(["", "", "", "住院"]),
                )  # fmt: skip
    people = sorted(Member.objects.values_list("code", flat=True))
    ours = queries.unpaid(people, TODAY, EFFECTIVE)
    held = Facts.of(organizations=organs.organizations(), members=members.members(), dues=facts.dues())
    rows = list(evaluate(held, load_rulebook(), TODAY, rules=["S7-2", "S7-3"]).iter_rows(named=True))
    missed = {
        (row["bearer_id"], row["opens_on"]) for row in rows if row["rule"] == "S7-2" and row["status"] == "missed"
    }
    raised = {(row["bearer_id"], row["opens_on"], row["counted"]) for row in rows if row["rule"] == "S7-3"}
    assert missed
    assert {(code, month) for code, runs in ours.items() for run in runs for month in run} == missed
    assert {(code, run[5], len(run)) for code, runs in ours.items() for run in runs if len(run) >= 6} == raised


def test_the_third_month_is_named_and_the_sixth_can_be_taken_up_by_people() -> None:
    paid_up_but("M8", 3)
    assert [(one.member, one.length) for one in queries.arrears("ZB1", TODAY, EFFECTIVE, 3)] == [("M8", 3)]
    with pytest.raises(Refused, match=r"不到6个月"):
        actions.begin("ZB1", run(), 6, SECRETARY, AT)
    assert not Case.objects.exists()


def test_nothing_moves_by_itself_and_no_step_is_skipped() -> None:
    code = opened()
    with pytest.raises(Refused, match="已经有一件"):
        actions.begin("ZB1", run(), 6, SECRETARY, AT)
    for kind in ("heard", "vote", "request", "approval"):
        with pytest.raises(Refused):
            actions.step(code, kind, Taken(TODAY, "sent"), SECRETARY, AT)
    with pytest.raises(Refused):
        actions.decide(code, Taken(TODAY, "approved"), SUPERIOR, AT)
    actions.step(code, "notice", Taken(TODAY, "in_person"), SECRETARY, AT)
    with pytest.raises(Refused, match="已经记过"):
        actions.step(code, "notice", Taken(TODAY, "in_person"), SECRETARY, AT)
    held = queries.case(code)
    assert held is not None
    assert held.next is not None
    assert (held.next.id, held.due) == ("heard", TODAY + timedelta(days=15))
    assert Stay.objects.get(member__code="M8").until is None


# R1-5：半数以上有表决权的党员到会，赞成超过应到会的半数
@pytest.mark.parametrize(
    ("counts", "end"),
    [
        ((8, 4, 4, 0, 0), "not_carried"), ((8, 5, 5, 0, 0), ""), ((8, 8, 4, 4, 0), "not_carried"),
        ((8, 3, 3, 0, 0), "not_carried"), ((7, 4, 4, 0, 0), ""),
    ],
)  # fmt: skip
def test_R1_5_the_vote_counts_against_those_expected(counts: tuple[int, ...], end: str) -> None:
    code = opened()
    walked(code, "heard")
    given = dict(zip(("entitled", "present", "in_favour", "against", "abstained"), counts, strict=True))
    actions.step(code, "vote", Taken(TODAY, counts=given), SECRETARY, AT)
    assert Case.objects.get().end == end


def test_a_vote_that_does_not_add_up_is_refused() -> None:
    code = opened()
    walked(code, "heard")
    for wrong in ({**COUNTS, "present": 9}, {**COUNTS, "in_favour": 7}):
        with pytest.raises(Refused, match="数对不上"):
            actions.step(code, "vote", Taken(TODAY, counts=wrong), SECRETARY, AT)


def test_R6_removed_from_the_day_of_approval_by_somebody_else_than_who_proposed() -> None:
    Post.objects.create(
        code="ZW80", member=Member.objects.get(code="M8"), since=branch.SINCE, post="committee_member",
        organization=Organization.objects.get(code="ZB1"),
    )  # fmt: skip
    code = opened()
    walked(code)
    assert Case.objects.get().asked is not None
    for same in (SECRETARY, Actor("e" * 32, "M8")):
        with pytest.raises(Refused, match="别人"):
            actions.decide(code, Taken(TODAY, "approved"), same, AT)
    actions.decide(code, Taken(TODAY, "approved", number="〔2026〕9号"), SUPERIOR, AT)
    held = Case.objects.get()
    assert (held.end, held.ended_on) == ("approved", TODAY)
    assert Stay.objects.get(member__code="M8").until == TODAY
    assert Post.objects.get(code="ZW80").until == TODAY
    assert not Grant.objects.filter(member_code="M8", until__isnull=True).exists()
    assert {"member", "dues_case"} <= set(Seal.objects.values_list("kind", flat=True))
    assert queries.arrears("ZB1", TODAY, EFFECTIVE, 3) == ()


@pytest.mark.parametrize("until", ["", "notice", "heard", "vote", "request"])
@pytest.mark.parametrize("why", ["justified", "paid_up", "withdrawn"])
def test_at_any_step_people_can_stop_it(until: str, why: str) -> None:
    code = opened()
    if until:
        walked(code, until)
    actions.stop(code, why, Taken(TODAY, text="补交了"), SECRETARY, AT)
    assert Case.objects.get().end == why
    for again in (lambda: walked(code), lambda: actions.decide(code, Taken(TODAY, "approved"), SUPERIOR, AT)):
        with pytest.raises(Refused, match="办完或者停了"):
            again()
    assert Stay.objects.get(member__code="M8").until is None


def test_not_approved_the_member_stays() -> None:
    code = opened()
    walked(code)
    actions.decide(code, Taken(TODAY, "refused"), SUPERIOR, AT)
    assert Case.objects.get().end == "refused"
    assert Stay.objects.get(member__code="M8").until is None


def test_what_the_member_said_lies_enciphered() -> None:
    code = opened()
    walked(code)
    text = "".join(seal.document for seal in Seal.objects.all())
    assert "说忘了" not in text
    assert all("说忘了".encode() not in bytes(step.text) for step in Step.objects.all())
    held = queries.case(code)
    assert held is not None
    said = held.step("heard")
    assert said is not None
    assert said.text == "说忘了"


def test_a_step_is_not_before_the_one_before_nor_in_the_future() -> None:
    code = opened()
    for on in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(Refused) as refused:
            actions.step(code, "notice", Taken(on, "in_person"), SECRETARY, AT)
        assert refused.value.field == "on"


# 页面


def test_a_whole_case_by_two_people_in_the_browser() -> None:
    paid_up_but("M8", 6)
    secretary, superior = signed_in("M1"), signed_in("M4")
    fields = dict(page(secretary, "/dues/of/ZB1/arrears/").form("/dues/of/ZB1/arrears/open/"))
    assert fields["member"] == "M8"
    address = ""
    for _ in range(2):
        answer = send(secretary, "/dues/of/ZB1/arrears/open/", fields)
        assert answer.status_code == 302
        address = answer["Location"]
    assert Case.objects.count() == 1
    for typed in (
        {"outcome": "written", "text": "挂号信"}, {"outcome": "declined"},
        {name: str(count) for name, count in COUNTS.items()}, {"outcome": "sent"},
    ):  # fmt: skip
        taken(secretary, address, typed)
    decide = f"{address}approve/"
    assert decide in page(superior, "/dues/of/JG1/waiting/").links
    assert signed_in("M1").get(decide).status_code == 404
    bad = send(superior, decide, {**dict(page(superior, decide).form(decide)), "outcome": ""})
    assert bad.status_code == 422
    assert Page(bad.content.decode()).summary == ["outcome"]
    typed = {**dict(page(superior, decide).form(decide)), "outcome": "approved", "number": "〔2026〕9号"}
    assert send(superior, decide, typed).status_code == 302
    words = page(secretary, address).words
    assert "除名，2026年11月26日" in words
    assert "赞成超过应到8人的半数，通过" in words
    assert SensitiveLook.objects.filter(account=Account.objects.get(username="m4"), member_code="M8").exists()


def taken(client: Client, address: str, typed: dict[str, str]) -> None:
    to = f"{address}step/"
    empty = send(client, to, {**dict(page(client, address).form(to)), **dict.fromkeys(typed, "")})
    shown = Page(empty.content.decode())
    assert empty.status_code == 422 or set(typed) <= {"text"}
    assert set(shown.summary) <= shown.ids
    assert send(client, to, {**dict(page(client, address).form(to)), **typed}).status_code == 302


def test_three_people_and_who_is_asked() -> None:
    code = opened()
    for name, kind in (("notice", "pdf"), ("motion", "docx"), ("request", "docx")):
        paper = f"/dues/cases/{code}/paper/{name}.{kind}"
        assert signed_in("M1").get(paper).status_code == 200
        for who in ("M2", "M9", "N1", "G1", "X9"):
            assert signed_in(who).get(paper).status_code == 404, who
    for who, status in (
        ("M1", 200), ("M4", 200), ("M8", 200), ("M2", 404), ("M9", 404), ("N1", 404), ("G1", 404), ("M5", 404),
        ("X9", 404),
    ):  # fmt: skip
        assert signed_in(who).get(f"/dues/cases/{code}/").status_code == status, who
    assert signed_in("M4").get(f"/dues/cases/{code}/approve/").status_code == 404
    walked(code)
    for who, status in (("M4", 200), ("M1", 404), ("G1", 404), ("M8", 404)):
        assert signed_in(who).get(f"/dues/cases/{code}/approve/").status_code == status, who
    assert send(signed_in("M4"), f"/dues/cases/{code}/step/", {"do": "stop"}).status_code == 404


def test_stopped_on_the_page_with_a_reason() -> None:
    code = opened()
    client, to = signed_in("M1"), f"/dues/cases/{code}/step/"
    bad = send(client, to, {"do": "stop", "why": "", "stopped_on": "2026-11-26", "stop_text": "已补"})
    shown = Page(bad.content.decode())
    assert (bad.status_code, shown.summary) == (422, ["why"])
    assert "已补" in shown.html
    assert send(client, to, {"do": "stop", "why": "paid_up", "stopped_on": "2026-11-26"}).status_code == 302
    assert "已经补交" in page(client, f"/dues/cases/{code}/").words


def test_the_papers_say_what_was_recorded() -> None:
    from dengxiaming.web.dues.letters import LETTERS  # noqa: PLC0415  Django 先要备好

    code = opened()

    def lines(name: str) -> Any:  # noqa: ANN401  一张纸
        held = queries.case(code)
        assert held is not None
        return LETTERS[name][1](held, TODAY)

    assert "请各位有表决权的党员表决" in "".join(lines("motion").paragraphs)
    walked(code)
    said = "".join(lines("request").paragraphs)
    for words in ("2026年5月至2026年10月（连续6个月）", "本人作了说明：说忘了", "赞成5"):
        assert words in said, words
    assert lines("request").addressee == "机关党委"
    assert lines("notice").addressee == "某M8同志"
    assert "给予某M8除名" in "".join(lines("motion").paragraphs)
