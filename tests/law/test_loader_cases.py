"""A case is a few facts on a standing cast: what it leaves out is filled as the rule language says."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from dengxiaming.law.cases import case_tables
from dengxiaming.law.columns import TABLES as COLUMNS
from dengxiaming.law.loader import RulebookError, load_rulebook, shipped
from dengxiaming.law.vocabulary import ELEMENTS
from dengxiaming.reckoning import TABLES, VERDICT

SMALL = Path(__file__).parent / "small_rulebook"
BARE: dict[str, object] = {"name": "例", "as_of": date(2021, 4, 5), "expect": "none"}
SHANGHAI = timezone(timedelta(hours=8))


def tables(**facts: object) -> dict[str, list[dict[str, object]]]:
    return case_tables(SMALL, {**BARE, **facts})


def test_the_columns_are_the_kernels() -> None:
    assert {name: list(columns) for name, columns in COLUMNS.items()} == {
        name: list(schema) for name, schema in TABLES.items()
    }
    from dengxiaming.law.columns import VERDICT as KNOWN  # noqa: PLC0415  two tables of one name stand side by side

    assert set(VERDICT) == set(KNOWN) - {"bearer"}


def test_every_case_of_the_shipped_rulebook_becomes_full_rows() -> None:
    for rule in load_rulebook().rules.values():
        for case in rule.cases:
            for name, rows in case_tables(shipped(), case).items():
                assert all(list(row) == list(TABLES[name]) for row in rows), (rule.id, case["name"], name)


def test_the_stage_is_branch_unless_said_otherwise() -> None:
    assert [row["kind"] for row in tables()["organizations"]] == ["party_group", "branch"]
    assert [row["kind"] for row in tables(stage="joint")["organizations"]] == ["party_group", "joint_branch"]


def test_rows_of_a_case_are_added_and_replace_those_of_the_same_id() -> None:
    rows = tables(
        members=[
            {"id": "M1", "organization_id": "ZB1", "from": date(2015, 1, 1), "to": date(2020, 1, 1)},
            {"id": "M1", "organization_id": "ZB1", "from": date(2021, 1, 1)},
            {"id": "M9", "organization_id": "ZB1", "from": date(2021, 1, 1), "kind": "probationary", "leading": True},
        ]
    )["members"]
    assert [(row["id"], row["from"].isoformat(), row["kind"], row["leading"]) for row in rows] == [
        ("M2", "2015-01-01", "full", False),
        ("M3", "2015-01-01", "full", False),
        ("M1", "2015-01-01", "full", False),
        ("M1", "2021-01-01", "full", False),
        ("M9", "2021-01-01", "probationary", True),
    ]


def test_remove_takes_rows_off_the_stage() -> None:
    rows = tables(remove=["M2", "P1"])
    assert [row["id"] for row in rows["members"]] == ["M1", "M3"]
    assert rows["posts"] == []


def test_an_act_is_filled_from_its_day_and_its_stage() -> None:
    (act,) = tables(acts=[{"kind": "lesson", "on": date(2021, 3, 31)}])["acts"]
    assert act == {
        "id": "A1",
        "kinds": ["lesson"],
        "organization_id": "ZB1",
        "actor_id": None,
        "counterpart_ids": [],
        "on": date(2021, 3, 31),
        "recorded_at": datetime(2021, 3, 31, 18, tzinfo=SHANGHAI),
        "answers": [],
        "elements": list(ELEMENTS),
        "until": None,
    }


def test_what_an_act_says_itself_is_kept() -> None:
    acts = tables(
        acts=[
            {
                "id": "A2",
                "kinds": ["lesson", "theme_day"],
                "on": "2021-03-30",
                "elements": [],
                "organization_id": "DZ1",
            },
            {"kind": "talk", "on": date(2021, 3, 31), "recorded_at": datetime(2021, 4, 1, tzinfo=UTC)},
            {"kind": "talk", "on": date(2021, 3, 31), "recorded_at": datetime(2021, 4, 1, 9, 30)},  # noqa: DTZ001  local
            {"kind": "talk", "on": date(2021, 3, 31)},
        ]
    )["acts"]
    assert [act["id"] for act in acts] == ["A2", "A1", "A3", "A4"]
    assert acts[0]["elements"] == []
    assert (acts[0]["organization_id"], acts[0]["on"]) == ("DZ1", date(2021, 3, 30))
    assert acts[1]["recorded_at"] == datetime(2021, 4, 1, tzinfo=UTC)
    assert acts[2]["recorded_at"] == datetime(2021, 4, 1, 9, 30, tzinfo=SHANGHAI)


def test_a_roll_may_stand_inside_its_act() -> None:
    rows = tables(acts=[{"kind": "theme_day", "on": date(2021, 3, 31), "attendance": {"M1": "present", "M2": "leave"}}])
    assert rows["attendance"] == [
        {"act_id": "A1", "member_id": "M1", "status": "present", "made_up_on": None},
        {"act_id": "A1", "member_id": "M2", "status": "leave", "made_up_on": None},
    ]


def test_many_rows_are_written_as_one() -> None:
    rows = tables(
        members=[{"id": "N{n}", "n": [9, 11], "organization_id": "ZB1", "from": date(2021, 1, 1)}],
        dues=[{"member_id": "M1", "month": "2021-{n:02}", "n": [1, 2], "payable": 12.5, "paid": 0}],
    )
    assert [row["id"] for row in rows["members"]][-3:] == ["N9", "N10", "N11"]
    assert [row["month"] for row in rows["dues"]] == [date(2021, 1, 1), date(2021, 2, 1)]


def test_money_is_counted_in_fen_and_dues_are_recorded_on_the_day_paid() -> None:
    (due,) = tables(
        dues=[{"member_id": "M1", "month": "2021-03", "payable": 30.1, "paid": 30, "paid_on": date(2021, 3, 5)}]
    )["dues"]
    assert (due["payable"], due["paid"]) == (3010, 3000)
    assert due["recorded_at"] == datetime(2021, 3, 5, 18, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"stage": "brnch"}, '没有 "brnch" 这个舞台。是不是 "branch"？'),
        ({"remove": ["M99"]}, '舞台上没有 "M99"。'),
        ({"acts": [{"kind": "lessen", "on": date(2021, 1, 1)}]}, '"lessen" 不在词表里。是不是 "lesson"（党课）？'),
        ({"acts": [{"kind": "lesson"}]}, "没有写 on。"),
        ({"acts": [{"kind": "lesson", "on": date(2021, 1, 1), "photo": 1}]}, "这里没有 photo 这个键。"),
        ({"acts": [{"kind": "lesson", "on": "3月1日"}]}, "on 的写法不对。要写日期"),
        ({"acts": [{"kind": "lesson", "on": date(2021, 1, 1), "attendance": {"M1": "late"}}]}, '"late" 不在词表里。'),
        (
            {"members": [{"id": "N{n}", "n": [1, 10**9], "organization_id": "Z", "from": date(2021, 1, 1)}]},
            "n 的写法不对。",
        ),
        ({"dues": [{"member_id": "M1", "month": "2021-13", "payable": 1, "paid": 0}]}, "month 的写法不对。要写月份"),
        ({"dues": [{"member_id": "M1", "month": "2021-01", "payable": 1.005, "paid": 0}]}, "payable 的写法不对。"),
        ({"expect": "nothing"}, '应得的结果 "nothing" 认不出来。'),
        ({"expect": {"stauts": "met"}}, '这里没有 stauts 这个键。是不是 "status"？'),
        ({"attendence": []}, "这里没有 attendence 这个键。"),
    ],
)
def test_a_case_that_cannot_be_read_says_why(facts: dict[str, object], says: str) -> None:
    with pytest.raises(RulebookError) as error:
        tables(**facts)
    assert any(says in str(finding) for finding in error.value.findings), error.value.findings
