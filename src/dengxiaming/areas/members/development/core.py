"""What has been done, what is next and by when, and what may not yet be done. Pure; people decide everything (R9)."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from dengxiaming.areas.members.development import rules, workdays
from dengxiaming.areas.members.development.rules import Span, Step
from dengxiaming.areas.members.development.terms import ASKED, OUTCOMES, RESULTS
from dengxiaming.ground.problem import Problem

_WHOLE: Final = ("days", "hours", "expected", "present", "favour", "months")
_LONGEST: Final = 2000


@dataclass(frozen=True)
class Done:
    """A step that was done on a day, with what was given for it."""

    step: str
    on: date
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def counts(self) -> bool:
        """Whether it opens what comes after: what was not agreed to does not."""
        return self.given.get("outcome") != "no"


@dataclass(frozen=True)
class Next:
    """A step that is next: from which day on (None: at once), and by when; `rule` says why."""

    step: Step
    due: date | None = None
    rule: str = ""
    again: bool = False
    first: date | None = None


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last(done: Sequence[Done], step: str) -> Done | None:
    """The latest time a step was done and counts; a meeting whose prolonging was approved is over."""
    return next((one for one in reversed(done) if one.step == step and one.counts), None)


def probation_end(done: Sequence[Done]) -> date | None:
    """The last day of the probation so far: a year from the members' meeting, prolonged at most once (R9)."""
    meeting = last(done, "meeting")
    if meeting is None or last(done, "approved") is None:
        return None
    length = rules.number("probation_months", meeting.on)
    end = months_after(meeting.on, length.value if length else 0)
    more = prolonged(done)
    return months_after(end, int(more.given["months"])) if more else end


def prolonged(done: Sequence[Done]) -> Done | None:
    """The decision to prolong the probation, once it was approved."""
    held: Done | None = None
    for one in done:
        if one.step == "regular" and one.given.get("result") == "prolonged":
            held = one
        if one.step == "settled" and one.counts and held is not None:
            return held
    return None


def decided(done: Sequence[Done]) -> Done | None:
    """The latest decision on the probation that waits for approval; None where it was answered."""
    for one in reversed(done):
        if one.step == "settled":
            return None
        if one.step == "regular":
            return one if one.counts else None
    return None


def is_over(done: Sequence[Done]) -> str:
    """How it ended, regular or cancelled, once that was approved; else ""."""
    held = ""
    for one in done:
        if one.step == "regular":
            held = one.given.get("result", "")
        if one.step == "settled" and one.counts and held in {"regular", "cancelled"}:
            return held
    return ""


def stage(done: Sequence[Done]) -> str:
    """What somebody is: 入党申请人 … 正式党员."""
    over = is_over(done)
    if over:
        return "正式党员" if over == "regular" else "已取消预备党员资格"
    reached = [one.step for one in done if one.counts]
    order = list(rules.steps())
    found = max((order.index(one) for one in reached), default=0)
    return rules.steps()[order[found]].stage


def open_steps(done: Sequence[Done], today: date) -> tuple[Next, ...]:
    """The steps that are next, in order, each with its last day and the rule it comes from."""
    if is_over(done):
        return ()
    return tuple(found for step in rules.steps().values() if (found := _next(step, done, today)) is not None)


def _next(step: Step, done: Sequence[Done], today: date) -> Next | None:
    if _missing(step, done, today) or not step.is_in(rules.edition_on(today)):
        return None
    if step.every is not None:
        return _again(step, step.every, done)
    if step.id == "regular":
        end = probation_end(done)
        waits = decided(done) is None
        return Next(step, end, "预备期满，及时讨论转正（R9）", first=end) if waits and end else None
    if step.id == "settled":
        waiting = decided(done)
        return _due(step, done, waiting.on) if waiting else None
    if last(done, step.id) is not None:
        return None
    return _due(step, done)


def _due(step: Step, done: Sequence[Done], since: date | None = None) -> Next:
    begun = last(done, step.within.of) if step.within else None
    first = since or (begun.on if begun else None)
    number = rules.number(step.within.number, first) if step.within and first else None
    if step.not_before is not None and (start := last(done, step.not_before.of)) is not None:
        number = rules.number(step.not_before.number, start.on)
        begins = months_after(start.on, number.value) if number else start.on
        then = rules.number(step.not_before.number, begins)
        return Next(step, rule=then.words if then else "", first=begins)
    if number is None or first is None:
        return Next(step)
    return Next(step, months_after(first, number.value), number.words)


def _again(step: Step, every: Span, done: Sequence[Done]) -> Next | None:
    """A step that comes again and again, until another one is done."""
    begun = last(done, every.of)
    if begun is None or last(done, every.until) is not None:
        return None
    before = last(done, step.id)
    since = max(begun.on, before.on) if before else begun.on
    number = rules.number(every.number, since)
    return Next(step, months_after(since, number.value), number.words, again=True) if number else None


def _missing(step: Step, done: Sequence[Done], on: date) -> list[str]:
    """The steps that come first and are not done; those another edition alone asks for are not missed."""
    edition = rules.edition_on(on)
    needed = (rules.steps()[one] for one in step.after)
    return [one.label for one in needed if one.is_in(edition) and last(done, one.id) is None]


def waiting(done: Sequence[Done], today: date) -> tuple[tuple[Step, tuple[str, ...]], ...]:
    """The steps that may not be done yet, each with those that come first."""
    held = [(step, tuple(_missing(step, done, today))) for step in rules.steps().values()]
    edition = rules.edition_on(today)
    return tuple((step, missing) for step, missing in held if missing and step.is_in(edition) and not is_over(done))


def problems(step: Step, on: date, given: Mapping[str, str], done: Sequence[Done], today: date) -> tuple[Problem, ...]:
    """Why a step may not be done so, each with its article; empty where it may. Nothing is refused for being late."""
    found: list[Problem] = []
    if on > today:
        found.append(Problem("on", f"日期 {on.isoformat()} 还没有到。做了以后再记。"))
    if not step.is_in(rules.edition_on(on)):
        found.append(Problem("on", f"{on.isoformat()} 适用{rules.edition_on(on).title}，没有这一步。"))
    missing = _missing(step, done, on)
    if missing:
        found.append(Problem("on", f"还不能做“{step.label}”：先要{'、'.join(f'“{one}”' for one in missing)}。"))
    found += _out_of_order(step, on, done)
    found += _too_early(step, on, done)
    found += _answers(step, given)
    if not found:
        found += _numbers(step, on, given, done)
    return tuple(found)


def _out_of_order(step: Step, on: date, done: Sequence[Done]) -> list[Problem]:
    """The day lies before the end of a step that comes first."""
    before = [held for one in step.after if (held := last(done, one)) is not None]
    ends = [(rules.steps()[held.step].label, held.given.get("last") or held.on.isoformat()) for held in before]
    return [Problem("on", f"日期早于“{label}”（{end}）。") for label, end in ends if end > on.isoformat()]


def _too_early(step: Step, on: date, done: Sequence[Done]) -> list[Problem]:
    begun = last(done, step.not_before.of) if step.not_before else None
    number = rules.number(step.not_before.number, on) if step.not_before else None
    found = []
    if begun is not None and number is not None and on < (first := months_after(begun.on, number.value)):
        found.append(Problem("on", f"还不能做：{number.words}，最早{first.isoformat()}。"))
    end = probation_end(done) if step.probation else None
    if end is not None and on < end:
        length = rules.number("probation_months", on)
        found.append(Problem("on", f"还不能讨论：{length.words if length else '预备期未满'}，{end.isoformat()}期满。"))
    if step.id == "regular" and decided(done) is not None:
        found.append(Problem("on", "上一次决议还在等上级审批。"))
    if step.id == "settled" and decided(done) is None:
        found.append(Problem("on", "没有等审批的决议。"))
    return found


def _answers(step: Step, given: Mapping[str, str]) -> list[Problem]:
    """What was left out or cannot be read."""
    found = []
    for name in step.asks:
        text = given.get(name, "").strip()
        if len(text) > _LONGEST:
            found.append(Problem(name, f"“{ASKED[name]}”最多{_LONGEST}字，现在{len(text)}字。"))
        if name in {"number", "words", "days", "hours", "months"} and not text:
            continue
        if name in _WHOLE and not (text.isdecimal() and text.isascii() and len(text) < 6):
            found.append(Problem(name, f"“{ASKED[name]}”写一个数，现在是“{text}”。"))
        elif name == "outcome" and text not in OUTCOMES:
            found.append(Problem(name, "还没有选同意还是不同意。"))
        elif name == "result" and text not in RESULTS:
            found.append(Problem(name, "还没有选决议。"))
        elif name in {"people", "last"} and not text:
            found.append(Problem(name, f"还没有填“{ASKED[name]}”。"))
    return found


def _numbers(step: Step, on: date, given: Mapping[str, str], done: Sequence[Done]) -> list[Problem]:
    found = []
    most = rules.number(step.most, on) if step.most else None
    if most and len(given["people"].split(";")) > most.value:
        found.append(Problem("people", f"人太多：{most.words}。"))
    if step.workdays:
        found += _notice(step, on, given["last"])
    if step.training:
        found += _training(step, on, given)
    if step.vote:
        found += _vote(given)
    if step.id == "regular":
        found += _prolonging(on, given, done)
    return found


def _notice(step: Step, first: date, text: str) -> list[Problem]:
    number = rules.number(step.workdays, first)
    try:
        end = date.fromisoformat(text)
    except ValueError:
        return [Problem("last", f"日期“{text}”读不懂。写成 {first.isoformat()} 这样。")]
    counted = workdays.between(first, end)
    if number is None or counted.days >= number.value:
        return []
    unsure = "（那一年的放假安排还没有公布，暂定）" if counted.provisional else ""
    return [Problem("last", f"公示只有{counted.days}个工作日{unsure}：{number.words}。")]


def _training(step: Step, on: date, given: Mapping[str, str]) -> list[Problem]:
    wanted = [number for name in step.training if (number := rules.number(name, on)) is not None]
    had = [int(given.get(name) or 0) for name in ("days", "hours")]
    if any(got >= number.value for got, number in zip(had, wanted, strict=True)):
        return []
    return [Problem("days", f"培训不够：{'，'.join(number.words for number in wanted)}。")]


def _vote(given: Mapping[str, str]) -> list[Problem]:
    """R1-5, R9: more than half of those entitled must be there, and more than half of those *expected* in favour."""
    expected, present, favour = (int(given[name]) for name in ("expected", "present", "favour"))
    if not favour <= present <= expected:
        return [Problem("present", f"应到{expected}，实到{present}，赞成{favour}：后一个数不能多于前一个。请核对。")]
    if 2 * present <= expected:
        return [Problem("present", f"应到{expected}人，实到{present}人，没有超过半数，不能表决（R9，R1-5）。")]
    carried = 2 * favour > expected
    says_yes = given.get("outcome") == "yes" or bool(given.get("result"))
    if says_yes and not carried:
        said = f"赞成{favour}票，没有超过应到会有表决权的{expected}人的半数，没有通过（R9第20条，R1-5）。"
        return [Problem("favour", said)]
    return []


def _prolonging(on: date, given: Mapping[str, str], done: Sequence[Done]) -> list[Problem]:
    if given["result"] != "prolonged":
        return []
    least, most = rules.number("prolong_least", on), rules.number("prolong_most", on)
    if prolonged(done) is not None:
        return [Problem("result", "已经延长过一次。预备期只能延长一次（R9第33条）：按期转正，或者取消。")]
    months = int(given.get("months") or 0)
    if least and most and not least.value <= months <= most.value:
        return [Problem("months", f"{least.words}，{most.words}。")]
    return []


def is_late(step: Step, on: date, done: Sequence[Done]) -> str:
    """The rule whose days a step that was done missed; "" where it missed none. It is shown, never refused."""
    held = _again(step, step.every, done) if step.every else _due(step, done)
    return held.rule if held is not None and held.due is not None and on > held.due else ""
