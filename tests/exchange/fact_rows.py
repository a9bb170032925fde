"""A small fact set without a fault, as the text of its cells, and ways to put such text into files."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from dengxiaming.exchange import Finding, Reading, read_facts
from dengxiaming.exchange.columns import TABLES

Row = dict[str, str]
Tables = dict[str, list[Row]]

HEADERS = {name: list(table.by_name) for name, table in TABLES.items()}


def small_set() -> Tables:
    """Two units, a city down to a group, five people, a few of everything; neither defect nor warning."""
    lived = {"established_on": "2018-01-01", "approved_on": "2017-12-20"}
    return {
        "organizations": [
            {"id": "GW", "name": "工委", "kind": "work_committee", **lived},
            {"id": "DZ", "name": "党组", "kind": "party_group", "parent_id": "GW", **lived},
            {"id": "JG", "name": "机关党委", "kind": "organ_committee", "parent_id": "DZ", "unit_ids": "U1;U2",
             **lived},
            {"id": "Z1", "name": "一支部", "kind": "branch", "parent_id": "JG", "unit_ids": "U1",
             "party_day": "5", **lived},
            {"id": "Z2", "name": "二支部", "kind": "joint_branch", "parent_id": "JG", "unit_ids": "U1;U2", **lived},
            {"id": "X1", "name": "一组", "kind": "group", "parent_id": "Z1", **lived},
        ],
        "units": [
            {"id": "U1", "name": "某局", "category": "政府", "staff_count": "80", "party_workers": "2"},
            {"id": "U2", "name": "某办", "category": "事业", "staff_count": "9", "party_workers": "0"},
        ],
        "members": [
            {"id": "M1", "name": "某甲", "kind": "full", "organization_id": "Z1", "group_id": "X1",
             "from": "2019-01-01",
             "leading": "yes", "unit_id": "U1"},
            {"id": "M2", "name": "某乙", "kind": "full", "organization_id": "Z1", "from": "2019-01-01",
             "to": "2024-05-01",
             "leading": "no"},
            {"id": "M2", "name": "某乙", "kind": "full", "organization_id": "Z2", "from": "2024-05-01",
             "leading": "no"},
            {"id": "M3", "name": "某丙", "kind": "probationary", "organization_id": "Z1", "from": "2023-07-01",
             "leading": "no"},
        ],
        "posts": [
            {"id": "P1", "member_id": "M1", "organization_id": "Z1", "post": "secretary", "from": "2022-03-01",
             "route": "elected_by_members", "approved_on": "2022-03-09"},
            {"id": "P2", "member_id": "M2", "organization_id": "Z1", "post": "committee_member", "from": "2022-03-01",
             "to": "2024-05-01", "route": "elected_by_members", "filed_on": "2022-03-09"},
        ],
        "acts": [
            {"id": "A1", "kinds": "lesson;theme_day", "organization_id": "Z1", "actor_id": "M1", "on": "2025-03-05",
             "counterpart_ids": "M3", "recorded_at": "2025-03-06T09:30:00+08:00", "elements": "time;place"},
            {"id": "A2", "kinds": "reply", "organization_id": "Z1", "counterpart_ids": "M3;Z2", "answers": "T1;A1",
             "on": "2025-04-09", "recorded_at": "2025-04-09T23:59:00+08:00"},
            {"id": "A3", "kinds": "extension", "organization_id": "JG", "counterpart_ids": "Z1", "on": "2025-05-06",
             "recorded_at": "2025-05-07T08:00:00+08:00", "until": "2025-12-31"},
        ],
        "attendance": [
            {"act_id": "A1", "member_id": "M1", "status": "present"},
            {"act_id": "A1", "member_id": "M3", "status": "leave", "made_up_on": "2025-03-20"},
        ],
        "dues": [
            {"member_id": "M1", "month": "2025-03", "payable": "12.50", "paid": "12.50", "paid_on": "2025-03-10",
             "recorded_at": "2025-03-11T10:00:00+08:00"},
            {"member_id": "M3", "month": "2025-03", "payable": "3", "paid": "0", "excuse": "长期病休",
             "recorded_at": "2025-03-11T10:00:00+08:00"},
        ],
        "triggers": [
            {"id": "T1", "kind": "opinion", "organization_id": "Z1", "on": "2025-04-02"},
            {"id": "T2", "kind": "job_change", "member_id": "M3", "on": "2025-06-02"},
            {"id": "T3", "kind": "directive", "on": "2025-06-03"},
        ],
    }  # fmt: skip


def lines(table: str, rows: Sequence[Row]) -> list[list[str]]:
    return [[row.get(column, "") for column in HEADERS[table]] for row in rows]


def write_csv(folder: Path, tables: Mapping[str, Sequence[Row]], encoding: str = "utf-8") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows([HEADERS[name], *lines(name, rows)])
    return folder


def write_text_parquet(folder: Path, tables: Mapping[str, Sequence[Row]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        columns = dict(zip(HEADERS[name], zip(*lines(name, rows), strict=True), strict=True))
        pl.DataFrame(columns, schema=dict.fromkeys(HEADERS[name], pl.String())).write_parquet(
            folder / f"{name}.parquet"
        )
    return folder


def write_sheets(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook of these rows; text as text, numbers, dates and booleans as such."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(number, place, value)
                    elif value is not None:
                        sheet.write(number, place, value)
    return path


def write_xlsx(path: Path, tables: Mapping[str, Sequence[Row]]) -> Path:
    return write_sheets(path, {name: [HEADERS[name], *lines(name, rows)] for name, rows in tables.items()})


def read_changed(tmp_path: Path, **tables: Sequence[Row]) -> Reading:
    """The small set with rows added to some tables, read from csv."""
    held = small_set()
    for name, rows in tables.items():
        held[name] += rows
    return read_facts(write_csv(tmp_path / "set", held))


def places(findings: Sequence[Finding]) -> list[tuple[str, int | None, str]]:
    return [(finding.table, finding.row, finding.column) for finding in findings]


def same(one: Reading, other: Reading) -> bool:
    return all(a.equals(b) for a, b in zip(one.facts.tables().values(), other.facts.tables().values(), strict=True))
