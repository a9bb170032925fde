"""Findings that say the same of many rows, on one line: 第2—19行."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dengxiaming.exchange import Finding

_RUNS_SHOWN: Final = 6


@dataclass(frozen=True)
class Together:
    """One message about one column of one table, and all rows it is true of."""

    is_defect: bool
    table: str
    rows: str
    column: str
    message: str
    remedy: str


def together(findings: Iterable[Finding]) -> list[Together]:
    """Findings in the order they came; a repeated message joins its first line."""
    held: dict[tuple[str, str, str, str, str], list[int]] = {}
    for found in findings:
        key = (found.severity, found.sheet or found.table, found.column, found.message, found.remedy)
        rows = held.setdefault(key, [])
        if found.row is not None:
            rows.append(found.row)
    return [
        Together(severity == "defect", table, rows_words(rows), column, message, remedy)
        for (severity, table, column, message, remedy), rows in held.items()
    ]


def rows_words(rows: Sequence[int]) -> str:
    """第3行; 第2—4、7行; a long list names the first ones and how many there are."""
    if not rows:
        return ""
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    named = "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in runs[:_RUNS_SHOWN])
    count = sum(map(len, runs))
    return f"第{named}行" if len(runs) <= _RUNS_SHOWN else f"第{named}行等{count}行"
