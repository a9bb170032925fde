"""The heat map as the page draws it: groups of units, cells with their word and depth of colour."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from urllib.parse import quote

from dengxiaming.duties.queries import HeatMap, HeatUnit, Tally
from dengxiaming.law.model import Rulebook

_MANY: Final = 5
_UPRIGHT: Final = 10
DENSE_COLUMNS: Final = 16


@dataclass(frozen=True)
class HeatCell:
    """One unit and one duty. `kind`: ok, l (late), h1–h3 (missed, by depth), w (waived), na; `word` 齐、迟1、未2."""

    rule: str
    title: str
    kind: str
    word: str
    status: str
    link: str = ""


@dataclass(frozen=True)
class Row:
    """One unit's line."""

    unit: HeatUnit
    cells: tuple[HeatCell, ...]
    missed: int
    sum_word: str
    link: str


@dataclass(frozen=True)
class Group:
    """Units of one category, in the order of the upload."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Column:
    """One duty id: head and total."""

    rule: str
    clause: str
    title: str
    missed: int

    @property
    def short(self) -> str:
        """The title at a length that fits upright: its first phrase, cut where even that is long."""
        first = re.split(r"[、，（]", self.title)[0]
        return first if len(first) <= _UPRIGHT else f"{first[: _UPRIGHT - 1]}…"


def columns(heat: HeatMap, book: Rulebook) -> tuple[Column, ...]:
    """The columns in the rulebook's order."""
    return tuple(
        Column(name, book.rule_of[name].id, book.rule_of[name].title, heat.totals.get(name, Tally()).missed)
        for name in heat.columns
    )


def groups(heat: HeatMap, heads: Sequence[Column], list_address: str = "") -> tuple[Group, ...]:
    """The units by category; units next to each other with the same category share its upright name.

    `list_address` is the list of the quarter's duties, already with a query; each cell adds its unit and duty to it.
    """
    return tuple(
        Group(name, tuple(_row(unit, heads, list_address) for unit in units))
        for name, units in groupby(heat.units, key=lambda unit: unit.category)
    )


def cell(rule: str, title: str, tally: Tally | None, link: str = "") -> HeatCell:
    """The word and the depth of one cell."""
    if tally is None or not tally.total:
        return HeatCell(rule, title, "na", "", "")
    if tally.missed:
        depth = 1 + (tally.missed > 1) + (tally.missed >= _MANY)
        return HeatCell(rule, title, f"h{depth}", f"未{tally.missed}", "missed", link)
    if tally.late:
        return HeatCell(rule, title, "l", f"迟{tally.late}", "late", link)
    if tally.waived == tally.total:
        return HeatCell(rule, title, "w", "豁免", "waived", link)
    if tally.open or tally.raised:
        return HeatCell(
            rule,
            title,
            "o",
            f"待{tally.open}" if tally.open else f"看{tally.raised}",
            "open" if tally.open else "raised",
            link,
        )
    return HeatCell(rule, title, "ok", "齐", "", link)


def _row(unit: HeatUnit, heads: Iterable[Column], list_address: str) -> Row:
    place = f"{list_address}&unit={quote(unit.code)}" if unit.code else f"{list_address}&no_unit=1"
    cells = tuple(cell(head.rule, head.title, unit.cells.get(head.rule), f"{place}&rule={head.rule}") for head in heads)
    missed, late = unit.sum.missed, unit.sum.late
    said = "未做" if missed else "有迟做" if late else "全齐"
    return Row(unit, cells, missed, said, place)
