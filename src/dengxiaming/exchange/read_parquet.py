"""One parquet file → a raw table. Typed columns stay typed; a column of a type that no form of cell has is a defect."""

from pathlib import Path
from typing import Final

import polars as pl
from polars.exceptions import PanicException, PolarsError

from dengxiaming.exchange.cells import BLANKS
from dengxiaming.exchange.columns import Form, Table
from dengxiaming.exchange.findings import ExchangeError
from dengxiaming.exchange.headers import match_headers
from dengxiaming.exchange.raw import RawColumn, RawTable

LARGEST_ROWS: Final = 200_000_000

_TEXTS: Final = (pl.String, pl.Categorical, pl.Enum, pl.Null)
_ACCEPTED: Final[dict[Form, tuple[type[pl.DataType], ...]]] = {
    "id": _TEXTS, "text": _TEXTS, "word": _TEXTS, "ids": _TEXTS, "words": _TEXTS,
    "day": (*_TEXTS, pl.Date, pl.Datetime), "month": (*_TEXTS, pl.Date, pl.Datetime),
    "instant": (*_TEXTS, pl.Date, pl.Datetime),
    "money": (*_TEXTS, pl.Decimal, pl.Float64, pl.Float32), "count": (*_TEXTS, pl.Float64, pl.Float32),
    "flag": (*_TEXTS, pl.Boolean),
}  # fmt: skip
_NUMBERED: Final = frozenset({"id", "money", "count", "flag"})


def read_parquet(path: Path, table: Table) -> RawTable:
    """The table in `path`. Raises `ExchangeError` where the system would not give the file."""
    raw = RawTable(table, path.name)
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError as error:
        raise ExchangeError(path, error.strerror or "读不出来") from error
    try:
        lazy = pl.scan_parquet(path, glob=False, hive_partitioning=False)
        schema = dict(lazy.collect_schema())
        rows = lazy.select(pl.len()).collect().item()
        if rows > LARGEST_ROWS:
            raw.defect(f"有 {rows} 行，多于 {LARGEST_ROWS} 行。", "分成几份事实。")
            raw.unreadable = True
            return raw
        raw.height = rows
        header = list(schema)
        positions = match_headers(raw, header, lambda _: True)
        frame = lazy.select([header[position] for position in positions.values()]).collect()
    except (PolarsError, PanicException, OSError, ValueError, OverflowError):
        raw.defect("parquet 文件坏了，或者不是 parquet 文件。", "重新导出一份。")
        raw.unreadable = True
        return raw
    for name, position in positions.items():
        series = frame.to_series(frame.get_column_index(header[position]))
        if _accepts(table.by_name[name].form, series.dtype):
            raw.columns[name] = RawColumn(header[position].strip(BLANKS), series, typed=True)
        else:
            raw.defect(
                f"这一列的类型是 {series.dtype}，读不成{table.by_name[name].header}。",
                "写成文本，或 docs/exchange.md 里列的类型。",
                row=1, column=header[position],
            )  # fmt: skip
            raw.unreadable = True
    return raw


def _accepts(form: Form, dtype: pl.DataType) -> bool:
    if isinstance(dtype, pl.List):
        return form in {"ids", "words"} and isinstance(dtype.inner, (pl.String, pl.Categorical, pl.Enum, pl.Null))
    return isinstance(dtype, _ACCEPTED[form]) or (dtype.is_integer() and form in _NUMBERED)
