"""What an explanation says, on the standing cast of the rulebook's own cases."""

from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

import polars as pl
import pytest

from dengxiaming.law.cases import case_tables
from dengxiaming.law.loader import load_rulebook
from dengxiaming.reckoning import TABLES, Explanation, Facts, NoSuchDuty, evaluate, explain

SHIPPED = Path(str(files("dengxiaming.law"))) / "genhe_2020"
RULEBOOK = load_rulebook()
YEAR_END = date(2025, 12, 20)


def facts(**rows: object) -> Facts:
    """The cast, with some rows added or replaced."""
    tables = case_tables(SHIPPED, {"name": "例", "as_of": YEAR_END, "expect": {"status": "met"}, **rows})
    return Facts.of(**{name: pl.DataFrame(held, schema=TABLES[name]) for name, held in tables.items()})


def ask(
    held: Facts, duty: str, bearer: str, period: str, as_of: date = YEAR_END, known_by: datetime | None = None
) -> Explanation:
    """Explain one duty."""
    return explain(held, RULEBOOK, as_of, known_by, duty, bearer, period)


def reasons(said: Explanation) -> dict[str, tuple[bool, str]]:
    """Act id → counted, reason."""
    return {one.id: (one.counted, one.reason) for one in said.considered}


LESSONS = [
    {"id": "讲一", "kind": "lesson", "actor_id": "M1", "on": date(2025, 3, 25)},
    {"id": "讲二", "kind": "lesson", "actor_id": "M2", "on": date(2025, 6, 25)},
    {"id": "党日", "kind": "theme_day", "actor_id": "M1", "on": date(2025, 10, 25)},
    {"id": "去年", "kind": "lesson", "actor_id": "M1", "on": date(2024, 12, 24)},
]


def test_D3_3_says_of_each_lesson_whether_it_counts_and_why() -> None:
    said = ask(facts(acts=LESSONS), "D3-3", "ZB1", "2025")
    assert said.verdict is not None
    assert (said.verdict["status"], said.verdict["counted"]) == ("open", 1)
    assert reasons(said) == {
        "去年": (False, "日期不在2025年1月1日至2025年12月31日之内。"),
        "讲一": (True, "类型是党课，由本组织开展，经办人当天是书记，日期在期限内。"),
        "讲二": (False, "经办人李二当天不是书记。"),
        "党日": (False, "类型里没有党课。"),
    }
    assert said.settle == "2025年12月31日前（含当天），再记1次党课（由书记办的），还有11天。"
    assert (said.settle_by, said.settle_who) == (date(2025, 12, 31), "支部书记")


def test_D3_3_shows_the_number_with_its_origin() -> None:
    (number,) = ask(facts(), "D3-3", "ZB1", "2025").numbers
    assert (number.value, number.origin, number.cite, number.decides) == ("2次", "文", "三(一)3", True)


def test_a_record_that_came_after_known_by_is_named_with_its_moment() -> None:
    late = {"id": "补记", "kind": "members_meeting", "on": date(2025, 9, 20)}
    held = facts(acts=[{**late, "recorded_at": datetime(2025, 10, 9, 10, tzinfo=UTC)}])
    then = ask(held, "S2-1", "ZB1", "2025Q3", date(2025, 10, 20), datetime(2025, 10, 1, 4, tzinfo=UTC))
    assert then.verdict is not None
    assert then.verdict["status"] == "missed"
    assert reasons(then) == {"补记": (False, "记录时间晚于2025年10月1日12:00，那时还不知道。")}
    now = ask(held, "S2-1", "ZB1", "2025Q3", date(2025, 10, 20))
    assert now.verdict is not None
    assert now.verdict["status"] == "met"
    assert [(one.backfilled_days, one.counted) for one in now.considered] == [(19, True)]


def test_an_act_after_as_of_is_named_and_does_not_count() -> None:
    held = facts(acts=[{"id": "将开", "kind": "members_meeting", "on": date(2025, 12, 25)}])
    said = ask(held, "S2-1", "ZB1", "2025Q4")
    assert reasons(said) == {"将开": (False, "发生在2025年12月20日之后，这一天还没有。")}


def test_meetings_of_other_branches_are_no_business_of_this_one() -> None:
    held = facts(stage="two", acts=[{"kind": "members_meeting", "organization_id": "ZB2", "on": date(2025, 10, 9)}])
    assert ask(held, "S2-1", "ZB1", "2025Q4").considered == ()


def test_S5_2_a_talk_that_does_not_name_the_matter_is_shown_with_the_remedy() -> None:
    held = facts(
        triggers=[{"id": "事一", "kind": "hardship", "member_id": "M7", "on": date(2025, 10, 1)}],
        acts=[{"id": "谈", "kind": "talk", "actor_id": "M1", "counterpart_ids": ["M7"], "on": date(2025, 10, 9)}],
    )
    said = ask(held, "S5-2", "ZB1", "事一")
    assert reasons(said) == {"谈": (False, "没有写明回应这件事。")}
    assert said.settle.startswith("期限已过，还可以再记1次谈话")


def test_S2_8_names_the_missing_elements() -> None:
    held = facts(acts=[{"id": "会", "kind": "members_meeting", "on": date(2025, 12, 1), "elements": ["time", "place"]}])
    (act,) = ask(held, "S2-8", "会", "会").considered
    assert act.missing_elements == ("主题", "主持人", "记录人", "出席", "缺席", "列席", "发言", "表决", "决议分工")
    assert not act.counted


def test_S7_2_says_what_was_paid() -> None:
    held = facts(
        dues=[{"member_id": "M7", "month": "2025-11", "payable": 50, "paid": 20, "paid_on": date(2025, 11, 3)}]
    )
    (due,) = ask(held, "S7-2", "M7", "2025-11").considered
    assert (due.reason, due.counted) == ("应交50.00元，实交20.00元，没有交足。", False)


def test_S1_6_lists_who_sits_on_the_committee() -> None:
    said = ask(facts(), "S1-6", "ZB1", "2025-12-20")
    assert [one.label for one in said.considered] == ["张一·书记", "李二·副书记", "王三·纪检委员"]


@pytest.mark.parametrize(
    ("duty", "bearer", "period", "reason"),
    [
        ("S2-1", "JG1", "2025Q4", "不是"),
        ("S2-1", "ZB1", "2020Q1", "2020年6月17日起施行"),
        ("S2-1", "ZB1", "2025-4", "写法如2026Q1"),
        ("S2-1", "ZB1", "2031Q1", "2031年1月1日起"),
        ("S2-3", "ZB1", "2025-10", "不是"),
        ("D3-4", "ZB1", "2025-10", "S6-1"),
        ("Q1-4", "ZB1", "2025", ""),
    ],
)
def test_not_applicable_is_an_answer_with_its_reason(duty: str, bearer: str, period: str, reason: str) -> None:
    said = ask(facts(), duty, bearer, period)
    assert said.verdict is None
    assert said.not_applicable
    assert reason in said.not_applicable


def test_less_than_half_the_period_is_said_in_days() -> None:
    branch = {"id": "ZB9", "name": "新支部", "kind": "branch", "parent_id": "JG1", "established_on": date(2025, 12, 1)}
    said = ask(facts(organizations=[branch]), "S2-1", "ZB9", "2025Q4")
    assert said.not_applicable == "这一期共92天，新支部只有31天在承担，不到一半，不判。"


def test_an_unknown_rule_or_bearer_is_no_duty_at_all() -> None:
    with pytest.raises(NoSuchDuty, match="没有“S99”这一条"):
        ask(facts(), "S99", "ZB1", "2025")
    with pytest.raises(NoSuchDuty, match="没有编号为“ZB77”"):
        ask(facts(), "S2-1", "ZB77", "2025Q1")


@pytest.mark.parametrize("name", ["first", "second"])
def test_every_explanation_agrees_with_the_verdict_it_explains(name: str) -> None:
    """What is marked as counted is exactly the evidence; the row is the row that evaluate gives."""
    from dengxiaming.exchange import read_facts  # noqa: PLC0415  the reader is a room above the kernel

    folder = Path(__file__).parents[1] / "conformance/examples" / name
    held, as_of = read_facts(folder / "facts").facts, date(2025, 3, 31)
    rows = evaluate(held, RULEBOOK, as_of, upcoming=True)
    seen: dict[tuple[str, str], int] = {}
    for row in rows.to_dicts():
        seen[row["rule"], row["status"]] = seen.get((row["rule"], row["status"]), 0) + 1
        if seen[row["rule"], row["status"]] > 1:
            continue
        said = explain(held, RULEBOOK, as_of, None, row["rule"], row["bearer_id"], row["period"])
        assert said.verdict == row
        counted = sorted(one.id for one in said.considered if one.counted)
        if row["evidence"] and row["rule"] not in ("S2-8", "S3-3", "S6-4"):
            assert counted == sorted(row["evidence"]), row
