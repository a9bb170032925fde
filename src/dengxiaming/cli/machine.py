"""Verdicts, or their counts, for other programs: jsonl, csv and parquet with the contract's columns in its order."""

import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final

import polars as pl

from dengxiaming.cli.refusal import Exit, Refusal, reason

_SLICE: Final = 20_000
_LISTS: Final = ("flags", "evidence")
_DAYS: Final = ("opens_on", "due_on", "satisfied_on")


def _jsonl(rows: pl.DataFrame, out: BinaryIO) -> None:
    texts = rows.with_columns(pl.col(name).dt.to_string("%Y-%m-%d") for name in _DAYS if name in rows.columns)
    for piece in texts.iter_slices(_SLICE):
        lines = (json.dumps(row, ensure_ascii=False) for row in piece.iter_rows(named=True))
        out.write("".join(f"{line}\n" for line in lines).encode())


def _csv(rows: pl.DataFrame, out: BinaryIO) -> None:
    flat = rows.with_columns(pl.col(name).list.join(";") for name in _LISTS if name in rows.columns)
    out.writelines(piece.write_csv(include_header=number == 0).encode() for number, piece in enumerate(_slices(flat)))


def _slices(rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    return rows.iter_slices(_SLICE) if rows.height else iter((rows,))


def _parquet(rows: pl.DataFrame, out: BinaryIO) -> None:
    held = io.BytesIO()
    rows.write_parquet(held)
    out.write(held.getbuffer())


WRITERS: Final[Mapping[str, Callable[[pl.DataFrame, BinaryIO], None]]] = MappingProxyType({
    "csv": _csv,
    "jsonl": _jsonl,
    "parquet": _parquet,
})  # fmt: skip


def write_to_stdout(rows: pl.DataFrame, fmt: str) -> None:
    """The rows and nothing else on standard output. Binary is not poured onto a terminal (usage refusal)."""
    if fmt == "parquet" and sys.stdout.isatty():
        raise Refusal(Exit.USAGE, "parquet 不是给人看的：加 -o 文件.parquet，或换一种 --format。")
    sys.stdout.flush()
    WRITERS[fmt](rows, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def write_to_file(rows: pl.DataFrame, fmt: str, target: Path) -> None:
    """The rows in `target`, whole or not at all: written beside it first. Raises `Refusal` (73) when it cannot be."""
    unfinished = target.with_name(f".{target.name}.part")
    try:
        try:
            with unfinished.open("wb") as file:
                WRITERS[fmt](rows, file)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise Refusal(Exit.UNWRITABLE, f"写不了 {target}：{reason(error)}。") from error
