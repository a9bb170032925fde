"""A small reader of csv fact sets, and the way from plain tables to the kernel's frames; no part of the product."""

import csv
import shlex
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from dengxiaming.reckoning.facts import TABLES, Facts
from oracle.days import SHANGHAI
from oracle.world import Row, Tables

YES = {"yes", "是", "true", "True"}


def list_of(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def moment_of(text: str) -> datetime | None:
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def fen_of(text: str) -> int:
    return int(Decimal(text) * 100)


def day_of(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


READERS: dict[tuple[str, str], Callable[[str], Any]] = {
    ("dues", "month"): lambda text: date.fromisoformat(f"{text}-01"),
    ("dues", "payable"): fen_of,
    ("dues", "paid"): fen_of,
    ("members", "leading"): lambda text: text in YES,
}


def cell(table: str, column: str, text: str) -> Any:  # noqa: ANN401  一格的值随列而异
    text = text.strip()
    if reader := READERS.get((table, column)):
        return reader(text)
    kind = TABLES[table][column]
    if isinstance(kind, pl.List):
        return list_of(text)
    if kind == pl.Date:
        return day_of(text)
    if isinstance(kind, pl.Datetime):
        return moment_of(text)
    if kind == pl.Int64:
        return int(text) if text else None
    return text or None


def read_tables(folder: Path) -> Tables:
    """A csv folder as plain rows with every column of the contract."""
    tables: Tables = {}
    for table, schema in TABLES.items():
        with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            tables[table] = [
                {column: cell(table, column, row.get(column) or "") for column in schema}
                for row in csv.DictReader(file)
            ]
    return tables


def read_arguments(file: Path) -> tuple[date, datetime | None]:
    """--as-of and --known-by of an example."""
    words = shlex.split(file.read_text(encoding="utf-8"))
    held = dict(zip(words[::2], words[1::2], strict=True))
    return date.fromisoformat(held["--as-of"]), moment_of(held.get("--known-by", ""))


def frames(tables: Tables) -> Facts:
    """The same facts as the kernel takes them."""
    return Facts.of(**{name: pl.DataFrame(rows, schema=TABLES[name], orient="row") for name, rows in tables.items()})


def plain(verdicts: pl.DataFrame) -> list[Row]:
    return verdicts.to_dicts()
