"""A rule's cases: a few facts on a standing cast → plain rows of the eight fact tables. Pure data, no kernel.

`stage.toml` holds the casts: `[stage.NAME]` with arrays of rows by table, `extends`, `default_organization`.
A case adds rows; one whose id stands on the stage replaces it, `remove` takes ids away. What a row leaves out:
`kind` for `kinds`, ids (A1, P1, T1 …), the stage's organisation for acts, recorded at 18:00 on the day, all elements.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from dengxiaming.law.columns import KEYS, TABLES, VERDICT
from dengxiaming.law.document import Document, read_document
from dengxiaming.law.finding import Finding, RulebookError
from dengxiaming.law.rows import Row, read_rows
from dengxiaming.law.table import Table
from dengxiaming.law.vocabulary import ELEMENTS, FORCES, STATUSES
from dengxiaming.law.words import suggest

STAGE: Final = "stage.toml"
DEFAULT_STAGE: Final = "branch"

_SHANGHAI: Final = timezone(timedelta(hours=8))
_EVENING: Final = time(18, tzinfo=_SHANGHAI)
_LETTERS: Final = {"acts": "A", "posts": "P", "triggers": "T"}

Rows = dict[str, list[Row]]


@dataclass(frozen=True)
class Stage:
    """A standing cast: rows by table, and who holds an act that names nobody."""

    default_organization: str
    tables: Mapping[str, tuple[Row, ...]]

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id on the stage."""
        return frozenset(str(row["id"]) for rows in self.tables.values() for row in rows if row.get("id"))


EMPTY: Final = Stage("", MappingProxyType({}))


def case_tables(directory: Path, case: Mapping[str, object]) -> dict[str, list[dict[str, object]]]:
    """The fact set of a case: every table of the contract, every column of it, python dates, money in 分.

    An absent cell is `None`, an absent list `[]`; `month` is the first day of the month, times carry their offset.
    Raises `RulebookError` where case or stage cannot be read.
    """
    document = Document("[[case]]", b"", dict(case))
    path = directory / STAGE
    stages: Mapping[str, Stage] = {}
    if path.is_file():
        stages, findings = _stages_of(path.read_bytes())
        document.findings += findings
    stage, own, removed = _read_case(Table(document, document.data), stages)
    if document.findings:
        raise RulebookError(document.findings)
    rows = _merged(stage, own, removed)
    _fill(rows, stage)
    return rows


@lru_cache(maxsize=4)
def _stages_of(raw: bytes) -> tuple[Mapping[str, Stage], tuple[Finding, ...]]:
    """The stages of a file's bytes, read once for all the cases of a folder."""
    held = read_document(STAGE, raw)
    stages = read_stages(held)
    return stages, tuple(held.findings)


def read_stages(document: Document) -> Mapping[str, Stage]:
    """The stages of `stage.toml`; defects become findings of the document."""
    top = Table(document, document.data)
    named = top.table("stage")
    top.close()
    if named is None:
        return {}
    tables = {name: named.table(name) for name in named.data}
    known = {name: table for name, table in tables.items() if table is not None}
    stages: dict[str, Stage] = {}
    for name in known:
        _stage(name, known, stages, ())
    return stages


def check_cases(document: Document, stages: Mapping[str, Stage]) -> None:
    """Report what is wrong with the cases of a clause file."""
    cases = document.data.get("case", [])
    if isinstance(cases, list):
        for index, case in enumerate(cases):
            if isinstance(case, dict):
                _read_case(Table(document, case, ("case", index)), stages)


def _stage(name: str, known: dict[str, Table], stages: dict[str, Stage], above: tuple[str, ...]) -> Stage:
    """One stage with what it extends laid under it."""
    if name in stages:
        return stages[name]
    table = known[name]
    base = EMPTY
    if table.has("extends"):
        parent = table.word("extends", {other: other for other in known})
        if parent in (*above, name):
            table.wrong("extends", f"舞台 {name} 绕一圈又接着自己。", "去掉一处 extends。")
        elif parent:
            base = _stage(parent, known, stages, (*above, name))
    default = table.text("default_organization") or base.default_organization
    rows = _merged(base, _rows(table), ())
    table.close()
    stages[name] = Stage(default, MappingProxyType({key: tuple(value) for key, value in rows.items()}))
    return stages[name]


def _read_case(table: Table, stages: Mapping[str, Stage]) -> tuple[Stage, Rows, tuple[str, ...]]:
    """The stage of a case, its own rows and the ids it takes away; what is wrong is reported."""
    table.text("name", needed=True)
    table.texts("shows")
    _read_times(table)
    stage = _named_stage(table, stages)
    removed = table.texts("remove")
    for name in removed:
        if stages and name not in stage.ids:
            table.wrong("remove", f'舞台上没有 "{name}"。', suggest(name, {one: one for one in sorted(stage.ids)}))
    rows = _rows(table)
    _check_expected(table)
    table.close()
    return stage, rows, removed


def _read_times(table: Table) -> None:
    table.day("as_of", needed=True)
    table.asked["known_by"] = "知情日"
    if table.has("known_by") and not isinstance(table.data["known_by"], date):
        table.wrong(
            "known_by", "知情日 known_by 的写法不对。", "写时刻，不加引号，如 known_by = 2026-04-02T00:00:00+08:00"
        )


def _named_stage(table: Table, stages: Mapping[str, Stage]) -> Stage:
    asked = table.text("stage")
    if not stages:
        return EMPTY
    name = asked or DEFAULT_STAGE
    if name in stages:
        return stages[name]
    table.wrong("stage", f'没有 "{name}" 这个舞台。', suggest(name, {one: one for one in stages}))
    return EMPTY


def _rows(table: Table) -> Rows:
    """The rows written in a table, by fact table; attendance written inside an act goes to its own table."""
    rows: Rows = {name: [] for name in TABLES}
    used = {str(entry.data["id"]) for name in TABLES for entry in table.tables(name) if "id" in entry.data}
    for name in TABLES:
        for row in read_rows(table, name):
            if name in _LETTERS and not row["id"]:
                row["id"] = _next(_LETTERS[name], used)
            roll = row.pop("attendance", {})
            rows[name].append(row)
            for member, status in roll.items() if isinstance(roll, dict) else ():
                rows["attendance"].append(
                    {"act_id": row["id"], "member_id": member, "status": status, "made_up_on": None}
                )
    return rows


def _next(letter: str, used: set[str]) -> str:
    """The next free id: A1, A2 and so on."""
    number = 1
    while f"{letter}{number}" in used:
        number += 1
    used.add(f"{letter}{number}")
    return f"{letter}{number}"


def _merged(stage: Stage, rows: Rows, removed: tuple[str, ...]) -> Rows:
    """The stage's rows without those removed or written again, then the rows."""
    merged: Rows = {}
    for name in TABLES:
        again = {_key(name, row) for row in rows[name]}
        kept = [_copy(row) for row in stage.tables.get(name, ()) if _key(name, row) not in again]
        merged[name] = [row for row in kept if row.get("id") not in removed] + rows[name]
    return merged


def _copy(row: Row) -> Row:
    return {column: list(cell) if isinstance(cell, list) else cell for column, cell in row.items()}


def _key(table: str, row: Row) -> tuple[object, ...]:
    return tuple(row[column] for column in KEYS.get(table, ("id",)))


def _fill(rows: Rows, stage: Stage) -> None:
    """What acts, dues and members leave out."""
    for act in rows["acts"]:
        act["organization_id"] = act["organization_id"] or stage.default_organization or None
        act["recorded_at"] = act["recorded_at"] or _evening(act["on"])
        act["elements"] = list(ELEMENTS) if act["elements"] is None else act["elements"]
    for due in rows["dues"]:
        due["recorded_at"] = due["recorded_at"] or _evening(due["paid_on"] or due["month"])
    for member in rows["members"]:
        member["kind"] = member["kind"] or "full"
        member["leading"] = bool(member["leading"])


def _evening(day: object) -> datetime | None:
    return datetime.combine(day, _EVENING) if isinstance(day, date) else None


def _check_expected(table: Table) -> None:
    """What a case expects, and whom an expected absence is about."""
    table.asked["expect"] = "应得的结果"
    if not table.has("expect"):
        table.missing(
            "expect", '写要对上的几列，如 expect = { period = "2026Q1", status = "met" }；没有判定行写 "none"。'
        )
    elif isinstance(table.data["expect"], str):
        if table.data["expect"] != "none":
            table.wrong(
                "expect", f'应得的结果 "{table.data["expect"]}" 认不出来。', '没有判定行写 "none"，有就写一张表。'
            )
    else:
        for row in table.tables("expect", single=True):
            _check_row(row)
    about = table.tables("about", single=True)
    for row in about:
        _check_row(row)


def _check_row(row: Table) -> None:
    row.asked.update({column: column for column in VERDICT})
    row.word("status", STATUSES)
    row.word("force", FORCES)
    row.close()
    for column in ("opens_on", "due_on", "satisfied_on"):
        value = row.data.get(column)
        if value not in (None, "") and not isinstance(value, date):
            row.wrong(column, f"{column} 要写日期。", f'不加引号，如 {column} = 2026-03-31；没有就写 ""。')
