"""Yearly statistics of members and organisations as of a day, by the bands of `statistics.toml` (R12). Pure.

What is not known is counted as not known, never as nought: in every cut the parts sum to the whole.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from operator import itemgetter
from typing import Any, Final

from dengxiaming.areas.members.register import columns, days
from dengxiaming.areas.members.terms import KINDS

UNKNOWN: Final = "没有登记"


@dataclass(frozen=True)
class Person:
    """A member in a stay on the day, as statistics see them."""

    member: str
    branch: str
    kind: str
    sex: str = ""
    born: str = ""
    education: str = ""


@dataclass(frozen=True)
class Cut:
    """One way to part the whole: its name, and the parts in their order."""

    title: str
    parts: tuple[str, ...]


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("statistics.toml").read_text(encoding="utf-8"))


def age(born: str, day: date) -> int:
    """Full years on a day; of a month alone, as if born on its first day."""
    first = days.first(born)
    return day.year - first.year - ((day.month, day.day) < (first.month, first.day))


def band(born: str, day: date) -> str:
    """The band of age; `UNKNOWN` where the birth is."""
    if not born:
        return UNKNOWN
    years = age(born, day)
    bands = _file()["band"]
    return next((str(one["label"]) for one in bands if years <= one.get("up_to", years)), UNKNOWN)


@lru_cache(1000)
def education(text: str) -> str:
    """The level of education of what was written; `UNKNOWN` where no word of the list is in it."""
    levels = _file()["education"]
    return next((str(one["label"]) for one in levels if any(word in text for word in one["words"])), UNKNOWN)


@lru_cache(1000)
def college(text: str) -> str:
    """大专以上 or not."""
    level = education(text)
    if level == UNKNOWN:
        return UNKNOWN
    return (
        "大专以上" if any(one["label"] == level and one["is_college"] for one in _file()["education"]) else "中专以下"
    )


def cuts() -> tuple[Cut, ...]:
    """Every cut, in the order of the tables."""
    file = _file()
    return (
        Cut("类别", tuple(KINDS.values())),
        Cut("性别", (*columns.labels("sex").values(), UNKNOWN)),
        Cut("年龄", (*(one["label"] for one in file["band"]), UNKNOWN)),
        Cut("学历", (*(one["label"] for one in sorted(file["education"], key=itemgetter("order"))), UNKNOWN)),
        Cut("大专以上", ("大专以上", "中专以下", UNKNOWN)),
    )


@lru_cache(10_000)
def _parts(kind: str, sex: str, ages: str, studied: str) -> tuple[tuple[str, str], ...]:
    """In which part of each cut somebody of these is."""
    return (
        ("类别", KINDS[kind]),
        ("性别", columns.labels("sex").get(sex, UNKNOWN)),
        ("年龄", ages),
        ("学历", education(studied)),
        ("大专以上", college(studied)),
    )


@dataclass(frozen=True)
class Counts:
    """How many in all, and in each part of each cut."""

    total: int
    parts: Mapping[tuple[str, str], int]

    def of(self, cut: Cut) -> tuple[int, ...]:
        """The parts of a cut."""
        return tuple(self.parts.get((cut.title, part), 0) for part in cut.parts)

    def told(self, cut: Cut) -> tuple[int | None, ...]:
        """The same for people to read: where nobody is known, there is no number but that of those not known."""
        unknown = self.parts.get((cut.title, UNKNOWN), 0)
        if unknown != self.total or not unknown:
            return self.of(cut)
        return tuple(unknown if part == UNKNOWN else None for part in cut.parts)


def count(people: Iterable[Person], day: date) -> Counts:
    """Counts of some people, each once; those alike in everything are looked at together."""
    held = {one.member: one for one in people}
    alike = Counter((one.kind, one.sex, band(one.born, day), one.education) for one in held.values())
    parts = Counter[tuple[str, str]]()
    for shape, number in alike.items():
        for pair in _parts(*shape):
            parts[pair] += number
    return Counts(len(held), parts)


def by_branch(people: Sequence[Person], branches: Iterable[str], day: date) -> dict[str, Counts]:
    """Counts of each branch."""
    inside: dict[str, list[Person]] = {code: [] for code in branches}
    for one in people:
        inside[one.branch].append(one)
    return {code: count(held, day) for code, held in inside.items()}
