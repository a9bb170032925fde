"""Examples: responses, who bears them and what answers them; records."""

from oracle.cast import Cast, branch_of_nine


def test_D1_1_every_party_group_in_force_that_day_answers_for_itself() -> None:
    cast = Cast()
    cast.organization("甲党组", "party_group")
    cast.organization("乙党组", "party_group", since="2025-03-01")
    cast.organization("丙党组", "party_group", until="2025-03-01")
    order = cast.trigger("directive", "2025-03-01")
    cast.act("party_group_meeting", "甲党组", "2025-03-31", answers=[order])
    assert {row["bearer_id"]: row["status"] for row in cast.rows("D1-1", "2025-04-01")} == {
        "甲党组": "met",
        "乙党组": "missed",
    }


def test_D3_2_an_answer_before_the_day_or_not_listed_does_not_count() -> None:
    cast = branch_of_nine()
    order = cast.trigger("directive", "2025-03-01")
    cast.act("members_meeting", "一支部", "2025-02-28", answers=[order])
    cast.act("members_meeting", "一支部", "2025-03-02")
    assert cast.status("D3-2", "一支部", order, "2025-03-31") == "open"
    cast.act("committee_meeting", "一支部", "2025-04-01", answers=[order])
    assert cast.status("D3-2", "一支部", order, "2025-04-01") == "late"


def test_D2_5_the_nearest_general_in_force_and_a_dissolved_one_is_passed_over() -> None:
    cast = branch_of_nine()
    cast.organization("总支", "general_branch", above="机关党委", until="2025-06-01")
    cast.organization("二支部", above="总支")
    cast.member("冯十", "二支部")
    before = cast.trigger("violation_lead", "2025-05-31", member="冯十")
    after = cast.trigger("violation_lead", "2025-06-01", member="冯十")
    bearers = {row["period"]: row["bearer_id"] for row in cast.rows("D2-5", "2025-07-01")}
    assert bearers == {before: "总支", after: "机关党委"}


def test_D2_5_no_general_above_no_duty() -> None:
    cast = Cast()
    cast.organization("党组", "party_group")
    cast.organization("一支部", above="党组")
    cast.member("冯十", "一支部")
    cast.trigger("violation_lead", "2025-05-31", member="冯十")
    assert cast.rows("D2-5", "2025-07-01") == []


def test_D3_5_on_the_day_of_a_transfer_the_new_branch_bears_it() -> None:
    cast = branch_of_nine()
    cast.organization("二支部")
    cast.member("冯十", "一支部", "2020-01-01", "2025-05-10")
    cast.member("冯十", "二支部", "2025-05-10")
    day_before = cast.trigger("violation_lead", "2025-05-09", member="冯十")
    same_day = cast.trigger("violation_lead", "2025-05-10", member="冯十")
    bearers = {row["period"]: row["bearer_id"] for row in cast.rows("D3-5", "2025-07-01")}
    assert bearers == {day_before: "一支部", same_day: "二支部"}


def test_responses_a_member_without_a_branch_that_day_makes_no_duty() -> None:
    cast = Cast()
    cast.organization("一支部", until="2025-05-01")
    cast.member("走了", "一支部", "2020-01-01", "2025-04-01")
    cast.member("支部撤了", "一支部", "2020-01-01")
    for name in ("走了", "支部撤了"):
        cast.trigger("unqualified", "2025-05-01", member=name)
        cast.trigger("job_change", "2025-05-01", member=name)
    assert cast.rows("S4-5", "2025-07-01") == []
    assert [row["bearer_id"] for row in cast.rows("S7-1", "2025-07-01")] == ["支部撤了"]


def test_S5_2_the_secretary_on_the_day_of_the_talk_and_for_the_secretary_one_from_above() -> None:
    cast = branch_of_nine()
    cast.member("冯十", "一支部")
    cast.post("冯十", "机关党委", "secretary")
    change = cast.trigger("job_change", "2025-03-01", member="赵四")
    cast.act("talk", "一支部", "2025-03-02", actor="李二", toward=["赵四"], answers=[change])
    cast.act("talk", "一支部", "2025-03-02", actor="冯十", toward=["赵四"], answers=[change])
    assert cast.status("S5-2", "一支部", change, "2025-03-10") == "open"
    talk = cast.act("talk", "机关党委", "2025-03-31", actor="张一", toward=["赵四"], answers=[change])
    assert cast.row("S5-2", "一支部", change, "2025-03-31")["evidence"] == [talk]
    own = cast.trigger("honoured", "2025-03-01", member="张一")
    cast.act("talk", "一支部", "2025-03-02", actor="李二", toward=["张一"], answers=[own])
    assert cast.status("S5-2", "一支部", own, "2025-03-10") == "open"
    above = cast.act("talk", "一支部", "2025-03-03", actor="冯十", toward=["张一"], answers=[own])
    assert cast.row("S5-2", "一支部", own, "2025-03-10")["evidence"] == [above]


def test_L2_3_training_up_to_a_year_before_the_first_day_and_afterwards_late() -> None:
    for on, status in [("2024-06-01", "missed"), ("2024-06-02", "met"), ("2025-06-02", "met"), ("2025-06-03", "late")]:
        cast = branch_of_nine()
        appointed = cast.trigger("appointed_secretary", "2025-06-02", member="赵四")
        cast.act("induction", "机关党委", on, toward=["赵四"])
        row = cast.row("L2-3", "赵四", appointed, "2025-07-01")
        assert (row["status"], str(row["opens_on"])) == (status, "2024-06-02"), on


def test_S9_2_recorded_within_fifteen_days_by_the_calendar_of_shanghai() -> None:
    for recorded, status in [("2025-03-16T23:59:59", "met"), ("2025-03-17T00:00:00", "late"), ("2025-02-27", "met")]:
        cast = branch_of_nine()
        service = cast.act("community_service", "一支部", "2025-03-01", recorded=recorded)
        assert cast.status("S9-2", "一支部", service, "2025-04-01") == status, recorded


def test_S9_2_not_yet_recorded_has_no_evidence() -> None:
    cast = branch_of_nine()
    service = cast.act("community_service", "一支部", "2025-03-01", recorded="2025-04-02")
    row = cast.row("S9-2", "一支部", service, "2025-04-01")
    assert (row["status"], row["evidence"], row["flags"]) == ("missed", [], [])
    assert cast.row("S9-2", "一支部", service, "2025-04-02")["flags"] == ["backfilled"]


def test_S9_3_a_filing_lists_the_service_and_anybody_may_file() -> None:
    cast = branch_of_nine()
    service = cast.act("community_service", "一支部", "2025-03-01")
    filing = cast.act("community_filing", "机关党委", "2025-03-31", answers=[service])
    row = cast.row("S9-3", "一支部", service, "2025-04-01")
    assert (row["status"], row["evidence"]) == ("met", [filing])


def test_S9_2_of_a_dissolved_organization_nothing_but_records_from_is_asked() -> None:
    cast = Cast()
    cast.organization("一支部", until="2025-01-01")
    service = cast.act("community_service", "一支部", "2025-03-01")
    assert cast.status("S9-2", "一支部", service, "2025-04-01") == "met"


def test_S2_8_ten_elements_are_not_eleven_and_a_repeated_one_counts_once() -> None:
    cast = branch_of_nine()
    ten = [
        "time",
        "place",
        "theme",
        "chair",
        "recorder",
        "present",
        "absent",
        "observers",
        "speeches",
        "votes",
        "votes",
    ]
    act = cast.act("lesson", "一支部", "2025-03-01", elements=ten)
    row = cast.row("S2-8", act, act, "2025-03-17")
    assert (row["counted"], row["status"], row["flags"], row["evidence"]) == (10, "missed", ["incomplete"], [act])


def test_S2_8_nothing_is_recorded_before_the_day_of_recording() -> None:
    cast = branch_of_nine()
    act = cast.act("lesson", "一支部", "2025-03-01", recorded="2025-03-20")
    row = cast.row("S2-8", act, act, "2025-03-19")
    assert (row["counted"], row["status"], row["flags"]) == (0, "missed", ["backfilled"])
    row = cast.row("S2-8", act, act, "2025-03-20")
    assert (row["counted"], row["status"], str(row["satisfied_on"])) == (11, "late", "2025-03-20")


def test_S3_3_only_observers_from_outside_the_branch_are_delegates() -> None:
    cast = branch_of_nine()
    cast.organization("二支部")
    cast.member("冯十", "二支部", "2020-01-01")
    cast.member("褚十一", "一支部", "2020-01-01", "2025-12-10")
    act = cast.act("organization_life", "一支部", "2025-12-10")
    cast.roll(act, present=["张一"], observers=["赵四"])
    assert cast.status("S3-3", act, act, "2025-12-10") == "open"
    assert cast.status("S3-3", act, act, "2025-12-11") == "missed"
    cast.roll(act, observers=["冯十", "褚十一"])
    row = cast.row("S3-3", act, act, "2025-12-10")
    assert (row["counted"], row["status"], str(row["satisfied_on"])) == (2, "met", "2025-12-10")


def test_one_act_with_two_kinds_counts_in_both_duties_and_once_in_each() -> None:
    cast = branch_of_nine()
    act = cast.act("members_meeting lesson theme_day", "一支部", "2025-03-05", actor="张一")
    for rule, period in [("S2-1", "2025Q1"), ("S2-4", "2025Q1"), ("S6-1", "2025-03"), ("D3-3", "2025")]:
        assert cast.row(rule, "一支部", period, "2025-03-31")["evidence"] == [act], rule
    order = cast.trigger("directive", "2025-04-01")
    both = cast.act("members_meeting committee_meeting", "一支部", "2025-04-02", answers=[order, order])
    assert cast.row("D3-2", "一支部", order, "2025-04-30")["evidence"] == [both]
