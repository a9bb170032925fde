"""The ballot paper as a page shows it, and the marks as a form sends them.

Whatever is marked, page and form have the same length: a choice is one word `checked` there and the two digits of its
place here, a name is padded on the page. Somebody who sees only how much travels over the wire learns no choice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from dengxiaming.areas.ballots import core
from dengxiaming.areas.ballots.core import Definition, Marks, Question
from dengxiaming.web.kit import sent

_ROOM: Final = core.LONGEST_NAME * 4 + 40
"""More bytes than the longest name takes once it is escaped."""


@dataclass(frozen=True)
class Option:
    """One choice of a line, sent as `value`; `reveals` says that with it another name may be written in."""

    code: str
    value: str
    word: str
    chosen: bool
    reveals: bool


@dataclass(frozen=True)
class Line:
    """One question as the page shows it."""

    key: str
    label: str
    options: tuple[Option, ...]
    may_write: bool
    name: str
    padding: SafeString
    problems: tuple[str, ...]


def lines(definition: Definition, marks: Marks, wrong: Mapping[str, tuple[str, ...]]) -> tuple[Line, ...]:
    """The paper with what is marked on it."""
    return tuple(_line(one, marks, wrong.get(one.key, ())) for one in definition.questions)


def _line(one: Question, marks: Marks, problems: tuple[str, ...]) -> Line:
    chosen, name = marks.choices.get(one.key, ""), marks.written.get(one.key, "")
    options = tuple(
        Option(code, _place(place), word, code == chosen, bool(one.written) and code == one.written)
        for place, (code, word) in enumerate(one.choices)
    )
    padding = " " * max(0, _ROOM - len(escape(name).encode()))
    return Line(one.key, one.label, options, bool(one.written), name, mark_safe(padding), problems)  # noqa: S308  只有空格


def marked(definition: Definition, given: QueryDict) -> Marks:
    """What a form sent."""
    return Marks(
        {one.key: _chosen(one, given.get(f"c-{one.key}", "")) for one in definition.questions},
        {one.key: given.get(f"w-{one.key}", "")[:200] for one in definition.questions if one.written},
    )


def _place(place: int) -> str:
    return f"{place:02}"


def _chosen(one: Question, value: str) -> str:
    """The choice of a place; "" where none was sent."""
    return next((code for place, code in enumerate(one.codes) if _place(place) == value), "")


def wrong(definition: Definition, marks: Marks) -> dict[str, tuple[str, ...]]:
    """What stands in the way of casting, by question."""
    return sent.by_field(core.problems(definition, marks))


def counted(definition: Definition, marks: Marks) -> str:
    """How many are chosen and whether that is allowed (R3-9): the same number of bytes whatever the answer."""
    chosen = f"{core.chosen(definition, marks):>3}".replace(" ", "\u2007")
    says = "这张票有效" if core.is_valid(definition, marks) else "这张票作废"
    return f"赞成和另选的一共{chosen}人，{says}。"
