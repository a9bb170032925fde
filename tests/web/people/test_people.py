"""党员: what a page shows to whom, raising what happened with one click, and taking it back."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from two_branches import Page, page, send, signed_in

from dengxiaming.areas.members.models import Member, Stay, Trigger
from dengxiaming.areas.members.terms import SENSITIVE_TRIGGERS, TRIGGER_KINDS
from dengxiaming.areas.organs.models import Organization
from dengxiaming.areas.talks.models import Talk
from dengxiaming.ground.models import SensitiveLook
from dengxiaming.journal import actions as journal
from dengxiaming.journal.models import Seal
from dengxiaming.web.people.views import TALKED

pytestmark = pytest.mark.usefixtures("branches")
RAISE = "/members/M8/raise/"


def fields(who: str, kind: str, address: str = RAISE, **more: str) -> dict[str, str]:
    """What the form of a member's page sends for a button."""
    shown = page(signed_in(who), address.replace("raise/", ""))
    return {**dict(shown.form(address)), "kind": kind, **more}


def test_three_people() -> None:
    for who, status in (("M1", 200), ("M2", 200), ("M8", 200), ("M4", 200), ("G1", 200)):
        assert signed_in(who).get("/members/M8/").status_code == status, who
    for who in ("M9", "N1", "N2", "X9", "admin"):
        assert signed_in(who).get("/members/M8/").status_code == 404, who
        assert send(signed_in(who), RAISE, {"kind": "retirement", "on": "2026-11-20"}).status_code in {403, 404}, who
    for who, status in (("M1", 200), ("M9", 404), ("N1", 404), ("X9", 404)):
        assert signed_in(who).get("/organizations/ZB1/members/").status_code == status, who
    assert signed_in("M1").get("/members/nobody/").status_code == 404
    assert not Trigger.objects.exists()


@pytest.mark.parametrize("kind", TALKED)
def test_s5_2_each_of_the_six_is_one_click_and_the_talk_is_filled_in(kind: str) -> None:
    client = signed_in("M1")
    answer = send(client, RAISE, fields("M1", kind))
    assert answer.status_code == 302
    trigger = Trigger.objects.get()
    assert (trigger.kind, str(trigger.member), trigger.on) == (kind, "某M8", date(2026, 11, 26))
    asked = {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}
    assert (asked["members"], asked["answers"], asked["actor"]) == ("M8", trigger.code, "M1")
    shown = page(client, answer["Location"])
    form = shown.form("/talks/ZB1/new/")
    assert ("members", "M8") in form
    assert ("answers", trigger.code) in form
    assert dict(form)["actor"] == "M1"
    assert (TRIGGER_KINDS[kind] in dict(form)["reason"]) == (kind not in SENSITIVE_TRIGGERS)
    assert send(client, "/talks/ZB1/new/", [*form, ("form", "individual")]).status_code == 302
    assert Talk.objects.get().answers == trigger.code


def test_sent_again_it_is_one_and_for_another_member_another() -> None:
    client = signed_in("M1")
    sent = fields("M1", "job_change")
    places = {send(client, RAISE, sent)["Location"] for _ in range(3)}
    assert len(places) == 1
    assert Trigger.objects.count() == 1
    assert send(client, "/members/M9/raise/", sent).status_code == 302
    assert set(Trigger.objects.values_list("member__code", flat=True)) == {"M8", "M9"}


@pytest.mark.parametrize("on", ["前天", "2026-13-01", "2026-12-01", ""])
def test_a_bad_day_is_named_and_nothing_typed_is_lost(on: str) -> None:
    answer = send(signed_in("M1"), RAISE, fields("M1", "honoured", on=on, note="省里的奖"))
    shown = Page(answer.content.decode())
    assert answer.status_code == 422
    assert shown.summary == ["on"]
    assert "on" in shown.ids
    assert dict(shown.form(RAISE))["on"] == on
    assert dict(shown.form(RAISE))["note"] == "省里的奖"
    assert not Trigger.objects.exists()


def test_what_is_too_much_for_one_entry_is_said_and_nothing_typed_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    given = fields("M1", "honoured", note="区里通报表扬")
    monkeypatch.setattr(journal, "LARGEST_ENTRY", 100)
    answer = send(signed_in("M1"), RAISE, given)
    assert answer.status_code == 409
    assert "这一次改动太大" in answer.content.decode()
    assert "区里通报表扬" in answer.content.decode()
    assert not Trigger.objects.exists()
    monkeypatch.undo()
    assert send(signed_in("M1"), RAISE, given).status_code == 302, "再交一次就行"


def test_a_day_is_read_as_people_write_it() -> None:
    assert send(signed_in("M1"), RAISE, fields("M1", "honoured", on="2026年11月3日")).status_code == 302
    assert Trigger.objects.get().on == date(2026, 11, 3)


def test_a_word_no_list_has_is_refused() -> None:
    assert send(signed_in("M1"), RAISE, fields("M1", "nonsense")).status_code == 400


@pytest.mark.parametrize("kind", sorted(SENSITIVE_TRIGGERS - {"unqualified"}))  # 评为不合格由民主评议提出
def test_what_is_sensitive_is_hidden_from_the_committee(kind: str) -> None:
    assert send(signed_in("M2"), RAISE, fields("M2", kind)).status_code == 403
    assert ("kind", kind) not in page(signed_in("M2"), "/members/M8/").buttons
    assert send(signed_in("M1"), RAISE, fields("M1", kind, note="不外传的话")).status_code == 302
    for who in ("M2", "G1", "M8"):
        words = page(signed_in(who), "/members/M8/").words
        assert "不外传的话" not in words, who
        assert "要有人办的事0件" in words, who
    assert "不外传的话" in page(signed_in("M1"), "/members/M8/").words
    code = Trigger.objects.get().code
    for who in ("M2", "M9"):
        asked = page(signed_in(who), f"/talks/ZB1/new/?members=M8&answers={code}")
        assert TRIGGER_KINDS[kind] not in asked.words, who
        assert code not in asked.html, who


def test_each_look_at_what_is_sensitive_is_noted_and_the_member_sees_who() -> None:
    send(signed_in("M1"), RAISE, fields("M1", "hardship"))
    page(signed_in("M2"), "/members/M8/")
    assert not SensitiveLook.objects.exclude(account__member_code="M1").exists()
    before = SensitiveLook.objects.count()
    page(signed_in("M1"), "/members/M8/")
    assert SensitiveLook.objects.count() == before + 1
    assert "某M1要办的事项" in page(signed_in("M8"), "/members/M8/").words
    assert "谁看过" not in page(signed_in("M1"), "/members/M8/").words


def test_nobody_raises_for_themselves() -> None:
    assert not [name for name, _ in page(signed_in("M1"), "/members/M1/").buttons if name == "kind"]
    assert send(signed_in("M1"), "/members/M1/raise/", {"kind": "honoured", "on": "2026-11-20"}).status_code == 403


def test_taken_back_with_a_reason_it_stays_and_is_marked() -> None:
    send(signed_in("M1"), RAISE, fields("M1", "retirement"))
    code = Trigger.objects.get().code
    answer = send(signed_in("M1"), "/members/M8/withdraw/", {"trigger": code, "reason": " "})
    assert answer.status_code == 422
    assert set(Page(answer.content.decode()).summary) <= Page(answer.content.decode()).ids
    for who, status in (("N1", 404), ("M9", 404), ("M1", 302), ("M1", 302)):
        sent = {"trigger": code, "reason": "看错了人"}
        assert send(signed_in(who), "/members/M8/withdraw/", sent).status_code == status, who
    assert Seal.objects.filter(kind="trigger", code=code).count() == 2
    assert "已撤回" in page(signed_in("M1"), "/members/M8/").words
    assert send(signed_in("M1"), "/members/M9/withdraw/", {"trigger": code, "reason": "x"}).status_code == 404


def test_the_committee_takes_back_nothing_that_is_hidden_from_it() -> None:
    send(signed_in("M1"), RAISE, fields("M1", "complaint"))
    sent = {"trigger": Trigger.objects.get().code, "reason": "x"}
    assert send(signed_in("M2"), "/members/M8/withdraw/", sent).status_code == 404
    assert Trigger.objects.get().withdrawn_at is None


def asked(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as held:
        assert client.get(address).status_code == 200
    return len(held)


def test_lists_ask_as_much_for_one_row_as_for_three() -> None:
    client = signed_in("M1")
    send(client, RAISE, fields("M1", "honoured", note="0"))
    first = asked(client, "/members/M8/")
    for number in "12":
        send(client, RAISE, fields("M1", "honoured", note=number))
    assert asked(client, "/members/M8/") == first
    first = asked(client, "/organizations/ZB1/members/")
    for number in range(2):
        member = Member.objects.create(code=f"Q{number}", name="新来的")
        Stay.objects.create(
            member=member, kind="full", organization=Organization.objects.get(code="ZB1"), since=date(2026, 1, 1)
        )
    assert asked(client, "/organizations/ZB1/members/") == first
