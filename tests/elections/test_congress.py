"""R3-2: an election by a congress of delegates: they are elected in their branches, and they alone vote."""

from collections.abc import Iterator

import pytest
import town
from django.test import Client

from dengxiaming.areas.elections import actions, congress, plan
from dengxiaming.areas.elections.actions import Decision
from dengxiaming.areas.elections.refusals import Refused
from dengxiaming.areas.elections.voting import actions as voting
from dengxiaming.areas.elections.voting.actions import Opening
from dengxiaming.areas.elections.voting.meeting import Meeting, Typed
from dengxiaming.areas.members import core, queries
from dengxiaming.areas.members.models import Post
from dengxiaming.areas.organs.models import Organization
from dengxiaming.duties import facts
from dengxiaming.ground import actions as ground
from dengxiaming.ground import clock
from dengxiaming.ground.actions import Hand, Wanted
from dengxiaming.journal import queries as journal
from dengxiaming.journal.actor import Actor

pytestmark = pytest.mark.django_db
AT, ON, ABOVE = town.AT, town.ON, town.ABOVE
CITY = Actor("e" * 32, "G1")


@pytest.fixture(autouse=True)
def here() -> Iterator[None]:
    with clock.stopped_at(ON):
        town.build()
        yield


def delegates_of(
    branch: str, asked: str, people: tuple[str, ...], chosen: tuple[str, ...], tellers: tuple[str, str]
) -> str:
    """A branch elects those `chosen` among `people`, and its superior confirms them."""
    made = town.planned(
        branch, kind="delegates", seats=str(len(chosen)), secretaries="0", congress=asked,
        nominees={"delegate": people},
    )  # fmt: skip
    code = town.called(made, branch)
    roll = frozenset(one.member.code for one in town.held(code).register if one.standing == "entitled")
    voting.meet(code, Meeting(roll, tellers, tellers[0], tellers[1], True, False), town.SECRETARY, AT)
    number = voting.open_round(code, Opening(people, "paper"), town.SECRETARY, AT)
    most = str(len(roll))
    votes = {who: (most, "0", "0") if who in chosen else ("0", most, "0") for who in people}
    first, second = (Actor(letter * 32, who) for letter, who in zip("12", tellers, strict=True))
    voting.count(code, number, Typed(most, most, "0", votes), first, AT)
    voting.check(code, number, True, second, AT)
    actions.report(code, "", town.SECRETARY, AT)
    actions.approve(code, Decision(True, ON, "10号"), ABOVE, AT)
    return code


def permitted(**more: object) -> str:
    """A congress of the committee, permitted: three delegates of the first branch, one of the second."""
    given = {
        "body": "scattered", "quotas": {"ZB1": "3", "ZB2": "1"},
        "nominees": {"committee_member": ("M1", "M2", "M3", "N1"), "secretary": ("M2",)}, **more,
    }  # fmt: skip
    code = actions.prepare(town.planned("JG1", **given), "JG1", ABOVE, AT)
    actions.request(code, ABOVE, AT)
    actions.permit(code, Decision(True, ON, "9号"), CITY, AT)
    return code


def ready() -> str:
    """Its delegates are elected and confirmed."""
    code = permitted()
    delegates_of("ZB1", code, ("M6", "M7", "M8", "M9"), ("M7", "M8", "M9"), ("M4", "M5"))
    delegates_of("ZB2", code, ("N3", "N4"), ("N3",), ("N1", "N2"))
    return code


def test_R3_2_delegates_are_elected_in_their_branches_and_they_alone_vote() -> None:
    code = ready()
    before = Post.objects.count()
    actions.call(code, ABOVE, AT)
    roll = {one.member.code: one.standing for one in town.held(code).register}
    assert {who for who, standing in roll.items() if standing == "entitled"} == {"M7", "M8", "M9", "N3"}
    assert (roll["M1"], roll["M10"]) == ("represented", "probationary")
    assert town.held(code).expected == 4
    three = frozenset({"M7", "M8", "M9"})
    with pytest.raises(Refused, match="应到4人，到会3人"):
        voting.meet(code, town.meeting(present=three), ABOVE, AT)
    with pytest.raises(Refused, match="到会、有选举权"):
        voting.meet(code, town.meeting(present=three | {"N3", "M4"}, tellers=("M4", "M9"), leads="M9"), ABOVE, AT)
    voting.meet(code, town.meeting(present=three | {"N3"}, chair="M7"), ABOVE, AT)
    votes = {"M1": ("3", "1", "0"), "M2": ("4", "0", "0"), "M3": ("2", "2", "0"), "N1": ("3", "0", "1")}
    shown = town.counted(code, ("M1", "M2", "M3", "N1"), votes)
    assert shown.course.elected["committee_member"] == ("M2", "M1", "N1")
    town.counted(code, ("M2",), {"M2": ("3", "0", "0")}, present=("M1", "M2", "N1"))
    actions.report(code, "", ABOVE, AT)
    assert facts.whole().acts.filter(id=code)["kinds"].to_list() == [["election"]]
    assert facts.whole().acts.height == 1
    actions.approve(code, Decision(True, ON, "11号"), CITY, AT)
    assert {who: post for who, (post, *_) in town.posts("JG1", ON).items()} == {
        "M1": "committee_member", "M2": "secretary", "N1": "committee_member",
    }  # fmt: skip
    assert Post.objects.count() == before + 3
    assert journal.versions("election", code)


def test_R3_2_the_register_waits_for_every_branch() -> None:
    code = permitted()
    with pytest.raises(Refused, match="第一支部、第二支部的代表还没有选出"):
        actions.call(code, ABOVE, AT)
    delegates_of("ZB2", code, ("N3", "N4"), ("N3",), ("N1", "N2"))
    assert [(one.name, one.is_done) for one in congress.units(town.held(code).row)] == [
        ("第一支部", False), ("第二支部", True),
    ]  # fmt: skip
    assert (len(congress.open_for("ZB1")), len(congress.open_for("ZB2"))) == (1, 0)
    with pytest.raises(Refused, match="第一支部的代表"):
        actions.call(code, ABOVE, AT)


@pytest.mark.parametrize(
    ("organization", "more", "field", "said"),
    [
        ("JG1", {"body": "congress", "quotas": {"ZB1": "3"}}, "body", "党员14人，不到500名"),
        ("JG1", {"body": "scattered"}, "quotas", "还没有分到支部"),
        ("JG1", {"body": "scattered", "quotas": {"ZB1": "三"}}, "quotas", "读不懂"),
        ("JG1", {"quotas": {"ZB1": "3"}}, "body", "又选了党员大会"),
        ("JG1", {"body": "scattered", "quotas": {"ZB1": "3"}, "excused": {"M6": "frail"}}, "excused", "R3-6"),
        ("ZB1", {"body": "scattered"}, "body", "支部开党员大会"),
        ("ZB1", {"kind": "delegates"}, "kind", "没有要本组织选代表"),
    ],
)  # fmt: skip
def test_R3_2_a_plan_is_refused(organization: str, more: dict[str, object], field: str, said: str) -> None:
    made = plan.read(town.typed(**{"secretaries": "0" if more.get("kind") else "1", **more}), town.known(organization))
    assert isinstance(made, tuple)
    assert any(one.field == field and said in one.sentence for one in made), made


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"seats": "2", "nominees": {"delegate": ("M6", "M7", "M8")}}, "代表是3名"),
        ({"seats": "3", "nominees": {"delegate": ("M6", "M7", "M8")}}, "至少4人"),
        ({"seats": "3", "nominees": {"delegate": ("M6", "M7", "M8", "M9"), "committee_member": ("M1",)}}, "却有候选人"),
        ({"seats": "3", "secretaries": "1"}, "不选书记"),
    ],
)
def test_R3_4_delegates_have_a_difference_of_their_own(more: dict[str, object], said: str) -> None:
    given = {"kind": "delegates", "secretaries": "0", "congress": permitted(), **more}
    made = plan.read(town.typed(**given), town.known())
    assert isinstance(made, tuple)
    assert any(said in one.sentence for one in made), made


def test_R3_2_500_members_need_no_other_reason() -> None:
    many = plan.Known({"M1": "丁一"}, 500, False, members=500, units={"ZB1": "第一支部"})
    typed = town.typed(body="congress", quotas={"ZB1": "3"}, nominees={})
    made = plan.read(typed, many)
    assert isinstance(made, tuple)
    assert "body" not in {one.field for one in made}


def test_the_pages_and_papers_of_a_congress() -> None:
    ground.replace_grants(core.grants(queries.spans()))
    people = {}
    for person in ("M1", "G1"):
        account = ground.create_account(Wanted(person.lower(), town.NAMES[person], person), Hand(clock.now()))
        people[person] = Client()
        people[person].force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    secretary, leader = people["M1"], people["G1"]
    assert "哪里选" in leader.get("/elections/of/JG1/new/").content.decode()
    assert "哪里选" not in secretary.get("/elections/of/ZB1/new/").content.decode()
    given = {
        "kind": "election", "on": ON.isoformat(), "seats": "3", "secretaries": "1", "deputies": "0",
        "body": "scattered",
        "quota-ZB1": "3", "quota-ZB2": "1", "for-committee_member": ["M1", "M2", "M3", "N1"], "for-secretary": "M2",
    }  # fmt: skip
    address = leader.post("/elections/of/JG1/new/", given).headers["Location"]
    code = address.split("/")[2]
    assert Organization.objects.filter(quotas__election__code=code).count() == 2
    actions.request(code, ABOVE, AT)
    actions.permit(code, Decision(True, ON, "9号"), CITY, AT)
    link = f"/elections/of/ZB1/new/?congress={code}"
    assert link in secretary.get("/elections/of/ZB1/").content.decode()
    form = secretary.get(link).content.decode()
    assert ("代表几名" in form, "代表候选人" in form) == (True, True)
    given = {
        "kind": "delegates", "on": ON.isoformat(), "seats": "3", "secretaries": "0", "deputies": "0", "congress": code,
        "for-delegate": ["M6", "M7", "M8", "M9"],
    }  # fmt: skip
    branch = secretary.post("/elections/of/ZB1/new/", given).headers["Location"]
    assert "某局机关党委党员代表大会" in secretary.get(branch).content.decode()
    assert secretary.get(f"{branch}edit/").status_code == 200
    assert link not in secretary.get("/elections/of/ZB1/").content.decode()
    actions.withdraw(branch.split("/")[2], "重来", town.SECRETARY, AT)
    delegates_of("ZB1", code, ("M6", "M7", "M8", "M9"), ("M7", "M8", "M9"), ("M4", "M5"))
    shown = leader.get(address).content.decode()
    assert ("李强" in shown, "还没有开始选" in shown) == (True, True)
    refused = leader.post(f"/elections/{code}/do/", {"do": "call"})
    assert (refused.status_code, "第二支部的代表" in refused.content.decode()) == (422, True)
    delegates_of("ZB2", code, ("N3", "N4"), ("N3",), ("N1", "N2"))
    assert leader.post(f"/elections/{code}/do/", {"do": "call"}).status_code == 302
    assert "党员代表大会" in leader.get(f"/elections/{code}/meeting/").content.decode()
    for paper in ("request", "permit", "register", "delegates"):
        assert leader.get(f"/elections/{code}/paper/{paper}.docx").status_code == 200, paper
