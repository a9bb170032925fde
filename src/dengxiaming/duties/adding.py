"""Which rows of a fact set are new beside what is held, and which contradict it: an import corrects nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from dengxiaming.exchange import Finding
from dengxiaming.reckoning import TABLES, Facts

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "units": ("id",),
    "organizations": ("id",),
    "members": ("id", "from"),
    "posts": ("id",),
    "acts": ("id",),
    "attendance": ("act_id", "member_id"),
    "dues": ("member_id", "month"),
    "triggers": ("id",),
}
_LABELS: Final = {
    "units": "单位", "organizations": "组织", "members": "党员", "posts": "职务", "acts": "活动与行为",
    "attendance": "出席", "dues": "党费", "triggers": "触发事项",
}  # fmt: skip
_HELD_ELSEWHERE: Final = {"members": ("name",)}
"""Columns that are one for all rows of a key's record: a member's name is compared once."""
_REMEDY: Final = "要改已有的，请在它自己的页上更正；只补新的，请从文件里去掉这一行再导入。"


@dataclass(frozen=True)
class Added:
    """What is new, how many rows were held already, just so, and what contradicts."""

    facts: Facts
    skipped: int
    findings: tuple[Finding, ...]


def new_rows(held: Facts, given: Facts) -> Added:
    """Compare a fact set with what is held, table by table and key by key."""
    new: dict[str, pl.DataFrame] = {}
    findings: list[Finding] = []
    skipped = 0
    for name, table in given.tables().items():
        key, before = list(KEYS[name]), held.tables()[name]
        new[name] = table.join(before, on=key, how="anti", maintain_order="left")
        again = _tidy(table, name).join(_tidy(before, name), on=key, how="inner", suffix=" held", maintain_order="left")
        found = [finding for row in again.iter_rows(named=True) for finding in _differing(name, row)]
        skipped += len(again) - len(found)
        findings += found
    findings += [*_renamed(held, given), *_called_later(held, new), *_overlapping(held, new)]
    return Added(Facts.of(**new), skipped, tuple(findings))


def _tidy(table: pl.DataFrame, name: str) -> pl.DataFrame:
    """As the tables keep it: an entry once, no nobody's leading."""
    lists = [column for column, dtype in TABLES[name].items() if isinstance(dtype, pl.List)]
    flags = [column for column, dtype in TABLES[name].items() if dtype == pl.Boolean()]
    return table.drop(_HELD_ELSEWHERE.get(name, ())).with_columns(
        *(pl.col(column).list.unique(maintain_order=True) for column in lists),
        *(pl.col(column).fill_null(value=False) for column in flags),
    )


def _differing(name: str, row: Mapping[str, object]) -> list[Finding]:
    """A row that is held with other content; where the records of an organisation begin need not be said again."""
    key = KEYS[name]
    other = [
        column
        for column in TABLES[name]
        if column not in key and f"{column} held" in row and row[column] != row[f"{column} held"]
    ]
    if name == "organizations" and row["records_from"] is None:
        other = [column for column in other if column != "records_from"]
    if not other:
        return []
    what = "、".join(
        f"{column} 已有的是“{_said(row[f'{column} held'])}”，文件里是“{_said(row[column])}”" for column in other
    )
    return [_finding(name, _named(row, key), "、".join(other), f"已经有了，内容不一样：{what}。")]


def _renamed(held: Facts, given: Facts) -> list[Finding]:
    names = [
        table.members.group_by("id", maintain_order=True).agg(pl.col("name").drop_nulls().last()).drop_nulls()
        for table in (given, held)
    ]
    both = names[0].join(names[1], on="id", suffix=" held").filter(pl.col("name") != pl.col("name held"))
    return [
        _finding("members", code, "name", f"已经有了，姓名是“{before}”，文件里是“{name}”。")
        for code, name, before in both.iter_rows()
    ]


def _called_later(held: Facts, new: Mapping[str, pl.DataFrame]) -> list[Finding]:
    """Nobody is put on the roll of an act that is there already."""
    late = new["attendance"].join(held.acts, left_on="act_id", right_on="id", how="semi")
    return [
        _finding("attendance", act, "act_id", f"活动{act}早已在册，不能再往它的名单里加人（{count}人）。")
        for act, count in late.group_by("act_id", maintain_order=True).len().iter_rows()
    ]


def _overlapping(held: Facts, new: Mapping[str, pl.DataFrame]) -> list[Finding]:
    """Stays of one member do not overlap (contract 1), those of the file and those held together."""
    touched = new["members"]["id"].unique().implode()
    stays = pl.concat([held.members, new["members"]]).filter(pl.col("id").is_in(touched)).sort("id", "from")
    before = stays.with_columns(pl.col("to").shift().over("id").alias("ended"), pl.len().over("id").alias("n"))
    first = pl.int_range(pl.len()).over("id") == 0
    bad = before.filter(~first & (pl.col("ended").is_null() | (pl.col("ended") > pl.col("from"))))
    return [
        _finding("members", code, "from", f"{code}从{since}起的一段，和前一段在册时间重叠了。")
        for code, since in bad.select("id", "from").iter_rows()
    ]


def _named(row: Mapping[str, object], key: tuple[str, ...]) -> str:
    return "，".join(str(row[column]) for column in key)


def _said(value: object) -> str:
    if isinstance(value, list):
        return ";".join(map(str, value))
    return "" if value is None else str(value)


def _finding(table: str, record: str, column: str, message: str) -> Finding:
    return Finding("defect", table, f"{_LABELS[table]} {record}", None, column, message, _REMEDY)
