"""A table being checked: its frame in the kernel's types, which rows are bad, and where each row stands in its file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from dengxiaming.exchange.columns import TABLES, Table
from dengxiaming.exchange.findings import Finding, Severity
from dengxiaming.exchange.raw import Ints
from dengxiaming.reckoning import facts

Bools = npt.NDArray[np.bool_]
Say = str | Callable[[int], str]

_LONG: Final = 500_000


@dataclass(slots=True)
class Draft:
    """One table. `frame` has the columns and types of `reckoning.facts.TABLES`; a cell that could not be read is null.

    `rows` are the row numbers in the file (None: from 2 on). `headers` are the headers as they stand in the file.
    `partial` says that the file holds more of this table than `frame` (it could not be read whole): an id that is not
    found here may still exist. `unread` are, by column, the positions of cells that could not be read.
    """

    table: Table
    sheet: str
    frame: pl.DataFrame
    rows: Ints | None = None
    headers: dict[str, str] = field(default_factory=dict)
    partial: bool = False
    findings: list[Finding] = field(default_factory=list)
    unread: dict[str, set[int]] = field(default_factory=dict)
    bad: Bools = field(init=False)

    def __post_init__(self) -> None:
        self.bad = np.zeros(self.frame.height, np.bool_)

    @classmethod
    def empty(cls, name: str) -> "Draft":
        """The draft of a table that is not there."""
        return cls(TABLES[name], TABLES[name].sheet, pl.DataFrame(schema=facts.TABLES[name]))

    def row(self, index: int) -> int:
        """The row number in the file of the row at `index`."""
        return index + 2 if self.rows is None else int(self.rows[index])

    def header(self, column: str) -> str:
        """The header as it stands in the file; for a column that is not there, as the others are written."""
        if column in self.headers:
            return self.headers[column]
        english = any(header == name for name, header in self.headers.items())
        return column if english else self.table.by_name[column].header

    def note(self, severity: Severity, column: str, indices: Iterable[int], say: Say, remedy: str) -> None:
        """A finding for each index; `say` is its message, or gives it. A defect makes its row bad."""
        found = [int(index) for index in indices]
        header = self.header(column)
        for index in found:
            message = say if isinstance(say, str) else say(index)
            self.findings.append(
                Finding(severity, self.table.name, self.sheet, self.row(index), header, message, remedy)
            )
        if severity == "defect" and found:
            self.bad[found] = True

    def defect(self, column: str, indices: Iterable[int], say: Say, remedy: str) -> None:
        """`note` with severity defect."""
        self.note("defect", column, indices, say, remedy)

    def warn(self, column: str, indices: Iterable[int], say: Say, remedy: str) -> None:
        """`note` with severity warning."""
        self.note("warning", column, indices, say, remedy)


def places(mask: pl.Series) -> Ints:
    """The positions at which a Boolean series is true (null is not)."""
    return mask.fill_null(value=False).arg_true().to_numpy().astype(np.int64)


def not_in(values: pl.Series, known: pl.Series) -> Ints:
    """The positions of the values (null apart) that are not among the known ones.

    A long column is mostly sorted by its owner: it is asked once a run.
    """
    asked = values
    begins = None
    if values.len() > _LONG:
        begins = values.ne_missing(values.shift(1))
        begins[0] = True
        asked = values.filter(begins)
    wanted = pl.DataFrame({"id": asked, "at": pl.int_range(asked.len(), eager=True)}).drop_nulls()
    strange = wanted.join(known.to_frame("id"), on="id", how="anti")["at"].sort()
    if begins is None or strange.is_empty():
        return strange.to_numpy().astype(np.int64)
    run = np.cumsum(begins.to_numpy()) - 1
    return np.flatnonzero(np.isin(run, strange.to_numpy())).astype(np.int64)
