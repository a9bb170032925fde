"""One workbook → raw tables, a sheet each, with what people do to sheets: titles above the header, blank rows, notes.

Cells come typed from calamine: text, numbers (always as float), dates, booleans. Numbers become plain text with the 15
digits a spreadsheet keeps, and are marked as numbers, so that dates left as serial numbers can be told from text.
"""

from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from dengxiaming.exchange.archive import ArchiveError, Inside, look_inside
from dengxiaming.exchange.cells import BLANKS, shown
from dengxiaming.exchange.columns import OWN_SHEETS, TABLE_NAMES, TABLES, Table, plain
from dengxiaming.exchange.findings import Finding
from dengxiaming.exchange.headers import expected, match_headers
from dengxiaming.exchange.names import meant_table
from dengxiaming.exchange.numbers import number_text
from dengxiaming.exchange.raw import RawColumn, RawTable, header_index, is_example

_LOOK: Final = 30


def read_xlsx(path: Path) -> tuple[dict[str, RawTable], list[Finding]]:
    """The tables of the workbook at `path`, and findings about the workbook. Raises `ExchangeError`."""
    try:
        inside = look_inside(path)
        with CalamineWorkbook.from_path(path) as workbook:
            return _tables(workbook, inside)
    except ArchiveError as error:
        return {}, [Finding("defect", "", path.name, None, "", error.message, error.remedy)]
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, OSError) and not isinstance(error, CalamineError) and not path.is_file():
            raise
        return {}, [_unopened(path)]
    except BaseException as error:
        # calamine 是 Rust 写的；它自己出错时抛的 PanicException 不是 Exception 的子类，也不能 import
        if type(error).__name__ == "PanicException":
            return {}, [_unopened(path)]
        raise


def _unopened(path: Path) -> Finding:
    return Finding(
        "defect", "", path.name, None, "", "工作簿坏了，打不开。", "用电子表格打开它，重新另存一份 .xlsx。"
    )  # fmt: skip


def _tables(workbook: CalamineWorkbook, inside: Inside) -> tuple[dict[str, RawTable], list[Finding]]:
    tables: dict[str, RawTable] = {}
    findings: list[Finding] = []
    for sheet in workbook.sheets_metadata:
        if sheet.typ != SheetTypeEnum.WorkSheet or sheet.name.strip(BLANKS) in OWN_SHEETS:
            continue
        name = TABLE_NAMES.get(plain(sheet.name))
        if name is None:
            if sheet.visible == SheetVisibleEnum.Visible:
                findings += _stranger(workbook, sheet.name)
            continue
        if name in tables:
            findings.append(
                Finding(
                    "defect", name, sheet.name, None, "", f"“{TABLES[name].sheet}”有两张。", "合成一张，删掉另一张。"
                )
            )
            tables[name].unreadable = True
            continue
        rows = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        tables[name] = read_sheet(TABLES[name], sheet.name, rows, inside)
    return tables, findings


def _stranger(workbook: CalamineWorkbook, name: str) -> list[Finding]:
    """What to say of a sheet that is no table: nothing where it is blank."""
    if not workbook.get_sheet_by_name(name).to_python(nrows=_LOOK):
        return []
    meant = meant_table(name)
    if meant:
        return [
            Finding("defect", meant.name, name, None, "", f"没有 {shown(name)} 这张表。", f"是不是“{meant.sheet}”？")
        ]
    return [
        Finding("warning", "", name, None, "", "这张表的名字不在八张表里，没有读。",
                "不需要它就不用管；需要的话，改成模板里的表名。")
    ]  # fmt: skip


def read_sheet(table: Table, name: str, rows: Sequence[Sequence[Any]], inside: Inside) -> RawTable:
    """One sheet. `rows` are its cells from A1 on."""
    raw = RawTable(table, name)
    index = header_index(table, rows[:_LOOK])
    if index is None:
        if any(cell_text(cell) for row in rows for cell in row):
            raw.unreadable = True
            raw.defect("没有找到表头。", f"写一行表头，至少有：{expected(table)}。", row=1)
        return raw
    raw.header_row = index + 1
    body: list[Sequence[Any]] = []
    numbers: list[int] = []
    for number, row in enumerate(rows[index + 1 :], start=index + 2):
        if any(cell_text(cell) for cell in row) and not is_example(cell_text(row[0])):
            body.append(row)
            numbers.append(number)
    raw.height, raw.rows = len(body), np.array(numbers, np.int64)
    header = [cell_text(cell) or "" for cell in rows[index]]
    positions = match_headers(raw, header, lambda position: any(cell_text(row[position]) for row in body))
    for name_, position in positions.items():
        raw.columns[name_] = _column(header[position], [row[position] for row in body], inside)
    _error_cells(raw, positions, inside)
    return raw


def _error_cells(raw: RawTable, positions: dict[str, int], inside: Inside) -> None:
    """A cell that shows #REF! or the like reads as empty; say so instead."""
    if raw.sheet not in inside.errors:
        return
    by_position = {position + 1: raw.columns[name].header for name, position in positions.items()}
    at = {} if raw.rows is None else {int(number): index for index, number in enumerate(raw.rows)}
    for row, column in inside.errors.get(raw.sheet, []):
        if column in by_position and row > raw.header_row:
            raw.defect(
                "这一格的公式出错了，没有值。", "把它改成值，不用公式。", row=row, column=by_position[column]
            )  # fmt: skip
            if row in at:
                raw.broken.append(at[row])


def _column(header: str, cells: Sequence[Any], inside: Inside) -> RawColumn:
    kinds = set(map(type, cells))
    if kinds <= {str}:
        plain_texts = pl.Series(cells, dtype=pl.String()).str.strip_chars(BLANKS)
        return RawColumn(header, plain_texts.set(plain_texts == "", None))
    texts = pl.Series([cell_text(cell) for cell in cells], dtype=pl.String())
    if inside.counts_from_1904:
        return RawColumn(header, texts)
    numbers = pl.Series([type(cell) is float for cell in cells], dtype=pl.Boolean())
    return RawColumn(header, texts, numbers if numbers.any() else None)


def cell_text(cell: object) -> str | None:
    """A cell as text; None where it is blank. Days are ISO, moments `2026-03-05 09:30:00`, booleans 是 and 否."""
    if isinstance(cell, str):
        return cell.strip(BLANKS) or None
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float | int):
        return number_text(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return None if cell is None else str(cell).strip(BLANKS) or None
