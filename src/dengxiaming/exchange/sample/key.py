"""The key of a sample: every verdict row that the planted faults must bring about, and nothing else."""

import csv
from dataclasses import dataclass
from pathlib import Path

from dengxiaming.law.vocabulary import FLAGS, STATUSES

_HEADERS = ("planted 序号", "rule 条款", "bearer_id 承担者编号", "period 期间", "status", "判定", "what 情况")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One row that must be found. `status` is missed, late or raised, or a flag (backfilled, incomplete): then
    `is_flag`. `planted` numbers the fault that caused it (one fault may cause several rows); `what` says it in Chinese.
    """

    planted: int
    rule: str
    bearer_id: str
    period: str
    status: str
    what: str

    @property
    def is_flag(self) -> bool:
        """Whether the row is expected to carry a flag, rather than a status."""
        return self.status in FLAGS


def write_key(key: tuple[Fault, ...], path: Path) -> None:
    """Write `key.csv` (UTF-8 with BOM, English and Chinese side by side); raises `OSError` where it cannot."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADERS)
        words = STATUSES | FLAGS
        for f in key:
            writer.writerow([f.planted, f.rule, f.bearer_id, f.period, f.status, words[f.status], f.what])
