"""What a reader reaches: the own branch's records, what is still to do, a record on its page, the use of a room."""

from datetime import date, timedelta

import pytest
from branch import AT, DAY, OTHER, RECORDER, form, sign_again, signed
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dengxiaming.areas.gatherings import actions, drafts, queries, sheet
from dengxiaming.areas.gatherings.policy import POLICY
from dengxiaming.areas.organs.queries import Tree
from dengxiaming.ground.policy import ROLES, Reader, may

pytestmark = pytest.mark.usefixtures("city")
TOMORROW = AT + timedelta(days=1)


def reader(member: str, *roles: tuple[str, str]) -> Reader:
    return Reader(member, ref=member, roles=frozenset(roles))


SECRETARY = reader("M1", ("branch_secretary", "ZB1"), ("member", "ZB1"))
MEMBER = reader("M9", ("member", "ZB1"))
NEIGHBOUR = reader("N1", ("branch_secretary", "ZB2"), ("member", "ZB2"))
ABOVE = reader("M4", ("general_secretary", "JG1"), ("member", "ZB1"))
OFFICER = reader("X1", ("officer", "GW1"))
ADMINISTRATOR = reader("", ("system_admin", ""))


def test_members_read_their_branch_s_records_neighbours_do_not() -> None:
    own = signed(form("ZB1", "theme_day"))
    group = signed(form("XZ1", "group_meeting", chair="M7"), "XZ1")
    other = signed(form("ZB2", "lesson", recorder="N1", items=[{"kind": "lesson", "lecturer": "M6"}]), "ZB2", OTHER)
    tree = Tree()
    found = {
        one: {line.act for line in queries.records(who, tree, 2026)}
        for one, who in (("secretary", SECRETARY), ("member", MEMBER), ("neighbour", NEIGHBOUR), ("above", ABOVE),
                         ("officer", OFFICER), ("administrator", ADMINISTRATOR))
    }  # fmt: skip
    assert found["secretary"] == found["member"] == {own, group}
    assert found["neighbour"] == {other}
    assert found["above"] == found["officer"] == {own, group, other}
    assert found["administrator"] == set()
    assert {line.act for line in queries.records(OFFICER, tree, 2026, "ZB2")} == {other}
    lecturer, stranger = queries.place(other), queries.place(own)
    assert lecturer is not None
    assert stranger is not None
    assert may(reader("M6", ("member", "ZB1")), "gathering.read", lecturer)
    assert not may(NEIGHBOUR, "gathering.read", stranger)


def test_whoever_is_named_recorder_writes_that_draft_and_no_other() -> None:
    actions.save_draft("G2345678", "ZB1", form("ZB1", "theme_day", recorder="M9"), 0, RECORDER, AT)
    place = queries.place_of_draft("G2345678")
    assert place is not None
    assert may(MEMBER, "gathering.write", place)
    assert not may(reader("M8", ("member", "ZB1")), "gathering.write", place)
    assert not may(MEMBER, "gathering.confirm", place)
    assert queries.place_of_draft("G9999999") is None


def test_every_role_of_the_tables_is_a_role() -> None:
    assert {role for allowed in POLICY.values() for role in allowed} <= set(ROLES)


def test_a_list_takes_as_many_queries_for_one_record_as_for_many() -> None:
    tree = Tree()
    counted = []
    for number in range(3):
        signed(form("ZB1", "theme_day"), at=AT + timedelta(minutes=number))
        with CaptureQueriesContext(connection) as seen:
            queries.records(SECRETARY, tree, 2026)
            queries.open_resolutions(SECRETARY, tree)
            queries.make_ups(SECRETARY, tree)
            queries.uses(SECRETARY, tree, date(2026, 11, 1), date(2026, 11, 30))
        counted.append(len(seen))
    assert len(set(counted)) == 1


def test_a_line_says_how_late_it_is_and_what_is_missing() -> None:
    signed(form("ZB1", "members_meeting", place="", away=("M5",)), at=AT + timedelta(days=20))
    (line,) = queries.records(SECRETARY, Tree(), 2026)
    assert (line.words, line.late_days, line.missing) == ("党员大会", 20, ("地点",))
    assert (line.present, line.expected) == (8, 9)
    assert queries.records(SECRETARY, Tree(), 2025) == ()


def test_a_resolution_is_open_until_it_is_done_and_its_owner_sees_it() -> None:
    code = signed(form("ZB1", "theme_day"))
    owner = reader("M3", ("member", "ZB1"))
    (task,) = queries.open_resolutions(SECRETARY, Tree())
    assert (task.code, task.owner_name, task.due_on, task.last) == (f"{code}-1", "某M3", date(2027, 3, 31), "")
    actions.progress(task.code, "巡了两次", DAY, RECORDER, AT)
    assert queries.open_resolutions(owner, Tree())[0].last == "巡了两次"
    assert queries.open_resolutions(NEIGHBOUR, Tree()) == ()
    place = queries.place_of_resolution(task.code)
    assert place is not None
    assert may(owner, "resolution.progress", place)
    assert not may(MEMBER, "resolution.progress", place)
    actions.progress(task.code, "办完了", DAY, RECORDER, AT, done=True)
    assert queries.open_resolutions(SECRETARY, Tree()) == ()


def test_a_leave_is_owed_until_it_is_made_up() -> None:
    code = signed(form("ZB1", "theme_day", away=("M9",)))
    signed(form("ZB1", "committee_meeting", away=("M3",)), at=TOMORROW)
    (owed,) = queries.make_ups(SECRETARY, Tree())
    assert (owed.act, owed.member) == (code, "M9")
    assert queries.make_ups(MEMBER, Tree()) == (owed,)
    assert queries.make_ups(NEIGHBOUR, Tree()) == ()
    actions.make_up(code, "M9", DAY, "自学", RECORDER, TOMORROW)
    assert queries.make_ups(SECRETARY, Tree()) == ()


def test_the_page_of_a_record_has_all_of_it() -> None:
    typed = form(
        "ZB1", "members_meeting", "organization_life", away=("M9",), studied=[{"title": "讲话", "issued_on": ""}]
    )
    typed["items"][0] |= {"votes_none": False, "in_favour": "5", "against": "3", "abstained": "0"}
    typed["stages"] = {"criticism": {"text": "都讲了"}, "theme": {"on": "2026-11-01", "text": "定了"}}
    code = signed(typed)
    actions.progress(f"{code}-1", "办完了", DAY, RECORDER, AT, done=True)
    page = sheet.sheet(code)
    assert page is not None
    assert page.title == "党员大会、组织生活会记录"
    assert page.tally == {"expected": 9, "present": 8, "absent": 0, "leave": 1, "observer": 0}
    assert page.of_status("leave")[0].reason == "书记批准，值班"
    outcome = page.items[0].outcome
    assert outcome is not None
    assert (outcome.entitled, outcome.present, outcome.passed) == (8, 8, True)
    assert page.items[0].resolutions[0].done_on == DAY
    assert [stage[0] for stage in page.stages] == ["会前：定主题", "会上：批评和自我批评"]
    assert page.missing == ()
    assert "S3-1" in page.counts_for
    assert page.headings == ("agenda", "studied", "stages", "speeches", "votes", "resolutions")
    assert sheet.sheet("G9999999") is None


def test_of_a_joint_one_each_sees_the_own_roll() -> None:
    typed = form("ZB1", "theme_day")
    typed["holders"]["ZB2"] = {}
    actions.sign("G2345678", actions.save_draft("G2345678", "ZB1", typed, 0, RECORDER, AT), RECORDER, AT)
    page = sheet.sheet("G2345678@ZB1")
    assert page is not None
    assert page.others == (("ZB2", "第二支部", False),)
    roll = {one: {"status": "present"} for one in ("N1", "N2", "N3")}
    assert drafts.of_organizations(["ZB2"])[0].code == "G2345678@ZB2"
    sign_again("G2345678@ZB2", OTHER, TOMORROW, recorder="N1", holders={"ZB2": {"roll": roll}})
    other = sheet.sheet("G2345678@ZB2")
    assert other is not None
    assert [line.member for line in other.roll] == ["N1", "N2", "N3"]
    assert len(page.roll) == 9


def test_the_use_of_a_room_is_taken_from_the_meetings() -> None:
    signed(form("ZB1", "theme_day"))
    signed(form("ZB1", "committee_meeting", on="2026-10-08"))
    (use,) = queries.uses(SECRETARY, Tree(), date(2026, 11, 1), date(2026, 11, 30))
    assert (use.place, use.words, use.organization_name) == ("三楼活动室", "主题党日", "第一支部")
    assert queries.uses(NEIGHBOUR, Tree(), date(2026, 11, 1), date(2026, 11, 30)) == ()
