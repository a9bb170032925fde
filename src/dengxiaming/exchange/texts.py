"""Columns of text → columns in the kernel's types.

Each form has a fast reading of the whole column, which gives null for what it does not know, and a scalar reading in
`cells.py`, which is asked once for each distinct text that is left.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from dengxiaming.exchange import cells
from dengxiaming.exchange.cells import CellError
from dengxiaming.exchange.columns import Column
from dengxiaming.exchange.draft import places

ODD_ID: Final = (
    r"[\x00-\x1f\x7f;；\x{ff01}-\x{ff5e}\x{85}\x{a0}\x{1680}\x{2000}-\x{200d}\x{2028}\x{2029}\x{202f}\x{205f}\x{2060}"
    r"\x{3000}\x{feff}]|^ | $|^[0-9](\.[0-9]+)?[Ee]\+[0-9]{1,3}$|^$"
)
ODD_TEXT: Final = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
# Rust 的 \d 连全角数字也算，它们要走逐格的读法
_MONEY: Final = r"^[0-9]{1,12}(\.[0-9]{1,2})?$"
_COUNT: Final = r"^[0-9]{1,9}$"
_ISO_DAY: Final = r"^(19|[2-9][0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}$"
_ISO_MONTH: Final = r"^(19|[2-9][0-9])[0-9]{2}-[0-9]{2}$"
_ISO_INSTANT: Final = (
    r"^(19|[2-9][0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}"
    r"T[0-9]{2}:[0-9]{2}:[0-5][0-9](\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$"
)
_FLAGS: Final = {"yes": True, "no": False, "是": True, "否": False, "true": True, "false": False}
INSTANT: Final = pl.Datetime("us", "UTC")


@dataclass(slots=True)
class Parsed:
    """A column read: its values (null or [] where a cell is empty or cannot be read), which cells are empty, and for
    each position that cannot be read what is wrong (a list cell may have several).
    """

    values: pl.Series
    empty: pl.Series
    errors: list[tuple[int, CellError]] = field(default_factory=list)


Fast = Callable[[pl.Series], pl.Series]
Slow = Callable[[str], Any]


def read_text(column: Column, series: pl.Series, numbers: pl.Series | None = None) -> Parsed:
    """A column of stripped text, empty cells null. `numbers` marks the cells that were numbers in a workbook."""
    if column.form in {"ids", "words"}:
        return _lists(column, series)
    fast, slow, dtype = _readings(column)
    serial = _SERIAL.get(column.form)
    if numbers is None or serial is None:
        return _fill(series, fast, slow, dtype)
    texts = series.set(numbers, None)
    counted = series.set(~numbers, None)
    one = _fill(texts, fast, slow, dtype)
    other = _fill(counted, lambda held: _nothing(held, dtype), serial, dtype)
    return Parsed(_first(one.values, other.values), series.is_null(), one.errors + other.errors)


_SERIAL: Final[dict[str, Slow]] = {
    "day": cells.serial_day,
    "month": cells.serial_month,
    "instant": cells.serial_instant,
}


def _readings(column: Column) -> tuple[Fast, Slow, pl.DataType]:
    """The fast and the scalar reading of one value of the column, and the type they give."""
    if column.form in {"word", "words"}:
        known = cells.words_of(column.words)
        both = {word: word for word in column.words} | {label: word for word, label in column.words.items()}
        return _replacing(both, pl.String()), lambda text: cells.word(text, column.words, known), pl.String()
    return _READINGS[column.form]


def _fill(series: pl.Series, fast: Fast, slow: Slow, dtype: pl.DataType) -> Parsed:
    """The fast reading where it knows the cell, else the scalar one, asked once for each distinct text."""
    values = fast(series)
    left = series.is_not_null() & values.is_null()
    if not left.any():
        return Parsed(values, series.is_null())
    read: dict[str, Any] = {}
    errors: dict[str, CellError] = {}
    for text in series.filter(left).unique():
        try:
            read[text] = slow(text)
        except CellError as error:
            errors[text] = error
    if read:
        values = _first(values, _mapped(series, read, dtype))
    found: list[tuple[int, CellError]] = []
    if errors:
        bad = places(left & series.is_in(list(errors)))
        found = [(int(index), errors[text]) for index, text in zip(bad, series.gather(bad), strict=True)]
    return Parsed(values, series.is_null(), found)


def _mapped(series: pl.Series, values: Mapping[str, Any], dtype: pl.DataType) -> pl.Series:
    old = pl.Series(list(values), dtype=pl.String())
    new = pl.Series(list(values.values()), dtype=dtype)
    return series.replace_strict(old, new, default=None, return_dtype=dtype)


def _first(one: pl.Series, other: pl.Series) -> pl.Series:
    return pl.select(pl.coalesce(one, other)).to_series()


def _nothing(series: pl.Series, dtype: pl.DataType) -> pl.Series:
    return pl.Series([None], dtype=dtype).new_from_index(0, series.len())


def _where(series: pl.Series, pattern: str) -> pl.Series:
    """The cells that match; the others null."""
    return series.set(~series.str.contains(pattern).fill_null(value=False), None)


def _plain_ids(series: pl.Series) -> pl.Series:
    odd = series.str.contains(ODD_ID)
    return series.set(odd, None) if odd.any() else series


def _plain_text(series: pl.Series) -> pl.Series:
    odd = series.str.contains(ODD_TEXT)
    return series.set(odd, None) if odd.any() else series


def _replacing(values: Mapping[str, Any], dtype: pl.DataType) -> Fast:
    return lambda series: _mapped(series, values, dtype)


def _iso(pattern: str, shape: str, tail: str) -> Fast:
    return lambda series: (_where(series, shape) + tail).str.to_date(pattern, strict=False)


def _iso_instants(series: pl.Series) -> pl.Series:
    return _where(series, _ISO_INSTANT).str.to_datetime("%+", strict=False, time_unit="us", time_zone="UTC")


def _plain_money(series: pl.Series) -> pl.Series:
    # 12 位整数加 2 位小数在双精度里是准的：最近的双精度乘 100 再取整，就是那个分数
    return (_where(series, _MONEY).cast(pl.Float64) * 100).round().cast(pl.Int64)


def _plain_counts(series: pl.Series) -> pl.Series:
    return _where(series, _COUNT).cast(pl.Int64)


_READINGS: Final[dict[str, tuple[Fast, Slow, pl.DataType]]] = {
    "id": (_plain_ids, cells.identifier, pl.String()),
    "ids": (_plain_ids, cells.identifier, pl.String()),
    "text": (_plain_text, cells.free_text, pl.String()),
    "day": (_iso("%Y-%m-%d", _ISO_DAY, ""), cells.day, pl.Date()),
    "month": (_iso("%Y-%m-%d", _ISO_MONTH, "-01"), cells.month, pl.Date()),
    "instant": (_iso_instants, cells.instant, INSTANT),
    "money": (_plain_money, cells.fen, pl.Int64()),
    "count": (_plain_counts, cells.count, pl.Int64()),
    "flag": (_replacing(_FLAGS, pl.Boolean()), cells.flag, pl.Boolean()),
}


def _lists(column: Column, series: pl.Series) -> Parsed:
    """Cells with several values between `;` or `；`."""
    split = series.str.replace_all("；", ";", literal=True).str.split(";")
    return read_lists(column, split)


def read_lists(column: Column, series: pl.Series) -> Parsed:
    """A column of lists of text. Blank entries are nothing; the order and repetitions stay."""
    flat = (
        pl.DataFrame({"row": pl.int_range(series.len(), eager=True), "cell": series})
        .filter(pl.col("cell").list.len() > 0)
        .explode("cell")
        .with_columns(pl.col("cell").str.strip_chars(cells.BLANKS))
        .filter(pl.col("cell").str.len_bytes() > 0)
    )
    fast, slow, dtype = _readings(column)
    parsed = _fill(flat["cell"], fast, slow, dtype)
    rows = flat["row"]
    grouped = (
        flat.with_columns(parsed.values.alias("cell"))
        .filter(pl.col("cell").is_not_null())
        .group_by("row", maintain_order=True)
        .agg("cell")
    )
    values = (
        pl.DataFrame({"row": pl.int_range(series.len(), eager=True)})
        .join(grouped, on="row", how="left", maintain_order="left")
        .select(pl.col("cell").fill_null(pl.lit([], pl.List(pl.String()))))
        .to_series()
    )
    errors = [(int(rows[index]), error) for index, error in parsed.errors]
    full = pl.Series([False]).new_from_index(0, series.len())
    if rows.len():
        full = full.scatter(rows.unique(), values=True)
    return Parsed(values, ~full, errors)
