"""A copy of the user's own workbook: every place that is wrong filled and commented, and a sheet that lists them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException

from dengxiaming.exchange.archive import ArchiveError, look_inside
from dengxiaming.exchange.columns import FINDINGS_SHEET, TABLES, plain
from dengxiaming.exchange.findings import ExchangeError, Finding
from dengxiaming.exchange.raw import header_index
from dengxiaming.exchange.styles import INK, OCHRE_WASH, RED, RED_WASH

_LOOK: Final = 30
_SEVERITY: Final = {"defect": "问题", "warning": "提醒"}
_AUTHOR: Final = "灯下明"
_NONE: Final[Mapping[str, int]] = MappingProxyType({})


def mark_workbook(
    source: Path, findings: Iterable[Finding], target: Path, headers: Mapping[str, int] = _NONE
) -> None:  # fmt: skip
    """Write a copy of the workbook `source` to `target` with the findings in it.

    A cell with a defect is filled red, one with a warning ochre, with message and remedy in a comment (what a comment
    said before stays above). A finding of a whole row or table marks the row's first cell or the header. The sheet
    问题清单 lists them all. `headers` are the header rows of sheets that are none of the eight tables. Raises
    `ExchangeError` where the workbook cannot be opened, `OSError` where the system refuses to write.
    """
    listed = tuple(findings)
    book = _open(source)
    if FINDINGS_SHEET in book.sheetnames:
        del book[FINDINGS_SHEET]
    by_sheet: dict[str, list[Finding]] = defaultdict(list)
    for finding in listed:
        by_sheet[finding.sheet].append(finding)
    for name, held in by_sheet.items():
        if name in book.sheetnames:
            _mark_sheet(book[name], held, headers.get(name))
    _list(book, listed)
    book.save(target)


def _open(source: Path) -> Any:  # noqa: ANN401  openpyxl 没有类型
    try:
        look_inside(source)
        return load_workbook(source)
    except ArchiveError as error:
        raise ExchangeError(source, error.message.rstrip("。")) from error
    except OSError:
        raise
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError) as error:
        raise ExchangeError(source, "工作簿打不开，标不了；在电子表格里重新另存一份") from error


def _mark_sheet(sheet: Any, findings: Sequence[Finding], header: int | None) -> None:  # noqa: ANN401  openpyxl 没有类型
    columns, header_row = _columns(sheet, findings[0].table, header)
    cells: dict[tuple[int, int], list[Finding]] = defaultdict(list)
    for finding in findings:
        place = columns.get(plain(finding.column), 1) if finding.column else 1
        cells[finding.row or header_row, place].append(finding)
    for (row, column), held in cells.items():
        _mark_cell(_writable(sheet, row, column), held)


def _columns(sheet: Any, table: str, header: int | None) -> tuple[dict[str, int], int]:  # noqa: ANN401  openpyxl 没有类型
    """Compared header → column number, and the header's row."""
    rows = [tuple(row) for row in sheet.iter_rows(max_row=_LOOK, values_only=True)]
    index = header_index(TABLES[table], rows) if table in TABLES else None
    index = index if header is None else header - 1
    if index is None or index >= len(rows):
        return {}, 1
    found: dict[str, int] = {}
    for place, text in enumerate(rows[index], start=1):
        if text is not None:
            found[plain(str(text))] = place  # 一列写了两次时，标后面那一列
    found |= {plain(f"第 {place} 列"): place for place, text in enumerate(rows[index], start=1) if text is None}
    return found, index + 1


def _writable(sheet: Any, row: int, column: int) -> Any:  # noqa: ANN401  openpyxl 没有类型
    """The cell, or the corner of the merged area it lies in."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        for area in sheet.merged_cells.ranges:
            if cell.coordinate in area:
                return sheet.cell(area.min_row, area.min_col)
    return cell


def _mark_cell(cell: Any, findings: Sequence[Finding]) -> None:  # noqa: ANN401  openpyxl 没有类型
    worst = RED_WASH if any(finding.severity == "defect" for finding in findings) else OCHRE_WASH
    cell.fill = PatternFill("solid", fgColor=worst.lstrip("#"))
    said = [f"{_SEVERITY[finding.severity]}：{finding.message}\n{finding.remedy}" for finding in findings]
    if cell.comment is not None:
        said.insert(0, cell.comment.text)
    cell.comment = Comment("\n\n".join(said)[:8000], _AUTHOR, width=320, height=60 + 40 * len(said))


def _list(book: Any, findings: Sequence[Finding]) -> None:  # noqa: ANN401  openpyxl 没有类型
    """The sheet 问题清单, first in the workbook: defects first, by place."""
    sheet = book.create_sheet(FINDINGS_SHEET, 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    sheet.append(["", "表", "行", "列", "是什么", "怎样改"])
    for place, width in zip("ABCDEF", (8, 14, 8, 16, 56, 56), strict=True):
        sheet.column_dimensions[place].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True, color=INK.lstrip("#"))
    for row, finding in enumerate(sorted(findings, key=lambda finding: finding.severity), start=2):
        line: tuple[str | int | None, ...] = (
            _SEVERITY[finding.severity],
            finding.sheet,
            finding.row,
            finding.column,
            finding.message,
            finding.remedy,
        )
        for column, value in enumerate(line, start=1):
            cell = sheet.cell(row, column, value)
            if isinstance(value, str):
                cell.data_type = "s"  # 以 = 开头的也是文字，不是公式
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if finding.severity == "defect":
            sheet.cell(row, 1).font = Font(bold=True, color=RED.lstrip("#"))
    sheet.freeze_panes = "A2"
