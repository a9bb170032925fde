"""The pages of an appraisal: what is typed comes back, who looked is noted, nothing runs as a formula, few queries."""

import io
import re
import zipfile

import appraising as a
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from two_branches import page, send, signed_in

from dengxiaming.areas.appraisals import actions, queries
from dengxiaming.areas.appraisals.models import Appraisal, SelfAppraisal
from dengxiaming.areas.appraisals.refusals import Refused
from dengxiaming.areas.members.models import Member
from dengxiaming.ground.models import SensitiveLook

pytestmark = pytest.mark.usefixtures("branches")


def test_paper_is_as_good_as_a_screen_nobody_has_to_sign_in() -> None:
    code = a.opened()
    a.handed_in(code, a.PEOPLE[:-1])
    answer = send(signed_in("M1"), f"/appraisals/{code}/do/", [("do", "receive"), ("received", "")])
    assert answer.status_code == 422
    assert "还没有选是谁交的" in answer.content.decode()
    sent = send(signed_in("M1"), f"/appraisals/{code}/do/", [("do", "receive"), ("received", "M9")])
    assert sent.status_code == 302
    assert SelfAppraisal.objects.get(member__code="M9").on_paper
    own = queries.own(code, "M9")
    assert own is not None
    assert (own.text, own.on_paper) == ("", True)
    with pytest.raises(Refused, match="已经交了"):
        actions.hand_in(code, "又写", a.actor("M9"), a.AT)
    assert "交的是纸质的" in page(signed_in("M9"), f"/appraisals/{code}/mine/").words


def test_what_was_typed_comes_back() -> None:
    code = a.measured()
    typed = [("grade", ""), ("text", "议过的话不能丢"), ("on", "昨天")]
    answer = send(signed_in("M1"), f"/appraisals/{code}/members/M8/", typed)
    assert answer.status_code == 422
    assert "议过的话不能丢" in answer.content.decode()
    long = "长" * (actions.LONGEST_TEXT + 1)
    again = send(signed_in("M8"), f"/appraisals/{a_second(code)}/mine/", [("do", "save"), ("text", long)])
    assert again.status_code == 422
    assert long in again.content.decode()


def test_a_draft_keeps_itself_and_two_pages_do_not_write_over_each_other() -> None:
    code, text = a.opened(), "第一行\r\n第二行"
    address = f"/appraisals/{code}/mine/"
    first = send(signed_in("M8"), f"{address}kept/", [("text", text), ("version", "")])
    assert first.json()["said"].startswith("草稿")
    assert queries.draft(code, "M8") == "第一行\n第二行"
    seen = signed_in("M8").get(address).content.decode()
    assert f'data-keep="{address}kept/"' in seen
    assert f'name="version" value="{first.json()["version"]}"' in seen
    again = send(signed_in("M8"), f"{address}kept/", [("text", "另一页"), ("version", "")])
    assert (again.status_code, "另一页改过" in again.json()["said"]) == (409, True)
    pressed = send(signed_in("M8"), address, [("do", "save"), ("text", "另一页"), ("version", "")])
    assert pressed.status_code == 422
    assert "另一页</textarea>" in pressed.content.decode(), "what was typed is given back, with the version to go over"
    assert f'value="{first.json()["version"]}"' in pressed.content.decode()
    actions.hand_in(code, "交", a.actor("M8"), a.AT)
    late = send(signed_in("M8"), f"{address}kept/", [("text", "迟"), ("version", "")])
    assert (late.status_code, "已经交了" in late.json()["said"]) == (409, True)


def test_not_taking_part_is_taken_back_by_a_press_until_they_talked_it_over() -> None:
    code = a.opened()
    actions.excuse(code, "M9", "长期病休", a.SECRETARY, a.AT)
    assert "改为参加" in signed_in("M1").get(f"/appraisals/{code}/").content.decode()
    send(signed_in("M1"), f"/appraisals/{code}/do/", [("do", "excuse"), ("member", "M9"), ("back", "1")])
    assert "改为参加" not in signed_in("M1").get(f"/appraisals/{code}/").content.decode()
    a.handed_in(code, a.PEOPLE[:-1])
    actions.excuse(code, "M9", "长期病休", a.SECRETARY, a.AT)
    actions.hold_mutual(code, a.TODAY, a.SECRETARY, a.AT)
    with pytest.raises(Refused, match="没有交过自评"):
        actions.excuse(code, "M9", "", a.SECRETARY, a.AT)


def test_a_member_prints_the_own_form_and_finds_on_it_what_was_told() -> None:
    code = a.decided({"M8": "basic"})
    address = f"/appraisals/{code}/mine/form.docx"

    def words() -> str:
        with zipfile.ZipFile(io.BytesIO(signed_in("M8").get(address).content)) as paper:
            return paper.read("word/document.xml").decode()

    assert f"{a.MARK}M8" in words()
    assert "支委会意见M8" not in words(), "not told yet"
    assert queries.own(code, "M8").as_told.tally is None  # type: ignore[union-attr]  he takes part
    actions.tell(code, a.PEOPLE, a.SECRETARY, a.AT)
    assert "支委会意见M8" in words()
    assert not SensitiveLook.objects.filter(member_code="M8").exists(), "one's own is no look"


def a_second(code: str) -> str:
    """Withdrawn and begun again, so that there is something to write."""
    actions.withdraw(code, "重来", a.SECRETARY, a.AT)
    return a.opened()


def test_whoever_looks_is_noted_and_the_member_sees_who() -> None:
    code = a.decided()
    page(signed_in("M2"), f"/appraisals/{code}/members/M8/")
    assert list(SensitiveLook.objects.values_list("member_code", "account__member_code")) == [("M8", "M2")]
    signed_in("M1").get(f"/appraisals/{code}/results.xlsx")
    seen = set(SensitiveLook.objects.filter(account__member_code="M1").values_list("member_code", flat=True))
    assert seen == set(a.PEOPLE) - {"M1"}
    assert "某M2" in page(signed_in("M8"), "/members/M8/").words


def test_S4_4_a_name_is_never_a_formula_and_nobody_is_ranked() -> None:
    Member.objects.filter(code="M3").update(name="=1+1")
    code = a.decided({"M9": "excellent"})
    body = signed_in("M1").get(f"/appraisals/{code}/results.xlsx").content
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        words = re.findall(r"<t[^>]*>([^<]*)</t>", book.read("xl/sharedStrings.xml").decode())
    assert "<f>" not in sheet
    names = [one for one in words if one.startswith(("某", "="))]
    assert names == ["某M1", "某M2", "=1+1", *(f"某M{n}" for n in range(4, 10))], "in the order of the register"
    assert "平均" not in "".join(words)


def test_the_pages_ask_as_often_for_nine_as_for_five() -> None:
    code = a.decided()
    asked = []
    for few in (False, True):
        if few:
            Appraisal.objects.get(code=code).participants.filter(member__code__in=a.PEOPLE[5:]).update(excused="转走")
        for address in (f"/appraisals/{code}/", f"/appraisals/{code}/results.xlsx"):
            client = signed_in("M2")
            client.get(address)
            with CaptureQueriesContext(connection) as held:
                assert client.get(address).status_code == 200
            asked.append(len(held))
    assert asked[:2] == asked[2:]
    assert max(asked) < 60


@pytest.mark.parametrize("who", ["M8", "N1", "G1", "M5"])
def test_nobody_else_reads_what_is_about_somebody(who: str) -> None:
    code = a.decided()
    for address in ("", "members/M9/", "results.xlsx", "members/M9/form.docx"):
        assert signed_in(who).get(f"/appraisals/{code}/{address}").status_code in {403, 404}, (who, address)
