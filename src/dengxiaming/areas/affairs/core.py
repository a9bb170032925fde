"""A short form as it was typed, read into an act, or every problem at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from dengxiaming.areas.affairs.forms import Form
from dengxiaming.ground.problem import Problem

_LONGEST_TITLE: Final = 200


@dataclass(frozen=True)
class Typed:
    """The form's fields as text."""

    on: str = ""
    actor: str = ""
    title: str = ""
    text: str = ""
    counterparts: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Read:
    """An act that can be recorded."""

    kind: str
    on: date
    actor: str
    title: str
    text: str
    counterparts: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """What can be named on a form: people and organisations within the holder's reach, and what waits for an answer."""

    actors: Collection[str]
    counterparts: Collection[str]
    answers: Collection[str]


def read(typed: Typed, form: Form, known: Known, today: date) -> Read | tuple[Problem, ...]:
    """The act, or every problem; nothing typed is changed."""
    problems: list[Problem] = []
    on = _day("on", "日期", typed.on, problems)
    if on is not None and on > today:
        problems.append(Problem("on", f"日期 {on.isoformat()} 还没有到。做了以后再记。"))
    if typed.actor and typed.actor not in known.actors:
        problems.append(Problem("actor", "经办人不在名册上。重新选一次。"))
    title = typed.title.strip()
    if not title:
        problems.append(Problem("title", f"还没有写“{form.title}”。"))
    elif len(title) > _LONGEST_TITLE:
        problems.append(Problem("title", f"“{form.title}”最多{_LONGEST_TITLE}字，现在{len(title)}字。"))
    problems.extend(_counterparts(typed, form, known))
    if not set(typed.answers) <= set(known.answers):
        problems.append(Problem("answers", "回应的那件事已经撤回，或者已经办过。重新选一次。"))
    if problems or on is None:
        return tuple(problems)
    chosen = tuple(dict.fromkeys(typed.counterparts))
    return Read(form.kind, on, typed.actor, title, typed.text.strip(), chosen, typed.answers)


def _counterparts(typed: Typed, form: Form, known: Known) -> list[Problem]:
    chosen = set(typed.counterparts)
    if chosen and (not form.counterparts or not chosen <= set(known.counterparts)):
        return [Problem("counterparts", "对象里有选不到的。重新选一次。")]
    if len(chosen) < form.at_least:
        return [Problem("counterparts", f"还没有选对象。至少选{form.at_least}个。")]
    return []


def _day(field: str, label: str, text: str, problems: list[Problem]) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        problems.append(Problem(field, f"{label}“{text}”读不懂。写成 2026-11-24 这样。"))
        return None
