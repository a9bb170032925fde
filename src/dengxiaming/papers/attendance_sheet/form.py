"""What a roll is filled from."""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True)
class Line:
    """One on the roll. `note` is 预备党员, 书记 and the like; `status` the word (出席, 请假 …), empty beforehand."""

    name: str
    note: str = ""
    status: str = ""
    reason: str = ""


@dataclass(frozen=True)
class AttendanceSheet:
    """A roll, `filled` after the meeting, with empty columns to write in before it. `blank_lines` are for observers."""

    organization: str
    kinds: tuple[str, ...]
    theme: str
    on: date
    lines: tuple[Line, ...]
    starts: time | None = None
    place: str = ""
    filled: bool = False
    observers: tuple[str, ...] = ()
    blank_lines: int = 3
    caller: str = ""
    record: str = ""
