"""转接的页: two secretaries, the member, the organisation above, and who may not."""

from datetime import date

import pytest
from two_branches import page, send, signed_in

from dengxiaming.areas.members.models import Member, Stay, Trigger
from dengxiaming.areas.members.transfers.models import Return, Transfer

pytestmark = pytest.mark.usefixtures("branches")
ASK = "/members/M8/transfer/"
ASKED = {"target": "ZB2", "outside": "", "reason": "调到水务局", "dues_until": "2026-10", "token": "K1"}


def asked(who: str = "M1", **more: str) -> str:
    answer = send(signed_in(who), ASK, {**ASKED, **more})
    assert answer.status_code == 302
    return Transfer.objects.latest("pk").code


def press(who: str, side: str, code: str, do: str, **more: str) -> int:
    return int(send(signed_in(who), f"/transfers/{side}/{code}/do/", {"do": do, "token": do, **more}).status_code)


def test_s7_1_from_the_members_page_to_the_receipt() -> None:
    happened = Trigger.objects.create(
        code="E1", kind="job_change", member=Member.objects.get(code="M8"), on=date(2026, 11, 2)
    )
    assert ASK in page(signed_in("M1"), "/members/M8/").links
    form = page(signed_in("M1"), ASK)
    assert ("answers", happened.code) in form.form(ASK)
    code = asked(answers=happened.code)
    shown = page(signed_in("N1"), f"/transfers/ZB2/{code}/").words
    assert "等新支部接收，2027年1月1日前，还有36天" in shown
    assert press("N1", "ZB2", code, "receive") == 302
    assert Stay.objects.get(member__code="M8", until=None).organization.code == "ZB2"
    assert signed_in("M1").get("/members/M8/").status_code == 404
    assert "已接收" in page(signed_in("M1"), f"/transfers/ZB1/{code}/").words
    assert "已接收" in page(signed_in("M8"), f"/transfers/ZB2/{code}/").words


def test_a_member_asks_and_the_secretary_consents() -> None:
    code = asked("M8")
    assert "等原支部同意转出" in page(signed_in("M1"), f"/transfers/ZB1/{code}/").words
    assert press("N1", "ZB2", code, "receive") == 400
    assert press("M8", "ZB1", code, "release") == 404
    assert press("M1", "ZB1", code, "release") == 302
    letter = signed_in("M1").get(f"/transfers/ZB1/{code}/letter.docx")
    assert letter.status_code == 200
    assert letter.content[:2] == b"PK"


def test_r7_the_reason_of_a_refusal_is_seen_above() -> None:
    code = asked()
    answer = send(signed_in("N1"), f"/transfers/ZB2/{code}/do/", {"do": "refuse", "reason": " ", "token": "K"})
    assert answer.status_code == 422
    assert "不得无故拒转拒接" in answer.content.decode()
    assert press("N1", "ZB2", code, "refuse", reason="还没有到岗") == 302
    for who, place in (("M4", "JG1"), ("G1", "GW1"), ("M1", "ZB1"), ("N1", "ZB2")):
        assert "第二支部：还没有到岗" in page(signed_in(who), f"/transfers/{place}/").words


def test_what_was_typed_comes_back() -> None:
    answer = send(signed_in("M1"), ASK, {**ASKED, "outside": "海拉尔", "reason": "", "dues_until": "十月"})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert all(word in said for word in ("两样选一样填", "还没有写事由", "月份“十月”读不懂", 'value="海拉尔"'))
    assert not Transfer.objects.exists()


def test_from_outside_and_beyond() -> None:
    new = {
        "name": "新来的",
        "kind": "full",
        "outside": "呼伦贝尔某局支部",
        "reason": "调入",
        "dues_until": "",
        "token": "K",
    }
    assert send(signed_in("N1"), "/transfers/ZB2/new/", new).status_code == 302
    code = Transfer.objects.get().code
    assert press("N1", "ZB2", code, "receive") == 302
    assert Stay.objects.filter(member__name="新来的", organization__code="ZB2", until=None).exists()
    beyond = asked(target="", outside="海拉尔区委组织部")
    assert press("M1", "ZB1", beyond, "slip", on="2026年12月30日") == 422
    assert press("M1", "ZB1", beyond, "slip", on="2026/11/26") == 302
    assert not Stay.objects.filter(member__code="M8", until=None).exists()


def test_nobody_recognises_somebody_by_the_code_alone() -> None:
    asked(target="", outside="海拉尔区委组织部")
    assert press("M1", "ZB1", Transfer.objects.get().code, "slip", on="2026-11-26") == 302
    new = {"name": "猜的", "kind": "full", "outside": "某支部", "reason": "调入", "member": "M8", "token": "K"}
    answer = send(signed_in("N1"), "/transfers/ZB2/new/", new)
    assert answer.status_code == 422
    assert "某M8" not in answer.content.decode()


def test_who_may_not() -> None:
    code = asked()
    for who, address, status in (
        ("N1", f"/transfers/ZB1/{code}/", 404), ("M9", f"/transfers/ZB1/{code}/", 404),
        ("N1", "/members/M8/transfer/", 404), ("M9", "/members/M8/transfer/", 404), ("M2", "/transfers/ZB1/new/", 404),
        ("M8", f"/transfers/ZB1/{code}/", 200), ("M2", f"/transfers/ZB1/{code}/", 200), ("X9", "/transfers/ZB1/", 404),
        ("admin", "/transfers/ZB1/", 404), ("M4", "/transfers/ZB1/new/", 200), ("M1", f"/transfers/JG1/{code}/", 404),
    ):  # fmt: skip
        assert signed_in(who).get(address).status_code == status, (who, address)


def test_away_is_noted_once_and_the_return_too() -> None:
    raised = {"kind": "away_over_six_months", "on": "2026-11-20", "token": "K"}
    assert send(signed_in("M1"), "/members/M8/raise/", raised).status_code == 302
    again = send(signed_in("M1"), "/members/M8/raise/", {**raised, "on": "2026-11-21"})
    assert again.status_code == 422
    assert "一次外出只记一次" in again.content.decode()
    assert "还在外，没有转接" in page(signed_in("M1"), "/transfers/ZB1/").words
    trigger = Trigger.objects.get().code
    back = {"trigger": trigger, "on": "2027-01-01", "token": "K"}
    refused = send(signed_in("M1"), "/members/M8/returned/", back)
    assert refused.status_code == 422
    assert send(signed_in("M1"), "/members/M8/returned/", {**back, "on": "2026-11-25"}).status_code == 302
    assert Return.objects.get().on == date(2026, 11, 25)
    assert "11月25日回来了" in page(signed_in("M1"), "/members/M8/").words


def test_the_same_form_twice_is_one_transfer() -> None:
    form = {**ASKED, "token": "K7"}
    client = signed_in("M1")
    first, second = send(client, ASK, form), send(client, ASK, form)
    assert first["Location"] == second["Location"]
    assert Transfer.objects.count() == 1
