"""Typed columns of a parquet file → columns in the kernel's types, without going through text.

Money may be a decimal, a whole number or a float (of 元); a float that is a two-decimal number but for the noise of
binary fractions (0.1 + 0.2) is that number, any other is a defect.
"""

from collections.abc import Callable
from datetime import date
from typing import Final

import polars as pl

from dengxiaming.exchange import cells
from dengxiaming.exchange.cells import BLANKS, CellError, shown
from dengxiaming.exchange.columns import Column
from dengxiaming.exchange.draft import places
from dengxiaming.exchange.numbers import number_text
from dengxiaming.exchange.texts import INSTANT, ODD_ID, Parsed, read_lists, read_text

_LONG: Final = 500_000
_NOISE: Final = 1e-10
_RELATIVE_NOISE: Final = 4e-15
_LIMIT: Final = 10 ** (cells.MONEY_DIGITS + 2)
_TOO_LARGE: Final = ("太大。", "核对小数点；整数部分至多 12 位。")
_EPOCH: Final = date(1970, 1, 1)
_DAYS: Final = ((date(cells.FIRST_YEAR, 1, 1) - _EPOCH).days, (date(9999, 12, 31) - _EPOCH).days)
_UNITS: Final = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}


def read_typed(column: Column, series: pl.Series) -> Parsed:
    """A column of any type that `read_parquet` lets through."""
    if isinstance(series.dtype, pl.List):
        return _lists(column, series.cast(pl.List(pl.String())))
    if isinstance(series.dtype, (pl.Categorical, pl.Enum, pl.Null)):
        series = series.cast(pl.String())
    if isinstance(series.dtype, pl.String):
        return _text(column, series)
    if column.form == "flag" and isinstance(series.dtype, pl.Boolean):
        return Parsed(series, series.is_null())
    if column.form == "count" and series.dtype.is_integer() and _within(series, 0, cells.LARGEST_COUNT):
        return Parsed(series.cast(pl.Int64), series.is_null())
    reading = _TYPED.get(column.form)
    return _numbers(column, series) if reading is None else reading(series)


def _numbers(column: Column, series: pl.Series) -> Parsed:
    """Ids, counts and yes/no written as numbers; NaN is empty."""
    held = series.fill_nan(None) if series.dtype.is_float() else series
    texts = pl.Series([None if number is None else number_text(number) for number in held], dtype=pl.String())
    return read_text(column, texts)


def _within(series: pl.Series, low: int, high: int) -> bool:
    """Whether every value of a whole-number column lies in the bounds."""
    least, most = series.min(), series.max()
    return least is None or (isinstance(least, int) and isinstance(most, int) and least >= low and most <= high)


def _text(column: Column, series: pl.Series) -> Parsed:
    """Text as it is where it is clean, which a long column sorted by its owner shows by its runs alone."""
    if column.form == "id" and series.len() > _LONG:
        runs = series.filter(series.ne_missing(series.shift(1)))
        if not runs.str.contains(ODD_ID).any():
            return Parsed(series, series.is_null())
    if column.form == "word" and series.drop_nulls().is_in(list(column.words)).all():
        return Parsed(series, series.is_null())
    stripped = series.str.strip_chars(BLANKS)
    return read_text(column, stripped.set(stripped == "", None))


def _lists(column: Column, series: pl.Series) -> Parsed:
    flat = series.explode().drop_nulls()
    clean = column.form == "ids" and not flat.str.contains(ODD_ID).any()
    clean = clean or (column.form == "words" and flat.is_in(list(column.words)).all())
    if clean and not series.has_nulls() and flat.len() == series.list.len().sum():
        return Parsed(series, series.list.len() == 0)
    return read_lists(column, series)


def _days(series: pl.Series) -> Parsed:
    parsed = _in_our_time(series)
    if not isinstance(series.dtype, pl.Datetime):
        return parsed
    moments = parsed.values
    if series.dtype.time_zone:
        moments = moments.dt.convert_time_zone("Asia/Shanghai").dt.replace_time_zone(None)
    parsed.values = moments.dt.date()
    timed = moments.ne_missing(parsed.values.cast(moments.dtype))
    return _with(parsed, timed, "带着时刻，这一列只要日期。", "只写到日，如 2026-03-05。", moments)


def _months(series: pl.Series) -> Parsed:
    days = _days(series)
    return _with(days, days.values.dt.day() != 1, "写到了日。", "月份只写到月，如 2026-03。", days.values)


def _instants(series: pl.Series) -> Parsed:
    parsed = _in_our_time(series)
    written = parsed.values if isinstance(series.dtype, pl.Datetime) else parsed.values.cast(pl.Datetime("us"))
    zoned = isinstance(series.dtype, pl.Datetime) and series.dtype.time_zone
    local = (
        written if zoned else written.dt.replace_time_zone("Asia/Shanghai", ambiguous="earliest", non_existent="null")
    )
    parsed.values = local.dt.convert_time_zone("UTC").cast(INSTANT)
    skipped = written.is_not_null() & parsed.values.is_null()
    return _with(parsed, skipped, "这个时刻北京时间没有。", "核对时间，或写上时区。", written)


def _in_our_time(series: pl.Series) -> Parsed:
    """Days and moments from 1900 to 9999; compared as integers, because nothing can show those much further off."""
    unit = _UNITS[series.dtype.time_unit] if isinstance(series.dtype, pl.Datetime) else 1
    low, high = (max(min(days * unit, 2**63 - 1), -(2**63)) for days in _DAYS)
    held = series.to_physical()
    parsed = Parsed(series, series.is_null())
    if _within(held, low, high):
        return parsed
    return _with(parsed, (held < low) | (held > high), "这个日期不在 1900 到 9999 年之间。", "核对年份。", None)


def _money(series: pl.Series) -> Parsed:
    if series.dtype.is_float():
        held = series.cast(pl.Float64).fill_nan(None)
        parsed = Parsed((held * 100).round(), held.is_null())
        noise = _NOISE + held.abs() * _RELATIVE_NOISE
        inexact = held.is_infinite() | ((held - parsed.values / 100).abs() > noise)
    else:
        scale = series.dtype.scale if isinstance(series.dtype, pl.Decimal) else 0
        unit = 10 ** max(scale - 2, 0)
        written = pl.lit(series.to_physical().cast(pl.Int128))
        # 先去掉大得不像话的，再乘，免得溢出；38 位是 Decimal 的上限
        large = written.abs() > pl.lit(min(_LIMIT * unit, 10**38), pl.Int128)
        fitting = pl.when(~large).then(written)
        shifted = (fitting // pl.lit(unit, pl.Int128) * 10 ** max(2 - scale, 0)).cast(pl.Int64)
        fen, rest, too_large = pl.select(fen=shifted, rest=fitting % pl.lit(unit, pl.Int128), large=large).get_columns()
        parsed = _with(Parsed(fen, series.is_null()), too_large, *_TOO_LARGE, series)
        inexact = rest != 0
    for bad, said in (
        (parsed.values < 0, ("是负数。", "金额写 0 或正数；退款另行说明，不写在这里。")),
        (inexact, ("小数多于两位。", "金额至多两位小数，写到分。")),
        (parsed.values > _LIMIT, _TOO_LARGE),
    ):
        parsed = _with(parsed, bad, *said, series)
    parsed.values = parsed.values.cast(pl.Int64)
    return parsed


_TYPED: Final[dict[str, Callable[[pl.Series], Parsed]]] = {
    "day": _days, "month": _months, "instant": _instants, "money": _money,
}  # fmt: skip


def _with(parsed: Parsed, bad: pl.Series, message: str, remedy: str, written: pl.Series | None) -> Parsed:
    """The same with an error, and null, wherever `bad` is true; the message quotes the cell where it can be shown."""
    found = places(bad)
    if not found.size:
        return parsed
    texts = [""] * len(found) if written is None else [f"{shown(cell)} " for cell in written.gather(found)]
    errors = [(int(i), CellError(f"{text}{message}", remedy)) for i, text in zip(found, texts, strict=True)]
    return Parsed(parsed.values.set(bad.fill_null(value=False), None), parsed.empty, parsed.errors + errors)
