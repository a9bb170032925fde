"""What the result sheet is filled from. Lines stand in the order of the register: nobody is ranked."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Line:
    """One member: how often each grade was marked (empty where too few voted to tell), and what was decided."""

    name: str
    counts: tuple[int, ...] = ()
    grade: str = ""
    decided_on: date | None = None
    told_on: date | None = None
    answered_on: date | None = None
    excused: str = ""


@dataclass(frozen=True)
class AppraisalResult:
    """The result of one appraisal. `grades` are the words of R8, in their order; `tellers` who counted."""

    organization: str
    year: int
    record: str
    as_of: date
    grades: tuple[str, ...]
    lines: tuple[Line, ...]
    mutual_on: date | None = None
    measured_on: date | None = None
    cast: int = 0
    valid: int = 0
    tellers: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    share: str = ""
