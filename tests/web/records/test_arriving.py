"""二维码签到: off by default; who is on the roll taps once; nothing but the name is kept."""

import pytest
from django.db.models import QuerySet
from two_branches import page, send, signed_in

from dengxiaming.areas.gatherings import actions, drafts
from dengxiaming.areas.gatherings.models import Draft, Roll

pytestmark = pytest.mark.usefixtures("branches")


def saved(*, by_code: bool) -> str:
    """A draft of a members' meeting; its address."""
    client = signed_in("M2")
    shown = page(client, "/records/ZB1/new/?kinds=members_meeting&on=2026-11-25")
    action, fields = next((to, fields) for to, fields in shown.forms if "/draft/" in to)
    ticked = [("c/by_code", "1")] if by_code else []
    assert send(client, action, [*fields, *ticked, ("do", "save")]).status_code == 302
    return action


def test_off_by_default() -> None:
    action = saved(by_code=False)
    assert signed_in("M2").get(f"{action}code/").status_code == 404
    assert signed_in("M8").get(f"/records/here/{action.split('/')[-2]}/").status_code == 404


def test_the_code_leads_to_the_page_and_one_tap_is_kept() -> None:
    action = saved(by_code=True)
    code = action.split("/")[-2]
    shown = page(signed_in("M2"), f"{action}code/")
    assert f"http://testserver/records/here/{code}/" in shown.links
    assert "<svg" in shown.html
    member = signed_in("M8")
    assert "我到了" in page(member, f"/records/here/{code}/").words
    version = Draft.objects.get().version
    for _ in range(2):
        assert send(member, f"/records/here/{code}/", {}).status_code == 302
    assert "已签到" in page(member, f"/records/here/{code}/").words
    assert Draft.objects.get().arrived == "M8"
    assert Draft.objects.get().version == version
    assert str(Draft.objects.get().saved_by.code) == "M2"


def test_taps_meet_no_save_and_the_recorder_has_the_last_word() -> None:
    action = saved(by_code=True)
    code, client = action.split("/")[-2], signed_in("M2")
    fields = page(client, action).form(action)
    send(signed_in("M8"), f"/records/here/{code}/", {})
    send(signed_in("M9"), f"/records/here/{code}/", {})
    answer = send(client, action, [*fields, ("c/holders/ZB1/roll/M9/status", "absent"), ("do", "save")])
    assert answer.status_code == 302
    roll = drafts.draft(code).content["holders"]["ZB1"]["roll"]
    assert roll["M8"]["status"] == "present"
    assert roll["M9"]["status"] == "absent"


@pytest.mark.parametrize("who", ["N1", "X9", "admin", "M4"])
def test_whoever_is_not_on_the_roll_finds_nothing(who: str) -> None:
    code = saved(by_code=True).split("/")[-2]
    expected = 200 if who == "M4" else 404
    assert signed_in(who).get(f"/records/here/{code}/").status_code == expected
    assert send(signed_in(who), f"/records/here/{code}/", {}).status_code == (302 if who == "M4" else 404)
    assert Draft.objects.get().arrived == ("M4" if who == "M4" else "")


def test_signed_with_those_who_tapped() -> None:
    action = saved(by_code=True)
    code, client = action.split("/")[-2], signed_in("M2")
    send(signed_in("M8"), f"/records/here/{code}/", {})
    fields = page(client, action).form(action)
    roll = [(f"c/holders/ZB1/roll/M{n}/status", "absent") for n in (1, 2, 3, 4, 5, 6, 7, 9)]
    answer = send(client, action, [*fields, *roll, ("c/theme", "题"), ("c/items/0/title", "题"), ("do", "sign")])
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert set(Roll.objects.filter(status="present").values_list("member__code", flat=True)) == {"M8"}
    assert signed_in("M9").get(f"/records/here/{code}/").status_code == 404


def test_a_tap_that_meets_another_tries_again(monkeypatch: pytest.MonkeyPatch) -> None:
    code = saved(by_code=True).split("/")[-2]
    read = Draft.objects.filter
    met = []

    def meanwhile(**where: object) -> QuerySet[Draft]:
        if "arrived" in where and not met:
            met.append("M9")
            read(code=code).update(arrived="M9")
        return read(**where)

    monkeypatch.setattr(Draft.objects, "filter", meanwhile)
    actions.arrive(code, "M8")
    assert met
    assert Draft.objects.get().arrived == "M9;M8"
