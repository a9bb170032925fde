"""The pages of elections: what is refused gives back what was typed; who may do what."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
import town
from django.test import Client

from dengxiaming.areas.elections import actions
from dengxiaming.areas.elections.actions import Decision
from dengxiaming.areas.elections.models import Election, Extension
from dengxiaming.areas.elections.tenure import actions as tenure
from dengxiaming.areas.elections.voting import actions as voting
from dengxiaming.areas.members import core, queries
from dengxiaming.areas.members.models import Member, Trigger
from dengxiaming.areas.organs.models import Organization
from dengxiaming.duties import facts
from dengxiaming.ground import actions as ground
from dengxiaming.ground import clock
from dengxiaming.ground.actions import Hand, Wanted, change_facts
from dengxiaming.ground.models import SensitiveLook

pytestmark = pytest.mark.django_db
Open = Callable[[str], Client]


@pytest.fixture(autouse=True)
def here() -> Iterator[None]:
    with clock.stopped_at(town.ON):
        town.build()
        ground.replace_grants(core.grants(queries.spans()))
        yield


@pytest.fixture
def of() -> Open:
    """A person's client."""

    def signed_in(person: str) -> Client:
        account = ground.create_account(Wanted(person.lower(), town.NAMES[person], person), Hand(clock.now()))
        client = Client()
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]  # Django 的测试客户端没有给类型


def words(answer: object) -> str:
    return re.sub(r"<[^>]+>|\s+", "", text(answer))


def test_the_page_at_every_step(of: Open) -> None:
    secretary, superior, member = of("M1"), of("G1"), of("M4")
    code = actions.prepare(town.planned(excused={"M6": "frail"}), "ZB1", town.SECRETARY, town.AT)
    address = f"/elections/{code}/"

    def seen() -> list[str]:
        answers = [client.get(address) for client in (secretary, superior, member)]
        assert [one.status_code for one in answers] == [200, 200, 200]
        return [text(one) for one in answers]

    assert "请示上级" in seen()[0]
    actions.request(code, town.SECRETARY, town.AT)
    assert "批复同意" in seen()[1]
    assert "批复同意" not in seen()[2]
    actions.permit(code, Decision(True, town.ON, "8号"), town.ABOVE, town.AT)
    actions.call(code, town.SECRETARY, town.AT)
    assert "点名，推选监票人" in seen()[0]
    assert secretary.get(f"{address}meeting/").status_code == 200
    voting.meet(code, town.meeting(excused_passed=True), town.SECRETARY, town.AT)
    assert "开始投票" in seen()[0]
    town.counted(
        code, ("M1", "M2", "M3", "M4"),
        {"M1": ("8", "0", "0"), "M2": ("8", "0", "0"), "M3": ("5", "3", "0"), "M4": ("2", "6", "0")},
    )  # fmt: skip
    town.counted(code, ("M2",), {"M2": ("3", "0", "0")}, present=("M1", "M2", "M3"))
    assert "还有15天" in seen()[0].replace('<span class="nb">', "").replace("</span>", "")
    actions.report(code, "M3", town.SECRETARY, town.AT)
    assert "任职生效" in seen()[1]
    actions.approve(code, Decision(True, town.ON, "9号"), town.ABOVE, town.AT)
    assert all("已办" in one for one in seen())
    for page in ("/elections/of/ZB1/", "/elections/of/JG1/", "/elections/of/ZB1/rights/", f"{address}edit/"):
        assert secretary.get(page).status_code in {200, 404}, page


def test_R3_3_who_lost_the_right_stands_on_no_page_but_the_secretarys(of: Open) -> None:
    secretary, committee, member = of("M1"), of("M3"), of("M4")
    tenure.suspend("M7", "probation", town.SINCE, town.SECRETARY, town.AT)
    code = town.called(town.planned())
    for client in (secretary, committee, member):
        assert "李强" not in text(client.get(f"/elections/{code}/"))
    assert "留党察看" in text(secretary.get("/elections/of/ZB1/rights/"))
    assert SensitiveLook.objects.filter(member_code="M7").count() == 1
    assert committee.get("/elections/of/ZB1/rights/").status_code == 404
    assert member.get("/elections/of/ZB1/rights/").status_code == 404


def test_a_suspension_by_the_page(of: Open) -> None:
    secretary = of("M1")
    page = "/elections/of/ZB1/rights/"
    refused = secretary.post(page, {"member": "", "reason": "probation", "on": "2026-11-01", "do": "suspend"})
    assert (refused.status_code, "还没有选是谁" in text(refused)) == (422, True)
    assert secretary.post(page, {"member": "M7", "reason": "probation", "on": "2026-11-01"}).status_code == 302
    assert "李强" in text(secretary.get(page))


def test_terms_extension_and_reminder(of: Open) -> None:
    secretary, superior = of("M1"), of("G1")
    assert "2026年12月31日" not in text(secretary.get("/elections/of/ZB1/"))
    shown = text(superior.get("/elections/of/JG1/"))
    assert "已届满" in shown
    assert superior.post("/elections/of/ZB1/remind/").status_code == 302
    again = superior.post("/elections/of/ZB1/remind/", {"token": "2"})
    assert (again.status_code, "已经提醒过" in text(again)) == (422, True)
    assert "上级提醒" in text(secretary.get("/elections/of/ZB1/"))
    assert secretary.post("/elections/of/ZB1/remind/").status_code == 404


def test_vacancy_and_appointment(of: Open) -> None:
    secretary, superior = of("M1"), of("G1")
    answer = secretary.post("/elections/of/ZB1/vacant/", {"post": "ZW1", "on": "2026-11-20", "note": "调走"})
    assert answer.status_code == 302
    assert "补选" in text(secretary.get("/elections/of/ZB1/"))
    refused = superior.post(
        "/elections/of/ZB1/appoint/", {"post": "secretary", "member": "M4", "since": "2026-11-25", "reason": "急"}
    )
    assert (refused.status_code, "现在有书记" in text(refused)) == (422, True)
    given = {"post": "committee_member", "member": "M4", "since": "2026-11-25", "reason": "一时选不出"}
    assert superior.post("/elections/of/ZB1/appoint/", given).status_code == 302
    assert town.posts("ZB1", town.ON)["M4"] == ("committee_member", "appointed", town.ON, None)
    assert secretary.get("/elections/of/ZB1/appoint/").status_code == 404


def test_S1_10_from_the_vacancy_by_a_by_election_to_the_post(of: Open) -> None:
    """Every step by its page, each by whoever may."""
    secretary, superior, first, second = of("M1"), of("G1"), of("M8"), of("M9")
    home = "/elections/of/ZB1/"
    assert secretary.post(f"{home}vacant/", {"post": "ZW1", "on": "2026-11-20", "note": "调走"}).status_code == 302
    vacancy = Trigger.objects.get(kind="post_vacant")
    form = text(secretary.get(f"{home}new/?vacancy={vacancy.code}"))
    assert f'value="{vacancy.code}" checked' in form
    plan = {
        "kind": "by_election", "on": "2026-11-25", "seats": "1", "secretaries": "0", "deputies": "0",
        "answers": vacancy.code, "for-committee_member": ["M4", "M5"],
    }  # fmt: skip
    few = secretary.post(f"{home}new/", {**plan, "for-committee_member": ["M4"]})
    assert (few.status_code, "至少2人" in text(few)) == (422, True)
    address = secretary.post(f"{home}new/", plan).headers["Location"]

    def done(client: Client, page: str, **fields: object) -> None:
        answer = client.post(f"{address}{page}/", fields)
        assert answer.status_code == 302, text(answer)

    done(secretary, "do", do="request")
    done(superior, "decide", do="permit", number="8号", on="2026-11-25")
    done(secretary, "do", do="call")
    everybody = [f"M{number}" for number in range(1, 10)]
    done(
        secretary, "meeting", present=everybody, tellers=["M8", "M9"], leads="M8", chair="M1", tellers_passed="1"
    )  # fmt: skip
    done(secretary, "do", do="open", candidates=["M4", "M5"], manner="paper")
    votes = {"M4-for": 6, "M4-against": 3, "M4-abstain": 0, "M5-for": 3, "M5-against": 6, "M5-abstain": 0}
    done(first, "count/1", do="count", issued=9, cast=9, invalid=0, **votes)
    done(second, "count/1", do="agree")
    done(secretary, "do", do="report")
    done(superior, "decide", do="approve", number="9号", on="2026-11-25")
    held = town.posts("ZB1", town.ON)
    assert held["M4"] == ("committee_member", "elected_by_members", None, town.ON)
    assert set(held) == {"M1", "M3", "M4"}
    shown = text(secretary.get(home))
    assert ("委员王芳" in shown, "90天内补选" in shown) == (True, False)
    acts = facts.whole().acts.filter(id=address.split("/")[2])
    assert (acts["kinds"].to_list(), acts["answers"].to_list()) == ([["by_election"]], [[vacancy.code]])


@pytest.mark.judged
def test_R3_1_a_term_is_longer_by_a_year_at_most_and_only_as_the_superior_answers(of: Open) -> None:
    secretary, superior, home = of("M1"), of("G1"), "/elections/of/ZB1/"
    who = Member.objects.get(code="M1")
    Election.objects.create(
        code="EL0", organization=Organization.objects.get(code="ZB1"), kind="election", on=date(2024, 3, 1), seats=0,
        superior=Organization.objects.get(code="JG1"), secretaries=1, deputies=0, prepared_at=town.AT, prepared_by=who,
        reported_at=town.AT, approved_on=town.ON,
    )  # fmt: skip
    change_facts()
    assert "本届到2027年2月28日" in words(secretary.get(home))
    for until, reason, said in (("2028-03-01", "机构改革", "不超过1年"), ("2028-02-28", "", "为什么延期")):
        refused = secretary.post(f"{home}extension/", {"until": until, "reason": reason})
        assert (refused.status_code, said in text(refused)) == (422, True)
    assert secretary.post(f"{home}extension/", {"until": "2028-02-28", "reason": "机构改革"}).status_code == 302
    assert "本届到2027年2月28日" in words(secretary.get(home))
    asked = Extension.objects.get()
    assert secretary.post(f"/elections/extensions/{asked.code}/answer/", {"do": "grant"}).status_code == 404
    answer = f"/elections/extensions/{asked.code}/answer/"
    assert f'action="{answer}"' in text(superior.get("/elections/of/JG1/"))
    refused = superior.post(answer, {"do": "grant", "on": "2026-11-25"})
    assert (refused.status_code, "文号" in text(refused)) == (422, True)
    given = {"do": "grant", "on": "2026-11-25", "number": "某党〔2026〕10号"}
    assert superior.post(answer, given).status_code == 302
    assert "本届到2028年2月28日" in words(secretary.get(home))
    again = superior.post(answer, {**given, "number": "11号"})
    assert (again.status_code, "已经批过" in text(again)) == (422, True)
