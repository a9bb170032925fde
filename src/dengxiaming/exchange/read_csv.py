"""One csv file → a raw table. UTF-8 (with or without BOM) or GB18030; rows counted as a spreadsheet counts them.

A file without quotes and with the same number of cells in every line, which is nearly every file, is read by the
column; any other by Python's csv module, row by row, so that every odd row gets its place.
"""

import csv
import io
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from dengxiaming.exchange.cells import BLANKS
from dengxiaming.exchange.columns import EXAMPLE, Table, headers_of, plain
from dengxiaming.exchange.findings import ExchangeError
from dengxiaming.exchange.headers import expected, match_headers
from dengxiaming.exchange.raw import Ints, RawColumn, RawTable, header_index, is_example

LARGEST_CSV: Final = 4 * 1024**3
_LOOK: Final = 30
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_FORMULA: Final = r"^'('*[=+\-@])"


def read_csv(path: Path, table: Table) -> RawTable:
    """The table in `path`. Raises `ExchangeError` where the system would not give the file."""
    raw = RawTable(table, path.name)
    try:
        if path.stat().st_size > LARGEST_CSV:
            raw.defect(f"文件大于 {LARGEST_CSV >> 30} GB。", "分成几份事实，或改用 parquet。")
            raw.unreadable = True
            return raw
        content = path.read_bytes()
    except OSError as error:
        raise ExchangeError(path, error.strerror or "读不出来") from error
    text = _decoded(content, raw)
    if text is None:
        raw.unreadable = True
        return raw
    if not text.strip(BLANKS + ",\x00"):
        raw.defect("文件是空的，连表头也没有。", f"第一行写表头，至少有：{expected(table)}；没有内容就删掉这个文件。")
        raw.unreadable = True
    elif not _read_plain(text, raw):
        _read_rows(text, raw)
    return raw


def _decoded(content: bytes, raw: RawTable) -> str | None:
    if content.startswith(_UTF16):
        raw.defect("文件是 UTF-16 编码，这里读不了。", "在电子表格里另存为“CSV UTF-8”。")
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as first:
        try:
            return content.decode("gb18030")
        except UnicodeDecodeError:
            row = content.count(b"\n", 0, first.start) + 1
            raw.defect(
                "文件既不是 UTF-8，也不是 GB18030 编码，或者中间坏了一段。", "在电子表格里另存为“CSV UTF-8”。", row=row
            )
            return None


def _read_plain(text: str, raw: RawTable) -> bool:
    """Read by the column; False, and nothing done, where the file is not plain enough for that."""
    if '"' in text or "\x00" in text:
        return False
    content = text.encode()
    if content.count(b"\r") != content.count(b"\r\n"):
        return False
    if not content.endswith(b"\n"):
        content += b"\n"
    first = text.split("\n", 1)[0].rstrip("\r").split(",")
    known = headers_of(raw.table)
    if not any(plain(cell) in known for cell in first) or not _even(content, len(first)):
        return False
    if header_index(raw.table, [line.split(",") for line in text.split("\n", _LOOK)[:_LOOK]]) != 0:
        return False
    frame = pl.read_csv(
        io.BytesIO(content), has_header=False, skip_rows=1, infer_schema=False, quote_char=None,
        new_columns=[f"column_{position}" for position in range(len(first))], raise_if_empty=False,
    )  # fmt: skip
    if frame.is_empty():
        frame = pl.DataFrame(
            schema=dict.fromkeys((f"column_{position}" for position in range(len(first))), pl.String())
        )
    _take(raw, first, frame, None)
    return True


def _even(content: bytes, cells: int) -> bool:
    """Whether every line has that many cells."""
    letters = np.frombuffer(content, np.uint8)
    ends = np.flatnonzero(letters == ord("\n"))
    commas = np.flatnonzero(letters == ord(","))
    counts = np.diff(np.searchsorted(commas, ends), prepend=0)
    return bool((counts == cells - 1).all())


def _read_rows(text: str, raw: RawTable) -> None:
    rows, broken = _records(text, raw)
    index = header_index(raw.table, rows[:_LOOK])
    if index is None:
        _no_header(rows, raw)
        return
    raw.header_row = index + 1
    header = rows[index]
    while header and not header[-1].strip(BLANKS):
        header.pop()
    width = len(header)
    body: list[list[str]] = []
    numbers: list[int] = []
    for number, row in enumerate(rows[index + 1 :], start=index + 2):
        if number not in broken and not any(cell.strip(BLANKS) for cell in row):
            continue
        if is_example(row[0].strip(BLANKS) if row else None):
            continue
        why = broken.get(number) or _ragged(row, width)
        if why:
            raw.broken.append(len(body))
            raw.defect(why, "核对这一行的逗号和引号；内容里有逗号的，整格用英文引号包起来。", row=number)
        body.append([*row[:width], *[""] * (width - len(row))])
        numbers.append(number)
    frame = pl.DataFrame(
        {f"column_{position}": [row[position] for row in body] for position in range(width)},
        schema={f"column_{position}": pl.String() for position in range(width)},
    )
    raw.findings = [finding for finding in raw.findings if finding.row is None or finding.row > raw.header_row]
    _take(raw, header, frame, np.array(numbers, np.int64))


def _records(text: str, raw: RawTable) -> tuple[list[list[str]], dict[int, str]]:
    """All records, blank ones too, and for those that could not be split, by row number, why."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    broken: dict[int, str] = {}
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return rows, broken
        except csv.Error as error:
            row = []
            if "unexpected end" in str(error):
                broken[len(rows) + 1] = "从这一行起，引号没有配对，后面的行都读不出来。"
                raw.unreadable = True
            else:
                broken[len(rows) + 1] = "这一行的引号写错了，或者一格太长，分不出格子。"
        if any("\x00" in cell for cell in row):
            broken[len(rows) + 1] = "这一行有空字符（NUL），文件可能坏了。"
        rows.append(row)


def _ragged(row: list[str], width: int) -> str:
    """Why a row does not fit the header; "" where it does. Blank cells beyond the header are nothing."""
    if len(row) < width:
        return f"这一行有 {len(row)} 格，表头有 {width} 格。"
    if any(cell.strip(BLANKS) for cell in row[width:]):
        return f"这一行有 {len(row)} 格，比表头的 {width} 格多。"
    return ""


def _no_header(rows: list[list[str]], raw: RawTable) -> None:
    raw.unreadable = True
    for mark, name in (("\t", "制表符"), (";", "分号"), ("；", "全角分号")):
        if header_index(raw.table, [cell for row in rows[:_LOOK] for cell in [("".join(row)).split(mark)]]) is not None:
            raw.defect(f"这份文件用{name}分列，不是逗号。", "在电子表格里另存为“CSV UTF-8（逗号分隔）”。", row=1)
            return
    raw.defect("没有找到表头。", f"第一行写表头，至少有：{expected(raw.table)}。", row=1)


def _take(raw: RawTable, header: list[str], frame: pl.DataFrame, rows: Ints | None) -> None:
    """Hand the columns over; cells are stripped, and empty ones null."""
    frame = frame.select(pl.all().str.strip_chars(BLANKS).str.replace(_FORMULA, "$1"))
    frame = frame.with_columns(pl.all().replace("", None)) if frame.width else frame
    raw.height, raw.rows = frame.height, rows
    if rows is None and frame.height:
        frame = _without_blank_rows(raw, frame)
    positions = match_headers(raw, header, lambda position: frame.to_series(position).null_count() < frame.height)
    raw.columns = {
        name: RawColumn(header[position].strip(BLANKS), frame.to_series(position))
        for name, position in positions.items()
    }


def _without_blank_rows(raw: RawTable, frame: pl.DataFrame) -> pl.DataFrame:
    """Rows in which every cell is empty, and the template's example, are nothing; the others keep their numbers."""
    starts = frame.to_series(0).str.starts_with(EXAMPLE).fill_null(value=False)
    example = starts & frame.to_series(0).map_elements(is_example, pl.Boolean()) if starts.any() else starts
    keep = ~frame.select(pl.all_horizontal(pl.all().is_null())).to_series() & ~example
    if keep.all():
        return frame
    raw.rows = np.flatnonzero(keep.to_numpy()) + 2
    kept = frame.filter(keep)
    raw.height = kept.height
    return kept
