"""A table as it stands in a file: columns by the header the user wrote, before anything is understood."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from dengxiaming.exchange.columns import EXAMPLE, Table, headers_of, plain
from dengxiaming.exchange.findings import Finding

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RawColumn:
    """One column: its header as written and its cells.

    `typed` cells come from a parquet file as they are; others are stripped text with null for empty. `numbers` marks
    the cells that were numbers in a workbook.
    """

    header: str
    cells: pl.Series
    numbers: pl.Series | None = None
    typed: bool = False


@dataclass(slots=True)
class RawTable:
    """A table of a file. `rows` are the row numbers as the user sees them (None: from 2 on, without a gap).

    `broken` are positions of rows whose cells cannot be trusted (their finding is in `findings`); `unreadable` says
    that there were rows which could not be read at all.
    """

    table: Table
    sheet: str
    header_row: int = 1
    height: int = 0
    columns: dict[str, RawColumn] = field(default_factory=dict)
    rows: Ints | None = None
    broken: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unreadable: bool = False

    def defect(self, message: str, remedy: str, *, row: int | None = None, column: str = "") -> None:
        """Note a defect of the file itself."""
        self.findings.append(Finding("defect", self.table.name, self.sheet, row, column, message, remedy))

    def warn(self, message: str, remedy: str, *, row: int | None = None, column: str = "") -> None:
        """Note a warning about the file itself."""
        self.findings.append(Finding("warning", self.table.name, self.sheet, row, column, message, remedy))


def header_index(table: Table, rows: Sequence[Sequence[object]]) -> int | None:
    """Which of the first rows is the header: the one with the most known headers; None where none has any."""
    known = headers_of(table)
    best, most = None, 0
    for index, row in enumerate(rows):
        hits = len({known[name] for cell in row if cell is not None and (name := plain(str(cell))) in known})
        if hits > most:
            best, most = index, hits
    return best


def is_example(first_cell: str | None) -> bool:
    """Whether a row is the template's example: its first cell is 示例, or begins so with a colon or a space."""
    if first_cell is None or not first_cell.startswith(EXAMPLE):
        return False
    rest = first_cell[len(EXAMPLE) :]
    return not rest or rest[0] in "：: 　"
