"""The steps of R9: by the edition in force on the day of each, every number with its article, nothing out of order."""

from datetime import date

import pytest

from dengxiaming.areas.members.development import core, rules, workdays
from dengxiaming.areas.members.development.core import Done

TODAY = date(2029, 12, 31)
VOTES = {"expected": "11", "present": "9", "favour": "6", "outcome": "yes"}
# 一个人走完全程（2026 年修订本）
WHOLE = (
    Done("apply", date(2026, 6, 1)),
    Done("talk", date(2026, 6, 20), {"people": "M1"}),
    Done("activist", date(2026, 7, 1)),
    Done("filed", date(2026, 7, 3)),
    Done("contacts", date(2026, 7, 3), {"people": "M2;M3"}),
    Done("examined", date(2026, 12, 20)),
    Done("examined", date(2027, 6, 20)),
    Done("candidate", date(2027, 7, 1)),
    Done("noticed", date(2027, 7, 5), {"last": "2027-07-09"}),
    Done("agreed", date(2027, 7, 12), {"outcome": "yes"}),
    Done("vetted", date(2027, 8, 2), {"outcome": "yes"}),
    Done("trained", date(2027, 8, 20), {"hours": "24"}),
    Done("reviewed", date(2027, 9, 1), {"outcome": "yes"}),
    Done("prereviewed", date(2027, 9, 10), {"outcome": "yes"}),
    Done("meeting", date(2027, 9, 30), VOTES),
    Done("approved", date(2027, 11, 2), {"outcome": "yes"}),
    Done("regular", date(2028, 10, 8), {**VOTES, "result": "regular"}),
    Done("settled", date(2028, 11, 1), {"outcome": "yes"}),
)


def upto(step: str) -> tuple[Done, ...]:
    """The whole course, up to and without a step."""
    at = next(place for place, one in enumerate(WHOLE) if one.step == step)
    return WHOLE[:at]


def refused(step: str, on: date, done: tuple[Done, ...] | None = None, **given: str) -> list[str]:
    before = upto(step) if done is None else done
    usual = dict(next(one.given for one in WHOLE if one.step == step))
    found = core.problems(rules.steps()[step], on, {**usual, **given}, before, TODAY)
    return [one.sentence for one in found]


def test_the_whole_course_is_allowed_step_by_step() -> None:
    for place, one in enumerate(WHOLE):
        assert not core.problems(rules.steps()[one.step], one.on, one.given, WHOLE[:place], TODAY), one.step
    assert core.stage(WHOLE) == "正式党员"
    assert core.probation_end(WHOLE) == date(2028, 9, 30)


@pytest.mark.parametrize(
    ("done", "stage"),
    [("talk", "入党申请人"), ("filed", "入党积极分子"), ("vetted", "发展对象"), ("regular", "预备党员")],
)
def test_what_somebody_is(done: str, stage: str) -> None:
    assert core.stage(upto(done)) == stage


def test_every_step_waits_for_those_before_it() -> None:
    for step in rules.steps().values():
        for needed in step.after:
            without = tuple(one for one in WHOLE if one.step != needed)
            said = core.problems(step, date(2028, 12, 1), {}, without, TODAY)
            assert any(f"先要“{rules.steps()[needed].label}”" in one.sentence for one in said), step.id


@pytest.mark.parametrize(
    ("step", "due"),
    [
        ("talk", date(2026, 7, 1)),
        ("meeting", date(2027, 10, 10)),
        ("approved", date(2027, 12, 30)),
        ("regular", date(2028, 9, 30)),
        ("settled", date(2029, 1, 8)),
    ],
)
def test_R9_by_when(step: str, due: date) -> None:
    done = upto(step)
    (found,) = (one for one in core.open_steps(done, done[-1].on) if one.step.id == step)
    assert found.due == due
    assert "R9" in found.rule


def test_R9_talk_within_a_month_late_is_shown_not_refused() -> None:
    talk = rules.steps()["talk"]
    assert not refused("talk", date(2026, 8, 1))
    assert "1个月内谈话" in core.is_late(talk, date(2026, 7, 2), upto("talk"))
    assert core.is_late(talk, date(2026, 7, 1), upto("talk")) == ""


def test_R9_a_year_of_cultivation() -> None:
    (said,) = refused("candidate", date(2027, 6, 30))
    assert "满12个月（R9，2026年版第13条，旁证），最早2027-07-01" in said
    assert not refused("candidate", date(2027, 7, 1))


def test_R9_examined_every_half_year_until_a_candidate() -> None:
    def due(step: str) -> date | None:
        return next((one.due for one in core.open_steps(upto(step), date(2027, 6, 30)) if one.again), None)

    assert due("examined") == date(2027, 1, 1)
    assert due("candidate") == date(2027, 12, 20)
    assert due("noticed") is None
    assert core.is_late(rules.steps()["examined"], date(2027, 1, 2), upto("examined"))


def test_R9_contacts_are_one_or_two() -> None:
    assert "人太多" in refused("contacts", date(2026, 7, 3), people="M1;M2;M3")[0]
    assert "还没有填" in refused("contacts", date(2026, 7, 3), people="")[0]


@pytest.mark.parametrize(
    ("first", "last", "enough"),
    [
        (date(2026, 9, 21), "2026-09-28", True),
        (date(2026, 9, 21), "2026-09-25", False),
        (date(2026, 9, 29), "2026-10-10", True),
        (date(2026, 9, 29), "2026-10-08", False),
        (date(2026, 9, 20), "2026-09-24", True),
    ],
)
def test_R9_five_working_days_of_notice(first: date, last: str, enough: bool) -> None:
    done = tuple(one for one in upto("noticed") if one.on < first)
    moved = (*done, Done("examined", date(2026, 9, 1)), Done("candidate", date(2026, 9, 18)))
    assert (not refused("noticed", first, moved, last=last)) is enough


def test_a_year_not_announced_is_provisional() -> None:
    assert workdays.between(date(2026, 9, 28), date(2026, 10, 9)) == workdays.Counted(5, provisional=False)
    assert workdays.between(date(2027, 7, 5), date(2027, 7, 9)) == workdays.Counted(5, provisional=True)
    assert "暂定" in refused("noticed", date(2027, 7, 5), last="2027-07-08")[0]


def test_R9_training_of_three_days_or_24_hours() -> None:
    assert "24学时" in refused("trained", date(2027, 8, 20), days="2", hours="23")[0]
    for enough in ({"days": "3", "hours": ""}, {"days": "", "hours": "24"}):
        assert not refused("trained", date(2027, 8, 20), **enough)


@pytest.mark.parametrize(
    ("expected", "present", "favour", "word"),
    [
        (11, 9, 6, ""), (11, 9, 5, "没有通过"), (10, 9, 5, "没有通过"), (10, 6, 6, ""), (10, 5, 5, "没有超过半数"),
        (11, 5, 5, "没有超过半数"), (10, 9, 10, "不能多于"), (10, 11, 6, "不能多于"),
    ],
)  # fmt: skip
def test_R1_5_more_than_half_of_those_expected(expected: int, present: int, favour: int, word: str) -> None:
    said = refused("meeting", date(2027, 9, 30), expected=str(expected), present=str(present), favour=str(favour))
    assert bool(said) is bool(word)
    assert all(word in one for one in said)


def test_a_meeting_that_said_no_opens_nothing() -> None:
    no = (*upto("meeting"), Done("meeting", date(2027, 9, 30), {**VOTES, "favour": "3", "outcome": "no"}))
    assert not refused("meeting", date(2027, 9, 30), favour="3", outcome="no")
    assert "先要“支部大会讨论接收”" in refused("approved", date(2027, 11, 2), no)[0]
    assert "meeting" in {one.step.id for one in core.open_steps(no, date(2027, 10, 1))}


def test_R9_probation_is_a_year_from_the_meeting() -> None:
    assert "2028-09-30期满" in refused("regular", date(2028, 9, 29))[0]
    assert not refused("regular", date(2028, 9, 30))


def test_R9_prolonged_once_by_half_a_year_to_a_year() -> None:
    before = upto("regular")
    longer = {"result": "prolonged"}
    for months, fits in (("5", False), ("6", True), ("12", True), ("13", False)):
        assert (not refused("regular", date(2028, 10, 8), before, **longer, months=months)) is fits, months
    once = (
        *before, Done("regular", date(2028, 10, 8), {**VOTES, **longer, "months": "6"}),
        Done("settled", date(2028, 10, 30), {"outcome": "yes"}),
    )  # fmt: skip
    assert core.probation_end(once) == date(2029, 3, 30)
    assert "只能延长一次" in refused("regular", date(2029, 4, 1), once, **longer, months="6")[0]
    assert not refused("regular", date(2029, 4, 1), once, result="cancelled")
    assert core.stage(once) == "预备党员"


def test_the_edition_of_the_day_of_each_step() -> None:
    """2014 has no public notice of its own; what is agreed to after May 2026 needs one."""
    old = tuple(
        Done(one.step, one.on.replace(year=one.on.year - 2), one.given) for one in upto("noticed")
    )  # 2024-06 到 2025-07
    assert not refused("agreed", date(2025, 8, 1), old)
    assert "先要“公示（发展对象）”" in refused("agreed", date(2026, 5, 11), old)[0]
    assert not refused("agreed", date(2026, 5, 10), old)
    assert "没有这一步" in refused("noticed", date(2025, 8, 1), old)[0]
    assert rules.edition_on(date(2026, 5, 10)).id == "2014"
    assert rules.number("meeting_months", date(2026, 5, 10)) is None


def test_every_number_says_its_edition_article_and_check() -> None:
    for day in (date(2020, 1, 1), date(2026, 6, 1)):
        found = [number for name in NAMES if (number := rules.number(name, day)) is not None]
        assert len(found) == (len(NAMES) if day.year == 2026 else len(NAMES) - 2)
        assert all(number.check in {"旁证", "待核"} and "R9" in number.words for number in found)


NAMES = (
    "talk_months", "contacts_most", "examine_months", "cultivate_months", "notice_workdays", "training_days",
    "training_hours", "meeting_months", "approval_months", "probation_months", "prolong_least", "prolong_most",
)  # fmt: skip
