"""What the registration form of one member is filled from. What is not known is left open, to be written by hand."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class AppraisalForm:
    """One member's appraisal: what they wrote, how the measure came out for them, what was decided, what they said.

    `counts` are words and numbers of the grades, empty where too few voted to tell.
    """

    organization: str
    year: int
    record: str
    name: str
    kind: str
    text: str = ""
    handed_on: date | None = None
    mutual_on: date | None = None
    counts: tuple[tuple[str, int], ...] = ()
    grade: str = ""
    opinion: str = ""
    decided_on: date | None = None
    told_on: date | None = None
    answer: str = ""
    answered_on: date | None = None
