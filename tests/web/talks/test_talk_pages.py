"""谈话: who records it, who sees that it was held, and that only those who held it read what was said."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from two_branches import Page, changed, page, send, signed_in

from dengxiaming.areas.members.models import Member, Trigger
from dengxiaming.areas.organs.models import Organization
from dengxiaming.areas.talks.models import Note, Talk
from dengxiaming.ground.models import Account, SensitiveLook
from dengxiaming.ground.queries import reader_of
from dengxiaming.journal.models import Seal
from dengxiaming.web.kit import choosing
from dengxiaming.web.papers.composed import year_book
from dengxiaming.web.records import people

pytestmark = pytest.mark.usefixtures("branches")
NEW = "/talks/ZB1/new/"
TALK = {
    "actor": "M1", "members": "M8", "on": "2026-11-20", "form": "individual", "reason": "工作变动", "note": "问了家里",
}  # fmt: skip


def recorded(who: str = "M1", **more: str) -> str:
    """A talk recorded in the browser: its code."""
    answer = send(signed_in(who), NEW, {**TALK, "token": f"K{Talk.objects.count()}", **more})
    assert answer.status_code == 302, Page(answer.content.decode()).words
    return answer["Location"].split("/")[-2]


def test_three_people() -> None:
    code = recorded()
    for who, status in (("M1", 200), ("M2", 200), ("M9", 200), ("N1", 404), ("N2", 404), ("X9", 404), ("admin", 404)):
        assert signed_in(who).get(NEW).status_code == status, who
    for who, status in (("M1", 200), ("M8", 200), ("M2", 200), ("M4", 200), ("M9", 404), ("N1", 404), ("X9", 404)):
        assert signed_in(who).get(f"/talks/{code}/").status_code == status, who
    for who, status in (("M1", 200), ("M2", 200), ("M9", 404), ("N1", 404), ("X9", 404)):
        assert signed_in(who).get("/talks/of/ZB1/").status_code == status, who
    assert send(signed_in("N1"), NEW, TALK).status_code == 404
    assert send(signed_in("N1"), f"/talks/{code}/", {"note": "x"}).status_code == 404


def test_only_those_who_held_it_read_what_was_said_and_each_look_is_noted() -> None:
    code = recorded()
    assert "问了家里" in page(signed_in("M8"), f"/talks/{code}/").words
    assert "问了家里" in page(signed_in("M1"), f"/talks/{code}/").words
    for who in ("M2", "M4"):
        shown = page(signed_in(who), f"/talks/{code}/")
        assert "问了家里" not in shown.html, who
        assert "只有谈话的人能看" in shown.words
    looks = SensitiveLook.objects.values_list("account__member_code", "member_code")
    assert list(looks) == [("M8", "M1")]
    assert "某M8谈话内容" in page(signed_in("M1"), "/members/M1/").words


def test_why_it_was_held_is_seen_by_those_who_held_it_and_by_whoever_may_know() -> None:
    """Decisions, nobody had said 1: the reason may name what is hidden, typed in words or answered."""
    about = Member.objects.get(code="M8")
    for code, kind in (("E1", "disciplined"), ("E2", "retirement")):
        Trigger.objects.create(code=code, kind=kind, member=about, on=date(2026, 11, 2))
    for answers, seen in (("", "谈心谈话"), ("E1", "谈心谈话"), ("E2", "退休")):
        code = recorded(reason="受处分", answers=answers) if answers else recorded(reason="受处分")
        for who, word in (("M1", "受处分"), ("M8", "受处分"), ("M4", "受处分"), ("M2", seen)):
            assert f"<h1>{word}</h1>" in page(signed_in(who), f"/talks/{code}/").html, (who, answers)
    for address in ("/talks/of/ZB1/", "/members/M8/"):
        assert "受处分" not in page(signed_in("M2"), address).words
        assert "受处分" in page(signed_in("M1"), address).words
    book = year_book(reader_of(Account.objects.get(member_code="M1"), date(2026, 11, 25)), "ZB1", 2026)
    assert [one.reason for one in book.talks] == ["谈心谈话", "谈心谈话", "退休"]


def test_each_side_writes_its_own_and_nobody_else_writes() -> None:
    code = recorded()
    assert send(signed_in("M8"), f"/talks/{code}/", {"note": "我也记一句"}).status_code == 302
    assert send(signed_in("M2"), f"/talks/{code}/", {"note": "插话"}).status_code == 403
    shown = page(signed_in("M1"), f"/talks/{code}/")
    assert "我也记一句" in shown.words
    assert dict(shown.form(f"/talks/{code}/"))["note"] == "问了家里"
    assert Note.objects.count() == 2
    for text in ("一", "二", "一"):
        fields = {**dict(page(signed_in("M8"), f"/talks/{code}/").form(f"/talks/{code}/")), "note": text}
        send(signed_in("M8"), f"/talks/{code}/", fields)
    assert dict(page(signed_in("M8"), f"/talks/{code}/").form(f"/talks/{code}/"))["note"] == "一"


def test_everything_wrong_is_named_and_nothing_typed_is_lost() -> None:
    typed = {"actor": "", "on": "上周", "form": "", "reason": "字" * 201, "note": "要紧的话"}
    answer = send(signed_in("M1"), NEW, {**typed, "token": "K"})
    shown = Page(answer.content.decode())
    assert answer.status_code == 422
    assert {"actor", "members", "on", "form", "reason"} == set(shown.summary)
    assert set(shown.summary) <= shown.ids
    kept = dict(shown.form(NEW))
    assert {name: kept[name] for name in ("on", "reason", "note")} == {
        name: typed[name] for name in ("on", "reason", "note")
    }
    again = send(signed_in("M1"), NEW, [*{**TALK, "on": "2026-12-24"}.items(), ("members", "M9")])
    assert again.status_code == 422
    assert [value for name, value in Page(again.content.decode()).form(NEW) if name == "members"] == ["M8", "M9"]
    assert not Talk.objects.exists()


def test_sent_twice_it_is_one() -> None:
    places = {send(signed_in("M1"), NEW, {**TALK, "token": "K7"})["Location"] for _ in range(3)}
    assert len(places) == 1
    assert Talk.objects.count() == 1
    other = send(signed_in("M1"), NEW, {**TALK, "reason": "另一件", "token": "K7"})
    assert other.status_code == 422
    assert dict(Page(other.content.decode()).form(NEW))["reason"] == "另一件"


def test_a_member_records_the_own_talks_and_nobody_else_s() -> None:
    assert send(signed_in("M9"), NEW, TALK).status_code == 422
    assert not Talk.objects.exists()
    recorded("M9", actor="M9")
    recorded("M9", members="M9")
    assert Talk.objects.count() == 2


def test_a_talk_answers_nothing_of_another_branch() -> None:
    trigger = Trigger.objects.create(
        code="E1", kind="retirement", member=Member.objects.get(code="N2"), on=date(2026, 11, 2)
    )
    assert "退休" not in page(signed_in("M1"), f"{NEW}?members=M8&answers=E1").words
    answer = send(signed_in("M1"), NEW, {**TALK, "answers": trigger.code})
    shown = Page(answer.content.decode())
    assert answer.status_code == 422
    assert "answers" in shown.summary
    assert "answers" in shown.ids


def test_taken_back_by_whoever_held_it_or_keeps_the_records() -> None:
    code = recorded()
    address = f"/talks/{code}/withdraw/"
    assert send(signed_in("M8"), address, {"reason": "x"}).status_code == 403
    assert send(signed_in("N1"), address, {"reason": "x"}).status_code == 404
    answer = send(signed_in("M1"), address, {"reason": ""})
    assert answer.status_code == 422
    assert set(Page(answer.content.decode()).summary) <= Page(answer.content.decode()).ids
    for token in ["K"] * 9 + ["别的设备"]:
        assert send(signed_in("M1"), address, {"reason": "记重了", "token": token}).status_code == 302
    assert Seal.objects.filter(kind="talk", code=code).count() == 2
    assert "已撤回" in page(signed_in("M1"), f"/talks/{code}/").words
    assert "已撤回" in page(signed_in("M1"), "/talks/of/ZB1/").words


def test_the_list_asks_as_much_for_one_as_for_three() -> None:
    client = signed_in("M1")
    recorded()
    first = asked(client, "/talks/of/ZB1/")
    recorded()
    recorded()
    assert asked(client, "/talks/of/ZB1/") == first


def test_a_form_about_nothing_that_happened_asks_for_those_it_names_once(monkeypatch: pytest.MonkeyPatch) -> None:
    named, times = people.nameable, list[str]()
    monkeypatch.setattr(people, "nameable", lambda code, day: times.append(code) or named(code, day))
    assert signed_in("M1").get(NEW).status_code == 200
    assert times == ["ZB1"]


def test_whom_a_long_list_leaves_out_is_found_by_name_and_nothing_typed_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(choosing, "MOST", 3)
    client = signed_in("M1")
    first = page(client, NEW)
    assert "members-M8" not in first.ids
    looked = send(client, NEW, {**TALK, "members": "M1", "do": "find", "find": "M8"})
    shown = Page(looked.content.decode())
    assert looked.status_code == 200
    assert shown.summary == []
    assert {"members-M8", "members-M1"} <= shown.ids
    assert f"，{Organization.objects.get(code='ZB1').name}" in shown.words  # 同名的人，写明在哪个支部
    assert "某M8" in shown.words
    kept = dict(shown.form(NEW))
    assert (kept["note"], kept["reason"], kept["actor"], kept["members"]) == ("问了家里", "工作变动", "M1", "M1")
    assert not Talk.objects.exists()
    assert send(client, NEW, changed(shown.form(NEW), {"members": "M8"})).status_code == 302
    assert Talk.objects.get().counterparts.get().member.code == "M8"


def asked(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as held:
        assert client.get(address).status_code == 200
    return len(held)
