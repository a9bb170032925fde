"""Examples: transfers in mid-period, two posts, posts without a stay, dues and streaks, coverage of persons."""

from oracle.cast import Cast, branch_of_nine


def test_S7_2_a_member_who_moves_owes_the_month_once() -> None:
    cast = Cast()
    cast.organization("一支部")
    cast.organization("二支部")
    cast.member("张一", "一支部", "2025-01-01", "2025-03-16")
    cast.member("张一", "二支部", "2025-03-16")
    assert [row["period"] for row in cast.rows("S7-2", "2025-03-31")] == ["2025-01", "2025-02", "2025-03"]


def test_S7_2_half_a_month_is_enough_a_day_less_is_not() -> None:
    cast = Cast()
    cast.organization("一支部")
    cast.member("四月十六来", "一支部", "2025-04-16")
    cast.member("四月十七来", "一支部", "2025-04-17")
    cast.member("三月十六来", "一支部", "2025-03-16")
    cast.member("三月十七来", "一支部", "2025-03-17")
    assert cast.status("S7-2", "四月十六来", "2025-04", "2025-05-01") == "missed"
    assert cast.row("S7-2", "四月十七来", "2025-04", "2025-05-01") == {}
    assert cast.status("S7-2", "三月十六来", "2025-03", "2025-05-01") == "missed"
    assert cast.row("S7-2", "三月十七来", "2025-03", "2025-05-01") == {}


def test_3_5_days_still_to_come_count_as_today_does() -> None:
    cast = Cast()
    cast.organization("一支部")
    cast.member("张一", "一支部", "2025-04-10", "2025-04-22")
    assert cast.status("S7-2", "张一", "2025-04", "2025-04-15") == "open"
    assert cast.row("S7-2", "张一", "2025-04", "2025-04-22") == {}


def test_S7_2_a_gap_between_two_stays_is_nobodys_month() -> None:
    cast = Cast()
    cast.organization("一支部")
    cast.member("张一", "一支部", "2025-01-01", "2025-03-10")
    cast.member("张一", "一支部", "2025-05-20")
    assert list(cast.periods("S7-2", "张一", "2025-06-30")) == ["2025-01", "2025-02", "2025-06"]


def test_S7_2_excused_nothing_owed_partly_paid_paid_early() -> None:
    cast = Cast()
    cast.organization("一支部")
    cast.member("张一", "一支部", "2025-01-01")
    cast.due("张一", "2025-01", None, excuse="住院")
    cast.due("张一", "2025-02", "2025-02-10", payable=0, paid=500)
    cast.due("张一", "2025-03", "2025-03-10", payable=1000, paid=999)
    cast.due("张一", "2025-04", "2025-03-31")
    rows = cast.rows("S7-2", "2025-05-01")
    assert [row["status"] for row in rows] == ["met", "met", "missed", "met", "open"]
    assert [str(row["satisfied_on"]) for row in rows] == ["None", "None", "None", "2025-03-31", "None"]


def test_S7_3_six_unpaid_months_raise_one_row_and_five_raise_none() -> None:
    cast = Cast()
    cast.organization("一支部")
    cast.member("张一", "一支部", "2024-08-01")
    assert cast.rows("S7-3", "2024-12-31") == []
    assert cast.rows("S7-3", "2025-01-31") == []
    row = cast.row("S7-3", "张一", "2025-01", "2025-02-01")
    assert (row["status"], row["counted"], str(row["opens_on"])) == ("raised", 6, "2025-01-01")
    assert cast.row("S7-3", "张一", "2025-01", "2025-04-01")["counted"] == 8


def test_S7_3_a_month_paid_late_breaks_the_run_from_the_day_it_was_paid() -> None:
    cast = Cast()
    cast.organization("一支部")
    cast.member("张一", "一支部", "2024-08-01")
    cast.due("张一", "2024-11", "2025-03-05")
    assert cast.row("S7-3", "张一", "2025-01", "2025-03-04")["counted"] == 7
    assert cast.rows("S7-3", "2025-03-05") == []


def test_S7_3_a_month_without_a_branch_breaks_the_run() -> None:
    cast = Cast()
    cast.organization("一支部")
    cast.member("张一", "一支部", "2024-01-01", "2024-05-01")
    cast.member("张一", "一支部", "2024-06-01", "2024-09-01")
    assert cast.rows("S7-3", "2025-01-01") == []


def test_S2_5_two_posts_in_party_groups_are_one_duty() -> None:
    cast = branch_of_nine()
    cast.organization("另一党组", "party_group")
    cast.post("张一", "党组", "party_group_member", "2024-01-01")
    cast.post("张一", "另一党组", "secretary", "2024-06-01")
    cast.act("lesson", "一支部", "2025-05-05", actor="张一")
    assert len([row for row in cast.rows("S2-5", "2025-12-31") if row["period"] == "2025"]) == 1
    assert cast.status("S2-5", "张一", "2025", "2025-12-31") == "met"


def test_L2_2_a_secretary_of_two_branches_one_after_the_other_is_trained_once() -> None:
    cast = branch_of_nine()
    cast.organization("二支部")
    cast.member("冯十", "一支部")
    cast.post("冯十", "二支部", "secretary", "2024-12-01", "2025-05-01")
    cast.post("冯十", "一支部", "secretary", "2025-05-01")
    cast.act("training", "机关党委", "2025-09-01", toward=["冯十", "冯十"])
    assert cast.row("L2-2", "冯十", "2025", "2025-12-31")["counted"] == 1
    assert cast.row("L2-2", "冯十", "2024", "2025-12-31") == {}


def test_L2_2_nobody_is_their_own_counterpart() -> None:
    cast = branch_of_nine()
    cast.act("training", "机关党委", "2025-09-01", actor="张一", toward=["张一"])
    assert cast.status("L2-2", "张一", "2025", "2025-12-31") == "open"


def test_D3_3_the_lecturer_must_be_secretary_on_that_day() -> None:
    cast = Cast()
    cast.organization("一支部")
    cast.member("旧书记", "一支部")
    cast.member("新书记", "一支部")
    cast.post("旧书记", "一支部", "secretary", "2024-01-01", "2025-06-01")
    cast.post("新书记", "一支部", "secretary", "2025-06-01")
    cast.act("lesson", "一支部", "2025-05-31", actor="旧书记")
    cast.act("lesson", "一支部", "2025-06-01", actor="旧书记")
    cast.act("lesson", "一支部", "2025-05-31", actor="新书记")
    row = cast.row("D3-3", "一支部", "2025", "2025-12-31")
    assert (row["counted"], row["status"], row["satisfied_on"]) == (1, "open", None)
    cast.act("lesson", "一支部", "2025-06-01", actor="新书记")
    assert cast.status("D3-3", "一支部", "2025", "2025-12-31") == "met"


def test_D2_4_the_generals_own_secretary_is_not_talked_to() -> None:
    cast = branch_of_nine()
    cast.member("冯十", "一支部")
    cast.post("冯十", "机关党委", "secretary")
    cast.act("talk", "机关党委", "2025-04-01", actor="冯十", toward=["张一"])
    assert cast.row("D2-4", "机关党委->张一", "2025", "2025-12-31")["bearer_kind"] == "pair"
    assert cast.status("D2-4", "机关党委->张一", "2025", "2025-12-31") == "met"
    cast.post("张一", "机关党委", "secretary", "2025-12-31")
    assert cast.row("D2-4", "机关党委->张一", "2025", "2025-12-31") == {}
    assert cast.status("D2-4", "机关党委->张一", "2025", "2025-12-30") == "met"


def test_D2_4_with_a_general_below_a_general_each_has_its_own_pair() -> None:
    cast = branch_of_nine()
    cast.organization("总支", "general_branch", above="机关党委")
    cast.organization("二支部", above="总支")
    cast.member("冯十", "二支部")
    cast.post("冯十", "二支部", "secretary")
    pairs = {row["bearer_id"] for row in cast.rows("D2-4", "2025-12-31")}
    assert pairs == {"机关党委->张一", "机关党委->冯十", "总支->冯十"}


def test_S5_1a_a_talk_counts_whoever_spoke_and_the_pair_is_written_in_order() -> None:
    cast = Cast()
    cast.organization("一支部")
    for name in ("A", "B", "C"):
        cast.member(name, "一支部")
        cast.post(name, "一支部", "committee_member")
    cast.act("talk", "一支部", "2025-03-01", actor="B", toward=["A"])
    assert cast.status("S5-1a", "A->B", "2025", "2025-12-31") == "met"
    assert cast.row("S5-1a", "B->A", "2025", "2025-12-31") == {}
    assert cast.status("S5-1a", "A->C", "2025", "2025-12-31") == "open"


def test_S5_1a_two_people_who_were_never_on_the_committee_together_are_no_pair() -> None:
    cast = Cast()
    cast.organization("一支部")
    cast.organization("二支部")
    for name in ("A", "B"):
        cast.member(name, "一支部")
    cast.post("A", "一支部", "secretary", "2024-01-01", "2025-07-01")
    cast.post("B", "一支部", "secretary", "2025-07-01")
    cast.post("A", "二支部", "committee_member", "2024-01-01")
    assert cast.rows("S5-1a", "2025-12-31") == []


def test_S5_1a_holds_for_people_whose_stay_is_over() -> None:
    cast = Cast()
    cast.organization("一支部")
    cast.member("A", "一支部", "2020-01-01", "2024-01-01")
    cast.member("B", "一支部")
    cast.post("A", "一支部", "secretary")
    cast.post("B", "一支部", "deputy_secretary")
    assert cast.status("S5-1a", "A->B", "2025", "2025-12-31") == "open"


def test_S5_1b_after_a_transfer_the_committee_of_the_branch_on_the_day_of_the_talk_counts() -> None:
    cast = branch_of_nine()
    cast.organization("二支部")
    cast.member("冯十", "二支部")
    cast.post("冯十", "二支部", "secretary")
    cast.member("褚十一", "一支部", "2020-01-01", "2025-06-01")
    cast.member("褚十一", "二支部", "2025-06-01")
    cast.act("talk", "二支部", "2025-05-31", actor="冯十", toward=["褚十一"])
    assert cast.status("S5-1b", "褚十一", "2025", "2025-12-31") == "open"
    talk = cast.act("talk", "一支部", "2025-05-31", actor="褚十一", toward=["张一"])
    assert cast.row("S5-1b", "褚十一", "2025", "2025-12-31")["evidence"] == [talk]


def test_S5_1b_who_is_on_the_committee_on_the_last_day_bears_nothing() -> None:
    cast = branch_of_nine()
    cast.post("赵四", "一支部", "committee_member", "2025-12-31")
    assert cast.status("S5-1b", "赵四", "2025", "2025-12-30") == "open"
    assert cast.row("S5-1b", "赵四", "2025", "2025-12-31") == {}


def test_D1_8_only_acts_of_the_branch_where_the_member_leads_that_day_are_seen() -> None:
    cast = Cast()
    cast.organization("一支部")
    cast.organization("二支部")
    cast.member("张一", "一支部", "2024-01-01", "2025-02-01", leading=True)
    cast.member("张一", "二支部", "2025-02-01", leading=True)
    first = cast.act("theme_day", "一支部", "2025-02-01")
    cast.roll(first, present=["张一"])
    assert cast.rows("D1-8", "2025-03-31") == []
    second = cast.act("theme_day", "二支部", "2025-02-01")
    cast.roll(second, absent=["张一"])
    assert cast.status("D1-8", "张一", "2025Q1", "2025-03-31") == "open"
    assert cast.status("D1-8", "张一", "2025Q1", "2025-04-01") == "missed"


def test_D1_8_leave_is_not_counted_against_anybody() -> None:
    cast = branch_of_nine()
    cast.member("冯十", "一支部", leading=True)
    lesson = cast.act("lesson", "一支部", "2025-02-01")
    cast.roll(lesson, leave={"冯十": None})
    assert cast.rows("D1-8", "2025-03-31") == []
    cast.act("lesson", "一支部", "2025-03-01")
    assert cast.rows("D1-8", "2025-03-31") == [], "没有出席表的活动看不出谁在场"
    meeting = cast.act("members_meeting", "一支部", "2025-03-02")
    cast.roll(meeting, present=["张一"])
    assert cast.status("D1-8", "冯十", "2025Q1", "2025-04-01") == "missed", "名单上没有的人就是没到"


def test_S6_4_everybody_of_the_branch_on_that_day_and_the_last_made_up_day() -> None:
    cast = Cast()
    cast.organization("一支部")
    cast.member("A", "一支部")
    cast.member("B", "一支部")
    cast.member("C", "一支部", "2018-01-01", "2025-03-05")
    day = cast.act("theme_day", "一支部", "2025-03-05")
    cast.roll(day, present=["A", "C"], leave={"B": "2025-04-04"})
    row = cast.row("S6-4", day, day, "2025-04-04")
    assert (row["required"], row["counted"], row["status"], str(row["satisfied_on"])) == (2, 2, "met", "2025-04-04")
    assert cast.row("S6-4", day, day, "2025-04-03")["counted"] == 1
    late = cast.act("theme_day", "一支部", "2025-05-05")
    cast.roll(late, present=["A"], leave={"B": "2025-06-05"})
    assert cast.status("S6-4", late, late, "2025-06-05") == "late"
    early = cast.act("theme_day", "一支部", "2025-07-05")
    cast.roll(early, present=["A"], leave={"B": "2025-07-04"})
    assert cast.row("S6-4", early, early, "2025-12-31")["counted"] == 1, "活动之前补不了课"
