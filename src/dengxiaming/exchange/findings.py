"""What reading a fact set gives back: the facts that are good, and every finding with its place and remedy."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from dengxiaming.reckoning.facts import Facts

Severity = Literal["defect", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong (defect) or odd (warning).

    `table` is the English name ("" where no table is meant), `sheet` the sheet or file as the user sees it, `row` the
    row in that file (row 1 is the first line; None: the whole table), `column` the header as it stands in the file (""
    where no column is meant). `message` and `remedy` are Chinese sentences.
    """

    severity: Severity
    table: str
    sheet: str
    row: int | None
    column: str
    message: str
    remedy: str

    def __str__(self) -> str:
        """The place, what is wrong and what to do, in one line."""
        row = f"第 {self.row} 行" if self.row is not None else ""
        place = " ".join(part for part in (self.sheet or self.table, row, self.column) if part)
        return f"{place}：{self.message}{self.remedy}"


@dataclass(frozen=True)
class Reading:
    """A fact set that was read. `facts` holds the good rows; bad rows and every row that refers to one are left out.

    `left_out` counts them by table (tables that lost nothing are not in it).
    """

    facts: Facts
    findings: tuple[Finding, ...]
    left_out: dict[str, int] = field(default_factory=dict)

    @cached_property
    def defects(self) -> tuple[Finding, ...]:
        """The findings that refuse a fact set."""
        return tuple(finding for finding in self.findings if finding.severity == "defect")

    @cached_property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that are only named."""
        return tuple(finding for finding in self.findings if finding.severity == "warning")


class ExchangeError(OSError):
    """A path that cannot be read or written at all. `str()` is one Chinese sentence; `strerror` its short reason."""

    def __init__(self, place: object, why: str) -> None:
        super().__init__(None, why)
        self.place = str(place)

    def __str__(self) -> str:
        """The path and the reason."""
        return f"{self.place}：{self.strerror}。"
