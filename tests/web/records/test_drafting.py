"""Drafting a gathering in the browser: kept whatever happens, signed once, opened to whoever keeps the records."""

import json
from datetime import date

import pytest
from branch import AT, OTHER, form, signed
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from two_branches import Page, changed, page, send, signed_in

from dengxiaming.areas.affairs.models import Act, Answer
from dengxiaming.areas.gatherings import drafts
from dengxiaming.areas.gatherings.models import Draft, Gathering, Holder, Notice
from dengxiaming.areas.members.models import Trigger
from dengxiaming.areas.organs.models import Organization
from dengxiaming.journal.models import Entry

pytestmark = pytest.mark.usefixtures("branches")
NEW = "/records/ZB1/new/?kinds=theme_day;lesson;members_meeting&on=2026-11-25"
FILLED = {
    "c/starts": "14:30", "c/ends": "16:40", "c/place": "三楼活动室", "c/theme": "讨论冬季巡河",
    "c/holders/ZB1/observers": "无",
    "c/items/0/title": "党员的责任", "c/items/0/lecturer": "M1", "c/items/0/kind": "lesson",
    "c/items/1/title": "冬季巡河", "c/items/1/speeches": "两人一组。", "c/items/1/votes_none": "1",
    "c/items/1/resolutions/0/text": "每周沿河巡查一次，结果交给支委会", "c/items/1/resolutions/0/owner": "M3",
    "c/items/1/resolutions/0/due_on": "2027-03-31",
}  # fmt: skip
Fields = list[tuple[str, str]]


def new(who: str = "M2", address: str = NEW) -> tuple[str, Fields]:
    """A new form: where it is sent, and its fields."""
    shown = page(signed_in(who), address)
    action, fields = next((to, fields) for to, fields in shown.forms if "/draft/" in to)
    return action, fields


def filled(fields: Fields, **change: str) -> Fields:
    """All of it filled in, everybody there."""
    roll = {f"c/holders/ZB1/roll/M{n}/status": "present" for n in range(1, 10)}
    return changed(fields, {**FILLED, **roll, **change})


def with_do(fields: Fields, do: str, **more: str) -> Fields:
    return [*changed(fields, more), ("do", do)]


def saved(who: str = "M2", **change: str) -> tuple[str, Fields]:
    """A draft that was saved: its address, and its fields as the page has them."""
    action, fields = new(who)
    answer = send(signed_in(who), action, with_do(filled(fields, **change), "save"))
    assert answer.status_code == 302
    return action, page(signed_in(who), action).form(action)


@pytest.mark.parametrize("address", ["/records/ZB1/new/", "/records/ZB1/draft/G0000001/", "/records/ZB1/"])
def test_three_people(address: str) -> None:
    action, _ = saved()
    address = address.replace("/records/ZB1/draft/G0000001/", action)
    assert signed_in("M1").get(address).status_code == 200
    assert signed_in("N1").get(address).status_code == 404
    assert signed_in("X9").get(address).status_code == 404
    assert signed_in("admin").get(address).status_code == 404


def test_whoever_is_not_signed_in_comes_back_to_the_same_form() -> None:
    answer = Client().get(NEW)
    assert answer.status_code == 302
    assert "next=%2Frecords%2FZB1%2Fnew" in answer["Location"]


@pytest.mark.parametrize("last", ["saved/", "discard/", "code/", ""])
def test_a_neighbour_writes_nothing(last: str) -> None:
    action, fields = saved()
    before = Draft.objects.get().content
    answer = send(signed_in("N1"), action + last, with_do(fields, "save", **{"c/theme": "改了"}))
    assert answer.status_code == 404
    assert Draft.objects.get().content == before


def test_a_draft_of_another_branch_is_not_reached_through_the_own_one() -> None:
    action, fields = saved()
    answer = send(signed_in("N1"), action.replace("ZB1", "ZB2"), with_do(fields, "save"))
    assert answer.status_code == 404


def test_what_was_typed_is_kept_as_it_was() -> None:
    _, fields = saved(**{"c/on": "去年冬天", "c/starts": "下午", "c/theme": "<b>“题”</b>"})
    held = dict(fields)
    assert (held["c/on"], held["c/starts"], held["c/theme"]) == ("去年冬天", "下午", "<b>“题”</b>")
    assert held["version"] == "1"


def test_a_tick_can_be_taken_back() -> None:
    action, fields = saved()
    client = signed_in("M2")
    assert drafts.draft(action.split("/")[-2]).content["items"][1]["votes_none"] == "1"
    unticked = [(name, value) for name, value in fields if (name, value) != ("c/items/1/votes_none", "1")]
    assert ("c/items/1/votes_none", "") in unticked
    send(client, action, [*unticked, ("do", "save")])
    assert drafts.draft(action.split("/")[-2]).content["items"][1]["votes_none"] == ""


def test_every_wrong_field_is_named_and_nothing_typed_is_lost() -> None:
    action, fields = new()
    wrong = {
        "c/items/1/kind": "", "c/items/0/kind": "", "c/on": "下周", "c/starts": "半夜", "c/items/1/in_favour": "许多",
        "c/items/1/resolutions/0/due_on": "过年",
    }  # fmt: skip
    left = {"c/holders/ZB1/roll/M8/status", "c/items/1/lecturer", "c/items/0/lecturer"}
    rest = [pair for pair in filled(fields, **wrong) if pair[0] not in left]
    answer = send(signed_in("M2"), action, with_do(rest, "sign"))
    assert answer.status_code == 422
    shown = Page(answer.content.decode())
    assert {"on", "starts", "items-1-in_favour", "items-1-resolutions-0-due_on"} <= {*shown.summary}
    assert {"items-0-lecturer", "holders-ZB1-roll-M8-status"} <= {*shown.summary}
    assert set(shown.summary) <= shown.ids
    kept = dict(shown.form(action))
    for name, value in rest:
        if name not in {"csrfmiddlewaretoken", "token", "version", "do", "c/kinds"}:
            assert kept[name] == value, name
    assert "请写成2026-11-25这样" in shown.words
    assert "某M8还没有点" in shown.words
    assert not Gathering.objects.exists()
    assert drafts.draft(action.split("/")[-2]) is not None


def test_signed_once_however_often_it_is_sent() -> None:
    action, fields = new()
    ready = with_do(filled(fields), "sign")
    client = signed_in("M2")
    places = [send(client, action, ready)["Location"] for _ in range(3)]
    code = action.split("/")[-2]
    assert places == [f"/records/act/{code}/"] * 3
    assert Holder.objects.count() == 1
    assert Entry.objects.count() == 1
    assert not Draft.objects.exists()


def test_two_devices_both_are_shown_and_one_is_chosen() -> None:
    action, fields = saved()
    one, other = signed_in("M2"), signed_in("M1")
    assert send(one, action, with_do(fields, "save", **{"c/theme": "手机上写的"})).status_code == 302
    answer = send(other, action, with_do(fields, "save", **{"c/theme": "电脑上写的"}))
    assert answer.status_code == 409
    shown = Page(answer.content.decode())
    assert dict(shown.form(action))["c/theme"] == "电脑上写的"
    assert "某M2" in shown.words
    assert action in shown.links
    assert "手机上写的" in page(other, action).html
    over = next(value for name, value in shown.buttons if value.startswith("over:"))
    assert send(other, action, with_do(shown.form(action), over)).status_code == 302
    assert drafts.draft(action.split("/")[-2]).content["theme"] == "电脑上写的"


def test_a_save_in_between_is_told_to_the_script_too() -> None:
    action, fields = saved()
    assert send(signed_in("M1"), f"{action}saved/", changed(fields, {"c/theme": "一"})).status_code == 200
    answer = send(signed_in("M2"), f"{action}saved/", changed(fields, {"c/theme": "二"}))
    assert answer.status_code == 409
    assert answer.json()["elsewhere"]


def test_what_was_typed_outlives_a_draft_that_is_gone() -> None:
    action, fields = saved()
    client = signed_in("M2")
    assert send(client, action, with_do(fields, "sign")).status_code == 302
    late = changed(fields, {"c/theme": "还在写的", "token": "KOTHER"})
    answer = send(client, action, with_do(late, "save"))
    assert answer.status_code == 410
    shown = Page(answer.content.decode())
    again, kept = next((to, held) for to, held in shown.forms if "/draft/" in to)
    assert again != action
    assert dict(kept)["c/theme"] == "还在写的"
    assert send(client, again, with_do(kept, "save")).status_code == 302
    assert send(client, f"{action}saved/", late).status_code == 410


def test_the_script_is_told_version_tally_elements_votes_and_hints() -> None:
    action, fields = saved()
    voted = {
        "c/items/1/votes_none": "",
        "c/items/1/in_favour": "5",
        "c/items/1/against": "2",
        "c/items/1/abstained": "1",
    }
    told = send(signed_in("M2"), f"{action}saved/", changed(fields, voted)).json()
    assert told["version"] == 2
    assert told["tally"] == "应到9，出席9"
    assert "votes" in told["elements"]
    words, article = told["outcomes"]["items-1-title-outcome"]
    assert "通过" in words
    assert "R1-5" in article
    assert told["hints"] == []
    assert ("S2-1", "2026年第四季度") in {(one["clause"], one["words"].rpartition("　")[2]) for one in told["settles"]}
    assert send(signed_in("M2"), f"{action}saved/", {"version": "2"}).json()["settles"] == []


def test_each_vote_is_judged_in_the_form() -> None:
    voted = {
        "c/items/1/votes_none": "",
        "c/items/1/in_favour": "4",
        "c/items/1/against": "4",
        "c/items/1/abstained": "0",
    }
    action, _ = saved(**voted)
    shown = page(signed_in("M2"), action)
    assert "赞成没有超过应到8人的半数，没有通过。" in shown.words


def test_own_sentences_that_stand_elsewhere_are_shown_before_saving_and_nothing_of_the_other() -> None:
    text = "会议研究决定由第二党小组牵头清理沿河堆放的建筑垃圾并且逐户登记"
    other = form("ZB2", "theme_day", chair="N1", recorder="N1")
    other["holders"]["ZB2"]["roll"] = {code: {"status": "present"} for code in ("N1", "N2", "N3")}
    other["items"][0]["resolutions"] = [{"text": text, "owner": "N1", "due_on": "2027-03-31"}]
    code = signed(other, "ZB2", OTHER)
    action, fields = saved(**{"c/items/1/resolutions/0/text": text})
    shown = page(signed_in("M2"), action)
    assert "签字前请看一眼" in shown.words
    assert text in shown.html.split('id="hints"')[1]
    assert code not in shown.html
    assert "第二支部" not in shown.html.split('id="hints"')[1].split("</section>")[0]
    told = send(signed_in("M2"), f"{action}saved/", fields)
    assert told.json()["hints"][0]["own"] == [text]
    assert code not in told.content.decode()


@pytest.mark.judged
def test_what_it_will_settle_is_judged_before_signing() -> None:
    address = "/records/ZB1/new/?kinds=members_meeting&on=2026-11-25"
    settles = page(signed_in("M2"), address).words.split("签字后计入")[1]
    assert "S2-1" in settles
    assert "2026年第四季度" in settles
    signed(form("ZB1", "members_meeting"))
    assert "S2-1" not in page(signed_in("M2"), address).words.partition("签字后计入")[2]
    assert "S2-1" in page(signed_in("M2"), address.partition("&")[0]).words.split("签字后计入")[1]


def test_a_lesson_among_others_asks_for_its_lecturer_and_for_no_vote_unless_there_is_one() -> None:
    _, fields = new()
    names = dict(fields)
    assert names["c/items/0/kind"] == "lesson"
    assert "c/items/0/lecturer" in names
    assert "c/items/0/in_favour" not in names
    assert "c/items/0/resolutions/0/text" not in names
    assert "c/items/1/in_favour" in names
    action, _ = saved(**{"c/items/0/in_favour": "5", "c/items/0/resolutions/0/text": "议定了"})
    names = dict(page(signed_in("M2"), action).form(action))
    assert names["c/items/0/in_favour"] == "5"
    assert names["c/items/0/resolutions/0/text"] == "议定了"


def test_buttons_add_and_take_away_and_keep_everything() -> None:
    action, fields = saved()
    client = signed_in("M2")

    def press(do: str) -> None:
        nonlocal fields
        answer = send(client, action, with_do(fields, do))
        assert answer.status_code == 302, do
        fields = page(client, action).form(action)

    press("add-item")
    fields = changed(fields, {"c/items/2/title": "第二项"})
    press("add-resolution:2")
    assert "c/items/2/resolutions/1/text" in dict(fields)
    press("drop-item:0")
    press("drop-item:0")
    assert dict(fields)["c/items/0/title"] == "第二项"
    press("add-studied")
    fields = changed(fields, {"c/studied/0/title": "文件"})
    press("add-studied")
    press("drop-studied:1")
    assert dict(fields)["c/studied/0/title"] == "文件"
    press("join:ZB2")
    assert "c/holders/ZB2/joint" in dict(fields)
    press("join:ZB2")
    assert "c/holders/ZB2/joint" not in dict(fields)
    press("join:JG1")
    assert "c/holders/JG1/joint" not in dict(fields)
    press("drop-item:77")


def test_the_rest_were_there() -> None:
    action, fields = new()
    client = signed_in("M2")
    send(client, action, with_do(fields, "rest-present", **{"c/holders/ZB1/roll/M8/status": "leave"}))
    shown = page(client, action)
    assert "应到9，出席8，请假1" in shown.words
    assert "holders-ZB1-roll-M8-reason" in shown.ids


def test_a_draft_is_thrown_away_only_as_it_was_looked_at() -> None:
    action, fields = saved()
    client = signed_in("M2")
    send(client, action, with_do(fields, "save", **{"c/theme": "又写了"}))
    assert send(client, f"{action}discard/", {"version": "1"})["Location"] == action
    assert Draft.objects.count() == 1
    assert send(client, f"{action}discard/", {"version": "2"})["Location"] == "/records/ZB1/"
    assert not Draft.objects.exists()
    assert client.get(action)["Location"] == "/records/ZB1/new/"


def test_a_notice_goes_out_from_the_draft_and_wrong_fields_are_named() -> None:
    action, fields = saved()
    client = signed_in("M2")
    answer = send(client, action, with_do(fields, "announce"))
    assert answer.status_code == 422
    assert "还不能发通知" in Page(answer.content.decode()).words
    fields = page(client, action).form(action)
    for _ in range(2):
        answer = send(client, action, with_do(fields, "announce", **{"c/on": "2026-12-05"}))
    assert answer.status_code == 302
    assert Notice.objects.get().invited.count() == 9
    assert Entry.objects.count() == 1
    assert f"/notices/{action.split('/')[-2]}/notice.pdf" in page(client, action).links


def test_places_and_themes_are_offered_from_before() -> None:
    signed(form("ZB1", "theme_day"))
    shown = page(signed_in("M2"), NEW)
    assert '<option value="三楼活动室">' in shown.html
    assert '<option value="讨论冬季巡河安排">' in shown.html
    assert dict(next(fields for to, fields in shown.forms if "/draft/" in to))["c/place"] == "三楼活动室"


def test_a_directive_is_offered_until_this_branch_has_answered_it() -> None:
    Trigger.objects.create(code="E1", kind="directive", on=date(2026, 11, 2), note="防汛的部署")
    done = Trigger.objects.create(code="E2", kind="directive", on=date(2026, 11, 3), note="防火的部署")
    address = "/records/ZB1/new/?kinds=members_meeting&on=2026-11-25"
    assert "防火的部署" in page(signed_in("M2"), address).words
    imported = Act.objects.create(
        code="A1", organization=Organization.objects.get(code="ZB1"), on=date(2026, 11, 9), recorded_at=AT
    )
    Answer.objects.create(act=imported, trigger=done)
    assert "防火的部署" not in page(signed_in("M2"), address).words, "导入的记录已经回应"
    assert "防汛的部署" in page(signed_in("M2"), address).words
    signed(form("ZB1", "members_meeting", answers=["E1"]))
    assert "防汛的部署" not in page(signed_in("M2"), address).words
    assert "防汛的部署" in page(signed_in("N1"), address.replace("ZB1", "ZB2")).words


def test_a_member_named_as_recorder_writes_and_signs_and_nobody_else_without_a_post() -> None:
    action, _ = saved("M1", **{"c/recorder": "M8"})
    assert signed_in("M9").get(action).status_code == 404
    fields = page(signed_in("M8"), action).form(action)
    answer = send(signed_in("M8"), action, with_do(fields, "sign"))
    assert answer.status_code == 302
    assert Holder.objects.get().recorder.code == "M8"


def test_a_strange_form_is_kept_and_never_breaks_the_page() -> None:
    action, fields = new()
    strange = [
        *fields, ("c/items", "一段"), ("c/holders", "x"), ("c/stages/x", "y"), ("c/" + "a/" * 3000, "z"),
        ("c/holders/ZB1/roll", "x"), ("c/kinds/0", "lesson"), ("c/holders/JG1/joint", "1"), ("version", "99999999999"),
    ]  # fmt: skip
    for do in ("save", "sign", "join:x", "add-item", "nothing", "over:x", "drop-item:" + "9" * 5000):
        answer = send(signed_in("M2"), action, [*strange, ("do", do)])
        assert answer.status_code in {302, 409, 410, 422}, do
    kept = drafts.draft(action.split("/")[-2])
    if kept is not None:
        assert "JG1" not in json.dumps(kept.content["holders"])


@pytest.mark.parametrize("address", ["/records/ZB1/"])
def test_the_list_asks_as_much_for_one_as_for_three(address: str) -> None:
    client = signed_in("M1")
    signed(form("ZB1", "theme_day"))
    saved()
    first = asked(client, address)
    for _ in range(2):
        signed(form("ZB1", "theme_day"))
        saved()
    assert asked(client, address) == first
    shown = page(client, address)
    assert sum(link.startswith("/records/act/") for link in shown.links) == 3


def asked(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as held:
        assert client.get(address).status_code == 200
    return len(held)
