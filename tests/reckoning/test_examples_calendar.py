"""Examples: month ends, quarter ends, leap days, year ends, windows, the day of effect."""

from datetime import date

from oracle.cast import Cast, branch_of_nine


def test_S2_1_the_last_day_of_a_quarter_counts_and_the_next_day_does_not() -> None:
    cast = branch_of_nine()
    cast.act("members_meeting", "一支部", "2026-03-31")
    row = cast.row("S2-1", "一支部", "2026Q1", "2026-04-05")
    assert (row["status"], str(row["satisfied_on"]), row["counted"]) == ("met", "2026-03-31", 1)
    late = branch_of_nine()
    late.act("members_meeting", "一支部", "2026-04-01")
    assert late.status("S2-1", "一支部", "2026Q1", "2026-04-05") == "missed"
    assert late.status("S2-1", "一支部", "2026Q2", "2026-04-05") == "met"


def test_S2_1_on_the_last_day_it_is_still_to_do_and_a_day_later_it_is_missed() -> None:
    cast = branch_of_nine()
    assert cast.status("S2-1", "一支部", "2026Q1", "2026-03-31") == "open"
    assert cast.status("S2-1", "一支部", "2026Q1", "2026-04-01") == "missed"


def test_S6_1_a_leap_day_belongs_to_february() -> None:
    cast = branch_of_nine()
    cast.act("theme_day", "一支部", "2024-02-29")
    row = cast.row("S6-1", "一支部", "2024-02", "2024-03-01")
    assert (row["status"], str(row["due_on"])) == ("met", "2024-02-29")
    assert cast.status("S6-1", "一支部", "2024-03", "2024-03-31") == "open"


def test_S6_1_february_of_a_common_year_ends_on_the_28th() -> None:
    assert str(branch_of_nine().row("S6-1", "一支部", "2026-02", "2026-03-01")["due_on"]) == "2026-02-28"


def test_S7_2_dues_paid_on_the_leap_day_are_in_time_and_on_1_march_late() -> None:
    cast = branch_of_nine()
    cast.due("张一", "2024-02", "2024-02-29")
    cast.due("李二", "2024-02", "2024-03-01")
    assert cast.status("S7-2", "张一", "2024-02", "2024-03-31") == "met"
    assert cast.status("S7-2", "李二", "2024-02", "2024-03-31") == "late"
    assert cast.status("S7-2", "李二", "2024-02", "2024-02-29") == "open"


def test_D1_5_the_report_on_a_year_is_due_in_the_january_after() -> None:
    cast = branch_of_nine()
    cast.act("annual_report", "党组", "2025-12-31")
    assert cast.row("D1-5", "党组", "2025", "2025-12-31") == {}
    row = cast.row("D1-5", "党组", "2025", "2026-01-01")
    assert (str(row["opens_on"]), str(row["due_on"]), row["status"]) == ("2026-01-01", "2026-01-31", "open")
    cast.act("annual_report", "党组", "2026-01-31")
    assert cast.status("D1-5", "党组", "2025", "2026-02-01") == "met"


def test_D1_5_a_party_group_dissolved_at_the_end_of_the_year_owes_no_report_on_it() -> None:
    cast = Cast()
    cast.organization("党组", "party_group", until="2025-12-31")
    cast.organization("另一党组", "party_group", until="2026-01-01")
    assert cast.row("D1-5", "党组", "2025", "2026-01-15") == {}
    assert cast.status("D1-5", "另一党组", "2025", "2026-01-15") == "open"


def test_D1_4_a_hearing_before_october_does_not_count() -> None:
    cast = branch_of_nine()
    cast.act("hearing", "党组", "2025-09-30")
    assert cast.row("D1-4", "党组", "2025", "2025-09-30") == {}
    assert cast.status("D1-4", "党组", "2025", "2025-10-01") == "open"
    cast.act("hearing", "党组", "2025-12-31")
    assert cast.row("D1-4", "党组", "2025", "2026-01-01")["counted"] == 1


def test_S6_2_the_plan_of_a_quarter_belongs_into_its_first_month() -> None:
    cast = branch_of_nine()
    cast.act("quarter_plan", "一支部", "2026-04-30")
    cast.act("quarter_plan", "一支部", "2026-08-01")
    assert cast.status("S6-2", "一支部", "2026Q2", "2026-09-01") == "met"
    assert cast.status("S6-2", "一支部", "2026Q3", "2026-09-01") == "missed"


def test_S6_3_first_of_july_counts_the_second_does_not() -> None:
    for on, status in [
        ("2026-05-31", "missed"),
        ("2026-06-01", "met"),
        ("2026-07-01", "met"),
        ("2026-07-02", "missed"),
    ]:
        cast = branch_of_nine()
        cast.act("oath_theme", "一支部", on)
        assert cast.status("S6-3", "一支部", "2026", "2026-07-03") == status, on


def test_3_3_the_first_period_judged_begins_on_or_after_the_day_of_effect() -> None:
    cast = branch_of_nine()
    assert list(cast.periods("S2-1", "一支部", "2020-12-31")) == ["2020Q3", "2020Q4"]
    assert list(cast.periods("S3-1", "一支部", "2021-12-31")) == ["2021"]
    assert next(iter(cast.periods("S6-1", "一支部", "2020-12-31"))) == "2020-07"


def test_3_3_S2_8_a_record_of_the_day_of_effect_is_judged_the_day_before_is_not() -> None:
    cast = branch_of_nine()
    before = cast.act("members_meeting", "一支部", "2020-06-16")
    first = cast.act("members_meeting", "一支部", "2020-06-17")
    assert cast.row("S2-8", before, before, "2020-07-31") == {}
    assert cast.status("S2-8", first, first, "2020-07-31") == "met"


def test_3_3_S1_9_a_post_of_the_day_of_effect_or_of_records_from_is_judged_the_day_before_is_not() -> None:
    cast = branch_of_nine()
    cast.tables["organizations"][1]["records_from"] = date(2024, 5, 1)
    posts = [
        cast.post("赵四", where, "committee_member", since, route="elected_by_members")
        for where, since in [
            ("一支部", "2020-06-16"), ("一支部", "2020-06-17"), ("机关党委", "2024-04-30"), ("机关党委", "2024-05-01"),
        ]
    ]  # fmt: skip
    assert [row["bearer_id"] for row in cast.rows("S1-9", "2025-01-01")] == [posts[1], posts[3]]


def test_3_3_S6_4_a_theme_day_of_the_day_of_effect_is_judged_the_day_before_is_not() -> None:
    cast = branch_of_nine()
    acts = [cast.act("theme_day", "一支部", on) for on in ("2020-06-16", "2020-06-17")]
    for act in acts:
        cast.roll(act, present=["张一"])
    assert [row["bearer_id"] for row in cast.rows("S6-4", "2020-12-31")] == acts[1:]


def test_section_5_there_is_no_structure_before_the_day_of_effect() -> None:
    cast = branch_of_nine()
    assert cast.rows("S1-6", "2020-06-16") == []
    assert cast.status("S1-6", "一支部", "2020-06-17", "2020-06-17") == "met"


def test_flags_the_sixteenth_day_is_backfilled_by_the_calendar_of_shanghai() -> None:
    for recorded, flags in [
        ("2026-03-16T23:59:59", []),
        ("2026-03-17T00:00:00", ["backfilled"]),
        ("2026-03-17T07:59:59", ["backfilled"]),
    ]:
        cast = branch_of_nine()
        cast.act("members_meeting", "一支部", "2026-03-01", recorded=recorded)
        assert cast.row("S2-1", "一支部", "2026Q1", "2026-03-31")["flags"] == flags, recorded


def test_3_2_what_was_recorded_after_known_by_is_not_known() -> None:
    cast = branch_of_nine()
    cast.act("members_meeting", "一支部", "2026-03-31", recorded="2026-04-02T10:00:00")
    assert cast.status("S2-1", "一支部", "2026Q1", "2026-04-05", known_by="2026-04-02T09:59:59") == "missed"
    assert cast.status("S2-1", "一支部", "2026Q1", "2026-04-05", known_by="2026-04-02T10:00:00") == "met"
