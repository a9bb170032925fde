"""From the plan to the joint branch: compared, edited, asked for, approved, in force (S1-4, R1-2, R1-3)."""

import json
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from structure_town import TODAY, UNITS, browser, by, standing
from two_branches import Page

from dengxiaming.areas.members.models import Post, Stay
from dengxiaming.areas.members.transfers.core import NotNow
from dengxiaming.areas.organs.models import Organization, Unit
from dengxiaming.areas.structure.models import Plan, Request
from dengxiaming.areas.structure.plans import core
from dengxiaming.areas.structure.requests import queries as requests
from dengxiaming.duties import actions as duties
from dengxiaming.duties.queries import View, structure
from dengxiaming.ground.queries import grants
from dengxiaming.journal.models import Seal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("judged_town")]
OF_GW1 = "/structure/GW1/"


def planned(client: Client, **typed: str) -> str:
    """A new plan: its address."""
    answer = client.post(f"{OF_GW1}plans/", typed)
    assert answer.status_code == 302
    return answer["Location"]


def take(client: Client, address: str, weighing: str = "fewest") -> None:
    version = Plan.objects.get().version
    answer = client.post(f"{address}do/", {"do": "take", "weighing": weighing, "version": version})
    assert answer.status_code == 302


def content() -> core.Content:
    return core.read(Plan.objects.get().content)


def slots(held: core.Content, **moved: str) -> dict[str, str]:
    where = {unit: str(at) for at, group in enumerate(held.groups) for unit in group.units} | moved
    names = {f"name-{at}": group.name for at, group in enumerate(held.groups)}
    return {f"unit-{unit}": where.get(unit, "") for unit in held.units} | names


def test_three_proposals_stand_side_by_side_with_their_figures() -> None:
    client = browser("officer")
    page = Page(client.get(planned(client)).content.decode())
    assert "6个单位的方案" in page.words
    for label in ("就近为先", "同行为先", "少设支部为先"):
        assert label in page.words
    assert "没有更好的" in page.words
    assert "北山站排不上：最近的也相距" in page.words
    held = content()
    assert held.units == ("U1", "U2", "U3", "U4", "U5", "U6")
    by_name = {one.weighing: {(group.host, group.units) for group in one.groups} for one in held.proposals}
    # 邮政站并入旁边已有的联合支部；四个近的站：同行的在一起，或者都在一起
    assert by_name["trade"] == {("", ("U1", "U2")), ("", ("U3", "U4")), ("LH1", ("U6",))}
    assert by_name["fewest"] == {("", ("U1", "U2", "U3", "U4")), ("LH1", ("U6",))}


def test_a_plan_changes_no_organisation_and_no_verdict() -> None:
    client = browser("officer")
    before = structure(View(TODAY), "GW1").rows(), Organization.objects.count(), Seal.objects.count()
    address = planned(client)
    take(client, address)
    assert (structure(View(TODAY), "GW1").rows(), Organization.objects.count(), Seal.objects.count()) == before


def test_units_are_moved_and_the_rules_looked_at_again() -> None:
    client = browser("officer")
    address = planned(client)
    take(client, address, "trade")
    held = content()
    one, other = (str(at) for at, group in enumerate(held.groups) if not group.host)
    sent = {"do": "save", "version": Plan.objects.get().version, **slots(held, U2=other, U5=one)}
    assert client.post(f"{address}do/", sent).status_code == 302
    words = Page(client.get(address).content.decode()).words
    assert "最远的两个单位相距" in words
    assert "2个支部不合规定" not in words
    assert "1个支部不合规定" in words
    # 北山站不排，林业站一个单位：不足3名，也不是联合支部
    sent = {"do": "save", "version": Plan.objects.get().version, **slots(content(), U5="")}
    client.post(f"{address}do/", sent)
    words = Page(client.get(address).content.decode()).words
    assert "只有1个单位，不是联合支部（S1-4）。" in words
    assert "正式党员2名，不足3名（R1-1）。" in words


def test_two_people_edit_one_plan_and_nobody_is_written_over() -> None:
    client, other = browser("officer"), browser("second")
    address = planned(client)
    take(client, address)
    version = Plan.objects.get().version
    held = content()
    assert other.post(f"{address}do/", {"do": "save", "version": version, **slots(held, U1="")}).status_code == 302
    late = client.post(f"{address}do/", {"do": "save", "version": version, **slots(held, U2="")})
    assert late.status_code == 422
    assert "别人刚改过这份方案" in late.content.decode()
    assert "U1" in content().left
    assert "U2" not in content().left
    assert client.post(f"{address}do/", {"do": "discard"}).status_code == 302
    assert not Plan.objects.exists()


@pytest.mark.parametrize("given", [{"do": "save", "unit-U1": "99"}, {"do": "take", "weighing": "best"}])
def test_what_the_plan_does_not_hold_is_refused_with_a_sentence(given: dict[str, str]) -> None:
    client = browser("officer")
    address = planned(client)
    take(client, address)
    sent = {**slots(content()), "version": Plan.objects.get().version, **given}
    answer = client.post(f"{address}do/", sent)
    assert answer.status_code == 422
    assert "重新" in answer.content.decode()


def request_of(client: Client, address: str, host: str = "") -> dict[str, Any]:
    """The request's form as the plan fills it."""
    place = next(at for at, group in enumerate(content().groups) if group.host == host)
    links = [link for link in Page(client.get(address).content.decode()).links if "/ask/" in link]
    page = Page(client.get(links[place]).content.decode())
    fields = next(fields for action, fields in page.forms if "/ask/" in action)
    sent: dict[str, Any] = {}
    for name, value in fields:
        sent.setdefault(name, []).append(value)
    return sent


def asked(client: Client, sent: dict[str, Any]) -> str:
    answer = client.post(f"{OF_GW1}ask/", sent)
    assert answer.status_code == 302, Page(answer.content.decode()).words
    return Request.objects.latest("pk").code


def status(unit: str) -> str:
    return standing(unit)["S1-4"]


@pytest.mark.judged
def test_S1_4_R1_3_the_whole_way_from_the_plan_to_the_branch() -> None:
    client = browser("officer")
    address = planned(client)
    take(client, address)
    sent = request_of(client, address)
    assert sent["kind"] == ["joint_branch"]
    assert sorted(sent["units"]) == ["U1", "U2", "U3", "U4"]
    assert sent["moves"] == ["1"]
    code = asked(client, sent)
    page = Page(client.get(f"/structure/request/{code}/").content.decode())
    assert "2026年12月24日前批复（R1-3，一般不超过1个月）" in page.words
    assert "生效那天6名" in page.words
    assert Organization.objects.filter(kind="joint_branch").count() == 1

    decided = {"decision": "approved", "number": "工委〔2026〕9号", "on": "2026-11-24", "note": "", "token": "T1"}
    assert browser("second").post(f"/structure/request/{code}/decide/", decided).status_code == 302
    assert Organization.objects.filter(kind="joint_branch").count() == 1
    assert status("U1") == "missed"
    answer = client.post(f"/structure/request/{code}/do/", {"do": "enforce", "on": "2026-11-24", "token": "T2"})
    assert answer.status_code == 302, Page(answer.content.decode()).words

    made = Organization.objects.exclude(code="LH1").get(kind="joint_branch")
    assert (made.established_on, made.approved_on) == (TODAY, TODAY)
    assert sorted(made.coverage.values_list("unit__code", flat=True)) == ["U1", "U2", "U3", "U4"]
    moved = Stay.objects.filter(organization=made, until=None).order_by("member__code")
    assert [(one.member.code, one.unit and one.unit.code) for one in moved] == [
        (f"{unit}P{n}", unit) for unit in ("U1", "U2", "U3", "U4") for n in range(UNITS[unit][1])
    ]
    assert Stay.objects.filter(organization__code="ZB9", until=TODAY).count() == 6
    assert ("member", made.code) in grants("U1P0", TODAY)
    assert ("member", "ZB9") not in grants("U1P0", TODAY)
    assert {status(unit) for unit in ("U1", "U2", "U3", "U4")} == {"met"}
    assert status("U5") == "missed"
    page = Page(client.get(f"/structure/request/{code}/").content.decode())
    assert "已生效" in page.words
    again = client.post(f"/structure/request/{code}/do/", {"do": "enforce", "on": "2026-11-24", "token": "T3"})
    assert again.status_code == 422
    assert "已经生效" in again.content.decode()


@pytest.mark.judged
def test_a_unit_joins_the_branch_there_is_by_a_change() -> None:
    client = browser("officer")
    address = planned(client)
    take(client, address)
    sent = request_of(client, address, "LH1")
    assert (sent["act"], sent["subject"]) == (["change"], ["LH1"])
    assert sorted(sent["units"]) == ["H1", "H2", "U6"]
    code = asked(client, sent)
    approve(code)
    enforce(code)
    assert status("U6") == "met"
    assert Stay.objects.get(member__code="U6P0", until=None).organization.code == "LH1"
    assert Stay.objects.filter(organization__code="LH1", until=None).count() == 5


def approve(code: str, on: date = TODAY) -> None:
    from dengxiaming.areas.structure.requests import actions  # noqa: PLC0415  models exist once Django is set up

    actions.decide(code, actions.Answer("approved", "1号", "", on), by("G2"))


def enforce(code: str, on: date = TODAY) -> None:
    from dengxiaming.areas.structure.requests import actions  # noqa: PLC0415  as above

    actions.enforce(code, on, by("G1"))


def linked(client: Client, address: str, having: str) -> dict[str, Any]:
    """What stands in the form that the plan's link with these words leads to."""
    links = Page(client.get(address).content.decode()).links
    page = Page(client.get(next(link for link in links if having in link)).content.decode())
    sent: dict[str, Any] = {}
    for name, value in next(fields for action, fields in page.forms if "/ask/" in action):
        sent.setdefault(name, []).append(value)
    return sent


@pytest.mark.judged
def test_S1_4_planned_again_the_old_joint_branch_is_dissolved_too() -> None:
    client = browser("officer")
    address = planned(client, again="1")
    take(client, address)
    held = content()
    at = next(at for at, group in enumerate(held.groups) if "H1" in group.units)
    assert set(held.groups[at].units) == {"H1", "H2", "U6"}
    assert "原来的联合支部" in Page(client.get(address).content.decode()).words
    founding = asked(client, linked(client, address, f"group={at + 1}"))
    ending = linked(client, address, "old=LH1")
    assert (ending["act"], ending["subject"]) == (["dissolve"], ["LH1"])
    code = asked(client, {**ending, "units": []})
    approve(founding)
    approve(code)
    with pytest.raises(NotNow, match="还有4名党员没有去处"):
        enforce(code)
    enforce(founding)
    # 新的已经生效，方案里它已经是这样；旧的还要撤
    words = Page(client.get(address).content.decode()).words
    assert "已经是这样" in words
    assert "原来的联合支部" in words
    enforce(code)
    assert Organization.objects.get(code="LH1").dissolved_on == TODAY
    assert {status(unit) for unit in ("H1", "H2", "U6")} == {"met"}
    assert "原来的联合支部" not in Page(client.get(address).content.decode()).words


def test_a_joint_branch_that_keeps_some_units_is_changed_not_dissolved() -> None:
    client = browser("officer")
    address = planned(client, again="1")
    take(client, address)
    sent = {"do": "save", "version": Plan.objects.get().version, **slots(content(), H1="")}
    client.post(f"{address}do/", sent)
    ending = linked(client, address, "old=LH1")
    assert (ending["act"], ending["subject"], ending["units"]) == (["change"], ["LH1"], ["H1"])


@pytest.mark.judged
def test_a_small_unit_with_a_branch_of_its_own_turns_it_into_the_joint_one() -> None:
    from structure_town import cover, judge, organization  # noqa: PLC0415  as above

    own = organization("ZB7", "branch", Organization.objects.get(code="GW1"), "林业站支部")
    cover(own, Unit.objects.get(code="U1"))
    # 只有一个单位的支部，名册上不用写在哪个单位
    Stay.objects.filter(unit__code="U1").update(organization=own, unit=None)
    judge()
    client = browser("officer")
    address = planned(client)
    take(client, address)
    sent = request_of(client, address)
    assert (sent["act"], sent["subject"], sent["kind"]) == (["change"], ["ZB7"], ["joint_branch"])
    code = asked(client, sent)
    approve(code)
    enforce(code)
    own.refresh_from_db()
    assert own.kind == "joint_branch"
    assert Stay.objects.filter(organization=own, until=None).count() == 6
    assert set(Stay.objects.filter(member__code__startswith="U1").values_list("unit__code", flat=True)) == {"U1"}
    assert {status(unit) for unit in ("U1", "U2", "U3", "U4")} == {"met"}


def test_the_papers_say_what_is_asked_and_answered() -> None:
    client = browser("officer")
    address = planned(client)
    take(client, address)
    code = asked(client, request_of(client, address))
    assert client.get(f"/structure/request/{code}/reply.docx").status_code == 404
    first = client.get(f"/structure/request/{code}/request.docx")
    assert first.status_code == 200
    approve(code)
    reply = client.get(f"/structure/request/{code}/reply.docx")
    assert reply.status_code == 200
    held = requests.request(code)
    assert held is not None
    from dengxiaming.web.structure import letters  # noqa: PLC0415  as above

    letter = letters.asking(held, {"U1": 2})
    assert letter.title.startswith("关于成立")
    assert letter.addressee == "某GW1"
    assert any("林业站（正式党员2名）" in line for line in letter.paragraphs)
    assert "同意成立" in "".join(letters.reply(held, {}).paragraphs)


def test_the_document_is_the_same_text_again() -> None:
    client = browser("officer")
    planned(client)
    held = content()
    assert core.written(held) == Plan.objects.get().content
    assert json.loads(core.written(held))["units"] == list(held.units)


def test_sent_back_from_sign_in_the_address_is_kept() -> None:
    answer = Client().get(f"{OF_GW1}plans/")
    assert parse_qs(urlsplit(answer["Location"]).query)["next"] == [f"{OF_GW1}plans/"]


def test_posts_end_where_their_holders_left() -> None:
    from structure_town import post  # noqa: PLC0415  as above

    post("U1P0", Organization.objects.get(code="ZB9"), "secretary")
    client = browser("officer")
    address = planned(client)
    take(client, address)
    code = asked(client, request_of(client, address))
    approve(code)
    enforce(code)
    assert Post.objects.get(member__code="U1P0").until == TODAY
    assert Seal.objects.filter(kind="member", code="U1P0").exists()


def test_an_upload_of_all_facts_takes_the_plans_along() -> None:
    planned(browser("officer"))
    duties.load_sample(1, "small")
    assert not Plan.objects.exists()
    assert not Organization.objects.filter(code="LH1").exists()
