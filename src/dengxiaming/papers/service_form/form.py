"""What the 登记表 is filled from: one service, entered once as a gathering (S9-1, S9-3)."""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True)
class ServiceForm:
    """One community service. `did` says what was done, `asked` what people asked for, `solved` what was settled.

    `filed_on` is empty until it is sent to `filed_with`, the 工委.
    """

    unit: str
    organization: str
    community: str
    theme: str
    on: date
    record: str
    starts: time | None = None
    ends: time | None = None
    place: str = ""
    leader: str = ""
    recorder: str = ""
    expected: int = 0
    present: tuple[str, ...] = ()
    did: str = ""
    asked: str = ""
    solved: str = ""
    late_days: int = 0
    filed_with: str = ""
    filed_on: date | None = None
    filed_by: str = ""
