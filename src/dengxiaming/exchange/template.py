"""The workbook people fill in: one sheet a table, a drop-down for every kind, one example row, notes in Chinese.

The example row's first cell begins with 示例; reading passes over such a row, so it may stay or go.
"""

from pathlib import Path
from typing import Any, Final

import xlsxwriter

from dengxiaming.exchange.columns import NOTES_SHEET, TABLES, WORDS_SHEET, Column, Form, Table
from dengxiaming.exchange.findings import ExchangeError
from dengxiaming.exchange.styles import FORMATS, HAIR, INK, INK_2, INK_3, RED, WASH, WIDTHS

_ROWS: Final = 20_000
_HOW: Final[dict[Form, str]] = {
    "id": "编号", "ids": "编号，可几个", "text": "文字", "word": "选一个", "words": "选，可几个", "day": "日期",
    "instant": "时间", "month": "月份", "money": "金额", "count": "整数", "flag": "是或否",
}  # fmt: skip
_LINES: Final = (
    "八张表，一张表说一类事。没有内容的表空着就行；“组织”一定要有。",
    "每张表第二行是示例，第一格写着“示例”，读的时候跳过，可以留着，也可以删掉。从第三行填起。",
    "表头不要改。红字的列每行都要填；其余的没有就空着，不写“无”。",
    "编号是文字：前面的 0 和很长的数字都要保留，这些列已经设成文本格式。",
    "日期写成 2026-03-05；区间的后一天是不再有效的第一天，仍有效的空着。",
    "一格写几个编号或几种类型时，用分号（;或；）隔开。",
    "金额写到分，单位是元；没有交的写 0，不留空。",
    "填好后检查：dengxiaming validate 这个文件.xlsx。每一处问题都会说在哪张表、哪一行、哪一列，怎样改。",
)


def write_template(path: Path) -> None:
    """Write the workbook to `path`. Raises `OSError` where the system refuses."""
    try:
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
            book.set_properties({"title": "事实集模板"})
            _notes(book)
            for table in TABLES.values():
                _sheet(book, table)
            _words(book)
    except xlsxwriter.exceptions.FileCreateError as error:
        cause = error.args[0] if error.args else error
        raise cause if isinstance(cause, OSError) else ExchangeError(path, "写不了这个文件") from error


def _notes(book: Any) -> None:  # noqa: ANN401  xlsxwriter 没有类型
    """The 说明 sheet: how to fill the workbook in, then every column of every table."""
    sheet = book.add_worksheet(NOTES_SHEET)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 13)
    sheet.set_column(1, 1, 16)
    sheet.set_column(2, 2, 8)
    sheet.set_column(3, 3, 14)
    sheet.set_column(4, 4, 92)
    title = book.add_format({"bold": True, "font_size": 18, "font_color": INK})
    text = book.add_format({"font_color": INK, "text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "font_color": INK_2, "bottom": 2, "bottom_color": INK})
    cell = book.add_format({"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": HAIR, "font_color": INK})
    must = book.add_format({"valign": "top", "bottom": 1, "bottom_color": HAIR, "font_color": RED})
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, "怎样填这份表", title)
    row = 2
    for number, line in enumerate(_LINES, start=1):
        sheet.merge_range(row, 0, row, 4, f"{number}. {line}", text)
        row += 1
    row += 1
    for place, word in enumerate(("表", "列", "必填", "写什么", "怎样填")):
        sheet.write_string(row, place, word, head)
    for table in TABLES.values():
        for column in table.columns:
            row += 1
            sheet.write_string(row, 0, table.sheet, cell)
            sheet.write_string(row, 1, column.header, cell)
            sheet.write_string(row, 2, "必填" if column.required else "", must)
            sheet.write_string(row, 3, _HOW[column.form], cell)
            words = f"可选：{'、'.join(column.words.values())}。" if column.words else ""
            refers = f"{'或'.join(TABLES[name].sheet for name in column.refers)}表里有的编号。" if column.refers else ""
            sheet.write_string(row, 4, f"{column.note}{refers}{words}", cell)


def _sheet(book: Any, table: Table) -> None:  # noqa: ANN401  xlsxwriter 没有类型
    """One table: header, example, formats and drop-downs for the rows below."""
    sheet = book.add_worksheet(table.sheet)
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 24)
    shape = {"bold": True, "valign": "vcenter", "bg_color": WASH, "bottom": 2, "bottom_color": INK}
    head, must = book.add_format({**shape, "font_color": INK}), book.add_format({**shape, "font_color": RED})
    for place, column in enumerate(table.columns):
        number = FORMATS.get(column.form, "@")
        sheet.set_column(place, place, WIDTHS[column.form], book.add_format({"num_format": number}))
        sheet.write_string(0, place, column.header, must if column.required else head)
        example = book.add_format({"italic": True, "font_color": INK_3, "num_format": number})
        sheet.write_string(1, place, column.example, example)
        _help(sheet, place, column)


def _help(sheet: Any, place: int, column: Column) -> None:  # noqa: ANN401  xlsxwriter 没有类型
    """A note beside the cell being filled in; a drop-down where the cell takes words. Several words may be typed."""
    said = column.note or (f"{TABLES[column.refers[0]].sheet}表里有的编号。" if column.refers else "")
    options: dict[str, object] = {"validate": "any"}
    if column.words:
        letter = chr(ord("A") + _LISTS.index(column.header))
        options = {
            "validate": "list",
            "source": f"='{WORDS_SHEET}'!${letter}$2:${letter}${len(column.words) + 1}",
            "show_error": column.form == "word",
            "error_title": column.header,
            "error_message": "从下拉里选一个。",
        }
    elif column.form == "flag":
        options = {"validate": "list", "source": ["是", "否"]}
    if said:
        options |= {"input_title": column.header, "input_message": said[:255]}
    if len(options) > 1:
        sheet.data_validation(1, place, _ROWS, place, options)


_LISTS: Final = [column.header for table in TABLES.values() for column in table.columns if column.words]


def _words(book: Any) -> None:  # noqa: ANN401  xlsxwriter 没有类型
    """The hidden sheet the drop-downs take their words from."""
    sheet = book.add_worksheet(WORDS_SHEET)
    listed = [column for table in TABLES.values() for column in table.columns if column.words]
    for place, column in enumerate(listed):
        sheet.write_string(0, place, column.header)
        for row, label in enumerate(column.words.values(), start=1):
            sheet.write_string(row, place, label)
    sheet.hide()
