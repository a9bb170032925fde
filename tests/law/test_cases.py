"""The worked cases of every clause are judged by the kernel; and every duty has the cases that show it.

What a case says it shows (`shows`) is not taken on trust: the verdict itself must bear it out.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from worked_cases import Worked, cases_of, shipped, worked_cases

from dengxiaming.law.model import Duty

CASES = worked_cases()
DUTIES = shipped().duties
LONG_AGO = date(2000, 1, 1)

THRESHOLD = {"below", "at", "above"}
DATED = {"met", "missed", "last_day", "next_day", "open"}
LIMITS = {"before_effect", "not_applicable"}
NEEDED = {
    "recurring": DATED | LIMITS | THRESHOLD,
    "response": DATED | LIMITS | THRESHOLD | {"late"},
    "dues": DATED | LIMITS | THRESHOLD | {"late"},
    "term": DATED | LIMITS | THRESHOLD | {"late"},
    "coverage": DATED | LIMITS | THRESHOLD,
    "record": {"met", "missed", "last_day", "open"} | LIMITS | THRESHOLD,
    "structure": {"met", "missed"} | LIMITS | THRESHOLD,
    "ratio": {"met", "missed"} | LIMITS | THRESHOLD,
    "streak": {"raised"} | LIMITS | THRESHOLD,
    "pattern": {"raised"} | LIMITS | THRESHOLD,
}
NOTHING_ABOVE = {"S1-5": "批复只有有和没有"}


@pytest.mark.parametrize("worked", [pytest.param(worked, id=worked.name) for worked in CASES])
def test_case(worked: Worked) -> None:
    assert not worked.failures(shipped())


@pytest.mark.parametrize("duty", [pytest.param(duty, id=f"{duty.id} {duty.bearer}") for duty in DUTIES])
def test_every_duty_has_the_cases_that_show_it(duty: Duty) -> None:
    shown = {tag for worked in cases_of(duty) for tag in worked.shows}
    missing = NEEDED[duty.form] - shown - ({"above"} if duty.id in NOTHING_ABOVE else set())
    assert not missing, f"{duty.id} 还缺这几种例子：{'、'.join(sorted(missing))}"


def _status(*words: str) -> Callable[[dict[str, Any]], bool]:
    return lambda row: row["status"] in words


def _next_day(row: dict[str, Any]) -> bool:
    """One day after the last: late where that exists, otherwise not done."""
    one_later = row["due_on"] + timedelta(days=1)
    return bool(row["status"] == "missed" or (row["status"] == "late" and row["satisfied_on"] == one_later))


SHOWN: dict[str, Callable[[dict[str, Any]], bool]] = {
    "met": _status("met"),
    "missed": _status("missed"),
    "late": _status("late"),
    "open": _status("open"),
    "raised": _status("raised"),
    "last_day": lambda row: row["status"] == "met" and row["satisfied_on"] == row["due_on"],
    "next_day": _next_day,
}


@pytest.mark.parametrize(
    "worked", [pytest.param(worked, id=worked.name) for worked in CASES if set(worked.shows) & SHOWN.keys()]
)
def test_a_case_shows_what_it_says(worked: Worked) -> None:
    for _, rows in worked.found(shipped()):
        for tag in set(worked.shows) & SHOWN.keys():
            assert [row for row in rows if SHOWN[tag](row)], f"“{worked.name}”说是 {tag}，判定不是"


BEFORE_EFFECT = [worked for worked in CASES if "before_effect" in worked.shows]


@pytest.mark.parametrize("worked", [pytest.param(worked, id=worked.name) for worked in BEFORE_EFFECT])
def test_only_the_date_of_effect_keeps_it_out(worked: Worked) -> None:
    earlier = replace(shipped(), effective_from=LONG_AGO)
    assert worked.expects_no_row
    assert all(rows for _, rows in worked.found(earlier)), "施行日期提前之后还是没有这一行，不是施行日期的缘故"


@pytest.mark.parametrize(
    "worked", [pytest.param(worked, id=worked.name) for worked in CASES if "not_applicable" in worked.shows]
)
def test_not_applicable_is_about_somebody_who_is_there(worked: Worked) -> None:
    assert worked.expects_no_row
    ids = {str(name) for frame in worked.facts.tables().values() if "id" in frame.columns for name in frame["id"]}
    for wanted in worked.wanted:
        assert set(str(wanted["bearer"]).split("->")) <= ids, f"例子里没有 {wanted['bearer']}"


def test_every_case_says_what_it_shows() -> None:
    known = SHOWN.keys() | THRESHOLD | LIMITS
    silent = [worked.name for worked in CASES if not worked.shows or not set(worked.shows) <= known]
    assert not silent


def test_force_is_said_in_every_judged_clause() -> None:
    """A first case names the force, so that an origin cannot change unseen."""
    said = {row["rule"] for worked in CASES for row in worked.wanted if "force" in row}
    assert not {duty.id for duty in DUTIES} - said


ADVISORY = (
    "D1-1 D1-2 D1-3 D1-4 D1-5 D1-6 D1-7 D1-8 D2-5 D3-1 D3-2 D3-5 S1-9 S1-10 S2-6 S2-7 S2-8 S3-4 S4-5 S5-2 S6-2 S6-3 "
    "S6-4 S7-1 S9-2 S9-3 S10-1 S10-2 Q1-2 Q2-1 Q3-1 Q3-2 Q4-1 Q5-1 L1-1 L2-3 L4-2"
)


def test_contract_6_the_advisory_rules_follow_from_the_origins() -> None:
    day = date(2026, 1, 1)
    assert {duty.id for duty in DUTIES if not duty.is_binding(day)} == set(ADVISORY.split())


HALF_WIDTH = re.compile(r"[一-鿿][,;:!?()]|[,;:!?()][一-鿿]")
NOT_OUR_WORDS = ("您", "请尽快", "系统检测到", "！", "!")


def _texts() -> list[tuple[str, str]]:
    """Every Chinese sentence of the files, with where it stands."""
    texts = []
    for rule in shipped().rules.values():
        own = [rule.title, rule.says, rule.do, rule.rows_reason, rule.records]
        own += [text for duty in rule.duties for text in (duty.says, duty.done_by)]
        own += [number.note for duty in rule.duties for number in duty.numbers.values()]
        own += [str(case["name"]) for case in rule.cases]
        texts += [(rule.id, text) for text in own if text]
    texts += [(problem.id, text) for problem in shipped().problems for text in (problem.title, problem.note)]
    return texts


def test_the_words_are_plain_and_the_punctuation_full_width() -> None:
    found = [(where, text) for where, text in _texts() if HALF_WIDTH.search(text)]
    found += [(where, text) for where, text in _texts() if any(word in text for word in NOT_OUR_WORDS)]
    assert not found


def test_every_clause_says_what_it_asks_and_what_to_do() -> None:
    for rule in shipped().rules.values():
        assert rule.says.endswith("。"), rule.id
        assert rule.do.endswith("。"), rule.id
        assert all(duty.done_by for duty in rule.duties), f"{rule.id} 没有写谁来办"


def test_people_decide_where_nothing_is_judged() -> None:
    """A clause without rows that is borne by no other says what is recorded and who decides."""
    for rule in shipped().rules.values():
        if not rule.duties and not rule.points_at:
            assert rule.records, rule.id
            assert rule.rows_reason, rule.id


def test_Q1_4_is_not_done() -> None:
    rule = shipped().rules["Q1-4"]
    assert not rule.duties
    assert "不监测" in rule.says
    assert "不做" in rule.rows_reason


def test_the_nine_problems_are_named() -> None:
    assert [problem.id for problem in shipped().problems] == [f"P{at}" for at in range(1, 10)]
    assert all(problem.note for problem in shipped().problems)
