"""The pages of dues: three people a page, wrong words kept and named, one form one verb, the same number of queries."""

import io
import zipfile
from datetime import date, datetime, timedelta

import branch
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from two_branches import Page, page, send, signed_in

from dengxiaming.areas.dues import actions, ledger, queries
from dengxiaming.areas.dues.books.actions import Setting
from dengxiaming.areas.dues.models import Assessment, Due, Payment, Reduction, Sheet
from dengxiaming.areas.dues.reductions import actions as reductions
from dengxiaming.areas.dues.reductions.actions import Agreed
from dengxiaming.areas.members.models import Stay
from dengxiaming.areas.organs.models import Organization
from dengxiaming.duties import actions as duties
from dengxiaming.ground.models import SensitiveLook
from dengxiaming.journal.actor import Actor

pytestmark = pytest.mark.usefixtures("branches")
BY = Actor("b" * 32, "M1")
AT = datetime(2026, 11, 25, 10, tzinfo=branch.ZONE)
NOV, DEC = date(2026, 11, 1), date(2026, 12, 1)
MONTH, ASSESS, PAY = "/dues/of/ZB1/", "/dues/of/ZB1/assess/", "/dues/of/ZB1/pay/"
MARK = "4321.09"
"""A base nobody else's page may show."""


def set_all(people: tuple[str, ...] = ()) -> None:
    wanted = people or tuple(queries.roster("ZB1", NOV))
    actions.assess("ZB1", NOV, [Setting(one, "in_service", 432109) for one in wanted], BY, AT)


def refused(answer: object) -> Page:
    shown = Page(answer.content.decode())  # type: ignore[attr-defined]  Django 的测试客户端没有类型
    assert answer.status_code == 422, shown.words[:2000]  # type: ignore[attr-defined]  同上
    assert shown.summary
    assert set(shown.summary) <= shown.ids
    return shown


def test_three_people() -> None:
    set_all()
    actions.pay("ZB1", [actions.Taken("M8", date(2026, 11, 20), {NOV: 4321})], BY, AT)
    receipt = Payment.objects.get().code
    for address, opens, shut in (
        (MONTH, ("M1", "M2", "M4", "G1", "M5"), ("M9", "N1", "X9", "admin")),
        (ASSESS, ("M1",), ("M2", "M9", "N1", "M4", "G1", "X9", "admin")),
        (PAY, ("M1",), ("M2", "M9", "N1", "M4", "G1")), ("/dues/of/ZB1/correct/", ("M1",), ("M2", "M9", "N1", "M4")),
        ("/dues/of/ZB1/reductions/", ("M1",), ("M2", "M9", "N1", "M4", "G1")),
        ("/dues/of/ZB1/year/", ("M1", "M2", "M4", "G1"), ("M9", "N1", "X9")),
        ("/dues/of/ZB1/published/", ("M1", "M2", "M9", "M4", "G1"), ("N1", "X9", "admin")),
        ("/dues/of/ZB1/arrears/", ("M1", "M4"), ("M2", "M9", "N1", "G1", "X9")),
        ("/dues/members/M8/", ("M1", "M8"), ("M2", "M9", "N1", "M4", "G1", "X9", "admin")),
        (f"/dues/receipts/{receipt}/", ("M1", "M8"), ("M2", "M9", "N1", "M4", "G1", "X9")),
        ("/dues/of/JG1/waiting/", ("M4",), ("M1", "G1", "X9")), ("/dues/of/GW1/waiting/", ("G1",), ("M1", "M4")),
    ):  # fmt: skip
        for who in opens:
            assert signed_in(who).get(address).status_code == 200, (address, who)
        for who in shut:
            assert signed_in(who).get(address).status_code == 404, (address, who)


def test_what_somebody_earns_and_pays_only_the_secretary_and_they_themselves_see() -> None:
    set_all()
    pages = (
        MONTH, "/dues/of/JG1/", "/dues/of/GW1/", "/dues/of/ZB1/year/", "/dues/of/JG1/year/", "/dues/of/ZB1/published/",
        "/dues/of/ZB1/book.xlsx",
    )  # fmt: skip
    for who in ("M2", "M4", "M5", "G1"):
        for address in pages:
            answer = signed_in(who).get(address)
            text = written(answer.content)
            for hidden in (MARK, "4,321.09", "43.21", "某M8", "某M3"):
                assert answer.status_code != 200 or hidden not in text, (who, address, hidden)
    assert MARK in signed_in("M1").get(ASSESS).content.decode()
    own = page(signed_in("M8"), "/dues/members/M8/").words
    assert "税后4,321.09元，高于3000元、不高于5000元一档，1%（R5-2），43.21元" in own


def test_what_somebody_earned_before_they_came_is_not_the_new_branchs_business() -> None:
    set_all()
    reductions.reduce("ZB1", Agreed("M8", "deferred", DEC, DEC, "家里有重病人", NOV, "committee", NOV), BY, AT)
    stay = Stay.objects.get(member__code="M8")
    Stay.objects.filter(pk=stay.pk).update(until=date(2026, 11, 24))
    there = Organization.objects.get(code="ZB2")
    Stay.objects.create(member=stay.member, kind="full", organization=there, since=date(2026, 11, 24))
    for who, sees in (("N1", False), ("M8", True)):
        words = page(signed_in(who), "/dues/members/M8/").words
        assert ("税后4,321.09元" in words, "家里有重病人" in words) == (sees, sees), who
    assert signed_in("M1").get("/dues/members/M8/").status_code == 404


def test_no_link_leads_to_a_page_that_does_not_open_to_whoever_left() -> None:
    """The ledger keeps who paid here; their own page is the new branch's."""
    set_all()
    stay, there = Stay.objects.get(member__code="M3"), Organization.objects.get(code="ZB2")
    Stay.objects.filter(pk=stay.pk).update(until=date(2026, 11, 24))
    Stay.objects.create(member=stay.member, kind="full", organization=there, since=date(2026, 11, 24))
    client = signed_in("M1")
    for address in ("/dues/of/ZB1/", "/dues/of/ZB1/year/"):
        shown = page(client, address)
        assert "某M3" in shown.words
        assert not any("/members/M3/" in link for link in shown.links)
        assert any("/members/M8/" in link for link in shown.links)
    assert "/dues/members/M8/" in page(signed_in("M8"), "/members/M8/").links
    assert "/dues/members/M8/" not in page(signed_in("M2"), "/members/M8/").links


def written(content: bytes) -> str:
    if content[:2] != b"PK":
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())


def test_a_look_at_bases_is_noted_once_a_day_and_the_member_sees_by_whom() -> None:
    set_all()
    client = signed_in("M1")
    for _ in range(3):
        client.get(ASSESS)
    held = SensitiveLook.objects.filter(what="党费基数")
    assert sorted(held.values_list("member_code", flat=True)) == [f"M{number}" for number in range(2, 10)]
    signed_in("M8").get("/dues/members/M8/")
    assert not SensitiveLook.objects.filter(what="党费明细").exists()


def test_a_month_is_set_in_one_table_and_the_next_by_one_press() -> None:
    client = signed_in("M1")
    address = f"{ASSESS}?month=2026-11"
    fields = dict(page(client, address).form(ASSESS))
    for number in range(1, 10):
        fields[f"kind-M{number}"] = "retired" if number == 2 else "no_income" if number == 3 else "in_service"
        fields[f"base-M{number}"] = "" if number == 3 else "5,000.01"
    assert send(client, address, fields).status_code == 302
    payable = dict(Due.objects.values_list("member__code", "payable"))
    assert payable == {f"M{number}": 5000 if number == 2 else 20 if number == 3 else 7500 for number in range(1, 10)}
    shown = page(client, address)
    assert "离退休费5,000.01元，高于5000元一档，1%（R5-4），50.00元" in shown.words
    assert "取整到分，四舍五入" in shown.words
    following = f"{ASSESS}?month=2026-12"
    pressed = page(client, following)
    assert "照这样核定" in pressed.words
    assert send(client, following, pressed.form(ASSESS)).status_code == 302
    assert Assessment.objects.filter(month=DEC).count() == 9
    assert Due.objects.get(member__code="M2", month=DEC).payable == 5000


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ({"kind-M1": "in_service", "base-M1": "四千"}, "base-M1"), ({"kind-M1": "nonsense"}, "kind-M1"),
        ({"kind-M1": "farmer", "base-M1": "3"}, "base-M1"), ({}, "settings"),
        ({"kind-M1": "in_service", "base-M1": ""}, "base-M1"), ({"kind-M1": "in_service", "base-M1": "-5"}, "base-M1"),
    ],
)  # fmt: skip
def test_a_bad_setting_is_named_and_kept(typed: dict[str, str], at: str) -> None:
    given = {**{name: "" for number in range(1, 10) for name in (f"kind-M{number}", f"base-M{number}")}, **typed}
    shown = refused(send(signed_in("M1"), f"{ASSESS}?month=2026-11", {**given, "base-M2": "8765.4"}))
    assert shown.summary == [at]
    assert dict(shown.form(ASSESS))["base-M2"] == "8765.4"
    assert dict(shown.form(ASSESS))["base-M1"] == typed.get("base-M1", "")
    assert not Assessment.objects.exists()


def test_those_ticked_have_paid() -> None:
    set_all()
    client, address = signed_in("M1"), f"{MONTH}collect/?month=2026-11"
    fields = page(client, f"{MONTH}?month=2026-11&all=1").form(f"{MONTH}collect/")
    fields = [(name, "100" if name == "amount-M4" else value) for name, value in fields if name != "paid-M5"]
    for _ in range(3):
        assert send(client, address, fields).status_code == 302
    assert Payment.objects.count() == 8
    assert dict(Due.objects.values_list("member__code", "paid"))["M4"] == 10_000
    assert Due.objects.get(member__code="M5").paid == 0


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ({}, "collected"), ({"paid-M3": "1", "amount-M3": "多少"}, "amount-M3"), ({"paid-M3": "1", "on": "昨天"}, "on"),
        ({"paid-M3": "1", "amount-M3": "0"}, "amount-M3"), ({"paid-M3": "1", "on": "2027-01-01"}, "on"),
    ],
)  # fmt: skip
def test_bad_ticks_are_named_and_kept(typed: dict[str, str], at: str) -> None:
    set_all()
    given = {"on": "2026-11-20", "amount-M3": "43.21", "amount-M4": "77", **typed}
    shown = refused(send(signed_in("M1"), f"{MONTH}collect/?month=2026-11", given))
    assert shown.summary == [at]
    kept = dict(shown.form(f"{MONTH}collect/"))
    assert (kept["amount-M4"], kept["on"]) == ("77", given["on"])
    assert not Payment.objects.exists()


def test_three_months_in_one_payment_brought_by_somebody_else() -> None:
    set_all()
    client = signed_in("M1")
    fields = dict(page(client, f"{PAY}?member=M8").form(PAY))
    assert (fields["since"], fields["until"], fields["amount"]) == ("2026-11", "2026-11", "43.21")
    fields |= {"until": "2027-01", "amount": "150", "proxy": "M2", "note": "出差"}
    for _ in range(2):
        answer = send(client, PAY, fields)
        assert answer.status_code == 302
    assert Payment.objects.count() == 1
    shown = page(client, answer["Location"]).words
    for words in ("某M2代交", "2026年11月43.21", "2026年12月43.21", "2027年1月63.58", "出差"):
        assert words in shown, words
    assert "由某M2代交" in page(client, f"{MONTH}?month=2026-11").words


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ({"member": ""}, "member"), ({"amount": "x"}, "amount"), ({"amount": "-3"}, "amount"), ({"on": "x"}, "on"),
        ({"since": "上月"}, "since"), ({"until": "2026-01"}, "until"), ({"proxy": "M8"}, "proxy"),
        ({"proxy_name": "字" * 101}, "proxy_name"), ({"on": "2027-02-01"}, "on"),
    ],
)  # fmt: skip
def test_a_bad_payment_is_named_and_kept(typed: dict[str, str], at: str) -> None:
    given = {
        "member": "M8", "amount": "43.21", "on": "2026-11-20", "since": "2026-11", "until": "2026-11", "note": "存着",
        **typed,
    }  # fmt: skip
    shown = refused(send(signed_in("M1"), PAY, given))
    assert at in shown.summary
    assert dict(shown.form(PAY))["note"] == "存着"
    assert not Payment.objects.exists()


def test_closed_and_corrected() -> None:
    set_all()
    client, correct = signed_in("M1"), "/dues/of/ZB1/correct/"
    assert send(client, f"{MONTH}close/?month=2026-11", {"token": "K1"}).status_code == 302
    assert Sheet.objects.get().closed_at is not None
    assert "已经结账" in page(client, f"{ASSESS}?month=2026-11").words
    bad = refused(send(client, correct, {"member": "M3", "month": "2026-11", "paid": "-1", "on": "2026-11-20"}))
    assert bad.summary == ["reason"]
    typed = {"member": "M3", "month": "2026-11", "paid": "-1", "on": "2026-11-20", "reason": "退1元", "token": "K2"}
    assert refused(send(client, correct, typed)).summary == ["paid"]
    assert send(client, correct, {**typed, "paid": "12.5"}).status_code == 302
    assert Payment.objects.get().booked == DEC
    shut = send(client, f"{MONTH}close/?month=2026-11", {"token": "K3"})
    assert refused(shut).summary == ["close"]


def test_a_reduction_on_its_page() -> None:
    set_all()
    client, address = signed_in("M1"), "/dues/of/ZB1/reductions/"
    typed = {
        "member": "M8", "sort": "reduced", "since": "2026-11", "until": "2026-12", "reason": "家里有重病人",
        "applied_on": "2026-11-03", "decided_by": "committee", "decided_on": "2026-11-02", "payable": "", "token": "K1",
    }  # fmt: skip
    shown = refused(send(client, address, typed))
    assert set(shown.summary) == {"payable", "decided_on"}
    assert dict(shown.form(address))["reason"] == "家里有重病人"
    typed |= {"decided_on": "2026-11-05", "payable": "10"}
    for _ in range(2):
        assert send(client, address, typed).status_code == 302
    held = Reduction.objects.get()
    assert Due.objects.get(member__code="M8", month=NOV).payable == 1000
    undo = f"{address}{held.code}/withdraw/"
    assert refused(send(client, undo, {})).summary == [f"undo-{held.code}"]
    assert send(client, undo, {"reason": "记错了"}).status_code == 302
    assert Due.objects.get(member__code="M8", month=NOV).payable == 4321


def test_ledgers_as_page_workbook_and_paper_agree() -> None:
    set_all()
    actions.pay("ZB1", [actions.Taken("M8", date(2026, 11, 20), {NOV: 5000})], BY, AT)
    held = ledger.total(ledger.sums(["ZB1"], NOV, NOV))
    assert held == ledger.Sums(9 * 4321, 5000)
    for who, address in (("M1", "/dues/of/ZB1/year/"), ("M4", "/dues/of/JG1/year/"), ("G1", "/dues/of/GW1/year/")):
        words = page(signed_in(who), address).words
        assert "388.89" in words, who
        assert "50.00" in words, who
    book = load_workbook(io.BytesIO(signed_in("M4").get("/dues/of/JG1/book.xlsx?year=2026").content))
    assert book.sheetnames == ["按月", "按支部"]
    assert [cell.value for cell in book["按月"][14]] == ["合计", 388.89, 50, 338.89]
    own = load_workbook(io.BytesIO(signed_in("M1").get("/dues/of/ZB1/book.xlsx?year=2026").content))
    assert own["2026年明细"]["A9"].value == "某M8"
    assert own["2026年明细"]["L9"].value == 50
    for query in ("?month=2026-11", "?year=2026"):
        answer = signed_in("M1").get(f"/dues/of/ZB1/book.docx{query}")
        assert answer.status_code == 200
        assert "某M8" in written(answer.content)
        assert MARK not in written(answer.content)
        assert signed_in("M4").get(f"/dues/of/ZB1/book.docx{query}").status_code == 403


def test_R5_10_members_read_what_was_published_without_names() -> None:
    set_all()
    address = "/dues/of/ZB1/published/?year=2026"
    assert send(signed_in("M9"), address, {"used": "x"}).status_code == 403
    shown = refused_used(send(signed_in("M1"), address, {"used": "字" * 1001, "token": "K1"}))
    assert "最多1000字" in shown
    for _ in range(2):
        assert send(signed_in("M1"), address, {"used": "全部上缴机关党委。", "token": "K2"}).status_code == 302
    words = page(signed_in("M9"), address).words
    assert "全部上缴机关党委。" in words
    assert words.count("388.89") == 1
    assert "某M8" not in words


def refused_used(answer: object) -> str:
    assert answer.status_code == 422  # type: ignore[attr-defined]  Django 的测试客户端没有类型
    return Page(answer.content.decode()).words  # type: ignore[attr-defined]  同上


def test_S7_2_the_desk_leads_a_member_to_their_dues_and_the_secretary_to_the_month() -> None:
    set_all()
    from django.db import transaction  # noqa: PLC0415  只这里要

    with transaction.atomic():
        duties.judge_all(date(2026, 11, 26))
    assert "/dues/members/M9/" in page(signed_in("M9"), "/desk/").links
    assert "/dues/members/M1/" in page(signed_in("M1"), "/desk/").links
    assert "/dues/of/ZB1/" in page(signed_in("M1"), "/matters/").links
    assert "/dues/of/ZB1/published/" in page(signed_in("M9"), "/matters/").links
    assert "/dues/of/ZB1/mine/" in page(signed_in("M9"), "/matters/").links
    assert signed_in("M9").get("/dues/of/ZB1/mine/")["Location"] == "/dues/members/M9/"
    assert signed_in("N1").get("/dues/of/ZB1/mine/").status_code == 404
    assert "/dues/of/ZB1/" not in page(signed_in("M9"), "/matters/").links


def asked(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as held:
        assert client.get(address).status_code == 200, address
    return len(held)


def test_the_same_number_of_queries_for_one_and_for_nine() -> None:
    """One member set and paid, with a reduction; then all of them."""
    Stay.objects.filter(member__code__in=[f"M{number}" for number in range(3, 10)]).update(until=date(2026, 1, 1))
    keeper, above = signed_in("M1"), signed_in("M4")
    pages = (
        (keeper, f"{MONTH}?month=2026-11"), (keeper, f"{ASSESS}?month=2026-11"), (keeper, f"{ASSESS}?month=2026-12"),
        (keeper, "/dues/of/ZB1/year/"), (keeper, "/dues/of/ZB1/reductions/"), (keeper, "/dues/of/ZB1/arrears/"),
        (above, "/dues/of/JG1/year/"), (keeper, "/dues/members/M2/"),
    )  # fmt: skip

    def fill(people: list[str]) -> None:
        set_all(tuple(people))
        actions.pay("ZB1", [actions.Taken(one, date(2026, 11, 20), {NOV: 100}) for one in people], BY, AT)
        for one in people:
            given = Agreed(one, "deferred", DEC, DEC, "难", NOV, "committee", NOV)
            reductions.reduce("ZB1", given, BY, AT)

    fill(["M2"])
    first = {address: asked(client, address) for client, address in pages}
    Stay.objects.filter(until=date(2026, 1, 1)).update(until=None)
    fill([f"M{number}" for number in range(3, 10)])
    Due.objects.filter(member__code="M2").update(recorded_at=AT + timedelta(hours=1))
    assert {address: asked(client, address) for client, address in pages} == first
