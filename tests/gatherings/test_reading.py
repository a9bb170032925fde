"""What keeps a record from being signed, in the words the page shows; what does not."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed import DAY, KINDS, content, people, problems, read

from dengxiaming.areas.gatherings import core
from dengxiaming.areas.gatherings.fields import Problem

TEN = people(10, 1)


def test_a_full_form_is_signed_as_it_was_typed() -> None:
    typed = content(TEN, "theme_day", "members_meeting", "lesson", present=10)
    typed["items"].insert(0, {"kind": "lesson", "lecturer": "M1", "title": "党员的责任"})
    typed["items"][1] |= {"in_favour": "9", "against": "0", "abstained": "1"}
    typed["studied"] = [{"title": "某某讲话", "issued_on": "2026年10月9日"}]
    signed = read(typed, TEN)
    assert signed.kinds == ("members_meeting", "lesson", "theme_day")
    assert (signed.on, signed.starts, signed.ends) == (DAY, time(14, 30), time(16, 40))
    assert [called.status for called in signed.calls] == ["present"] * 10 + ["leave"]
    assert [item.title for item in signed.items] == ["党员的责任", "冬季巡河"]
    assert signed.items[1].resolutions[0].due_on == date(2027, 3, 31)
    assert signed.studied == (("某某讲话", date(2026, 10, 9)),)
    assert len(signed.elements) == 11
    assert signed.notes == ()


def test_the_two_errors_of_the_look_are_said_as_in_the_look() -> None:
    among = people(13, 1)
    typed = content(among, "members_meeting", "theme_day", present=11)
    typed["holders"]["ZB1"]["roll"]["M14"] = {"status": ""}
    typed["items"].append({"title": "巡河", "in_favour": "13", "against": "0", "abstained": "1"})
    found = core.read(typed, among, KINDS)
    assert isinstance(found, core.Problems)
    assert found.found == (
        Problem("holders-ZB1-roll-M14-status", "点名", "党员14还没有点。请选出席、请假或缺席。"),
        Problem("items-1-in_favour", "议题2", "票数合计14，多于有表决权的到会人数11。请核对票数，或先补上点名。"),
    )
    assert [one.summary for one in found.found] == [
        "点名：党员14还没有点",
        "议题2：票数合计14，多于有表决权的到会人数11",
    ]


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"kinds": []}, "kinds", "还没有选"),
        ({"kinds": ["theme_day", "picnic"]}, "kinds", "没有“picnic”这一种"),
        ({"kinds": ["party_group_meeting"]}, "kinds", "党组会议不由这个组织办"),
        ({"on": ""}, "on", "还没有填"),
        ({"on": "2026-11-31"}, "on", "不是一个日期"),
        ({"on": "0206-11-25"}, "on", "太早了"),
        ({"on": "2026-11-26"}, "on", "11月26日还没到"),
        ({"starts": "25:00"}, "starts", "不是一个时间"),
        ({"ends": "14:30"}, "ends", "不晚于开始的14:30"),
        ({"theme": "长" * 201}, "theme", "写了201个字，最多200个"),
        ({"chair": "M99"}, "chair", "不在党员名册上"),
        ({"recorder": ""}, "recorder", "还没有选"),
        ({"recorder": "M2"}, "recorder", "写的是党员2，现在签字的是党员1"),
        ({"answers": ["SX1"]}, "answers-0", "不是这次会能回应的事"),
        ({"stages": {"song": {"text": "唱了"}}}, "stages-song-text", "没有“song”这一段"),
        ({"stages": {"talks": {"on": "某天"}}}, "stages-talks-on", "不是一个日期"),
        ({"studied": [{"issued_on": "2026-01-01"}]}, "studied-0-title", "没有写是哪一份"),
        ({"items": [{"in_favour": "3", "abstained": "0"}]}, "items-0-against", "没有人反对就写0"),
        ({"items": [{"in_favour": "-1", "against": "0", "abstained": "0"}]}, "items-0-in_favour", "不是票数"),
        (
            {"items": [{"in_favour": "3", "against": "0", "abstained": "0", "votes_none": True}]},
            "items-0-votes_none",
            "又填了票数",
        ),
        ({"items": [{"lecturer": "M1", "guest": "外面的人"}]}, "items-0-guest", "请只留一个"),
        ({"items": [{"resolutions": [{"owner": "M1"}]}]}, "items-0-resolutions-0-text", "没有写决议"),
        (
            {"items": [{"resolutions": [{"text": "做", "due_on": "2026-11-24"}]}]},
            "items-0-resolutions-0-due_on",
            "早于开会那天",
        ),
        ({"kinds": ["lesson"]}, "items-0-lecturer", "没有写谁讲的"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(change: dict[str, Any], field: str, says: str) -> None:
    found = problems(content(TEN, "members_meeting") | change, TEN)
    assert says in found[field]
    assert list(found) == [field]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"status": "leave"}, "没有写谁批准的"),
        ({"status": "gone"}, "还没有点"),
        ({"status": "", "reason": "出差"}, "还没有点"),
    ],
)
def test_a_leave_needs_who_approved_it_and_why(line: dict[str, str], says: str) -> None:
    typed = content(TEN, "theme_day")
    typed["holders"]["ZB1"]["roll"]["M3"] = line
    assert says in "".join(problems(typed, TEN).values())


def test_a_delegate_stands_on_the_roll_as_an_observer() -> None:
    typed = content(TEN, "organization_life")
    typed["holders"]["ZB1"] |= {"delegates": ["S1"], "observers": ""}
    signed = read(typed, TEN)
    assert signed.calls[-1].member == "S1"
    assert signed.calls[-1].status == "observer"
    assert "observers" in signed.elements
    typed["holders"]["ZB1"]["delegates"] = ["M3"]
    assert "已经在点名簿上" in problems(typed, TEN)["holders-ZB1-delegates-0"]


def test_late_is_never_refused_only_asked_about() -> None:
    late = people(10, today=date(2026, 12, 11))
    signed = read(content(late, "theme_day"), late)
    assert (signed.late_days, signed.is_late) == (16, True)
    assert [note.field for note in signed.notes] == ["late_reason"]
    assert read(content(late, "theme_day", late_reason="记录人住院"), late).notes == ()
    in_time = people(10, today=date(2026, 12, 10))
    signed = read(content(in_time, "theme_day"), in_time)
    assert (signed.late_days, signed.is_late, signed.notes) == (15, False, ())


def test_what_is_missing_is_named_and_does_not_keep_from_signing() -> None:
    signed = read(content(TEN, "members_meeting", place=""), TEN)
    assert signed.notes == (Problem("elements", "要素", "还缺2项：地点、表决。可以先签字，以后补上。"),)


def test_none_counts_where_the_contract_says_so_and_nowhere_else() -> None:
    typed = content(TEN, "members_meeting")
    typed["items"] = [{"votes_none": True, "speeches": "无", "resolutions": [{"text": "无"}]}]
    missing = {"speeches", "resolutions"}
    assert set(read(typed, TEN).elements) == set(KINDS.elements_of(["members_meeting"])) - missing


def test_several_branches_hold_it_and_each_signs_its_own_roll() -> None:
    both = people(5, organization_kinds={"ZB1": "branch", "ZB2": "joint_branch"})
    typed = content(both, "theme_day")
    typed["holders"]["ZB2"] = {"roll": {}}
    signed = read(typed, both)
    assert signed.organizations == ("ZB1", "ZB2")
    assert len(signed.calls) == 5
    wrong = people(5, organization_kinds={"ZB1": "branch", "ZB2": "group"})
    assert "主题党日不由这个组织办" in problems(typed, wrong)["kinds"]


# ---- 任何东西填进来 ----
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=12),
    st.sampled_from(["M1", "M2", "2026-11-25", "14:30", "present", "leave", "theme_day", "lesson"]),
    st.sampled_from(["无", "\x00", "\ud800"]),
)  # fmt: skip
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
FIELDS = [*content(TEN, "theme_day"), "studied", "stages", "answers", "late_reason"]


@given(st.dictionaries(st.sampled_from(FIELDS), anything))
def test_reading_never_raises(change: dict[str, Any]) -> None:
    typed = content(TEN, "theme_day") | change
    core.elements(typed, TEN, KINDS)
    found = core.read(typed, TEN, KINDS)
    assert isinstance(found, core.Submission) or found.found
    core.read(change, TEN, KINDS)


words = st.text(alphabet="会议巡河学习讨论山石。，0123", min_size=1, max_size=12).filter(
    lambda text: text.strip(" 。，")
)
maybe = st.one_of(st.just(""), words)
item = st.fixed_dictionaries({
    "title": maybe, "speeches": maybe, "guest": maybe, "in_favour": st.sampled_from(["", "3", "七"]),
    "resolutions": st.lists(
        st.fixed_dictionaries({"text": maybe, "owner": st.sampled_from(["", "M2"]), "due_on": maybe}), max_size=2
    ),
})  # fmt: skip


@given(
    st.fixed_dictionaries({
        "place": maybe, "theme": maybe, "late_reason": maybe, "items": st.lists(item, max_size=3),
        "studied": st.lists(st.fixed_dictionaries({"title": maybe, "issued_on": maybe}), max_size=2),
        "stages": st.dictionaries(
            st.sampled_from(["theme", "talks", "song"]), st.fixed_dictionaries({"text": maybe, "on": maybe})
        ),
    }),
    maybe,
)  # fmt: skip
def test_every_text_typed_is_in_the_record_or_named_as_a_problem(typed: dict[str, Any], observers: str) -> None:
    filled = content(TEN, "theme_day", **typed)
    filled["holders"]["ZB1"]["observers"] = observers
    found = core.read(filled, TEN, KINDS)
    if isinstance(found, core.Submission):
        kept = repr(found)
        assert all(text.strip() in kept for text in _texts(typed) if text.strip() != "无")
        assert observers.strip() in kept
    else:
        assert found.found


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in _texts(one)]
