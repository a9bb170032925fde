"""How far an appraisal is: four steps in their order (S4-2), from what was done. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Final

SELF, MUTUAL, MEASURE, OPINION, TOLD, DONE = "self", "mutual", "measure", "opinion", "told", "done"

STEPS: Final = {
    SELF: ("个人自评", "S4-2"),
    MUTUAL: ("党员互评", "S4-2"),
    MEASURE: ("民主测评", "R8"),
    OPINION: ("支委会评定意见", "S4-2"),
    TOLD: ("告知本人", "S4-2"),
}
"""The steps in order: words, article."""
ORDER: Final = (*STEPS, DONE)


@dataclass(frozen=True)
class Course:
    """What was done so far: how many take part, have handed in, have an opinion and know it; the day of the mutual
    appraisal; whether its record is linked, whether the measure is closed.
    """

    participants: int
    handed: int
    mutual_on: date | None
    recorded: bool
    measured: bool
    decided: int
    told: int

    @property
    def now(self) -> str:
        """The step that is on; `DONE` when everybody knows."""
        if self.mutual_on is None:
            return SELF if self.handed < self.participants else MUTUAL
        if not self.measured:
            return MEASURE
        if self.decided < self.participants or not self.recorded:
            return OPINION
        return TOLD if self.told < self.participants else DONE

    def is_past(self, step: str) -> bool:
        """Whether a step is behind."""
        return ORDER.index(step) < ORDER.index(self.now)


def too_many_excellent(excellent: int, participants: int, share: tuple[int, int]) -> bool:
    """Whether the share of 优秀 is above a local number: said, not forbidden."""
    part, whole = share
    return excellent * whole > participants * part


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("no month has fewer than 28 days")
