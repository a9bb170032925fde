"""The pages of elections: what is refused gives back what was typed; who may do what."""

from collections.abc import Callable, Iterator

import pytest
import town
from django.test import Client

from dengxiaming.areas.elections import actions
from dengxiaming.areas.elections.actions import Decision
from dengxiaming.areas.elections.tenure import actions as tenure
from dengxiaming.areas.elections.voting import actions as voting
from dengxiaming.areas.members import core, queries
from dengxiaming.ground import actions as ground
from dengxiaming.ground import clock
from dengxiaming.ground.actions import Hand, Wanted
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
