"""`steps.toml` read: editions, numbers and steps, each number with its article and how far it was checked."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class Edition:
    """One edition of the rules, in force from a day on."""

    id: str
    title: str
    since: date
    note: str = ""


@dataclass(frozen=True)
class Number:
    """A number as one edition has it."""

    name: str
    value: int
    edition: Edition
    article: str
    check: str
    says: str

    @property
    def words(self) -> str:
        """What it says, with where it stands: 公示不少于5个工作日（R9，2026年版第13条，旁证）."""
        article = f"第{self.article}条" if self.article else "条号待核"
        return f"{self.says.format(self.value)}（R9，{self.edition.id}年版{article}，{self.check}）"


@dataclass(frozen=True)
class Span:
    """So many months (a number's name) from an earlier step."""

    of: str
    number: str
    until: str = ""


@dataclass(frozen=True)
class Step:
    """One step of the course; see the file for what each field says."""

    id: str
    label: str
    stage: str
    asks: tuple[str, ...]
    after: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    within: Span | None = None
    not_before: Span | None = None
    every: Span | None = None
    most: str = ""
    workdays: str = ""
    training: tuple[str, ...] = ()
    vote: bool = False
    probation: bool = False
    again: bool = False
    paper: str = ""

    def is_in(self, edition: Edition) -> bool:
        """Whether an edition has this step."""
        return not self.editions or edition.id in self.editions


@cache
def steps() -> Mapping[str, Step]:
    """Every step by id, in order. Raises `ValueError` where one names what is not there."""
    found: dict[str, Step] = {}
    for row in _file()["step"]:
        made = Step(**{name: _value(name, value) for name, value in row.items()})
        if not {*made.after} <= found.keys():
            raise ValueError(f"steps.toml：{made.id} 的 after 里有前面没有的步骤。")
        found[made.id] = made
    return MappingProxyType(found)


@cache
def editions() -> tuple[Edition, ...]:
    """Every edition, the oldest first."""
    return tuple(Edition(one["id"], one["title"], one["from"], one.get("note", "")) for one in _file()["edition"])


def edition_on(day: date) -> Edition:
    """The edition in force on a day; before the first one the first one."""
    held = [one for one in editions() if one.since <= day]
    return held[-1] if held else editions()[0]


def number(name: str, day: date) -> Number | None:
    """A number on a day; None where the edition in force then has none."""
    return _numbers().get((name, edition_on(day).id))


def carried(day: date) -> str:
    """What the edition in force on a day says of somebody who changes branch: what was done goes on counting (R9)."""
    held, edition = _file()["carry"], edition_on(day)
    article = held["articles"][edition.id]
    where = f"第{article}条" if article else "条号"
    return f"{held['says']}（R9，{edition.id}年版{where}，{held['check']}）"


@cache
def _numbers() -> Mapping[tuple[str, str], Number]:
    by_id = {one.id: one for one in editions()}
    return {
        (row["name"], one["edition"]): Number(
            row["name"], one["value"], by_id[one["edition"]], one["article"], one["check"], row["says"]
        )
        for row in _file()["number"]
        for one in row["values"]
    }


def _value(name: str, value: Any) -> Any:  # noqa: ANN401  whatever TOML holds
    if name in {"within", "not_before", "every"}:
        return Span(**value)
    return tuple(value) if isinstance(value, list) else value


@cache
def _file() -> dict[str, Any]:
    text = files("dengxiaming.areas.members.development").joinpath("steps.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
