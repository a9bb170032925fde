"""The columns a roster may have, from `columns.toml`, and which column of a file is which."""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from dengxiaming.exchange.columns import plain

NOT_READ: Final = ""
Layout = Mapping[int, str]
"""Position in the file (from 0) → column."""


@dataclass(frozen=True)
class Column:
    """A column: its identifier, its word, how its cells are read, what else it is called."""

    id: str
    label: str
    form: str
    synonyms: tuple[str, ...]


@cache
def _file() -> Mapping[str, Any]:
    text = files(__package__).joinpath("columns.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


@cache
def columns() -> Mapping[str, Column]:
    """All columns, in the order of the file."""
    return MappingProxyType({
        one["id"]: Column(one["id"], one["label"], one["form"], tuple(one["synonyms"])) for one in _file()["column"]
    })  # fmt: skip


def label(column: str) -> str:
    """The word of a column."""
    return columns()[column].label


def words(column: str) -> Mapping[str, str]:
    """What a cell may say → identifier."""
    return {plain(word): found for word, found in _file()["words"].get(column, {}).items()}


def labels(column: str) -> Mapping[str, str]:
    """Identifier → how pages say it."""
    found: Mapping[str, str] = _file()["labels"].get(column, {})
    return found


def shown(column: str, value: str) -> str:
    """A value as pages say it."""
    return labels(column).get(value, value)


def outside(what: str) -> frozenset[str]:
    """`kinds`: people who are no members yet; `rows`: what stands in place of a name at the foot of a table."""
    return frozenset(_file()["outside"][what])


def age_at_joining() -> int:
    """How old one has to be (the constitution's first article); only a reminder."""
    return int(_file()["age_at_joining"]["years"])


@cache
def _known() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for column in columns().values():
        for word in (column.id, column.label, *column.synonyms):
            found.setdefault(_bare(word), column.id)
    return MappingProxyType(found)


def _bare(header: str) -> str:
    """A header as it is compared: `*公民身份号码（18位）` is 公民身份号码."""
    text = plain(header).replace("(", "（").replace(")", "）")
    inside, _, _ = text.partition("（")
    return "".join(one for one in inside if one not in "*:：/、。.·")


def guess(header: Sequence[str]) -> Layout:
    """What each column of a file seems to be; the first of two that seem the same is taken."""
    found: dict[int, str] = {}
    for position, text in enumerate(header):
        column = _known().get(_bare(text))
        if column is not None and column not in found.values():
            found[position] = column
    return found


def header_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Which of some rows is the header: the one in which most columns are known, and the name among them."""
    hits = [(len(layout), -index) for index, row in enumerate(rows) if "name" in (layout := guess(row)).values()]
    best = max(hits, default=None)
    return None if best is None or best[0] < 2 else -best[1]


def fingerprint(header: Sequence[str]) -> str:
    """What a header is known by the next time."""
    return hashlib.sha256("\0".join(plain(text) for text in header).encode()).hexdigest()


def problems(layout: Layout) -> dict[str, str]:
    """What is wrong with a layout, by field of the form."""
    found: dict[str, str] = {}
    given = list(layout.values())
    if "name" not in given:
        found["layout"] = "还没有指出哪一列是姓名。"
    for position, column in layout.items():
        if given.count(column) > 1:
            found[f"column-{position}"] = f"“{label(column)}”选了不止一列。留下一列，别的选“不读”。"
    return found
