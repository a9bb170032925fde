"""工作台: what is due for whom, and the button that starts exactly the right record."""

import re
from datetime import date, timedelta

import pytest
from branch import AT, RECORDER, form, happened, signed
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from two_branches import NOBODY, TODAY, Page, page, send, signed_in

from dengxiaming.areas.elections.models import Election
from dengxiaming.areas.elections.tenure import actions as tenure
from dengxiaming.areas.gatherings import actions, queries
from dengxiaming.areas.gatherings.models import Remark
from dengxiaming.areas.members import actions as register
from dengxiaming.areas.members.actions import Happened
from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization
from dengxiaming.duties import actions as duties
from dengxiaming.duties import queries as queries_of_duties
from dengxiaming.duties.view import View
from dengxiaming.ground.actions import change_facts
from dengxiaming.journal.actor import Actor

pytestmark = pytest.mark.usefixtures("judged")
DESK = "/desk/"
THEME_DAY = "/records/ZB1/new/?kinds=members_meeting%3Blesson%3Btheme_day&on=2026-11-27"


def desk(who: str) -> Page:
    return page(signed_in(who), DESK)


def rejudged() -> None:
    change_facts()
    duties.tick(TODAY)


def test_the_title_counts_what_is_due_within_thirty_days() -> None:
    shown = desk("M1")
    assert "要办4件，最早11月30日" in shown.words
    assert "4件，30天以后到期" in shown.words


def test_the_record_that_settles_most_stands_first_with_the_only_filled_button() -> None:
    shown = desk("M1")
    filled = re.findall(r'<a class="btn go" href="([^"]+)"', shown.html)
    assert filled == [THEME_DAY.replace("&", "&amp;")]
    assert shown.html.index("btn go") < shown.html.index('<a class="btn"')
    assert "固定党日，一次记完3件" in shown.words
    assert "S6-1、S2-1、S2-4" in shown.words


def test_without_such_a_record_the_first_button_is_the_filled_one() -> None:
    shown = desk("M4")
    (filled,) = re.findall(r'<a class="btn go" href="([^"]+)">(\w+)', shown.html)
    assert filled == ("/records/JG1/new/?kinds=community_service", "记在职党员进社区")


@pytest.mark.parametrize("who", ["M1", "M2", "M4", "M5", "M8", "N1", "G1"])
def test_every_button_opens_a_page_with_what_is_known_filled_in(who: str) -> None:
    client, shown = signed_in(who), desk(who)
    starts = [link for link in shown.links if "/new/" in link or "/remark/" in link]
    for link in starts:
        opened = page(client, link)
        chosen = re.search(r"kinds=(\w+)", link)
        assert not chosen or re.search(rf'value="{chosen[1]}"[^>]*checked', opened.html), link
    assert starts


def test_what_was_done_leaves_the_desk() -> None:
    signed(form("ZB1", "theme_day", "members_meeting", on="2026-11-25"))
    shown = desk("M1")
    assert "要办3件" in shown.words
    assert "主题党日11月" not in shown.words
    assert "一次记完" not in shown.words


def test_what_only_others_can_do_themselves_is_not_on_the_desk() -> None:
    shown = desk("M1")
    assert "按月足额交党费" in shown.words
    assert not re.search(r"某M[2-9]", shown.words)
    assert "双重组织生活" not in shown.words


def test_a_neighbour_sees_their_own_branch_alone() -> None:
    shown = desk("N1")
    assert "要办2件" in shown.words
    assert not [link for link in shown.links if "ZB1" in link]
    assert "第一小组" not in shown.words


def test_an_ordinary_member_sees_to_what_is_theirs_alone() -> None:
    shown = desk("M8")
    assert "要办1件" in shown.words
    assert "按月足额交党费" in shown.words
    assert "支部委员会会议" not in shown.words
    ways = re.findall(r'<a class="btn[^"]*" href="([^"]+)"', shown.html)
    assert all("/dues/" in one for one in ways), "只到自己的党费"


@pytest.mark.parametrize("who", [NOBODY, "admin"])
def test_whoever_has_no_post_and_an_administrator_have_no_desk(who: str) -> None:
    page(signed_in(who), DESK, status=403)


def test_whoever_is_not_signed_in_is_sent_to_sign_in() -> None:
    answer = Client().get(DESK)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/sign-in/?next=%2Fdesk%2F")


@pytest.mark.parametrize(("who", "where"), [("M1", DESK), ("admin", "/accounts/")])
def test_the_first_page_leads_where_somebody_begins(who: str, where: str) -> None:
    assert signed_in(who).get("/").headers["Location"] == where


def test_the_desk_is_quiet_where_nothing_is_due() -> None:
    shown = desk("G1")
    assert "没有要办的事" in shown.words
    assert 'class="board"' not in shown.html
    assert "下一件：" in shown.words


def test_a_talk_is_started_with_whom_it_is_about_and_what_it_answers() -> None:
    happened("T1", "retirement", date(2026, 11, 20), "M8")
    rejudged()
    shown = desk("M1")
    (start,) = [link for link in shown.links if link.startswith("/talks/ZB1/new/")]
    assert start == "/talks/ZB1/new/?actor=M1&members=M8&answers=T1"
    opened = page(signed_in("M1"), start)
    assert re.search(r'value="M8"[^>]*(checked|selected)', opened.html)


def test_a_directive_is_answered_by_the_meeting_that_is_held_anyhow() -> None:
    happened("T2", "directive", date(2026, 11, 20))
    rejudged()
    shown = desk("M1")
    assert f"{THEME_DAY}&answers=T2".replace("&", "&amp;") in shown.html
    assert "一次记完4件" in shown.words


def test_a_sensitive_duty_says_whom_and_not_what_and_only_to_the_secretary() -> None:
    by = Actor("a" * 32, "M1")
    register.raise_trigger(Happened("disciplined", date(2026, 11, 20), member="M8"), by, AT)
    shown = desk("M1")
    assert "要办5件" in shown.words
    assert "/members/M8/" in shown.links
    assert "处分" not in shown.words
    for other in ("M2", "M8", "N1"):
        assert "/members/M8/" not in desk(other).links


# ---- what was missed ----


def missed(link: str, who: str = "M1") -> str:
    return next(one for one in desk(who).links if one.startswith(f"/desk/remark/{link}"))


def test_words_on_what_was_missed_stand_beside_it_and_reach_the_superior() -> None:
    address = missed("S2-2/")
    client = signed_in("M1")
    fields = page(client, address).form("")
    assert send(client, address, [*fields, ("text", "10月防汛，委员都在一线。")]).status_code == 302
    assert "已写说明：“10月防汛，委员都在一线。”判定不变，说明一并给上级看。" in desk("M1").words
    assert Remark.objects.get().about == "duty:S2-2:ZB1:2026-10"
    explained = page(signed_in("M4"), "/explain/S2-2/ZB1/2026-10/")
    assert "10月防汛，委员都在一线。" in explained.words


def test_no_words_are_refused_and_said_why() -> None:
    address = missed("S2-2/")
    client = signed_in("M1")
    answer = send(client, address, [*page(client, address).form(""), ("text", " ")])
    assert answer.status_code == 422
    assert "没有写说明" in answer.content.decode()
    assert not Remark.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("M2", 200), ("N1", 404), ("M8", 404), (NOBODY, 403), ("admin", 403)])
def test_only_whose_it_was_writes_about_it(who: str, status: int) -> None:
    address = missed("S2-2/")
    client = signed_in(who)
    assert client.get(address).status_code == status
    if status != 200:
        assert send(client, address, {"text": "我来说一句", "token": "K1"}).status_code == status
        assert not Remark.objects.exists()


def test_a_duty_that_is_not_missed_has_no_words() -> None:
    page(signed_in("M1"), "/desk/remark/S2-2/ZB1/2026-11/", status=404)


# ---- what comes of gatherings ----


def test_resolutions_and_make_ups_are_with_whoever_sees_to_them() -> None:
    items = [{"title": "巡河", "speeches": "同意。", "resolutions": [
        {"text": "清理河道垃圾", "owner": "M8", "due_on": "2026-11-28"},
    ]}]  # fmt: skip
    act = signed(form("ZB1", "theme_day", away=("M9",), items=items))
    assert queries.signed([act]) == {act}
    for who, resolved, owed in (("M1", 1, 1), ("M8", 1, 0), ("M9", 1, 1), ("N1", 0, 0), ("M4", 0, 0)):
        words = desk(who).words
        assert words.count("清理河道垃圾") == resolved * (who in {"M1", "M8"}), who
        assert words.count("该补的课") == owed, who
    assert f"/records/act/{act}/" in desk("M9").links


def test_a_draft_is_gone_on_with() -> None:
    actions.save_draft("GXX", "ZB1", form("ZB1", "committee_meeting"), 0, RECORDER, AT)
    assert "/records/ZB1/draft/GXX/" in desk("M1").links
    assert "/records/ZB1/draft/GXX/" not in desk("N1").links


def test_as_many_queries_for_three_rows_as_for_one() -> None:
    def count() -> int:
        client = signed_in("M1")
        client.get(DESK)
        with CaptureQueriesContext(connection) as queries_made:
            assert client.get(DESK).status_code == 200
        return len(queries_made)

    def fill(names: tuple[str, ...]) -> None:
        for number, member in enumerate(names):
            happened(f"T{member}", "retirement", TODAY - timedelta(days=5 + number), member)
            resolved = [{"text": f"办{member}", "owner": member, "due_on": "2026-12-20"}]
            items = [{"title": "巡河", "speeches": "同意。", "resolutions": resolved}]
            signed(form("ZB1", "theme_day", away=(member,), items=items))
            actions.save_draft(f"G{member}", "ZB1", form("ZB1", "committee_meeting"), 0, RECORDER, AT)
        rejudged()

    fill(("M8",))
    one = count()
    fill(("M7", "M9"))
    assert desk("M1").words.count("接着写") == 3
    assert count() == one


def elected(code: str, where: str, on: date, **more: object) -> None:
    Organization.objects.update(records_from=None)
    Election.objects.create(**{
        "code": code, "kind": "election", "on": on, "organization": Organization.objects.get(code=where),
        "superior": Organization.objects.get(code="JG1"), "seats": 0, "secretaries": 1, "deputies": 0,
        "prepared_at": AT, "prepared_by": Member.objects.get(code="N1"), "reported_at": AT, "approved_on": TODAY,
        **more,
    })  # fmt: skip


def test_R4_a_term_that_ends_within_six_months_or_is_over_has_a_line_of_its_own() -> None:
    assert 'id="terms"' not in desk("N1").html
    elected("EL0", "ZB1", date(2023, 3, 1))
    elected("EL1", "ZB2", date(2024, 3, 1))
    rejudged()
    over = desk("M1")
    assert ("本届已经届满271天，还没有换届" in over.words, "S8-1" in over.words) == (True, True)
    assert "/elections/of/ZB1/new/" in over.links
    assert 'id="terms"' not in desk("M8").html
    near = desk("N1")
    assert "2027年2月28日" in near.words
    assert "本届还有94天届满，提前6个月准备换届（R4）" in near.words
    elected("EL2", "ZB2", date(2026, 12, 18), reported_at=None, approved_on=None)
    assert "/elections/EL2/" in desk("N1").links
    Election.objects.filter(code="EL1").update(on=date(2023, 12, 10))
    rejudged()
    soon = desk("N1")
    assert ("/elections/of/ZB2/" in soon.links, 'id="terms"' in soon.html) == (True, False)
    Election.objects.filter(code="EL1").update(on=date(2024, 6, 1))
    rejudged()
    assert 'id="terms"' not in desk("N1").html


def test_S8_5_the_superior_is_told_of_terms_below_until_it_has_reminded_of_them() -> None:
    elected("EL0", "ZB1", date(2023, 3, 1))
    elected("EL1", "ZB2", date(2024, 3, 1))
    rejudged()
    assert "/elections/of/JG1/" in desk("M4").links
    assert "共2个组织快到届或者已经届满，还没有提醒（R4）" in desk("M4").words
    for code, ends in queries_of_duties.terms_near(View.today(), ["ZB1", "ZB2"]).items():
        tenure.remind(code, ends, RECORDER, AT)
    assert "/elections/of/JG1/" not in desk("M4").links


def test_the_terms_of_many_are_found_as_those_of_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    elected("EL0", "ZB1", date(2023, 3, 1))
    elected("EL1", "ZB2", date(2024, 3, 1))
    rejudged()
    asked = (["ZB1"], ["ZB2"], ["ZB1", "ZB2"])
    few = [queries_of_duties.terms_near(View.today(), one) for one in asked]
    monkeypatch.setattr(queries_of_duties, "_MANY", 0)
    assert [queries_of_duties.terms_near(View.today(), one) for one in asked] == few
    assert [len(one) for one in few] == [1, 1, 2]
