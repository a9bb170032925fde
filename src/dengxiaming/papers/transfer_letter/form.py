"""What the letter of transfer is filled from. What is not known is left open, to be written by hand."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class TransferLetter:
    """One transfer's letter. `to` is whom it is written to, `by` the organisation that stamps it.

    `received_on` and `received_by` are filled on the slip once the receipt is recorded; else the slip is empty.
    """

    number: str
    name: str
    kind: str
    origin: str
    to: str
    by: str
    reason: str
    issued_on: date
    sex: str = ""
    born: str = ""
    dues_until: str = ""
    valid_days: int = 0
    received_on: date | None = None
    received_by: str = ""
