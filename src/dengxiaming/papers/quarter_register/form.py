"""What the quarter's register is filled from."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Row:
    """One record: day, kinds in Chinese, theme, how many of those expected came, lecturer, how late it was entered."""

    on: date
    kinds: tuple[str, ...]
    theme: str
    record: str
    present: int | None = None
    expected: int | None = None
    chair: str = ""
    lecturer: str = ""
    late_days: int = 0
    late_reason: str = ""


@dataclass(frozen=True)
class Count:
    """How often a kind was held in the quarter and how often it had to be; `required` None where nothing is asked."""

    kind: str
    held: int
    required: int | None = None
    words: str = ""


@dataclass(frozen=True)
class QuarterRegister:
    """The register of a quarter, `as_of` a day. `records_from` where the branch began to keep records within it."""

    organization: str
    year: int
    quarter: int
    as_of: date
    rows: tuple[Row, ...]
    counts: tuple[Count, ...] = ()
    records_from: date | None = None
    prepared_by: str = ""
    reviewed_by: str = ""
