"""Each sentence of the contract on defects and warnings: the place it names, the row left out, what is kept."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from fact_rows import Row, places, read_changed, small_set, write_csv

from dengxiaming.exchange import Reading, read_facts

ACT = {
    "id": "A9",
    "kinds": "talk",
    "organization_id": "Z1",
    "on": "2025-07-01",
    "recorded_at": "2025-07-02T08:00:00+08:00",
}
DUE = {"member_id": "M2", "month": "2025-04", "payable": "5", "paid": "0", "recorded_at": "2025-07-02T08:00:00+08:00"}
ORG = {"id": "Z9", "kind": "branch", "parent_id": "JG", "established_on": "2020-01-01"}
STAY = {"id": "M9", "kind": "full", "organization_id": "Z1", "from": "2020-01-01"}
TRIGGER = {"id": "T9", "kind": "job_change", "member_id": "M1", "on": "2025-01-06"}
POST = {"id": "P9", "member_id": "M1", "organization_id": "Z1", "post": "secretary", "from": "2022-03-01"}

DEFECTS: list[tuple[str, str, Row, str]] = [
    ("an unknown id", "acts", ACT | {"actor_id": "M7"}, "actor_id"),
    ("an unknown id in a list", "acts", ACT | {"counterpart_ids": "M1;M7"}, "counterpart_ids"),
    ("an answer to nothing", "acts", ACT | {"answers": "P1"}, "answers"),
    ("an unknown kind", "triggers", TRIGGER | {"kind": "holiday"}, "kind"),
    ("an unknown act kind", "acts", ACT | {"kinds": "talk;walk"}, "kinds"),
    ("a date that does not exist", "acts", ACT | {"on": "2025-02-29"}, "on"),
    ("to before from", "members", STAY | {"to": "2019-12-31"}, "to"),
    ("to on from", "posts", POST | {"to": "2022-03-01"}, "to"),
    ("dissolved on the day established", "organizations", ORG | {"dissolved_on": "2020-01-01"}, "dissolved_on"),
    ("a repeated key", "acts", ACT | {"id": "A1"}, "id"),
    ("a repeated key of two", "dues", DUE | {"member_id": "M3", "month": "2025-03"}, "member_id"),
    ("overlapping stays", "members", STAY | {"id": "M1", "from": "2024-01-01"}, "from"),
    ("a parent of itself", "organizations", ORG | {"parent_id": "Z9"}, "parent_id"),
    ("an act without kind", "acts", ACT | {"kinds": " ；; "}, "kinds"),
    ("an act without organisation", "acts", ACT | {"organization_id": "\u3000"}, "organization_id"),
    ("negative money", "dues", DUE | {"payable": "-1"}, "payable"),
    ("three decimals", "dues", DUE | {"payable": "1.005"}, "payable"),
    ("no payable", "dues", DUE | {"payable": ""}, "payable"),
    ("no paid", "dues", DUE | {"paid": ""}, "paid"),
    ("paid on no day", "dues", DUE | {"paid": "5"}, "paid_on"),
    ("an extension without until", "acts", ACT | {"kinds": "extension"}, "until"),
    ("no recording time", "acts", ACT | {"recorded_at": ""}, "recorded_at"),
    ("no recording time of dues", "dues", DUE | {"recorded_at": ""}, "recorded_at"),
    ("a group that is none", "members", STAY | {"group_id": "Z2"}, "group_id"),
    ("a unit nobody has", "members", STAY | {"unit_id": "U9"}, "unit_id"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "row", "column"), [case[1:] for case in DEFECTS], ids=[case[0] for case in DEFECTS])
def test_a_defect_names_its_place_and_its_row_is_left_out(tmp_path: Path, table: str, row: Row, column: str) -> None:
    clean = read_changed(tmp_path)
    reading = read_changed(tmp_path, **{table: [row]})
    assert places(reading.defects) == [(table, len(small_set()[table]) + 2, column)]
    assert reading.defects[0].sheet == f"{table}.csv"
    assert reading.left_out == {table: 1}
    for name, frame in reading.facts.tables().items():
        assert frame.equals(clean.facts.tables()[name])


def test_the_small_set_itself_has_no_finding(tmp_path: Path) -> None:
    assert read_changed(tmp_path).findings == ()


def test_a_shared_id_makes_both_rows_bad_and_what_refers_to_it(tmp_path: Path) -> None:
    reading = read_changed(tmp_path, members=[STAY | {"id": "Z2"}], acts=[ACT | {"id": "T2"}, ACT | {"id": "P2"}])
    assert places(reading.defects) == [
        ("organizations", 6, "id"), ("members", 6, "id"), ("posts", 3, "id"),
        ("acts", 5, "id"), ("acts", 6, "id"), ("triggers", 3, "id"),
    ]  # fmt: skip
    # M2 的一段在 Z2，A2 的对象里有 Z2
    assert reading.left_out == {"organizations": 1, "members": 2, "posts": 1, "acts": 3, "triggers": 1}


def test_an_id_may_stand_in_two_tables_that_no_column_mixes(tmp_path: Path) -> None:
    assert not read_changed(tmp_path, units=[{"id": "Z1"}], posts=[POST | {"id": "T1"}]).defects


def test_every_organisation_on_a_circle_is_named_and_what_hangs_on_it_is_left_out(tmp_path: Path) -> None:
    rows = [
        ORG | {"id": "C1", "parent_id": "C2"},
        ORG | {"id": "C2", "parent_id": "C3"},
        ORG | {"id": "C3", "parent_id": "C1"},
    ]
    tail = [ORG | {"id": "C4", "parent_id": "C1"}, ORG | {"id": "C5", "parent_id": "C4"}]
    reading = read_changed(tmp_path, organizations=rows + tail, acts=[ACT | {"organization_id": "C5"}])
    assert places(reading.defects) == [("organizations", row, "parent_id") for row in (8, 9, 10)]
    assert "C1 → C2 → C3 → C1" in reading.defects[0].message
    assert reading.left_out == {"organizations": 5, "acts": 1}


def test_left_out_follows_references_to_the_end(tmp_path: Path) -> None:
    """A bad unit takes its branch, its members, their posts, dues, acts, rolls, triggers and answers with it."""
    held = small_set()
    held["units"][0]["staff_count"] = "许多"
    reading = read_facts(write_csv(tmp_path / "set", held))
    assert places(reading.defects) == [("units", 2, "staff_count")]
    # 机关党委覆盖 U1，三个下级随它
    assert reading.left_out == {
        "organizations": 4, "units": 1, "members": 4, "posts": 2, "acts": 3, "attendance": 2, "dues": 2, "triggers": 2,
    }  # fmt: skip
    assert reading.facts.triggers["id"].to_list() == ["T3"]


def test_the_later_row_of_a_repeated_key_is_bad_and_the_first_still_carries_its_references(tmp_path: Path) -> None:
    reading = read_changed(tmp_path, organizations=[ORG | {"id": "Z1"}])
    assert reading.left_out == {"organizations": 1}
    assert reading.defects[0].message == "id与第 5 行重复。"


def test_a_member_with_one_bad_stay_is_still_known(tmp_path: Path) -> None:
    reading = read_changed(tmp_path, members=[STAY | {"id": "M1", "from": "2018-13-01"}])
    assert reading.left_out == {"members": 1}


def test_a_stay_may_begin_on_the_day_the_last_one_ended(tmp_path: Path) -> None:
    stays = [STAY | {"to": "2021-01-01"}, STAY | {"from": "2021-01-01", "organization_id": "Z2"}]
    assert not read_changed(tmp_path, members=stays).defects


def test_a_stay_inside_a_longer_one_is_found_past_a_short_one(tmp_path: Path) -> None:
    stays = [
        STAY | {"from": "2020-01-01", "to": "2024-01-01"},
        STAY | {"from": "2020-02-01", "to": "2020-03-01"},
        STAY | {"from": "2023-01-01", "to": "2023-02-01"},
    ]
    reading = read_changed(tmp_path, members=stays)
    assert places(reading.defects) == [("members", 7, "from"), ("members", 8, "from")]
    assert "第 6 行" in reading.defects[1].message


def test_a_recording_time_given_for_all_fills_only_what_is_empty(tmp_path: Path) -> None:
    held = small_set()
    held["acts"].append(ACT | {"recorded_at": ""})
    held["dues"].append(DUE | {"recorded_at": ""})
    folder = write_csv(tmp_path / "set", held)
    reading = read_facts(folder, recorded_at=datetime(2026, 1, 2, 3, 4))  # noqa: DTZ001  不带时区的是北京时间
    assert not reading.defects
    moments = reading.facts.acts["recorded_at"].to_list()
    assert moments[-1] == datetime(2026, 1, 1, 19, 4, tzinfo=UTC)
    assert moments[0] == datetime(2025, 3, 6, 1, 30, tzinfo=UTC)


def test_a_mistake_suggests_what_was_meant(tmp_path: Path) -> None:
    held = small_set()
    held["units"].append({"id": "0012"})
    held["members"].append(STAY | {"unit_id": "12"})
    held["triggers"].append(TRIGGER | {"kind": "工作调动"})
    reading = read_facts(write_csv(tmp_path / "set", held))
    assert "“0012”" in reading.defects[0].remedy
    assert reading.defects[1].remedy == "是不是“工作变动”？"


WARNINGS: list[tuple[str, str, Row, str]] = [
    ("an act before its organisation", "acts", ACT | {"on": "2017-12-31"}, "on"),
    ("an act recorded before it happened", "acts", ACT | {"recorded_at": "2025-06-30T23:59:59+08:00"}, "recorded_at"),
    ("a payment before its month", "dues", DUE | {"paid": "5", "paid_on": "2025-03-31"}, "paid_on"),
    ("a trigger for a member with no branch", "triggers", TRIGGER | {"on": "2018-12-31"}, "member_id"),
    ("a trigger for no member", "triggers", TRIGGER | {"member_id": ""}, "member_id"),
    ("a trigger for no organisation", "triggers", {"id": "T9", "kind": "post_vacant", "on": "2025-01-06"},
     "organization_id"),
    ("no is no excuse", "dues", DUE | {"excuse": "无"}, "excuse"),
    ("a stay in no branch", "members", STAY | {"organization_id": "JG"}, "organization_id"),
    ("an element nobody knows", "acts", ACT | {"elements": "time;weather"}, "elements"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "row", "column"), [case[1:] for case in WARNINGS], ids=[case[0] for case in WARNINGS]
)
def test_a_warning_is_named_and_refuses_nothing(tmp_path: Path, table: str, row: Row, column: str) -> None:
    reading = read_changed(tmp_path, **{table: [row]})
    assert places(reading.findings) == [(table, len(small_set()[table]) + 2, column)]
    assert reading.defects == ()
    assert reading.left_out == {}
    assert reading.facts.tables()[table].height == len(small_set()[table]) + 1


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("acts", ACT | {"recorded_at": "2025-06-30T16:00:00Z"}),
        ("acts", ACT | {"on": "2018-01-01"}),
        ("triggers", TRIGGER | {"on": "2019-01-01"}),
        ("triggers", {"id": "T9", "kind": "directive", "on": "2001-01-01"}),
        ("dues", DUE | {"paid": "5", "paid_on": "2025-04-01"}),
    ],
    ids=["same local day", "founding day", "first day of a stay", "a directive names nobody", "first of the month"],
)
def test_on_the_edge_there_is_no_warning(tmp_path: Path, table: str, row: Row) -> None:
    assert read_changed(tmp_path, **{table: [row]}).findings == ()


def test_an_act_on_the_day_of_dissolution_is_outside(tmp_path: Path) -> None:
    gone = ORG | {"dissolved_on": "2025-07-01"}
    reading = read_changed(tmp_path, organizations=[gone], acts=[ACT | {"organization_id": "Z9"}])
    assert places(reading.warnings) == [("acts", 5, "on")]
    assert "已经撤销" in reading.warnings[0].message


def test_an_unknown_element_is_not_counted(tmp_path: Path) -> None:
    reading = read_changed(tmp_path, acts=[ACT | {"elements": "time;weather;地点"}])
    assert reading.facts.acts["elements"].to_list()[-1] == ["time", "place"]


def total(reading: Reading) -> int:
    return sum(frame.height for frame in reading.facts.tables().values())


def test_what_is_left_out_and_what_is_kept_are_all_rows(tmp_path: Path) -> None:
    held = small_set()
    held["organizations"][3]["kind"] = "?"
    reading = read_facts(write_csv(tmp_path / "set", held))
    assert total(reading) + sum(reading.left_out.values()) == sum(len(rows) for rows in small_set().values())


def test_an_organisation_without_a_founding_day_is_kept_and_pointed_out(tmp_path: Path) -> None:
    reading = read_changed(tmp_path, organizations=[ORG | {"established_on": ""}])
    assert not reading.defects
    assert places(reading.warnings) == [("organizations", len(reading.facts.organizations) + 1, "established_on")]
    assert reading.facts.organizations.filter(id="Z9")["established_on"].to_list() == [None]
