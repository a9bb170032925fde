"""Examples: committees that come and go, dissolved branches, records_from, who is on top, structure."""

import pytest

from oracle.cast import Cast, branch_of_nine


def branch_with_committee(third_since: str, third_until: str | None = None) -> Cast:
    cast = Cast()
    cast.organization("一支部")
    for name, post in [("张一", "secretary"), ("李二", "deputy_secretary"), ("王三", "committee_member")]:
        cast.member(name, "一支部")
        cast.post(name, "一支部", post, *((third_since, third_until) if name == "王三" else ()))
    return cast


def test_S2_2_a_committee_that_comes_on_the_last_day_of_a_month_owes_that_month() -> None:
    cast = branch_with_committee("2025-04-30")
    assert list(cast.periods("S2-2", "一支部", "2025-06-30")) == ["2025-04", "2025-05", "2025-06"]


def test_S2_2_a_committee_that_is_gone_on_the_last_day_owes_nothing_for_the_month() -> None:
    cast = branch_with_committee("2025-04-30", "2025-06-30")
    assert list(cast.periods("S2-2", "一支部", "2025-06-29")) == ["2025-04", "2025-05", "2025-06"]
    assert list(cast.periods("S2-2", "一支部", "2025-06-30")) == ["2025-04", "2025-05"]


def test_S2_2_one_person_with_three_posts_is_no_committee() -> None:
    cast = Cast()
    cast.organization("一支部")
    cast.member("张一", "一支部")
    cast.member("李二", "一支部")
    for post in ("secretary", "committee_member", "discipline_commissioner"):
        cast.post("张一", "一支部", post)
    cast.post("李二", "一支部", "deputy_secretary")
    cast.post("李二", "一支部", "discipline_designee")
    assert cast.rows("S2-2", "2025-06-30") == []


def test_S2_7_a_month_without_a_committee_breaks_the_run() -> None:
    cast = branch_with_committee("2025-01-01", "2025-03-31")
    cast.post("王三", "一支部", "committee_member", "2025-04-30", "2025-06-15")
    rows = [row for row in cast.rows("S2-7", "2025-07-01") if row["period"].startswith("S2-2")]
    assert [(row["period"], row["counted"]) for row in rows] == [("S2-2:2025-02", 2), ("S2-2:2025-05", 2)]


def test_S2_7_is_raised_the_day_after_the_second_quarter_ends() -> None:
    cast = branch_of_nine()
    cast.act("members_meeting", "一支部", "2024-12-31")
    assert [r for r in cast.rows("S2-7", "2025-06-30") if r["period"] == "S2-1:2025Q2"] == []
    row = cast.row("S2-7", "一支部", "S2-1:2025Q2", "2025-07-01")
    assert (row["counted"], row["required"], str(row["due_on"]), row["evidence"]) == (2, 2, "2025-06-30", [])
    assert cast.row("S2-7", "一支部", "S2-1:2025Q2", "2025-10-01")["counted"] == 3


def test_S2_1_a_branch_dissolved_on_the_last_day_of_the_quarter_owes_nothing_more() -> None:
    cast = Cast()
    cast.organization("一支部", until="2025-06-30")
    cast.organization("二支部", until="2025-07-01")
    assert list(cast.periods("S2-1", "一支部", "2025-12-31"))[-1] == "2025Q1"
    assert list(cast.periods("S2-1", "二支部", "2025-12-31"))[-1] == "2025Q2"


def test_S2_1_a_branch_founded_too_late_for_half_the_quarter_owes_nothing_yet() -> None:
    cast = Cast()
    cast.organization("四十五天", since="2025-02-15")
    cast.organization("四十四天", since="2025-02-16")
    assert next(iter(cast.periods("S2-1", "四十五天", "2025-12-31"))) == "2025Q1"
    assert next(iter(cast.periods("S2-1", "四十四天", "2025-12-31"))) == "2025Q2"


def test_S3_1_half_a_leap_year_is_183_days() -> None:
    cast = Cast()
    cast.organization("七月一日", since="2024-07-01")
    cast.organization("七月二日", since="2024-07-02")
    cast.organization("七月三日", since="2024-07-03")
    assert cast.status("S3-1", "七月一日", "2024", "2025-01-01") == "missed"
    assert cast.status("S3-1", "七月二日", "2024", "2025-01-01") == "missed"
    assert cast.row("S3-1", "七月三日", "2024", "2025-01-01") == {}


def test_records_from_nothing_before_it_is_judged() -> None:
    cast = Cast()
    cast.organization("一支部", records_from="2025-05-16")
    cast.member("张一", "一支部")
    assert list(cast.periods("S2-1", "一支部", "2025-09-30")) == ["2025Q2", "2025Q3"]
    assert list(cast.periods("S6-1", "一支部", "2025-06-30")) == ["2025-05", "2025-06"]
    assert list(cast.periods("S7-2", "张一", "2025-06-30")) == ["2025-05", "2025-06"]
    before = cast.act("members_meeting", "一支部", "2025-05-15")
    assert cast.row("S2-8", before, before, "2025-06-30") == {}


def test_S7_2_the_member_of_a_dissolved_branch_still_owes_while_the_stay_lasts() -> None:
    cast = Cast()
    cast.organization("一支部", until="2025-02-01")
    cast.member("张一", "一支部")
    assert cast.status("S7-2", "张一", "2025-03", "2025-04-01") == "missed"


def test_S9_1_acts_of_anything_below_count_for_the_top_and_only_there() -> None:
    cast = branch_of_nine()
    cast.organization("小组", "group", above="一支部")
    service = cast.act("community_service", "小组", "2025-03-10")
    assert cast.row("S9-1", "机关党委", "2025-03", "2025-04-01")["evidence"] == [service]
    assert {row["bearer_id"] for row in cast.rows("S9-1", "2025-04-01")} == {"机关党委"}


def test_S9_1_a_branch_without_parent_or_right_under_a_party_group_is_a_top() -> None:
    cast = branch_of_nine()
    cast.organization("直属支部", above="党组")
    cast.organization("独立支部")
    cast.organization("总支", "general_branch", above="机关党委")
    assert {row["bearer_id"] for row in cast.rows("S9-1", "2025-04-01")} == {"机关党委", "直属支部", "独立支部"}


@pytest.mark.parametrize(
    ("members", "rule"),
    [(1, "S1-4"), (2, "S1-4"), (3, "S1-3"), (49, "S1-3"), (50, "S1-2"), (99, "S1-2"), (100, "S1-1")],
)
def test_S1_1_to_S1_4_so_many_full_members_so_an_organization(members: int, rule: str) -> None:
    cast = Cast()
    cast.unit("甲单位")
    cast.organization("一支部", units=["甲单位"])
    for number in range(members):
        cast.member(f"党员{number}", "一支部", "2025-01-01")
    cast.member("预备", "一支部", "2025-01-01", kind="probationary")
    cast.member("走了", "一支部", "2024-01-01", "2025-02-01")
    judged = {r["rule"]: r["status"] for s in ("S1-1", "S1-2", "S1-3", "S1-4") for r in cast.rows(s, "2025-02-01")}
    assert judged == {rule: "met" if rule == "S1-3" else "missed"}


def test_S1_3_without_unit_id_a_stay_counts_only_where_the_branch_covers_one_unit() -> None:
    cast = Cast()
    for name in ("甲单位", "乙单位"):
        cast.unit(name)
    cast.organization("联合支部", "joint_branch", units=["甲单位", "乙单位"])
    for name in ("A", "B", "C"):
        cast.member(name, "联合支部")
    assert [row["bearer_id"] for row in cast.rows("S1-4", "2025-01-01")] == ["联合支部"]
    cast.member("D", "联合支部", unit="乙单位")
    assert [row["bearer_id"] for row in cast.rows("S1-4", "2025-01-01")] == ["乙单位", "联合支部"]


@pytest.mark.parametrize(("units", "status"), [(5, "met"), (6, "missed")])
def test_S1_4_a_joint_branch_covers_five_units_at_most(units: int, status: str) -> None:
    cast = Cast()
    for number in range(units):
        cast.unit(f"单位{number}")
    cast.organization("联合支部", "joint_branch", units=[f"单位{number}" for number in range(units)])
    assert cast.status("S1-4", "联合支部", "2025-01-01", "2025-01-01") == status


@pytest.mark.parametrize(("holders", "status"), [(2, "missed"), (3, "met"), (7, "met"), (8, "missed")])
def test_S1_6_a_committee_has_three_to_seven_people(holders: int, status: str) -> None:
    cast = Cast()
    cast.organization("一支部")
    for number in range(8):
        cast.member(f"党员{number}", "一支部")
        if number < holders:
            cast.post(f"党员{number}", "一支部", "secretary" if number == 0 else "committee_member")
    cast.post("党员0", "一支部", "discipline_commissioner")
    row = cast.row("S1-6", "一支部", "2025-01-01", "2025-01-01")
    assert (row["counted"], row["status"]) == (holders, status)
    assert cast.rows("S1-7", "2025-01-01") == []


@pytest.mark.parametrize(
    ("posts", "status"),
    [
        (["secretary"], "met"),
        (["secretary", "deputy_secretary"], "met"),
        (["secretary", "deputy_secretary", "deputy_secretary"], "missed"),
        (["secretary", "secretary"], "missed"),
        (["secretary", "committee_member"], "missed"),
        (["secretary", "discipline_commissioner"], "met"),
        ([], "missed"),
    ],
)
def test_S1_7_below_seven_one_secretary_and_at_most_one_deputy(posts: list[str], status: str) -> None:
    cast = Cast()
    cast.organization("一支部")
    for number in range(6):
        cast.member(f"党员{number}", "一支部")
    for number, post in enumerate(posts):
        cast.post(f"党员{number}", "一支部", post)
    assert cast.status("S1-7", "一支部", "2025-01-01", "2025-01-01") == status


def test_S1_12_a_designee_is_enough_only_without_a_committee() -> None:
    cast = Cast()
    cast.organization("一支部")
    for name in ("A", "B", "C", "D"):
        cast.member(name, "一支部")
    cast.post("D", "一支部", "discipline_designee")
    cast.post("A", "一支部", "secretary")
    cast.post("B", "一支部", "deputy_secretary")
    assert cast.status("S1-12", "一支部", "2025-01-01", "2025-01-01") == "met"
    cast.post("C", "一支部", "committee_member", "2025-01-01")
    assert cast.status("S1-12", "一支部", "2024-12-31", "2024-12-31") == "met"
    assert cast.status("S1-12", "一支部", "2025-01-01", "2025-01-01") == "missed"


@pytest.mark.parametrize(
    ("staff", "required"), [(1, 1), (49, 1), (50, 1), (51, 2), (100, 2), (101, 3), (150, 3), (151, 4)]
)
def test_L2_1_two_percent_rounded_up_at_least_one(staff: int, required: int) -> None:
    cast = Cast()
    cast.unit("甲单位", staff=staff, workers=required)
    cast.unit("乙单位", staff=staff, workers=required - 1)
    rows = cast.rows("L2-1", "2025-01-01")
    assert [(row["required"], row["status"]) for row in rows] == [(required, "missed"), (required, "met")]


def test_S1_5_a_temporary_branch_is_approved_from_the_day_of_approval() -> None:
    cast = Cast()
    cast.organization("临时支部", "temporary_branch", "2025-01-01", approved="2025-02-01")
    assert cast.status("S1-5", "临时支部", "2025-01-31", "2025-01-31") == "missed"
    assert cast.status("S1-5", "临时支部", "2025-02-01", "2025-02-01") == "met"
