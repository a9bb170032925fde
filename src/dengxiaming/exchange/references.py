"""Who refers to whom: ids that nobody has, and everything that hangs on a bad row (contract 1; `--skip-bad`)."""

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
import polars as pl

from dengxiaming.exchange.cells import shown
from dengxiaming.exchange.columns import TABLES, Column
from dengxiaming.exchange.draft import Draft, not_in, places
from dengxiaming.exchange.raw import Ints
from dengxiaming.law.vocabulary import ORGANIZATION_KINDS

Drafts = Mapping[str, Draft]

_REFERRING: Final = tuple(
    (table.name, column) for table in TABLES.values() for column in table.columns if column.refers
)  # fmt: skip


def note_unknown_ids(drafts: Drafts) -> None:
    """A defect for every id that no row of the tables it may point to has."""
    seen = {name: _ids(draft.frame) for name, draft in drafts.items() if "id" in draft.frame.columns}
    for name, column in _REFERRING:
        if any(drafts[target].partial for target in column.refers):
            continue
        draft = drafts[name]
        known = pl.concat([seen[target] for target in column.refers])
        lookup: dict[str, str] | None = None
        for index, value in _strangers(draft.frame, column, known):
            lookup = _respelt(known) if lookup is None else lookup
            draft.defect(column.name, [index], *_unknown(column, value, lookup))
    _note_groups(drafts)


def _note_groups(drafts: Drafts) -> None:
    """A group of a member is an organisation of kind group."""
    members = drafts["members"]
    kinds = drafts["organizations"].frame.select("id", "kind").drop_nulls().unique("id", keep="first")
    others = kinds.filter(pl.col("kind") != "group")
    named = members.frame["group_id"]
    if named.null_count() == named.len():
        return
    kind_of = dict(others.iter_rows())
    wrong = places(named.is_in(others["id"].implode()))
    members.defect(
        "group_id",
        wrong,
        lambda i: f"{shown(named[i])} 是{ORGANIZATION_KINDS[kind_of[named[i]]]}，不是党小组。",
        "改成党小组的编号；没有党小组就留空。",
    )


def leave_out(drafts: Drafts) -> dict[str, int]:
    """Mark every row that refers to a bad row, and so on to the end; how many rows of each table are left out."""
    changed = {name for name, draft in drafts.items() if draft.bad.any() or draft.partial}
    while changed:
        good = {
            name: _ids(draft.frame.filter(~draft.bad)) for name, draft in drafts.items() if "id" in draft.frame.columns
        }
        before, changed = changed, set()
        for name, column in _REFERRING:
            if before.isdisjoint(column.refers):
                continue
            draft = drafts[name]
            known = pl.concat([good[target] for target in column.refers])
            hanging = [index for index, _ in _strangers(draft.frame, column, known)]
            if hanging and not draft.bad[hanging].all():
                draft.bad[hanging] = True
                changed.add(name)
    return {name: int(draft.bad.sum()) for name, draft in drafts.items() if draft.bad.any()}


def _ids(frame: pl.DataFrame) -> pl.Series:
    return frame["id"].drop_nulls()


def _strangers(frame: pl.DataFrame, column: Column, known: pl.Series) -> Iterator[tuple[int, str]]:
    """Position and value of every reference that is not known; a list cell may have several."""
    values, rows = frame[column.name], None
    if isinstance(values.dtype, pl.List):
        flat = pl.DataFrame({"row": pl.int_range(values.len(), eager=True), "id": values}).filter(
            pl.col("id").list.len() > 0
        )
        flat = flat.explode("id")
        values, rows = flat["id"], flat["row"].to_numpy()
    strange = not_in(values, known)
    at: Ints = strange if rows is None else rows[strange].astype(np.int64)
    return zip(at.tolist(), values.gather(strange).to_list(), strict=True)


def _respelt(known: pl.Series) -> dict[str, str]:
    """The known ids as they look without case and leading zeros, to guess at what was meant."""
    return {_bare(text): text for text in known}


def _bare(text: str) -> str:
    return text.casefold().lstrip("0").replace(" ", "")


def _unknown(column: Column, value: str, lookup: Mapping[str, str]) -> tuple[str, str]:
    where = "、".join(TABLES[target].sheet for target in column.refers)
    message = f"{where}里没有编号 {shown(value)}。"
    meant = lookup.get(_bare(value))
    if meant:
        return message, f"是不是 {shown(meant)}？电子表格会去掉前面的 0，这一列要设成文本格式。"
    if any(mark in value for mark in "、，, ") and column.form == "ids":
        return message, "几个编号之间用分号隔开。"
    first = TABLES[column.refers[0]].sheet
    return message, f"改成已有的编号，或先在“{first}”里加上这一行。"
