"""Requests: what may be asked, who decides, when it is in force, what refuses (S1-5, R1-3, R1-4, R2-10)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structure_town import AT, TODAY, browser, by, judge, organization, people, post, standing
from two_branches import Page

from dengxiaming.areas.members.models import Stay
from dengxiaming.areas.members.transfers.actions import Sent
from dengxiaming.areas.members.transfers.core import NotNow
from dengxiaming.areas.organs.models import Organization, Unit
from dengxiaming.areas.organs.queries import Tree
from dengxiaming.areas.structure.models import Request
from dengxiaming.areas.structure.requests import actions, core, queries
from dengxiaming.areas.structure.requests.core import Known, Read, Typed, approver, month_after
from dengxiaming.journal.actions import Repeated
from dengxiaming.journal.models import Entry, Seal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town")]
TEMPORARY = Typed(
    "found", kind="temporary_branch", name="防汛专班临时支部", parent="GW1", starts_on="2026-11-24",
    ends_on="2027-03-31", reason="防汛，三个月。", asked_on="2026-11-02",
)  # fmt: skip
GONE = Typed("dissolve", subject="ZB1", reason="并入别处。", asked_on="2026-11-02")


def known(at: str = "GW1") -> Known:
    return core.known(Tree(), at, list(Unit.objects.values_list("code", flat=True)), TODAY)


def read(typed: Typed, at: str = "GW1") -> Read:
    found = core.read(typed, known(at), Tree().nodes, TODAY)
    assert isinstance(found, Read), found
    return found


def problems(typed: Typed, at: str = "GW1") -> dict[str, str]:
    found = core.read(typed, known(at), Tree().nodes, TODAY)
    assert not isinstance(found, Read)
    return {one.field: one.sentence for one in found}


def asked(typed: Typed, at: str = "GW1", who: str = "G1") -> str:
    return actions.ask(read(typed, at), at, by(who))


def approved(typed: Typed, at: str = "GW1") -> str:
    code = asked(typed, at)
    actions.decide(code, actions.Answer("approved", "工委〔2026〕1号", "", TODAY), by("G2"))
    return code


def test_S1_5_R1_4_a_temporary_branch_has_its_days_and_its_approval() -> None:
    code = approved(TEMPORARY)
    assert not Organization.objects.filter(kind="temporary_branch").exists()
    made = Organization.objects.get(code=actions.enforce(code, TODAY, by("G1")))
    assert (made.established_on, made.dissolved_on, made.approved_on) == (TODAY, date(2027, 4, 1), TODAY)
    assert standing(made.code)["S1-5"] == "met"
    words = Page(browser("officer").get(f"/structure/request/{code}/").content.decode()).words
    assert "临时支部不接收预备党员、不选举、不处分党员" in words


@pytest.mark.parametrize(
    ("day", "last"),
    [(date(2026, 1, 31), date(2026, 2, 28)), (date(2024, 1, 30), date(2024, 2, 29)),
     (date(2026, 12, 5), date(2027, 1, 5)), (date(2026, 11, 2), date(2026, 12, 2))],
)  # fmt: skip
def test_R1_3_a_month(day: date, last: date) -> None:
    assert month_after(day) == last


@pytest.mark.parametrize(("on", "over"), [("2026-10-24", 0), ("2026-10-23", 1), ("2026-09-24", 31)])
def test_R1_3_the_month_is_counted_and_shown(on: str, over: int) -> None:
    code = asked(replace(TEMPORARY, asked_on=on))
    held = queries.request(code)
    assert held is not None
    assert held.days_over(TODAY) == over
    words = Page(browser("officer").get("/structure/GW1/").content.decode()).words
    assert (f"已超过{over}天" in words) is bool(over)


def test_R1_3_R2_10_who_decides() -> None:
    tree = Tree()
    assert approver(tree, "branch", "ZB1") == "JG1"
    assert approver(tree, "joint_branch", "JG1") == "JG1"
    assert approver(tree, "general_branch", "JG1") == "GW1"
    assert approver(tree, "organ_committee", "ZB1") == "GW1"
    assert approver(tree, "branch", "ZB9") == "GW1"


def test_a_branch_asks_and_its_committee_decides_and_no_other() -> None:
    ask = browser("secretary").post("/structure/ZB1/ask/", {
        "act": "change", "subject": "ZB1", "kind": "branch", "name": "第一党支部", "parent": "JG1", "units": ["D1"],
        "reason": "改名。", "asked_on": "2026-11-20", "token": "K1",
    })  # fmt: skip
    assert ask.status_code == 302, Page(ask.content.decode()).words
    code = Request.objects.get().code
    answer = {"decision": "approved", "on": "2026-11-24", "token": "K2"}
    for who in ("secretary", "plain", "officer"):
        assert browser(who).post(f"/structure/request/{code}/decide/", answer).status_code == 404, who
    committee = browser("committee")
    assert committee.post(f"/structure/request/{code}/decide/", answer).status_code == 302
    again = committee.post(f"/structure/request/{code}/decide/", {**answer, "token": "K3"})
    assert again.status_code == 422
    assert "已经批过" in again.content.decode()
    # 同一份表再交一次，不是再批一次
    assert committee.post(f"/structure/request/{code}/decide/", answer).status_code == 302
    assert (
        browser("secretary")
        .post(f"/structure/request/{code}/do/", {"do": "enforce", "on": "2026-11-24", "token": "K4"})
        .status_code
        == 302
    )
    assert Organization.objects.get(code="ZB1").name == "第一党支部"


def test_nobody_decides_on_what_they_asked_at_another_level() -> None:
    post("C1", Organization.objects.get(code="ZB1"), "deputy_secretary")
    code = asked(replace(GONE, receiver="ZB9"), "ZB1", "C1")
    with pytest.raises(NotNow, match="由别人来批"):
        actions.decide(code, actions.Answer("approved", "", "", TODAY), by("C1"))


def test_a_refusal_needs_a_reason_and_is_the_end() -> None:
    code = asked(TEMPORARY)
    with pytest.raises(NotNow, match="不批准要写理由"):
        actions.decide(code, actions.Answer("refused", "", " ", TODAY), by("G2"))
    actions.decide(code, actions.Answer("refused", "", "人太少", TODAY), by("G2"))
    with pytest.raises(NotNow, match="已经批过"):
        actions.enforce(code, TODAY, by("G1"))
    held = queries.request(code)
    assert held is not None
    assert held.state == "refused"


def test_withdrawn_it_is_over() -> None:
    code = approved(TEMPORARY)
    with pytest.raises(NotNow, match="原因"):
        actions.withdraw(code, " ", by("G1"))
    actions.withdraw(code, "不设了", by("G1"))
    for verb in (lambda: actions.enforce(code, TODAY, by("G1")), lambda: actions.withdraw(code, "再撤", by("G1"))):
        with pytest.raises(NotNow, match="已经撤回"):
            verb()
    assert Seal.objects.filter(kind="structure_request", code=code).latest("version").reason == "不设了"


@pytest.mark.parametrize("on", [date(2026, 11, 1), TODAY + timedelta(1)])
def test_neither_decided_nor_in_force_on_a_day_that_does_not_fit(on: date) -> None:
    code = asked(TEMPORARY)
    with pytest.raises(NotNow, match="批复日期"):
        actions.decide(code, actions.Answer("approved", "", "", on), by("G2"))
    actions.decide(code, actions.Answer("approved", "", "", TODAY), by("G2"))
    with pytest.raises(NotNow, match="生效日期"):
        actions.enforce(code, on, by("G1"))


def test_not_dissolved_while_members_have_nowhere_to_go() -> None:
    code = approved(GONE)
    before = Entry.objects.count()
    with pytest.raises(NotNow, match="还有14名党员没有去处：某M0、某M1") as refused:
        actions.enforce(code, TODAY, by("G1"))
    assert "写明转到哪个支部" in str(refused.value)
    assert Entry.objects.count() == before
    assert Organization.objects.get(code="ZB1").dissolved_on is None
    page = browser("officer").post(f"/structure/request/{code}/do/", {"do": "enforce", "on": "2026-11-24"})
    assert page.status_code == 422
    assert "某M13" in page.content.decode()


def test_dissolved_with_a_receiver_everybody_goes_there_and_posts_end() -> None:
    group = organization("XZ1", "group", Organization.objects.get(code="ZB1"))
    Stay.objects.filter(member__code="M1").update(group=group)
    post("M1", group, "group_leader")
    judge()
    code = approved(replace(GONE, receiver="ZB9"))
    actions.enforce(code, TODAY, by("G1"))
    assert Organization.objects.get(code="ZB1").dissolved_on == TODAY
    assert Organization.objects.get(code="XZ1").dissolved_on == TODAY
    assert Stay.objects.filter(organization__code="ZB9", since=TODAY, until=None).count() == 14
    assert not Stay.objects.filter(organization__code="ZB1", until=None).exists()
    from dengxiaming.areas.members.models import Post  # noqa: PLC0415  only here

    assert not Post.objects.filter(organization__code__in=("ZB1", "XZ1"), until=None).exists()


def test_not_dissolved_while_others_are_below() -> None:
    code = approved(replace(GONE, subject="JG1"))
    with pytest.raises(NotNow, match="下面还有某ZB1"):
        actions.enforce(code, TODAY, by("G1"))


def test_who_came_today_cannot_leave_today_and_the_whole_verb_is_taken_back() -> None:
    people(Organization.objects.get(code="ZB1"), ["NEW"])
    Stay.objects.filter(member__code="NEW").update(since=TODAY)
    code = approved(replace(GONE, receiver="ZB9"))
    with pytest.raises(NotNow, match="某NEW"):
        actions.enforce(code, TODAY, by("G1"))
    assert Stay.objects.filter(organization__code="ZB1", until=None).count() == 15


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"kind": "general_branch", "units": ("D1",)}, "kind", "先请示成立新的，再请示撤销原来的"),
        ({"parent": "ZB1"}, "parent", "上级"), ({"units": ("D1", "NO")}, "units", "选不到"),
        ({"name": " "}, "name", "名称"), ({"name": "长" * 201}, "name", "最多200字"),
        ({"asked_on": "2026-11-25"}, "asked_on", "还没有到"), ({"asked_on": "明天"}, "asked_on", "读不懂"),
        ({"units": ()}, "units", "还没有选"), ({"reason": ""}, "reason", "理由"),
        ({"subject": "NO"}, "subject", "组织"),
        ({"number": "号" * 101}, "number", "最多100字"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_says_where_and_what_to_do(change: dict[str, object], field: str, said: str) -> None:
    whole = Typed(
        "change", subject="ZB1", kind="branch", name="第一支部", parent="JG1", units=("D1",), reason="改名。",
        asked_on="2026-11-20",
    )  # fmt: skip
    found = problems(replace(whole, **change))  # type: ignore[arg-type]  one field at a time
    assert said in found[field]


@given(
    st.builds(
        Typed, st.sampled_from(("found", "change", "dissolve", "", "x")), st.text(), st.text(), st.text(), st.text(),
        st.lists(st.text(), max_size=3).map(tuple), st.text(), st.booleans(), st.text(), st.text(), st.text(),
    )
)  # fmt: skip
def test_whatever_is_typed_is_answered(typed: Typed) -> None:
    core.read(typed, Known({}, {}, {}, ()), {}, TODAY)


def test_everything_typed_is_given_back() -> None:
    sent = {
        "act": "found",
        "kind": "joint_branch",
        "name": "某某联合支部",
        "units": ["U1"],
        "reason": "",
        "number": "7号",
    }
    answer = browser("officer").post("/structure/GW1/ask/", {**sent, "asked_on": "哪天", "parent": "GW1"})
    assert answer.status_code == 422
    page = Page(answer.content.decode())
    fields = next(fields for action, fields in page.forms if "/ask/" in action)
    for pair in (("name", "某某联合支部"), ("number", "7号"), ("asked_on", "哪天"), ("units", "U1"), ("act", "found")):
        assert pair in fields
    assert {"reason", "asked_on"} <= set(page.summary)
    assert set(page.summary) <= page.ids


@pytest.mark.judged
def test_a_unit_that_grew_gets_its_own_branch_and_its_people_come_along() -> None:
    """S1-3: a unit of a joint branch with three full members now."""
    people(Organization.objects.get(code="LH1"), ["H1P9"], Unit.objects.get(code="H1"))
    judge()
    typed = Typed(
        "found", kind="branch", name="供销社支部", parent="GW1", units=("H1",), moves=True, reason="满3名。",
        asked_on="2026-11-20",
    )  # fmt: skip
    code = actions.enforce(approved(typed), TODAY, by("G1"))
    assert Stay.objects.filter(organization__code=code, until=None).count() == 3
    assert standing("H1") == {"S1-3": "met"}


def test_the_same_form_twice_is_one_request() -> None:
    sent = Sent(by("G1").by, AT, "T", b"x")
    actions.ask(read(TEMPORARY), "GW1", sent)
    with pytest.raises(Repeated):
        actions.ask(read(TEMPORARY), "GW1", sent)
    assert Request.objects.count() == 1


def test_the_papers_can_be_printed_again_as_they_were() -> None:
    code = approved(TEMPORARY)
    client = browser("officer")
    first, second = (client.get(f"/structure/request/{code}/reply.docx").content for _ in range(2))
    assert first == second
    assert client.get(f"/structure/request/{code}/letter.docx").status_code == 404
    assert client.get(f"/structure/request/{code}/reply.txt").status_code == 404


def test_units_covered_follow_a_change_and_are_sealed() -> None:
    typed = Typed(
        "change", subject="LH1", kind="joint_branch", name="某LH1", parent="GW1", units=("H1", "U6"), moves=True,
        reason="调整。", asked_on="2026-11-20",
    )  # fmt: skip
    actions.enforce(approved(typed), TODAY, by("G1"))
    held = Organization.objects.get(code="LH1")
    assert sorted(held.coverage.values_list("unit__code", flat=True)) == ["H1", "U6"]
    assert Seal.objects.filter(kind="organization", code="LH1").exists()
