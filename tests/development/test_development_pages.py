"""发展党员的页: a branch's list, one course, its steps and papers; what was typed comes back; who may not (R9)."""

import json
from datetime import date

import pytest
from two_branches import TODAY, page, send, signed_in

from dengxiaming.areas.members.development import rules
from dengxiaming.areas.members.development.models import Applicant, Milestone
from dengxiaming.areas.members.models import Member, Stay

pytestmark = pytest.mark.usefixtures("branches")


def applied(on: str = "2026-11-02") -> str:
    form = {"name": "小明", "on": on, "token": f"K{on}"}
    assert send(signed_in("M2"), "/development/ZB1/new/", form).status_code == 302
    return Applicant.objects.latest("pk").code


def press(code: str, step: str, who: str = "M2", **more: str) -> int:
    form = {"do": step, "on": TODAY.isoformat(), "token": step, **more}
    return int(send(signed_in(who), f"/development/of/{code}/do/", form).status_code)


def test_what_is_next_by_when_and_what_may_not_be_done_yet() -> None:
    code = applied()
    assert "派人谈话12月2日前" in page(signed_in("M1"), "/development/ZB1/").words.replace("2026年", "")
    shown = page(signed_in("M1"), f"/development/of/{code}/").words
    assert "收到申请后1个月内谈话（R9，2026年版第7条，旁证）" in shown
    assert "支委会确定为入党积极分子先要派人谈话" in shown
    assert "小明" in page(signed_in("M4"), "/development/JG1/").words


def test_refused_in_words_and_what_was_typed_comes_back() -> None:
    code = applied()
    assert press(code, "activist") == 422
    answer = send(
        signed_in("M2"), f"/development/of/{code}/do/",
        {"do": "talk", "on": "2026年12月30日", "words": "谈了一小时", "token": "K"},
    )  # fmt: skip
    assert answer.status_code == 422
    said = answer.content.decode()
    assert all(word in said for word in ("还没有到", "还没有填“由谁”", "谈了一小时", 'value="2026-12-30"'))
    assert press(code, "talk", people="N1") == 422
    assert press(code, "talk", people="M9") == 422
    assert Milestone.objects.count() == 1
    assert press(code, "talk", people="M1") == 302
    assert press(code, "activist") == 302
    assert page(signed_in("M1"), f"/development/of/{code}/").words.count("入党积极分子") > 1


def test_on_probation_from_before_and_then_full() -> None:
    assert "接着办转正" in page(signed_in("M1"), "/development/ZB1/").words
    assert send(signed_in("M1"), "/development/ZB1/go-on/", {"member": "N1", "token": "K"}).status_code == 400
    assert send(signed_in("M1"), "/development/ZB1/go-on/", {"member": "M9", "token": "K"}).status_code == 302
    code = Applicant.objects.get().code
    votes = {"expected": "8", "present": "8", "favour": "4", "result": "regular"}
    assert press(code, "regular", **votes) == 422
    assert press(code, "regular", **{**votes, "favour": "5"}) == 302
    assert press(code, "settled", outcome="yes") == 302
    found = Stay.objects.filter(member__code="M9").order_by("since").values_list("kind", "since", "until")
    assert list(found) == [("probationary", date(2020, 1, 1), date(2021, 1, 1)), ("full", date(2021, 1, 1), None)]
    assert "正式党员" in page(signed_in("M1"), f"/development/of/{code}/").words


@pytest.mark.parametrize("name", ["talk", "examination", "notice", "request", "resolution", "regular"])
@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_every_paper_prints(name: str, kind: str) -> None:
    code = applied()
    answer = signed_in("M1").get(f"/development/of/{code}/paper/{name}.{kind}")
    assert answer.status_code == 200
    assert answer.content[:4] in {b"PK\x03\x04", b"%PDF"}


def test_taken_back_and_no_further() -> None:
    code = applied()
    press(code, "talk", people="M1")
    assert press(code, "take_back") == 422
    assert press(code, "take_back", reason="记错了人") == 302
    assert "已撤回" in page(signed_in("M1"), f"/development/of/{code}/").words
    assert press(code, "stop") == 422
    assert press(code, "stop", why="本人撤回申请") == 302
    assert "不再办：本人撤回申请" in page(signed_in("M1"), "/development/ZB1/").words


def test_R9_what_is_due_stands_on_the_desk_of_the_secretary_and_of_the_contact() -> None:
    code = applied("2026-10-01")
    said = page(signed_in("M1"), "/desk/").words
    assert "小明：派人谈话" in said
    assert "收到申请后1个月内谈话（R9，2026年版第7条，旁证）" in said
    assert "过期" in said
    for step, on, given in (
        ("talk", "2026-06-01", {"people": "M1"}), ("activist", "2026-06-02", {}),
        ("contacts", "2026-06-03", {"people": "M8"}),
    ):  # fmt: skip
        who = Applicant.objects.get(code=code)
        Milestone.objects.create(applicant=who, step=step, on=on, given=json.dumps(given), at=who.opened_at)
    assert "小明：培养考察" in page(signed_in("M8"), "/desk/").words
    assert f"/development/of/{code}/" not in signed_in("M8").get("/desk/").content.decode(), "the page is the branch's"
    assert f"/development/of/{code}/" in signed_in("M1").get("/desk/").content.decode()
    assert "小明" not in page(signed_in("M9"), "/desk/").words
    send(signed_in("M2"), f"/development/of/{code}/do/", {"do": "hand_over", "target": "ZB2", "token": "K"})
    assert "转来材料，等接收" in page(signed_in("N1"), "/desk/").words


def test_R9_handed_over_by_one_branch_and_taken_on_by_the_other() -> None:
    code = applied()
    assert "第" not in rules.carried(TODAY).split("（R9")[1], "the article of 2026 is not known: 待核"
    assert "待核" in page(signed_in("M2"), f"/development/of/{code}/").words
    assert press(code, "hand_over", target="") == 422
    assert press(code, "hand_over", target="ZB2") == 302
    assert "接收以前仍由本支部培养" in page(signed_in("M2"), f"/development/of/{code}/").words
    take_on = f"/development/of/{code}/take-on/"
    assert signed_in("M2").get(take_on).status_code == 404
    assert "看材料，接收" in page(signed_in("N1"), "/development/ZB2/").words
    assert "递交入党申请书" in page(signed_in("N1"), take_on).words
    assert send(signed_in("N1"), take_on, {"token": "K"}).status_code == 302
    assert signed_in("N1").get(f"/development/of/{code}/").status_code == 200
    assert signed_in("M2").get(f"/development/of/{code}/").status_code == 404


def test_who_may_not() -> None:
    code = applied()
    for who, address, status in (
        ("M8", f"/development/of/{code}/", 404), ("N1", f"/development/of/{code}/", 404),
        ("N1", "/development/ZB1/", 404), ("M8", "/development/ZB1/", 404), ("admin", "/development/ZB1/", 404),
        ("X9", "/development/ZB1/", 404), ("M4", f"/development/of/{code}/", 200), ("G1", "/development/GW1/", 200),
        ("G1", "/development/ZB1/new/", 404), ("M1", "/development/ZB1/new/", 200),
    ):  # fmt: skip
        assert signed_in(who).get(address).status_code == status, (who, address)
    assert press(code, "talk", "N1", people="N1") == 404
    assert not Member.objects.filter(name="小明").exists()
