"""A raw table → a draft: every column in the kernel's type. Set-based; only cells written in an odd way are visited."""

from datetime import datetime
from typing import Final

import polars as pl

from dengxiaming.exchange.cells import CellError, shown
from dengxiaming.exchange.columns import Column
from dengxiaming.exchange.draft import Draft, places
from dengxiaming.exchange.findings import Finding, Severity
from dengxiaming.exchange.raw import RawColumn, RawTable
from dengxiaming.exchange.texts import Parsed, read_text
from dengxiaming.exchange.typed import read_typed
from dengxiaming.reckoning import facts

_RECORDED: Final = "填上它，或在读入时给一个统一的记录时间（--recorded-at）。"
_KNOWN_ELEMENTS: Final = "记录要素只算认识的十一项。"


def parse(raw: RawTable, recorded_at: datetime | None) -> Draft:
    """The table in the kernel's types, with a defect for every cell that cannot be read and every one that is missing.

    `recorded_at` (aware) stands in where a row has no recording time.
    """
    schema = facts.TABLES[raw.table.name]
    read = {name: _column(raw.table.by_name[name], held) for name, held in raw.columns.items()}
    series = [
        read[name].values.alias(name) if name in read else _empty(name, dtype, raw.height)
        for name, dtype in schema.items()
    ]
    headers = {name: column.header for name, column in raw.columns.items()}
    draft = Draft(raw.table, raw.sheet, pl.DataFrame(series), raw.rows, headers, raw.unreadable)
    draft.findings += raw.findings
    for column in raw.table.columns:
        _note_cells(draft, raw, column, read.get(column.name))
        if column.required:
            _note_missing(draft, raw, column, read.get(column.name), recorded_at)
    if raw.broken:
        draft.bad[raw.broken] = True
    if raw.unreadable:
        draft.bad[:] = True
    return draft


def _column(column: Column, raw: RawColumn) -> Parsed:
    if isinstance(raw.cells.dtype, pl.String) and not raw.typed:
        parsed = read_text(column, raw.cells, raw.numbers)
    else:
        parsed = read_typed(column, raw.cells)
    if column.form == "flag":
        parsed.values = parsed.values.fill_null(value=False)
    if column.form == "count":
        _bound(column, parsed)
    return parsed


def _bound(column: Column, parsed: Parsed) -> None:
    """A count outside its bounds is an error."""
    outside = parsed.values < column.low
    if column.high is not None:
        outside |= parsed.values > column.high
        remedy = f"写 {column.low} 到 {column.high} 的整数。"
    else:
        remedy = f"写 {column.low} 或更大的整数。"
    found = places(outside)
    if found.size:
        parsed.errors += [
            (int(index), CellError(f"{column.header}写的是 {shown(parsed.values[int(index)])}。", remedy))
            for index in found
        ]
        parsed.values = parsed.values.set(outside.fill_null(value=False), None)


def _empty(name: str, dtype: pl.DataType, height: int) -> pl.Series:
    nothing: object = [] if isinstance(dtype, pl.List) else False if isinstance(dtype, pl.Boolean) else None
    one = pl.Series(name, [nothing], dtype=dtype)
    return one.new_from_index(0, height) if height else one.clear()


def _note_cells(draft: Draft, raw: RawTable, column: Column, parsed: Parsed | None) -> None:
    """The cells that cannot be read. An unknown record element is only named: the contract counts the known ones."""
    if parsed is None:
        return
    severity: Severity = "warning" if column.name == "elements" else "defect"
    broken = set(raw.broken)
    errors = [(index, error) for index, error in parsed.errors if index not in broken]
    draft.unread[column.name] = {index for index, _ in errors}
    for index, error in errors:
        remedy = f"{error.remedy}{_KNOWN_ELEMENTS}" if severity == "warning" else error.remedy
        draft.note(severity, column.name, [index], error.message, remedy)


def _note_missing(
    draft: Draft, raw: RawTable, column: Column, parsed: Parsed | None, recorded_at: datetime | None
) -> None:
    """A required column that is not there, or cells of it that are empty; a recording time may stand in."""
    name = column.name
    if column.form == "instant" and recorded_at is not None:
        frame = draft.frame
        empty = pl.repeat(True, frame.height, eager=True) if parsed is None else parsed.empty
        stands_in = pl.when(empty).then(pl.lit(recorded_at, frame.schema[name])).otherwise(pl.col(name))
        draft.frame = frame.with_columns(stands_in.alias(name))
        return
    remedy = _RECORDED if column.form == "instant" else "填上它。"
    if parsed is not None:
        broken = set(raw.broken)
        missing = [int(index) for index in places(parsed.empty) if int(index) not in broken]
        draft.defect(name, missing, f"没有填{column.header}。", remedy)
    elif raw.columns and not (column.form == "instant" and not raw.height):
        header = draft.header(name)
        message = f"没有“{column.header}”（{name}）这一列。"
        remedy = _RECORDED if column.form == "instant" else "补上这一列。"
        draft.findings.append(
            Finding("defect", raw.table.name, raw.sheet, raw.header_row, header, message, remedy)
        )  # fmt: skip
        draft.bad[:] = True
