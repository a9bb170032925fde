"""A talk as it was typed, read into what is recorded, or every problem at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from dengxiaming.areas.talks.terms import FORMS
from dengxiaming.ground.problem import Problem

_LONGEST_REASON: Final = 200


@dataclass(frozen=True)
class Typed:
    """The form's fields as text: who talked, with whom, when, how, why; and the writer's own note."""

    actor: str = ""
    members: tuple[str, ...] = ()
    on: str = ""
    form: str = "individual"
    reason: str = ""
    note: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Read:
    """A talk that can be recorded."""

    actor: str
    members: tuple[str, ...]
    on: date
    form: str
    reason: str
    note: str
    answers: tuple[str, ...]


def read(typed: Typed, people: Collection[str], today: date) -> Read | tuple[Problem, ...]:
    """The talk, or every problem. `people` are the members who can be named; nothing typed is changed."""
    problems: list[Problem] = []
    on = _day(typed.on, today, problems)
    if typed.actor not in people:
        problems.append(Problem("actor", "还没有选谈话人。"))
    others = tuple(dict.fromkeys(one for one in typed.members if one != typed.actor))
    if not others:
        problems.append(Problem("members", "还没有选谈话对象。至少选1人；谈话人自己不算。"))
    elif not set(others) <= set(people):
        problems.append(Problem("members", "谈话对象里有不在名册上的人。重新选一次。"))
    if typed.form not in FORMS:
        problems.append(Problem("form", "还没有选谈话形式。"))
    reason = typed.reason.strip()
    if not reason:
        problems.append(Problem("reason", "还没有写事由。写一句，例如“工作变动”；谈的内容不写在这里。"))
    elif len(reason) > _LONGEST_REASON:
        problems.append(Problem("reason", f"事由最多{_LONGEST_REASON}字，现在{len(reason)}字。内容写在“谈话内容”里。"))
    if problems or on is None:
        return tuple(problems)
    return Read(typed.actor, others, on, typed.form, reason, typed.note.strip(), typed.answers)


def _day(text: str, today: date, problems: list[Problem]) -> date | None:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        problems.append(Problem("on", f"日期“{text}”读不懂。写成 {today.isoformat()} 这样。"))
        return None
    if day > today:
        problems.append(Problem("on", f"日期 {day.isoformat()} 还没有到。谈了以后再记。"))
    return day
