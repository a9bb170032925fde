"""Facts → a csv folder, a parquet folder or a workbook. What is written reads back as the same facts.

Values are written as text, never as formulas: a workbook keeps them as strings, a csv puts `'` before a text that a
spreadsheet would take for a formula (reading takes it off again).
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

import polars as pl
import xlsxwriter

from dengxiaming.exchange.columns import TABLES, Column, Table
from dengxiaming.exchange.findings import ExchangeError
from dengxiaming.exchange.styles import FORMATS, WIDTHS
from dengxiaming.reckoning.facts import Facts

Headers = Literal["english", "chinese"]

_FORMULA: Final = r"^'*[=+\-@]"
_MOST_ROWS: Final = 1_048_575
_LONGEST: Final = 32_767
_EXACT_NUMBER: Final = 10**15
_FIRST_SHEET_DAY: Final = date(1900, 3, 1)


def write_facts(
    facts: Facts, path: Path, *, fmt: Literal["csv", "parquet", "xlsx"], headers: Headers = "english"
) -> None:
    """Write all eight tables to `path`: a folder (made if missing) for csv and parquet, a file for xlsx.

    With Chinese headers the kinds are Chinese too; a Chinese csv begins with a BOM, so that spreadsheets know its
    encoding. Raises `OSError` where the system refuses, `ExchangeError` where a workbook cannot hold the facts.
    """
    if fmt == "xlsx":
        _write_workbook(facts, path, headers)
        return
    path.mkdir(parents=True, exist_ok=True)
    for name, frame in facts.tables().items():
        table = TABLES[name]
        if fmt == "csv":
            shown = frame.select(_text(column, headers) for column in table.columns)
            escaped = shown.with_columns(pl.all().str.replace(f"({_FORMULA})", "'$1"))
            escaped.rename(_names(table, headers)).write_csv(path / f"{name}.csv", include_bom=headers == "chinese")
        else:
            typed = frame.select(_typed(column, headers) for column in table.columns)
            typed.rename(_names(table, headers)).write_parquet(path / f"{name}.parquet")


def _names(table: Table, headers: Headers) -> dict[str, str]:
    return {column.name: column.header if headers == "chinese" else column.name for column in table.columns}


def _words(column: Column, expression: pl.Expr, headers: Headers) -> pl.Expr:
    return expression.replace(dict(column.words)) if headers == "chinese" and column.words else expression


def _text(column: Column, headers: Headers) -> pl.Expr:
    """The cells of a column as text."""
    cell = pl.col(column.name)
    match column.form:
        case "ids" | "words":
            joined = cell.list.eval(_words(column, pl.element(), headers)).list.join(";")
            return joined.replace("", None)
        case "money":
            return _yuan(cell)
        case "month":
            return cell.dt.strftime("%Y-%m")
        case "instant":
            return _iso(cell)
        case "flag":
            yes, no = ("是", "否") if headers == "chinese" else ("yes", "no")
            return pl.when(cell).then(pl.lit(yes)).when(~cell).then(pl.lit(no)).alias(column.name)
        case _:
            return _words(column, cell.cast(pl.String()), headers)


def _yuan(cell: pl.Expr) -> pl.Expr:
    """分 as 元 with two decimals."""
    cents = (cell % 100).cast(pl.String()).str.zfill(2)
    return pl.concat_str((cell // 100).cast(pl.String()), pl.lit("."), cents)


def _iso(cell: pl.Expr) -> pl.Expr:
    """ISO with Asia/Shanghai's offset; no fraction where there is none."""
    return (
        cell.dt.convert_time_zone("Asia/Shanghai")
        .dt.strftime("%Y-%m-%dT%H:%M:%S%.6f%:z")
        .str.replace(".000000", "", literal=True)
    )


def _typed(column: Column, headers: Headers) -> pl.Expr:
    """The cells of a column in parquet's own types: money a decimal of 元, lists as lists."""
    cell = pl.col(column.name)
    match column.form:
        case "money":
            return (cell.cast(pl.Decimal(20, 2)) / 100).cast(pl.Decimal(18, 2))
        case "words":
            return cell.list.eval(_words(column, pl.element(), headers))
        case _:
            return _words(column, cell, headers)


def _write_workbook(facts: Facts, path: Path, headers: Headers) -> None:
    for name, frame in facts.tables().items():
        if frame.height > _MOST_ROWS:
            raise ExchangeError(
                path, f"“{TABLES[name].sheet}”有 {frame.height} 行，一张工作表放不下，改写成 csv 或 parquet"
            )
    shown = {
        name: frame.select(_cell(TABLES[name].by_name[column], headers) for column in TABLES[name].by_name)
        for name, frame in facts.tables().items()
    }
    for name, frame in shown.items():
        for series in frame.select(pl.col(pl.String)):
            if (series.str.len_chars() > _LONGEST).any():
                raise ExchangeError(path, f"“{TABLES[name].sheet}”里有一格太长，工作簿放不下，改写成 csv 或 parquet")
    options = {
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": False,
    }
    try:
        with xlsxwriter.Workbook(str(path), options) as book:
            for name, frame in shown.items():
                _write_sheet(book, TABLES[name], frame, headers)
    except xlsxwriter.exceptions.FileCreateError as error:
        cause = error.args[0] if error.args else error
        raise cause if isinstance(cause, OSError) else ExchangeError(path, "写不了这个文件") from error


def _cell(column: Column, headers: Headers) -> pl.Expr:
    """As text, but days, whole numbers and money stay what they are where a spreadsheet holds them exactly."""
    cell = pl.col(column.name)
    return cell if column.form in {"day", "count", "money"} else _text(column, headers)


def _write_sheet(book: Any, table: Table, frame: pl.DataFrame, headers: Headers) -> None:  # noqa: ANN401  xlsxwriter 没有类型
    sheet = book.add_worksheet(table.sheet if headers == "chinese" else table.name)
    sheet.freeze_panes(1, 0)
    head = book.add_format({"bold": True, "bottom": 1})
    for place, column in enumerate(table.columns):
        shape = book.add_format({"num_format": FORMATS.get(column.form, "@")})
        sheet.set_column(place, place, WIDTHS[column.form], shape)
        sheet.write_string(0, place, column.header if headers == "chinese" else column.name, head)
        write = _writer(sheet, column, shape)
        for row, value in enumerate(frame[column.name], start=1):
            if value is not None:
                write(row, place, value)


def _writer(sheet: Any, column: Column, shape: Any) -> Callable[[int, int, Any], object]:  # noqa: ANN401  xlsxwriter 没有类型
    match column.form:
        case "day":
            return lambda row, place, on: (
                sheet.write_datetime(row, place, on, shape)
                if on >= _FIRST_SHEET_DAY
                else sheet.write_string(row, place, str(on))
            )
        case "count":
            return lambda row, place, number: sheet.write_number(row, place, number, shape)
        case "money":
            return lambda row, place, fen: (
                sheet.write_number(row, place, fen / 100, shape)
                if fen < _EXACT_NUMBER
                else sheet.write_string(row, place, f"{fen // 100}.{fen % 100:02}")
            )
        case _:
            return lambda row, place, text: sheet.write_string(row, place, text, shape)
