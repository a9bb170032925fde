"""What the ledger of dues is filled from. Amounts are words already (`45.00`); what somebody earns is not on it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Line:
    """One member of a month: what was owed, paid, when, and how (代交, 减免)."""

    name: str
    kind: str
    payable: str
    paid: str
    paid_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Member:
    """One member of a year: what was paid for each of the twelve months ("" for none), owed and paid in all."""

    name: str
    months: tuple[str, ...]
    payable: str
    paid: str


@dataclass(frozen=True)
class DuesLedger:
    """The ledger of a month (`lines`) or of a year (`members`); `payable` and `received` are the sums of the books."""

    organization: str
    period: str
    as_of: date
    payable: str
    received: str
    lines: tuple[Line, ...] = ()
    members: tuple[Member, ...] = ()
    closed_on: date | None = None
    prepared_by: str = ""
