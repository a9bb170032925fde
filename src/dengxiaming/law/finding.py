"""What is wrong with a rulebook, an overlay or an official text: one finding a defect, all of them at once."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One defect. `line` counts from 1; 0 means the whole file. `message` and `remedy` are Chinese sentences."""

    file: str
    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        """One sentence a clerk can act on: file, line, what is wrong, what to do."""
        place = f"{self.file} 第 {self.line} 行" if self.line else self.file
        return f"{place}：{self.message}{self.remedy}"


class RulebookError(Exception):
    """A rulebook or overlay that cannot be used; `findings` holds every defect, by file and line."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(sorted(set(findings)))
        super().__init__("\n".join(map(str, self.findings)))
