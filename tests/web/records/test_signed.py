"""A signed record: who reads it, what is still done to it, each once, and nothing typed is lost by a refusal."""

from datetime import timedelta

import pytest
from branch import AT, OTHER, RECORDER, form, signed
from test_drafting import asked
from two_branches import Page, changed, page, send, signed_in

from dengxiaming.areas.gatherings import actions
from dengxiaming.areas.gatherings.models import Gathering, Holder, Progress, Remark, Roll
from dengxiaming.areas.service.models import Filing
from dengxiaming.journal.actor import Actor
from dengxiaming.journal.models import Entry
from dengxiaming.journal.queries import versions

pytestmark = pytest.mark.usefixtures("branches")


def record(**more: object) -> str:
    """A members' meeting of ZB1 at which M8 was on leave."""
    return signed(form("ZB1", "members_meeting", away=("M8",), **more))


def press(who: str, act: str, do: str, **fields: str):  # noqa: ANN201  the answer of Django's test client
    """Press a button under a record, as the page stands now."""
    client = signed_in(who)
    token = dict(next(held for to, held in page(client, f"/records/act/{act}/").forms if "/do/" in to) or {})["token"]
    return send(client, f"/records/act/{act}/do/", {"token": token, "do": do, **fields})


def read(who: str, act: str) -> Page:
    return page(signed_in(who), f"/records/act/{act}/")


def test_three_people_and_those_above() -> None:
    act = record()
    for who, status in (("M1", 200), ("M9", 200), ("M4", 200), ("G1", 200), ("N1", 404), ("X9", 404), ("admin", 404)):
        assert signed_in(who).get(f"/records/act/{act}/").status_code == status, who
    for who, status in (("M1", 200), ("M9", 404), ("M4", 404), ("N1", 404), ("X9", 404)):
        assert signed_in(who).get(f"/records/act/{act}/correct/").status_code == status, who
    assert signed_in("M1").get(f"/records/act/{act}/do/").status_code == 405
    assert signed_in("N1").get("/records/act/G0/").status_code == 404


@pytest.mark.parametrize("do", ["confirm", "withdraw", "make-up:M8", "file", "remark:roll:x:y"])
def test_a_neighbour_presses_nothing(do: str) -> None:
    act = record()
    before = Entry.objects.count()
    answer = send(
        signed_in("N1"), f"/records/act/{act}/do/", {"do": do, "reason": "x", "on": "2026-11-25", "text": "x"}
    )
    assert answer.status_code == 404
    assert Entry.objects.count() == before


@pytest.mark.parametrize("do", ["confirm", "withdraw", "make-up:M8"])
def test_a_member_without_a_post_presses_nothing(do: str) -> None:
    act = record()
    answer = send(signed_in("M9"), f"/records/act/{act}/do/", {"do": do, "reason": "x", "on": "2026-11-25"})
    assert answer.status_code == 403
    assert Entry.objects.count() == 1


def test_a_recorder_without_a_post_corrects_the_own_record() -> None:
    act = signed(form("ZB1", "members_meeting", recorder="M8"), by=Actor("d" * 32, "M8"))
    assert signed_in("M8").get(f"/records/act/{act}/correct/").status_code == 200
    assert signed_in("M9").get(f"/records/act/{act}/correct/").status_code == 404


def test_the_secretary_signs_each_record_once() -> None:
    first, second = record(), record()
    client = signed_in("M1")
    fields = {"token": "K1", "do": "confirm"}
    for _ in range(2):
        assert send(client, f"/records/act/{first}/do/", fields).status_code == 302
    assert send(client, f"/records/act/{second}/do/", fields).status_code == 302
    assert Holder.objects.filter(confirmed_by__code="M1").count() == 2
    assert Entry.objects.count() == 4
    assert ("do", "confirm") not in read("M1", first).buttons
    assert ("do", "confirm") not in read("M2", first).buttons


def test_a_correction_keeps_the_old_text_and_asks_the_secretary_again() -> None:
    act = record()
    press("M1", act, "confirm")
    client, address = signed_in("M2"), f"/records/act/{act}/correct/"
    fields = page(client, address).form(address)
    assert send(client, address, [*fields, ("reason", ""), ("do", "correct")]).status_code == 422
    wrong = send(client, address, [*changed(fields, {"c/on": "昨天", "reason": "日期写错了"}), ("do", "correct")])
    shown = Page(wrong.content.decode())
    assert wrong.status_code == 422
    assert set(shown.summary) <= shown.ids
    assert dict(shown.form(address))["c/on"] == "昨天"
    assert dict(shown.form(address))["reason"] == "日期写错了"
    good = [*changed(shown.form(address), {"c/on": "2026-11-24", "c/theme": "改过的题"}), ("do", "correct")]
    for _ in range(2):
        assert send(client, address, good).status_code == 302
    assert [one.number for one in versions("gathering", act)] == [1, 2, 3]
    assert versions("gathering", act)[-1].reason == "日期写错了"
    shown = read("M1", act)
    assert "改过的题" in shown.words
    assert "日期写错了" in shown.words
    assert ("do", "confirm") in shown.buttons
    assert press("M1", act, "confirm").status_code == 302
    assert Holder.objects.get().confirmed_by.code == "M1"


def test_enter_in_a_correction_signs_nothing() -> None:
    act = record()
    client, address = signed_in("M2"), f"/records/act/{act}/correct/"
    shown = page(client, address)
    first = next(value for name, value in shown.buttons if name == "do")
    answer = send(client, address, [*changed(shown.form(address), {"c/theme": "改"}), ("do", first)])
    assert answer.status_code == 200
    assert dict(Page(answer.content.decode()).form(address))["c/theme"] == "改"
    assert len(versions("gathering", act)) == 1


def test_a_tick_of_a_record_can_be_taken_back_by_a_correction() -> None:
    act = record()
    client, address = signed_in("M2"), f"/records/act/{act}/correct/"
    fields = [pair for pair in page(client, address).form(address) if pair != ("c/items/0/votes_none", "1")]
    assert send(client, address, [*changed(fields, {"reason": "有表决"}), ("do", "correct")]).status_code == 302
    assert not Gathering.objects.get().items.get().votes_none


def test_withdrawn_with_a_reason_it_stays_and_is_marked() -> None:
    act = record()
    answer = press("M1", act, "withdraw")
    assert answer.status_code == 422
    assert "reason-" in Page(answer.content.decode()).summary
    for _ in range(2):
        assert (
            send(
                signed_in("M1"), f"/records/act/{act}/do/", {"token": "K", "do": "withdraw", "reason": "重了"}
            ).status_code
            == 302
        )
    shown = read("M1", act)
    assert "已撤回" in shown.words
    assert not {("do", "confirm"), ("do", "withdraw"), ("do", "make-up:M8")} & set(shown.buttons)
    assert "已撤回" in page(signed_in("M1"), "/records/ZB1/").words
    assert press("M1", record(), "confirm").status_code == 302
    assert send(signed_in("M1"), f"/records/act/{act}/do/", {"token": "K2", "do": "confirm"}).status_code == 422


def test_who_was_on_leave_makes_it_up() -> None:
    act = record()
    for bad in ("前天", "2026-11-20", "2027-01-01"):
        answer = press("M1", act, "make-up:M8", on=bad, how="自学后谈了一次")
        shown = Page(answer.content.decode())
        assert answer.status_code == 422
        assert shown.summary == ["on-M8"]
        assert set(shown.summary) <= shown.ids
        assert 'value="自学后谈了一次"' in shown.html
        assert f'value="{bad}"' in shown.html
    assert press("M1", act, "make-up:M1", on="2026-11-26", how="").status_code == 422
    assert press("M2", act, "make-up:M8", on="2026-11-26", how="自学").status_code == 302
    assert "2026年11月26日，自学" in read("M1", act).words
    assert Roll.objects.get(member__code="M8").made_up_how == "自学"


def test_a_resolution_is_followed_by_its_owner_and_by_nobody_else() -> None:
    act = record()
    code = f"{act}-1"
    assert send(signed_in("M9"), f"/records/act/{act}/do/", {"do": f"progress:{code}"}).status_code == 403
    assert press("M1", act, f"progress:{code}", text="", on="2026-11-26").status_code == 422
    answer = press("M1", act, f"progress:{code}", text="巡了一次", on="明年")
    shown = Page(answer.content.decode())
    assert (answer.status_code, shown.summary) == (422, [f"on-{code}"])
    assert 'value="巡了一次"' in shown.html
    assert set(shown.summary) <= shown.ids
    fields = {"token": "K", "do": f"progress:{code}", "text": "巡了一次", "on": "2026-11-26", "done": "1"}
    for _ in range(3):
        assert send(signed_in("M1"), f"/records/act/{act}/do/", fields).status_code == 302
    assert Progress.objects.count() == 1
    assert "已办结" in read("M1", act).words


def test_words_on_a_sign_stand_beside_it() -> None:
    text = "会议研究决定由第二党小组牵头清理沿河堆放的建筑垃圾并且逐户登记"
    resolved = [{"title": "一", "speeches": "说了", "votes_none": True, "resolutions": [
        {"text": text, "owner": "M3", "due_on": "2027-03-31"}]}]  # fmt: skip
    first = signed(form("ZB1", "theme_day", items=resolved))
    act = signed(form("ZB1", "theme_day", items=resolved), at=AT + timedelta(hours=2))
    shown = read("M1", act)
    assert "请看一眼" in shown.words
    assert first in shown.html
    assert "同一时间在两处，共9处" in shown.words, "同一种的多了，收成一行"
    last = [value for _, value in shown.buttons if value.startswith("remark:sign:")][-1]
    assert '<details class="many" open' in press("M1", act, last, text="  ").content.decode()
    do = next(value for name, value in shown.buttons if value.startswith("remark:sign:"))
    answer = press("M1", act, do, text="  ")
    assert answer.status_code == 422
    assert set(Page(answer.content.decode()).summary) <= Page(answer.content.decode()).ids
    assert press("M1", act, do, text="两次都是这件事").status_code == 302
    assert "两次都是这件事" in read("M1", act).words
    assert press("M1", act, do.replace(act, first), text="写到别处").status_code == 422
    assert press("M1", act, "remark:duty:S2-1:ZB1:2026Q4", text="写到别处").status_code == 422
    assert Remark.objects.count() == 1
    assert "请看一眼" not in read("M9", act).words


def test_a_member_says_a_word_to_how_they_were_called() -> None:
    act = record()
    assert press("M8", act, f"remark:roll:{act}:M8", text="请过假，在值班").status_code == 302
    assert press("M8", act, f"remark:roll:{act}:M9", text="替人说").status_code == 422
    assert "请过假，在值班" in read("M1", act).words


def test_filed_with_one_click() -> None:
    act = signed(form("ZB1", "community_service"))
    assert ("do", "file") in read("M1", act).buttons
    for _ in range(2):
        assert send(signed_in("M1"), f"/records/act/{act}/do/", {"token": "K", "do": "file"}).status_code == 302
    assert Filing.objects.count() == 1
    shown = read("M1", act)
    assert "报工委" in shown.words
    assert ("do", "file") not in shown.buttons
    assert any("service_form.pdf" in link for link in shown.links)
    other = signed(form("ZB1", "community_service"))
    assert press("M1", other, "file").status_code == 302
    assert press("M1", record(), "file").status_code == 422


def test_the_own_page_leads_to_the_own_records() -> None:
    assert signed_in("M9").get("/records/")["Location"] == "/records/ZB1/"
    assert "某局党组" in page(signed_in("M5"), "/records/").words
    assert signed_in("admin").get("/records/").status_code == 403


def test_the_page_of_a_joint_record_says_who_signed() -> None:
    typed = form("ZB1", "theme_day")
    typed["holders"]["ZB2"] = {"joint": "1"}
    code = signed(typed)
    shown = read("M1", f"{code}@ZB1")
    assert "第二支部（没有签字）" in shown.words
    other = f"/records/ZB2/draft/{code}@ZB2/"
    fields = page(signed_in("N1"), other).form(other)
    roll = {f"c/holders/ZB2/roll/{one}/status": "present" for one in ("N1", "N2", "N3")}
    answer = send(signed_in("N1"), other, [*changed(fields, {**roll, "c/recorder": "N1"}), ("do", "sign")])
    assert answer.status_code == 302, Page(answer.content.decode()).words
    assert "第二支部（已签字）" in read("M1", f"{code}@ZB1").words
    assert OTHER.member == "N1"


def test_a_record_asks_as_much_for_one_resolution_as_for_three() -> None:
    def with_(count: int) -> str:
        resolved = [{"text": f"第{n}件", "owner": "M3", "due_on": "2027-03-31"} for n in range(count)]
        item = {"title": "题", "speeches": "说", "votes_none": True, "resolutions": resolved}
        act = signed(form("ZB1", "committee_meeting", items=[item]))
        for number in range(count):
            actions.progress(f"{act}-{number + 1}", "办了", AT.date(), RECORDER, AT)
        return act

    client = signed_in("M1")
    assert asked(client, f"/records/act/{with_(1)}/") == asked(client, f"/records/act/{with_(3)}/")
