"""Any table of people's own, xlsx, xls or csv, as rows of text cells: what a roster is read from.

The eight tables of a fact set have readers of their own (`read_xlsx`, `read_csv`); here no header is known beforehand.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from dengxiaming.exchange.archive import ArchiveError, Inside, look_inside
from dengxiaming.exchange.cells import BLANKS
from dengxiaming.exchange.columns import FINDINGS_SHEET
from dengxiaming.exchange.findings import Finding
from dengxiaming.exchange.read_xlsx import cell_text

WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls")
SUFFIXES: Final = (*WORKBOOKS, ".csv")
_MOST_CELLS: Final = 3_000_000
_MOST_ROWS: Final = 50_000
_FORMULA: Final = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Cell:
    """One cell as text, and whether the file holds it as a number (then digits may be lost)."""

    text: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Grid:
    """One sheet: its rows that are not blank, each with its number as the user sees it. `errors` are the places
    (row, column from 1) of cells that show an error such as #REF!.
    """

    sheet: str
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    errors: frozenset[tuple[int, int]] = field(default_factory=frozenset)


def read_grids(path: Path, name: str) -> tuple[tuple[Grid, ...], tuple[Finding, ...]]:
    """Every visible sheet of the file at `path` that holds anything; `name` is what the user calls the file.

    A file that cannot be read is a finding, never an exception. Raises `OSError` where the system would not give it.
    """
    try:
        if path.suffix.lower() == ".csv":
            return (_csv(path.read_bytes(), name),), ()
        inside = Inside() if path.suffix.lower() == ".xls" else look_inside(path)
        with CalamineWorkbook.from_path(path) as workbook:
            return tuple(_sheets(workbook, inside)), ()
    except ArchiveError as error:
        return (), (_about(name, error.message, error.remedy),)
    except (CalamineError, ValueError):
        return (), (_broken(name),)
    except BaseException as error:
        # calamine 是 Rust 写的；它自己出错时抛的 PanicException 不是 Exception 的子类，也不能 import
        if type(error).__name__ == "PanicException":
            return (), (_broken(name),)
        raise


def _about(name: str, message: str, remedy: str) -> Finding:
    return Finding("defect", "", name, None, "", message, remedy)


def _broken(name: str) -> Finding:
    return _about(name, "文件坏了，或者加了密码，打不开。", "用电子表格打开它，去掉密码，重新另存一份 .xlsx。")


def _sheets(workbook: CalamineWorkbook, inside: Inside) -> list[Grid]:
    found = []
    for sheet in workbook.sheets_metadata:
        if sheet.typ != SheetTypeEnum.WorkSheet or sheet.visible != SheetVisibleEnum.Visible:
            continue
        if sheet.name.strip(BLANKS) == FINDINGS_SHEET:
            continue
        held = workbook.get_sheet_by_name(sheet.name)
        if held.total_height > _MOST_ROWS or held.total_height * held.total_width > _MOST_CELLS:
            raise ArchiveError(
                f"“{sheet.name}”这张表太大。", f"一份名册最多{_MOST_ROWS}行；删掉下边、右边多余的行和列。"
            )
        rows = _rows(held.to_python(skip_empty_area=False), inside)
        if rows:
            found.append(Grid(sheet.name, rows, frozenset(inside.errors.get(sheet.name, ()))))
    return found


def _rows(rows: Sequence[Sequence[Any]], inside: Inside) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
    found = []
    for number, row in enumerate(rows, 1):
        cells = tuple(
            Cell(cell_text(cell) or "", isinstance(cell, float | int) and not inside.counts_from_1904) for cell in row
        )
        if any(cell.text for cell in cells):
            found.append((number, cells))
    return tuple(found)


def _csv(content: bytes, name: str) -> Grid:
    """A csv file: UTF-8 or GB18030; a ' before a sign of formulas is taken off again."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ArchiveError("文件是 UTF-16 编码，这里读不了。", "在电子表格里另存为“CSV UTF-8”，或者 .xlsx。")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            raise ArchiveError("文件既不是 UTF-8，也不是 GB18030 编码。", "在电子表格里另存为 .xlsx。") from None
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        raise ArchiveError("文件里的引号没有配对，分不出格子。", "在电子表格里打开，另存为 .xlsx。") from None
    if len(rows) > _MOST_ROWS:
        raise ArchiveError("这张表太大。", f"一份名册最多{_MOST_ROWS}行，分成几份。")
    held = []
    for number, row in enumerate(rows, 1):
        cells = tuple(Cell(_bare(one.strip(BLANKS))) for one in row)
        if any(cell.text for cell in cells):
            held.append((number, cells))
    return Grid(name, tuple(held))


def _bare(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA else text
