"""What an explanation holds; pages and the command line show it as it stands."""

from dataclasses import dataclass
from datetime import date, datetime

from dengxiaming.law.model import Duty, Rule


class NoSuchDuty(LookupError):  # noqa: N818  an answer the caller asks for by this name
    """The rule or the bearer named is not there at all; the message says which, in Chinese."""


@dataclass(frozen=True, slots=True)
class NumberShown:
    """A number that was in force: label and value in 中文, its origin (文国本), where it stands, who adopted it."""

    label: str
    value: str
    origin: str
    cite: str
    decision: str
    decides: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Considered:
    """One thing looked at. `kind`: act, post, due, organization, member or period; `reason`: why it counts or not."""

    id: str
    kind: str
    label: str
    on: date | None
    counted: bool
    reason: str
    recorded_at: datetime | None = None
    backfilled_days: int = 0
    missing_elements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """One duty explained. `verdict` is a row of `VERDICT`, or None when `not_applicable` says why there is no duty."""

    rule: Rule
    duty: Duty
    bearer_kind: str
    bearer_id: str
    bearer_name: str
    period: str
    as_of: date
    known_by: datetime | None
    verdict: dict[str, object] | None
    not_applicable: str
    window: tuple[date, date] | None
    numbers: tuple[NumberShown, ...]
    considered: tuple[Considered, ...]
    settle: str
    settle_by: date | None
    settle_who: str
