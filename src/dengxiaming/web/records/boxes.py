"""One field of a form as a page shows it: label, hint, what was typed, and what is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dengxiaming.areas.gatherings.core import Problems, Submission
from dengxiaming.areas.gatherings.fields import Problem
from dengxiaming.web.records.names import id_of, name_of


@dataclass(frozen=True)
class Choice:
    """One option of a select or one tick: value, words, whether chosen."""

    value: str
    label: str
    chosen: bool = False
    id: str = ""


@dataclass(frozen=True)
class Box:
    """A field. `look` is text, area, select, number, tick or hidden."""

    id: str
    name: str
    label: str
    value: str = ""
    hint: str = ""
    look: str = "text"
    choices: tuple[Choice, ...] = ()
    problems: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()

    @property
    def is_ticked(self) -> bool:
        """Whether a tick is set."""
        return self.value in {"1", "on", "true", "True"}

    @property
    def described_by(self) -> str:
        """The ids of the hint and of the problem, for readers who hear the page."""
        ids = [f"{self.id}-hint"] if self.hint else []
        ids += [f"{self.id}-msg"] if self.problems else []
        return " ".join(ids)


@dataclass(frozen=True)
class Typed:
    """What was typed so far, and what is wrong with it where it was read for signing."""

    content: Mapping[str, Any]
    wrong: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, content: Mapping[str, Any], read: Problems | Submission | None) -> "Typed":
        """With the problems of a reading, or none while it is only a draft."""
        if read is None:
            return cls(content)
        found = (*(read.found if isinstance(read, Problems) else ()), *read.notes)
        return cls(content, _by_field(found))

    def box(self, *path: object, label: str = "", **more: Any) -> Box:  # noqa: ANN401  the rest of a Box
        """The field at a path."""
        return Box(
            id_of(*path),
            name_of(*path),
            label,
            _text(self.at(*path)),
            problems=self.wrong.get(id_of(*path), ()),
            **more,
        )

    def select(
        self, *path: object, label: str, options: Iterable[tuple[str, str]], hint: str = "", none: str = ""
    ) -> Box:
        """A field with options (value, words); what was chosen and is no option any more stays visible."""
        value = _text(self.at(*path))
        held = [("", none), *options]
        if value and value not in dict(held):
            held.append((value, value))
        choices = tuple(Choice(code, words, code == value) for code, words in held)
        return self.box(*path, label=label, look="select", hint=hint, choices=choices)

    def at(self, *path: object) -> object:
        """What was typed at a path; None where nothing."""
        held: object = self.content
        for part in path:
            if isinstance(held, Mapping):
                held = held.get(str(part))
            elif isinstance(held, list) and isinstance(part, int) and part < len(held):
                held = held[part]
            else:
                return None
        return held

    def many(self, *path: object) -> list[Any]:
        """A list at a path; empty where there is none."""
        held = self.at(*path)
        return held if isinstance(held, list) else []


def _by_field(problems: Iterable[Problem]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in problems:
        found[one.field] = (*found.get(one.field, ()), one.text)
    return found


def _text(value: object) -> str:
    if value is True:
        return "1"
    return "" if value is None or value is False or isinstance(value, Mapping | list) else str(value)
