"""Examples: terms and extensions (S8-1), vacancies (S1-10), approvals of those elected (S1-9)."""

import pytest

from oracle.cast import Cast, branch_of_nine


def one(kind: str = "branch", since: str = "2022-04-01", until: str | None = None) -> Cast:
    cast = Cast()
    cast.organization("组织", kind, since, until)
    return cast


def dates(cast: Cast, as_of: str) -> list[tuple[str, str, str, str]]:
    return [(r["period"], str(r["opens_on"]), str(r["due_on"]), r["status"]) for r in cast.rows("S8-1", as_of)]


@pytest.mark.parametrize(
    ("kind", "due_on"),
    [
        ("branch", "2025-03-31"),
        ("joint_branch", "2025-03-31"),
        ("general_branch", "2025-03-31"),
        ("organ_committee", "2027-03-31"),
    ],
)
def test_S8_1_three_years_five_for_an_organ_committee(kind: str, due_on: str) -> None:
    assert [row[2] for row in dates(one(kind), "2028-01-01")] == [due_on]


@pytest.mark.parametrize("kind", ["temporary_branch", "group", "party_group", "work_committee"])
def test_S8_1_others_hold_no_elections(kind: str) -> None:
    assert dates(one(kind), "2028-01-01") == []


def test_S8_1_opens_half_a_year_before_or_on_that_months_last_day() -> None:
    assert dates(one(since="2022-04-01"), "2024-09-29") == []
    assert dates(one(since="2022-04-01"), "2024-09-30") == [("term-2022-04-01", "2024-09-30", "2025-03-31", "open")]
    assert dates(one(since="2022-09-01"), "2025-02-28") == [("term-2022-09-01", "2025-02-28", "2025-08-31", "open")]


def test_S8_1_a_term_opened_on_a_leap_day_ends_on_28_february() -> None:
    assert dates(one(since="2020-02-29"), "2023-03-01") == [("term-2020-02-29", "2022-08-28", "2023-02-28", "missed")]
    assert dates(one("organ_committee", "2020-02-29"), "2024-12-01")[0][2] == "2025-02-28"


def test_S8_1_a_term_whose_anniversary_is_a_leap_year_ends_the_day_before() -> None:
    assert dates(one(since="2021-03-01"), "2024-03-01")[0][2] == "2024-02-29"


def test_S8_1_an_election_in_time_late_and_far_too_early() -> None:
    for on, status in [("2025-03-31", "met"), ("2025-04-01", "late"), ("2023-01-01", "met")]:
        cast = one()
        election = cast.act("election", "组织", on)
        row = cast.row("S8-1", "组织", "term-2022-04-01", on)
        assert (row["status"], row["evidence"], str(row["satisfied_on"])) == (status, [election], on)


def test_S8_1_an_election_on_the_founding_day_opens_the_first_term() -> None:
    cast = one()
    cast.act("election", "组织", "2022-04-01")
    assert [row[0] for row in dates(cast, "2025-01-01")] == ["term-2022-04-01"]
    earlier = one()
    earlier.act("election", "组织", "2022-03-01")
    assert [row[0] for row in dates(earlier, "2025-01-01")] == ["term-2022-03-01"]


def test_S8_1_two_elections_on_one_day_are_one_and_the_lower_id_is_shown() -> None:
    cast = one()
    lower = cast.act("election", "组织", "2025-02-01")
    cast.act("election", "组织", "2025-02-01")
    row = cast.row("S8-1", "组织", "term-2022-04-01", "2025-02-01")
    assert (row["counted"], row["evidence"]) == (1, [lower])


def test_S8_1_an_extension_moves_the_end_at_most_a_year() -> None:
    cast = one()
    cast.act("extension", "上级", "2025-03-31", toward=["组织"], until="2025-09-30")
    cast.organization("上级", "organ_committee")
    assert ("term-2022-04-01", "2025-03-30", "2025-09-30", "open") in dates(cast, "2025-04-01")
    cast.act("extension", "上级", "2025-09-30", toward=["组织"], until="2027-01-01")
    assert ("term-2022-04-01", "2025-09-30", "2026-03-31", "open") in dates(cast, "2025-10-01")


def test_S8_1_an_extension_after_the_end_or_for_somebody_else_moves_nothing() -> None:
    cast = one()
    cast.organization("上级", "organ_committee")
    cast.organization("别的支部")
    cast.act("extension", "上级", "2025-04-01", toward=["组织"], until="2025-09-30")
    cast.act("extension", "上级", "2025-03-01", toward=["别的支部"], until="2025-09-30")
    cast.act("extension", "上级", "2025-03-01", until="2025-09-30")
    cast.act("extension", "组织", "2025-03-01", toward=["别的支部"], until="2025-09-30")
    assert ("term-2022-04-01", "2024-09-30", "2025-03-31", "missed") in dates(cast, "2025-05-01")
    cast.act("extension", "组织", "2025-03-01", until="2025-09-30")
    assert ("term-2022-04-01", "2025-03-30", "2025-09-30", "open") in dates(cast, "2025-05-01")


def test_S8_1_an_extension_to_an_earlier_day_shortens_nothing() -> None:
    cast = one()
    cast.act("extension", "组织", "2025-01-01", until="2025-02-01")
    assert dates(cast, "2025-03-01")[0][2] == "2025-03-31"


def test_S8_1_an_extension_on_the_election_day_belongs_to_the_new_term() -> None:
    cast = one()
    cast.act("election", "组织", "2025-03-31")
    cast.act("extension", "组织", "2025-03-31", until="2025-12-31")
    assert cast.row("S8-1", "组织", "term-2022-04-01", "2025-03-31")["due_on"].isoformat() == "2025-03-31"
    assert dates(cast, "2027-12-31")[-1][2] == "2028-03-30", "到了任期内的日子，不往后移"


def test_S8_1_a_dissolved_organization_owes_no_election_after_its_end() -> None:
    assert dates(one(until="2025-03-31"), "2026-01-01") == []
    assert [row[3] for row in dates(one(until="2025-04-01"), "2026-01-01")] == ["missed"]


def test_S1_10_a_vacancy_is_filled_by_election_or_by_a_new_post_without_any_listing() -> None:
    cast = branch_of_nine()
    vacancy = cast.trigger("post_vacant", "2025-01-10", organization="一支部")
    assert cast.status("S1-10", "一支部", vacancy, "2025-04-10") == "open"
    assert cast.status("S1-10", "一支部", vacancy, "2025-04-11") == "missed"
    post = cast.post("赵四", "一支部", "committee_member", "2025-04-10")
    cast.post("钱五", "一支部", "group_leader", "2025-01-10")
    row = cast.row("S1-10", "一支部", vacancy, "2025-04-10")
    assert (row["status"], row["evidence"], str(row["satisfied_on"])) == ("met", [post], "2025-04-10")
    assert cast.status("S1-10", "一支部", vacancy, "2025-04-09") == "open"
    election = cast.act("by_election", "一支部", "2025-03-01", answers=[vacancy])
    cast.act("by_election", "机关党委", "2025-02-01", answers=[vacancy])
    assert cast.row("S1-10", "一支部", vacancy, "2025-04-10")["evidence"] == [election, post]


def test_S1_9_secretaries_are_approved_the_others_filed() -> None:
    cast = branch_of_nine()
    head = cast.post("赵四", "机关党委", "secretary", "2025-01-01", route="elected_by_committee", approved="2025-01-16")
    other = cast.post(
        "钱五", "一支部", "committee_member", "2025-01-01", route="elected_by_members", approved="2025-01-02"
    )
    early = cast.post(
        "孙六", "一支部", "deputy_secretary", "2025-01-01", route="elected_by_members", approved="2024-12-20"
    )
    cast.post("周七", "一支部", "committee_member", "2025-01-01", route="appointed")
    assert {row["bearer_id"] for row in cast.rows("S1-9", "2025-02-01")} == {head, other, early}
    assert cast.status("S1-9", head, head, "2025-01-16") == "met"
    assert cast.status("S1-9", head, head, "2025-01-15") == "open"
    assert cast.status("S1-9", other, other, "2025-01-17") == "missed"
    row = cast.row("S1-9", early, early, "2025-01-01")
    assert (row["status"], str(row["satisfied_on"]), row["evidence"]) == ("met", "2024-12-20", [])
