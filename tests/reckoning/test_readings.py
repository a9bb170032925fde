"""Where the contract is silent: one test for each numbered note of docs/readings.md that no other file tests."""

import re
from datetime import date
from pathlib import Path

import pytest

from oracle.cast import Cast, branch_of_nine
from oracle.clauses import ELEMENTS

HERE = Path(__file__).parent
READINGS = HERE.parents[1] / "docs" / "readings.md"


def test_reading_1_upcoming_are_the_periods_that_begin_this_year() -> None:
    cast = branch_of_nine()
    quarters = {row["period"]: row["status"] for row in cast.rows("S2-1", "2026-05-20", upcoming=True)}
    assert {name: status for name, status in quarters.items() if name >= "2026"} == {
        "2026Q1": "missed", "2026Q2": "open", "2026Q3": "upcoming", "2026Q4": "upcoming",
    }  # fmt: skip
    report = {row["period"]: row["status"] for row in cast.rows("D1-5", "2026-05-20", upcoming=True)}
    assert (report["2025"], report["2026"], len(report)) == ("missed", "upcoming", 6)
    assert "2027" not in {row["period"] for row in cast.rows("D1-4", "2026-12-31", upcoming=True)}
    assert cast.rows("S8-1", "2020-06-29", upcoming=True) == []


def test_reading_1_who_is_gone_by_as_of_or_about_to_go_is_asked_as_of_as_of() -> None:
    cast = Cast()
    cast.organization("撤了的", until="2026-05-20")
    cast.organization("要撤的", until="2026-05-21")
    coming = {r["bearer_id"] for r in cast.rows("S2-1", "2026-05-20", upcoming=True) if r["status"] == "upcoming"}
    assert coming == {"要撤的"}


def test_reading_2_a_month_paid_or_excused_before_it_begins_is_met() -> None:
    cast = Cast()
    cast.organization("支部")
    cast.member("党员", "支部", "2026-01-01")
    cast.due("党员", "2026-03", "2026-02-20")
    cast.due("党员", "2026-04", None, excuse="住院")
    rows = {row["period"]: row for row in cast.rows("S7-2", "2026-02-25", upcoming=True)}
    assert [rows[f"2026-{month:02d}"]["status"] for month in (2, 3, 4, 5)] == ["open", "met", "met", "upcoming"]
    assert [row["period"] for row in cast.rows("S7-2", "2026-02-25")] == ["2026-01", "2026-02"]


def test_reading_3_no_founding_day_means_from_the_beginning_and_no_first_term() -> None:
    cast = Cast()
    cast.organization("支部", since=None)
    assert next(iter(cast.periods("S2-1", "支部", "2021-01-01"))) == "2020Q3"
    assert cast.rows("S8-1", "2025-01-01") == []
    cast.act("election", "支部", "2021-03-01")
    assert [row["period"] for row in cast.rows("S8-1", "2025-01-01")] == ["term-2021-03-01"]


def test_reading_4_a_trigger_that_names_nobody_obliges_nobody() -> None:
    cast = branch_of_nine()
    cast.trigger("post_vacant", "2025-01-01", member="张一")
    cast.trigger("opinion", "2025-01-01", member="张一")
    cast.trigger("hardship", "2025-01-01", organization="一支部")
    assert [row for rule in ("S1-10", "S10-2", "S5-2") for row in cast.rows(rule, "2025-02-01")] == []


def test_reading_5_a_directive_obliges_all_even_when_it_names_one() -> None:
    cast = branch_of_nine()
    cast.organization("另一党组", "party_group")
    cast.trigger("directive", "2025-01-01", organization="党组")
    assert [row["bearer_id"] for row in cast.rows("D1-1", "2025-02-01")] == ["党组", "另一党组"]


def test_reading_6_no_staff_number_no_row_and_no_workers_number_is_none() -> None:
    cast = Cast()
    cast.unit("没写人数", None, 3)
    cast.unit("零人", 0, 3)
    cast.unit("没写专职", 10, None)
    row = cast.rows("L2-1", "2025-01-01")
    assert [(r["bearer_id"], r["counted"], r["status"]) for r in row] == [("没写专职", 0, "missed")]


def test_reading_7_an_element_repeated_or_unknown_adds_nothing() -> None:
    cast = branch_of_nine()
    ten = sorted(ELEMENTS)[:10]
    thin = cast.act("lesson", "一支部", "2025-03-01", elements=[*ten, ten[0], "weather"])
    full = cast.act("lesson", "一支部", "2025-03-01", elements=[*sorted(ELEMENTS), "weather"])
    assert cast.row("S2-8", thin, thin, "2025-03-02")["counted"] == 10
    assert cast.row("S2-8", full, full, "2025-03-02")["counted"] == 11
    assert cast.row("S2-8", full, full, "2025-03-02")["flags"] == []


def test_reading_8_a_unit_named_twice_is_one_unit() -> None:
    cast = Cast()
    cast.unit("甲单位")
    cast.organization("支部", units=["甲单位", "甲单位"])
    cast.organization("联合支部", "joint_branch", units=["甲单位"] * 6)
    for name in "ABC":
        cast.member(name, "支部")
    row = cast.row("S1-3", "甲单位", "2025-01-01", "2025-01-01")
    assert (row["counted"], row["evidence"]) == (1, ["支部"])
    assert cast.row("S1-4", "联合支部", "2025-01-01", "2025-01-01")["counted"] == 1


def test_reading_9_the_branch_of_a_stay_is_what_the_stay_says() -> None:
    cast = branch_of_nine()
    cast.member("冯十", "机关党委")
    trigger = cast.trigger("unqualified", "2025-03-01", member="冯十")
    assert cast.row("S4-5", "机关党委", trigger, "2025-03-02")["status"] == "open"
    assert cast.row("S7-2", "冯十", "2025-02", "2025-03-02")["status"] == "missed"


def test_reading_11_a_vacancy_may_be_in_any_organization() -> None:
    cast = branch_of_nine()
    trigger = cast.trigger("post_vacant", "2025-01-01", organization="党组")
    post = cast.post("赵四", "党组", "secretary", "2025-01-05")
    assert cast.row("S1-10", "党组", trigger, "2025-02-01")["evidence"] == [post]


def test_reading_12_an_act_may_answer_for_itself() -> None:
    cast = branch_of_nine()
    act = cast.act("community_service community_filing", "一支部", "2025-01-02", answers=["A01"])
    assert cast.row("S9-3", "一支部", act, "2025-01-02")["evidence"] == [act]


def test_reading_13_the_secretary_does_not_talk_with_themself() -> None:
    cast = branch_of_nine()
    cast.post("张一", "机关党委")
    trigger = cast.trigger("honoured", "2025-01-01", member="张一")
    cast.act("talk", "一支部", "2025-01-02", actor="张一", toward=["张一"], answers=[trigger])
    assert cast.row("S5-2", "一支部", trigger, "2025-01-03")["counted"] == 0


def test_reading_16_a_lead_goes_up_even_from_a_dissolved_branch() -> None:
    cast = branch_of_nine()
    cast.organization("撤了的支部", above="机关党委", until="2025-01-01")
    cast.member("冯十", "撤了的支部")
    trigger = cast.trigger("violation_lead", "2025-03-01", member="冯十")
    assert cast.status("D2-5", "机关党委", trigger, "2025-03-02") == "open"
    assert cast.rows("D3-5", "2025-03-02") == []


def test_reading_17_a_window_asks_nothing_of_existence() -> None:
    cast = Cast()
    cast.organization("六月才有的党组", "party_group", since="2025-06-01")
    assert cast.status("D1-2", "六月才有的党组", "2025", "2025-12-31") == "missed"


def test_reading_18_secretary_of_two_branches_below_is_one_pair() -> None:
    cast = branch_of_nine()
    cast.organization("二支部", above="机关党委")
    cast.post("张一", "二支部", "secretary", "2024-01-01")
    assert [r["bearer_id"] for r in cast.rows("D2-4", "2025-12-31") if r["period"] == "2025"] == ["机关党委->张一"]


def test_reading_19_paid_on_and_recorded_at_are_two_days() -> None:
    cast = Cast()
    cast.organization("支部")
    cast.member("党员", "支部", "2025-01-01")
    cast.due("党员", "2025-01", "2025-01-10")
    cast.tables["dues"][0]["recorded_at"] = cast.tables["dues"][0]["recorded_at"].replace(month=3)
    assert cast.status("S7-2", "党员", "2025-01", "2025-02-01") == "met"
    assert cast.status("S7-2", "党员", "2025-01", "2025-02-01", known_by="2025-02-28") == "missed"


def test_reading_20_an_act_is_not_asked_whether_its_holder_was_in_force() -> None:
    cast = branch_of_nine()
    cast.organization("撤了的支部", until="2025-01-01", above="机关党委")
    service = cast.act("community_service", "撤了的支部", "2025-03-10")
    assert cast.row("S9-1", "机关党委", "2025-03", "2025-03-31")["evidence"] == [service]


def test_reading_21_an_act_before_records_from_still_counts_inside_a_period_that_exists() -> None:
    cast = branch_of_nine()
    cast.tables["organizations"][2]["records_from"] = date(2025, 2, 1)
    meeting = cast.act("members_meeting", "一支部", "2025-01-10")
    assert cast.row("S2-1", "一支部", "2025Q1", "2025-03-31")["evidence"] == [meeting]


@pytest.mark.parametrize("note", range(1, 23))
def test_every_reading_names_a_test_that_exists(note: int) -> None:
    text = READINGS.read_text(encoding="utf-8")
    found = re.search(rf"^## 读法 {note}：.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"docs/readings.md 里没有读法 {note}"
    named = re.findall(r"`(test_[a-zA-Z0-9_]+)`", found.group())
    written = "\n".join(file.read_text(encoding="utf-8") for file in HERE.glob("test_*.py"))
    assert named
    assert all(f"def {name}(" in written for name in named), named
