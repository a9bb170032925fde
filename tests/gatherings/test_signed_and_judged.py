"""A signed record settles the clauses its kinds count for; corrected and withdrawn, the past stays as it was known."""

from datetime import date, datetime, timedelta

import pytest
from branch import AT, DAY, OTHER, RECORDER, SECRETARY, ZONE, form, happened, judged, sign_again, signed

from dengxiaming.areas.gatherings import actions, drafts, expected, facts, kinds
from dengxiaming.areas.gatherings.models import Draft, Gathering, Holder
from dengxiaming.areas.gatherings.refusals import Gone, NotReady, Refused
from dengxiaming.areas.members.models import Trigger
from dengxiaming.areas.organs.models import Organization
from dengxiaming.chain.note import PublicKey
from dengxiaming.journal import keys
from dengxiaming.journal.actions import Repeated
from dengxiaming.journal.queries import versions
from dengxiaming.journal.verifying import verify
from dengxiaming.reckoning.facts import TABLES

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.judged, pytest.mark.one_database]
TOMORROW = AT + timedelta(days=1)


def lesson(by: str) -> dict[str, object]:
    return {"kind": "lesson", "title": "党员的责任", "lecturer": by}


def test_one_theme_day_with_lesson_and_meeting_settles_them_all() -> None:
    typed = form("ZB1", "theme_day", "members_meeting", "lesson", away=("M8",))
    typed["items"].insert(0, lesson("M1"))
    code = signed(typed)
    rows = judged()
    for rule, bearer, period in (
        ("S6-1", "ZB1", "2026-11"), ("S2-1", "ZB1", "2026Q4"), ("S2-4", "ZB1", "2026Q4"), ("S2-8", code, code),
    ):  # fmt: skip
        assert rows[rule, bearer, period]["status"] == "met", rule
        assert rows[rule, bearer, period]["evidence"] == [code]
    assert rows["D3-3", "ZB1", "2026"]["counted"] == 1
    assert rows["S6-4", code, code]["status"] == "open"
    assert (rows["S6-4", code, code]["required"], rows["S6-4", code, code]["counted"]) == (9, 8)
    assert rows["D1-8", "M6", "2026Q4"]["status"] == "met"


def test_a_draft_is_no_fact() -> None:
    actions.save_draft("G2345678", "ZB1", form("ZB1", "theme_day"), 0, RECORDER, AT)
    assert facts.acts().is_empty()
    assert facts.attendance().is_empty()


def test_facts_have_the_contract_s_columns() -> None:
    signed(form("ZB1", "theme_day"))
    assert dict(facts.acts().schema) == TABLES["acts"]
    assert dict(facts.attendance().schema) == TABLES["attendance"]
    row = facts.acts().row(0, named=True)
    assert (row["organization_id"], row["actor_id"], row["on"], row["counterpart_ids"]) == ("ZB1", "M1", DAY, [])
    assert row["recorded_at"] == AT
    assert len(row["elements"]) == 11


def test_s6_4_who_was_on_leave_makes_it_up() -> None:
    code = signed(form("ZB1", "theme_day", away=("M8",)))
    actions.make_up(code, "M8", DAY + timedelta(days=1), "自学后和组长谈", RECORDER, TOMORROW)
    assert judged("S6-4", as_of=DAY + timedelta(days=2))["S6-4", code, code]["status"] == "met"
    assert judged("S6-4", as_of=DAY + timedelta(days=2), known_by=AT)["S6-4", code, code]["counted"] == 8
    with pytest.raises(Refused, match="只有请假批准的人"):
        actions.make_up(code, "M1", DAY, "", RECORDER, TOMORROW)
    with pytest.raises(Refused, match="补课日期要在"):
        actions.make_up(code, "M8", DAY - timedelta(days=1), "", RECORDER, TOMORROW)


def test_s3_3_a_delegate_from_above_is_an_observer() -> None:
    typed = form("ZB1", "organization_life")
    typed["holders"]["ZB1"] |= {"delegates": ["N1"], "observers": ""}
    code = signed(typed)
    rows = judged()
    assert rows["S3-3", code, code]["status"] == "met"
    assert rows["S3-1", "ZB1", "2026"]["status"] == "met"


def test_s2_2_a_committee_calls_its_members_and_d3_2_passes_a_directive_on() -> None:
    happened("SX1", "directive", date(2026, 11, 10))
    typed = form("ZB1", "committee_meeting", answers=["SX1"])
    assert sorted(typed["holders"]["ZB1"]["roll"]) == ["M1", "M2", "M3"]
    code = signed(typed)
    rows = judged()
    assert rows["S2-2", "ZB1", "2026-11"]["status"] == "met"
    assert rows["D3-2", "ZB1", "SX1"]["evidence"] == [code]
    assert facts.act_keys((), ()) == set()


def test_what_may_be_answered_is_everybody_s_or_happened_in_the_branch() -> None:
    happened("SX1", "directive", date(2026, 11, 10))
    Trigger.objects.filter(code="SX1").update(organization=Organization.objects.get(code="GW1"))
    happened("SX2", "serious_violation", date(2026, 11, 1), "M8")
    happened("SX3", "directive", DAY + timedelta(days=1))
    asked = {"directive", "serious_violation"}
    assert list(expected.answerable("ZB1", asked, DAY)) == ["SX1", "SX2"]
    assert list(expected.answerable("ZB2", asked, DAY)) == ["SX1"]
    assert expected.answerable("ZB1", (), DAY) == {}
    typed = form("ZB1", "special_organization_life", answers=["SX2"])
    signed(typed)
    assert judged("S3-4")["S3-4", "ZB1", "SX2"]["status"] == "met"


def test_s2_3_and_the_party_group_s_and_the_general_branch_s_own_meetings() -> None:
    signed(form("XZ1", "group_meeting", chair="M7"), "XZ1")
    signed(form("DZ1", "deployment", "lesson_study", chair="M5"), "DZ1")
    signed(form("JG1", "general_branch_meeting", chair="M4"), "JG1")
    signed(form("JG1", "organ_members_meeting", chair="M4"), "JG1")
    rows = judged()
    assert rows["S2-3", "XZ1", "2026-11"]["status"] == "met"
    assert rows["S2-6", "DZ1", "2026H2"]["status"] == "met"
    assert rows["D1-2", "DZ1", "2026"]["status"] == "missed"  # 11月的，不在1至3月里
    assert rows["D2-2", "JG1", "2026Q4"]["status"] == "met"
    assert rows["D2-1", "JG1", "2026"]["status"] == "met"


def test_l2_2_those_present_at_a_training_are_its_counterparts() -> None:
    typed = form("GW1", "training", recorder="M2")
    typed["holders"]["GW1"]["roll"] = {"M1": {"status": "present"}, "N1": {"status": "absent"}}
    code = signed(typed, "GW1")
    rows = judged("L2-2")
    assert rows["L2-2", "M1", "2026"]["status"] == "open" or rows["L2-2", "M1", "2026"]["evidence"] == []
    assert facts.acts()["counterpart_ids"].to_list() == [[]]  # 主持的M1不是自己的对象
    actions.correct(code, drafts.content_of(code) | {"chair": "M5"}, "主持人写错了", RECORDER, TOMORROW)
    assert facts.acts()["counterpart_ids"].to_list() == [["M1"]]
    assert judged("L2-2")["L2-2", "M1", "2026"]["status"] == "met"


def test_s2_5_each_of_two_lecturers_gave_a_lesson() -> None:
    typed = form("ZB1", "theme_day", "lesson")
    typed["items"] += [lesson("M1"), lesson("M6"), lesson("M1")]
    code = signed(typed)
    rows = judged()
    assert rows["S2-5", "M6", "2026"]["evidence"] == [f"{code}+2"]
    assert rows["D3-3", "ZB1", "2026"]["evidence"] == [code]
    assert rows["S6-1", "ZB1", "2026-11"]["counted"] == 1


def test_a_lesson_by_a_guest_has_no_actor() -> None:
    typed = form("ZB1", "lesson")
    typed["items"].append({"kind": "lesson", "guest": "党校老师", "title": "防汛"})
    signed(typed)
    assert facts.acts()["actor_id"].to_list() == [None]
    assert judged("S2-4")["S2-4", "ZB1", "2026Q4"]["status"] == "met"


def test_only_the_recorder_signs_and_all_problems_come_at_once() -> None:
    typed = form("ZB1", "theme_day")
    typed["holders"]["ZB1"]["roll"]["M5"] = {}
    version = actions.save_draft("G2345678", "ZB1", typed, 0, SECRETARY, AT)
    with pytest.raises(NotReady, match="还不能签字，有2处要改") as refused:
        actions.sign("G2345678", version, SECRETARY, AT)
    assert [one.field for one in refused.value.problems.found] == ["recorder", "holders-ZB1-roll-M5-status"]
    assert Draft.objects.exists()
    assert not Gathering.objects.exists()


def test_the_same_signature_twice_makes_one_record() -> None:
    version = actions.save_draft("G2345678", "ZB1", form("ZB1", "theme_day"), 0, RECORDER, AT)
    actions.sign("G2345678", version, RECORDER, AT, "token")
    with pytest.raises(Repeated) as repeated:
        actions.sign("G2345678", version, RECORDER, AT, "token")
    assert repeated.value.answer == "G2345678"
    with pytest.raises(Gone):
        actions.sign("G2345678", version, RECORDER, AT)
    assert Gathering.objects.count() == 1


def test_the_secretary_signs_and_a_correction_asks_for_it_again() -> None:
    code = signed(form("ZB1", "theme_day"))
    actions.confirm(code, SECRETARY, TOMORROW)
    assert Holder.objects.get(act=code).confirmed_at == TOMORROW
    actions.correct(code, drafts.content_of(code) | {"place": "河边"}, "地点写错了", RECORDER, TOMORROW)
    assert Holder.objects.get(act=code).confirmed_at is None


def test_a_correction_of_words_keeps_the_time_and_the_old_text() -> None:
    code = signed(form("ZB1", "theme_day", place=""))
    actions.correct(code, drafts.content_of(code) | {"place": "河边"}, "漏写了地点", RECORDER, TOMORROW)
    row = facts.acts().row(0, named=True)
    assert row["recorded_at"] == AT
    assert "place" in row["elements"]
    assert "place" not in facts.acts(known_by=AT).row(0, named=True)["elements"]
    old, new = versions("gathering", code)
    assert "河边" not in old.document
    assert (new.reason, "河边" in new.document) == ("漏写了地点", True)


def test_a_late_correction_cannot_improve_the_past() -> None:
    """Decisions, unsaid 5: the kind added in December was not known in November."""
    code = signed(form("ZB1", "theme_day"))
    december = datetime(2026, 12, 20, 9, tzinfo=ZONE)
    before = judged("S2-1", as_of=date(2026, 12, 31), known_by=december)
    content = drafts.content_of(code)
    actions.correct(
        code,
        content | {"kinds": ["theme_day", "members_meeting"]},
        "也开了大会",
        RECORDER,
        december + timedelta(days=20),
    )
    key = ("S2-1", "ZB1", "2026Q4")
    assert judged("S2-1", as_of=date(2026, 12, 31))[key]["status"] == "met"
    assert judged("S2-1", as_of=date(2026, 12, 31))[key]["flags"] == ["backfilled"]
    assert judged("S2-1", as_of=date(2026, 12, 31), known_by=december) == before
    assert judged("S6-1", known_by=december)["S6-1", "ZB1", "2026-11"]["status"] == "met"


def test_what_was_withdrawn_counts_no_more_but_was_known() -> None:
    code = signed(form("ZB1", "theme_day"))
    with pytest.raises(Refused, match="撤回要写原因"):
        actions.withdraw(code, " ", SECRETARY, TOMORROW)
    actions.withdraw(code, "没有开，记错了", SECRETARY, TOMORROW)
    assert facts.acts().is_empty()
    assert facts.attendance().is_empty()
    assert facts.acts(known_by=AT)["id"].to_list() == [code]
    assert facts.acts(known_by=TOMORROW).is_empty()
    assert Gathering.objects.get(code=code).withdrawn_at == TOMORROW
    with pytest.raises(Refused, match="已经撤回"):
        actions.confirm(code, SECRETARY, TOMORROW)


def test_a_resolution_is_followed_and_keeps_its_code() -> None:
    code = signed(form("ZB1", "theme_day"))
    actions.progress(f"{code}-1", "巡了两次", DAY, RECORDER, AT)
    content = drafts.content_of(code)
    content["items"][0]["resolutions"][0]["text"] = "每周巡查两次"
    content["items"][0]["resolutions"].append({"text": "添一艘船", "owner": "M1", "due_on": "2027-01-31"})
    actions.correct(code, content, "决议写错了", RECORDER, TOMORROW)
    codes = [one["code"] for one in drafts.content_of(code)["items"][0]["resolutions"]]
    assert codes == [f"{code}-1", f"{code}-2"]
    del content["items"][0]["resolutions"][0]
    with pytest.raises(Refused, match="已经写过办理情况"):
        actions.correct(code, content, "不要了", RECORDER, TOMORROW)


def joint() -> str:
    typed = form("ZB1", "theme_day", "members_meeting")
    typed["holders"]["ZB2"] = {"roll": {"N2": {"status": "present"}}}
    code = "G2345678"
    actions.sign(code, actions.save_draft(code, "ZB1", typed, 0, RECORDER, AT), RECORDER, AT)
    return code


def sign_second(code: str) -> None:
    roll = {one: {"status": "present"} for one in ("N1", "N2", "N3")}
    sign_again(
        f"{code}@ZB2", OTHER, TOMORROW, recorder="N1", theme="改了的主题",
        holders={"ZB2": {"roll": roll, "observers": "无"}},
    )  # fmt: skip


def test_a_joint_gathering_is_one_record_and_an_act_for_each_branch() -> None:
    code = joint()
    assert facts.acts()["id"].to_list() == [f"{code}@ZB1"]
    kept = drafts.draft(f"{code}@ZB2")
    assert kept is not None
    assert kept.content["holders"]["ZB2"]["roll"] == {"N2": {"status": "present"}}
    sign_second(code)
    assert Gathering.objects.get().theme == "讨论冬季巡河安排"  # 共同的部分在第一个签字时就定了
    rows = judged(as_of=TOMORROW.date())
    assert rows["S6-1", "ZB1", "2026-11"]["evidence"] == [f"{code}@ZB1"]
    assert rows["S6-1", "ZB2", "2026-11"]["evidence"] == [f"{code}@ZB2"]
    assert rows["S2-8", f"{code}@ZB2", f"{code}@ZB2"]["satisfied_on"] == TOMORROW.date()
    assert len(facts.attendance()) == 12


def test_the_common_part_of_a_joint_gathering_needs_all_the_roll_does_not() -> None:
    code = joint()
    sign_second(code)
    content = drafts.content_of(f"{code}@ZB1")
    with pytest.raises(Refused, match="第二支部也签过字"):
        actions.correct(f"{code}@ZB1", content | {"place": "河边"}, "地点", RECORDER, TOMORROW)
    content["holders"]["ZB1"]["roll"]["M3"] = {"status": "absent"}
    actions.correct(f"{code}@ZB1", content, "点错了", RECORDER, TOMORROW)
    actions.withdraw(f"{code}@ZB2", "要一起改地点", OTHER, TOMORROW)
    assert facts.acts()["id"].to_list() == [f"{code}@ZB1"]
    actions.correct(f"{code}@ZB1", content | {"place": "河边"}, "地点", RECORDER, TOMORROW)
    sign_again(f"{code}@ZB2", OTHER, TOMORROW, recorder="N1")
    assert len(facts.acts()) == 2


def found_by_verify() -> list[str]:
    """What was changed by hand; the register itself was written by hand for these tests."""
    own = {"gathering", "notice", "progress", "remark", "", None}
    return [one.code for one in verify(PublicKey.read(keys.key().vkey), ()) if one.kind in own]


def test_the_journal_finds_all_of_it_whole() -> None:
    code = joint()
    sign_second(code)
    actions.confirm(f"{code}@ZB1", SECRETARY, TOMORROW)
    other = signed(form("ZB1", "committee_meeting"), at=TOMORROW)
    actions.correct(other, drafts.content_of(other) | {"place": "河边"}, "地点", RECORDER, TOMORROW)
    actions.progress(f"{other}-1", "办了", DAY, RECORDER, TOMORROW, done=True)
    actions.remark("duty:S2-3:XZ1:2026-10", "ZB1", "组长住院", SECRETARY, TOMORROW)
    assert found_by_verify() == []
    Holder.objects.filter(act=other).update(elements="time")
    assert found_by_verify() == [other]


def test_narrowing_finds_what_matters_to_a_branch_or_a_member() -> None:
    happened("SX9", "serious_violation", date(2026, 11, 1), "M8")
    own = signed(form("ZB1", "special_organization_life", answers=["SX9"]))
    typed = form("ZB2", "lesson", chair="N1", recorder="N1")
    typed["items"].append(lesson("M6"))
    signed(typed, "ZB2", OTHER)
    ids = {
        key: facts.acts(facts.act_keys(*key))["id"].to_list() for key in ((("ZB1",), ()), ((), ("M6",)), ((), ("M8",)))
    }
    assert ids[("ZB1",), ()] == [own]
    assert len(ids[(), ("M6",)]) == 1
    assert ids[(), ("M8",)] == [own]
    assert facts.acts(facts.act_keys_of(["organization_life"])).is_empty()  # “专题组织生活会”里也有这几个字母
    assert len(facts.acts(facts.act_keys_of(["lesson"], ["ZB2"]))) == 1
    assert facts.acts(facts.act_keys_of(["lesson"], ["ZB1"])).is_empty()
    assert set(facts.attendance(facts.act_keys(("ZB1",), ()))["act_id"]) == {own}


def test_a_record_and_its_form_are_the_same() -> None:
    typed = form("ZB1", "organization_life", away=("M5",), stages={"talks": {"on": "2026-11-20", "text": "都谈了"}})
    typed["studied"] = [{"title": "讲话", "issued_on": "2026-10-01"}]
    code = signed(typed)
    content = drafts.content_of(code)
    again = actions.correct(code, content, "没有改", RECORDER, TOMORROW)
    assert again is not None
    assert drafts.content_of(code) == content
    assert content["stages"] == {"talks": {"on": "2026-11-20", "text": "都谈了"}}
    assert kinds.load().words(content["kinds"]) == "组织生活会"
