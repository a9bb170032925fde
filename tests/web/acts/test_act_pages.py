"""其他的事: every short form in the browser, deployments that become everybody's duty, rooms."""

import re
from datetime import date

import pytest
from branch import form as gathering
from branch import judged, signed
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from two_branches import Page, changed, page, send, signed_in

from dengxiaming.areas.affairs.forms import HOLDERS, forms
from dengxiaming.areas.affairs.models import Act, ContactPoint, Counterpart, Room
from dengxiaming.areas.affairs.terms import SENSITIVE_KINDS
from dengxiaming.areas.members.models import Member, Trigger
from dengxiaming.areas.organs.models import Organization
from dengxiaming.journal.models import Seal
from dengxiaming.web.kit import choosing

pytestmark = pytest.mark.usefixtures("branches")
PLAN = "/acts/of/ZB1/new/annual_plan/"
KEEPERS = {"branch": ("ZB1", "M1"), "general": ("JG1", "M4"), "party_group": ("DZ1", "M5"), "city": ("GW1", "G1")}


def plan(**more: str) -> dict[str, str]:
    return {"on": "2026-11-20", "actor": "M1", "title": "2027年计划", "text": "每月一次", "token": "K1", **more}


def test_three_people() -> None:
    assert send(signed_in("M1"), PLAN, plan()).status_code == 302
    code = Act.objects.get().code
    for address, opens, shut in (
        (PLAN, ("M1", "M2"), ("M9", "N1", "M4", "X9", "admin")),
        (f"/acts/{code}/", ("M1", "M9", "M4", "G1"), ("N1", "N2", "X9", "admin")),
        ("/acts/of/ZB1/", ("M1", "M9", "M4"), ("N1", "X9", "admin")),
        ("/acts/of/ZB1/room/", ("M1",), ("M9", "N1", "X9")),
        ("/acts/of/JG1/deploy/", ("M4",), ("M1", "G1", "X9")),
    ):
        for who in opens:
            assert signed_in(who).get(address).status_code == 200, (address, who)
        for who in shut:
            assert signed_in(who).get(address).status_code == 404, (address, who)
    assert signed_in("M1").get("/acts/of/ZB1/new/nonsense/").status_code == 404


@pytest.mark.parametrize("kind", sorted(forms()))
def test_every_form_opens_says_what_is_wrong_and_keeps_what_was_typed(kind: str) -> None:
    held = forms()[kind].held_by[0]
    organization, who = KEEPERS[held]
    assert HOLDERS[held]
    address = f"/acts/of/{organization}/new/{kind}/"
    page(signed_in(who), address)
    typed = {"on": "哪天", "actor": "谁", "text": "写了许多", "until": "x", "answers": "E0"}
    answer = send(signed_in(who), address, typed)
    shown = Page(answer.content.decode())
    assert answer.status_code == 422
    assert {"on", "actor", "title", "answers"} <= set(shown.summary)
    assert set(shown.summary) <= shown.ids
    assert dict(shown.form(address))["on"] == "哪天"
    assert dict(shown.form(address))["text"] == "写了许多"
    assert not Act.objects.exists()


def test_sent_twice_it_is_one_and_other_words_under_its_token_are_kept() -> None:
    places = {send(signed_in("M1"), PLAN, plan())["Location"] for _ in range(3)}
    assert len(places) == 1
    assert Act.objects.count() == 1
    answer = send(signed_in("M1"), PLAN, plan(title="另一份"))
    assert answer.status_code == 422
    assert dict(Page(answer.content.decode()).form(PLAN))["title"] == "另一份"


@pytest.mark.parametrize("kind", sorted(SENSITIVE_KINDS))
def test_what_is_sensitive_is_hidden_from_the_committee(kind: str) -> None:
    held = forms()[kind].held_by[0]
    organization, who = KEEPERS[held]
    address = f"/acts/of/{organization}/new/{kind}/"
    person = next((value for name, value in _ticks(page(signed_in(who), address)) if name == "counterparts"), "")
    sent = {"on": "2026-11-20", "actor": who, "title": "不外传的题", "counterparts": person, "token": "K"}
    answer = send(signed_in(who), address, {name: value for name, value in sent.items() if value})
    assert answer.status_code == 302, Page(answer.content.decode()).words
    code = Act.objects.get().code
    others = {"ZB1": ("M2", "M9"), "JG1": ("G1",)}[organization]
    for other in others:
        assert signed_in(other).get(f"/acts/{code}/").status_code == 404, other
        assert "不外传的题" not in page(signed_in(other), f"/acts/of/{organization}/").words, other
        assert signed_in(other).get(address).status_code in {403, 404}, other
    assert "不外传的题" in page(signed_in(who), f"/acts/of/{organization}/").words


def _ticks(shown: Page) -> list[tuple[str, str]]:
    return re.findall(r'type="checkbox" id="[^"]*" name="([^"]*)" value="([^"]*)"', shown.html)


def test_what_a_lead_is_about_shows_on_no_other_form() -> None:
    Trigger.objects.create(
        code="E9", kind="violation_lead", member=Member.objects.get(code="M8"), on=date(2026, 11, 2), note="暗语"
    )
    for form in ("annual_plan", "self_check"):
        shown = signed_in("M2").get(f"/acts/of/ZB1/new/{form}/?answers=E9").content.decode()
        assert "违纪" not in shown
        assert "暗语" not in shown


def test_d1_1_d3_2_a_deployment_is_entered_once_seen_below_and_settled_by_the_meeting_that_lists_it() -> None:
    client, address = signed_in("M4"), "/acts/of/JG1/deploy/"
    assert address in page(client, "/acts/of/JG1/").links
    typed = {"title": "防汛工作的部署", "number": "〔2026〕7号", "on": "2026-11-02"}
    fields = {**dict(page(client, address).form(address)), **typed}
    for _ in range(3):
        assert send(client, address, fields).status_code == 302
    trigger = Trigger.objects.get()
    assert trigger.note == "防汛工作的部署（〔2026〕7号）"
    new = page(signed_in("M1"), "/records/ZB1/new/?kinds=members_meeting&on=2026-11-25")
    assert "防汛工作的部署" in new.words
    before = {key: row["status"] for key, row in judged("D3-2").items() if key[1] == "ZB1"}
    signed(gathering("ZB1", "members_meeting", answers=[trigger.code]))
    after = {key: row["status"] for key, row in judged("D3-2").items() if key[1] == "ZB1"}
    assert "open" in before.values()
    assert after != before
    assert "met" in after.values()


@pytest.mark.parametrize(
    ("change", "at"), [({"title": ""}, "title"), ({"on": "哪天"}, "on"), ({"on": "2027-01-01"}, "on")]
)
def test_a_bad_deployment_is_named(change: dict[str, str], at: str) -> None:
    address = "/acts/of/JG1/deploy/"
    typed = {"title": "防汛", "number": "7号", "on": "2026-11-02", **change}
    answer = send(signed_in("M4"), address, typed)
    shown = Page(answer.content.decode())
    assert answer.status_code == 422
    assert shown.summary == [at]
    assert at in shown.ids
    kept = dict(shown.form(address))
    assert {name: kept[name] for name in ("title", "number")} == {name: typed[name] for name in ("title", "number")}
    assert not Trigger.objects.exists()


def test_a_room_is_entered_once_and_its_name_is_asked_for() -> None:
    address = "/acts/of/ZB1/room/"
    for bad in ("", "字" * 201):
        answer = send(signed_in("M1"), address, {"name": bad, "note": "投影"})
        shown = Page(answer.content.decode())
        assert (answer.status_code, shown.summary) == (422, ["name"])
        assert dict(shown.form(address))["note"] == "投影"
        assert dict(shown.form(address))["name"] == bad
    for _ in range(2):
        assert send(signed_in("M1"), address, {"name": "三楼活动室", "note": "投影"}).status_code == 302
    assert Room.objects.count() == 1
    assert "三楼活动室" in page(signed_in("M1"), "/acts/of/ZB1/").words


def test_a_contact_point_is_kept_once() -> None:
    address = "/acts/of/DZ1/contacts/"
    for who in ("M1", "M4", "N1", "X9"):
        assert signed_in(who).get(address).status_code == 404, who
    assert address in page(signed_in("M5"), "/acts/of/DZ1/").links
    answer = send(signed_in("M5"), address, {"member": "M1", "branch": "GW1"})
    shown = Page(answer.content.decode())
    assert (answer.status_code, shown.summary) == (422, ["member", "branch"])
    assert set(shown.summary) <= shown.ids
    for _ in range(2):
        assert send(signed_in("M5"), address, {"member": "M6", "branch": "ZB1"}).status_code == 302
    assert ContactPoint.objects.count() == 1
    assert "第一支部" in page(signed_in("M5"), address).words


def test_taken_back_with_a_reason() -> None:
    send(signed_in("M1"), PLAN, plan())
    address = f"/acts/{Act.objects.get().code}/withdraw/"
    for who, status in (("M9", 404), ("N1", 404), ("M4", 404)):
        assert send(signed_in(who), address, {"reason": "x"}).status_code == status, who
    answer = send(signed_in("M1"), address, {})
    assert answer.status_code == 422
    assert set(Page(answer.content.decode()).summary) <= Page(answer.content.decode()).ids
    for token in ["K"] * 9 + ["别的设备"]:
        assert send(signed_in("M1"), address, {"reason": "记重了", "token": token}).status_code == 302
    assert Seal.objects.filter(kind="act").count() == 2
    assert "已撤回" in page(signed_in("M9"), address.replace("withdraw/", "")).words


def test_the_list_asks_as_much_for_one_as_for_three() -> None:
    client = signed_in("M1")
    send(client, PLAN, plan())
    first = asked(client, "/acts/of/ZB1/")
    for number in "23":
        send(client, PLAN, plan(token=number, title=number))
    assert Act.objects.count() == 3
    assert asked(client, "/acts/of/ZB1/") == first


def asked(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as held:
        assert client.get(address).status_code == 200
    return len(held)


def test_organisations_and_people_that_a_long_list_leaves_out_are_found_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(choosing, "MOST", 1)
    address, client = "/acts/of/GW1/new/debriefing/", signed_in("G1")
    assert "counterparts-ZB2" not in page(client, address).ids
    name = Organization.objects.get(code="ZB2").name
    typed = {"on": "2026-11-20", "actor": "G1", "title": "述职会", "text": "看了台账", "token": "K1"}
    answer = send(client, address, {**typed, "do": "find", "find": "某N1", "find_whom": name})
    shown = Page(answer.content.decode())
    assert answer.status_code == 200
    assert "counterparts-ZB2" in shown.ids
    assert "某N1" in shown.words
    assert dict(shown.form(address))["text"] == "看了台账"
    assert not Act.objects.exists()
    assert send(client, address, changed(shown.form(address), {"counterparts": "ZB2"})).status_code == 302
    assert Counterpart.objects.get().organization == Organization.objects.get(code="ZB2")
