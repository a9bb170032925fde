"""Who acts. The journal knows people by a pseudonym that can be forgotten, never by account, name or number."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Actor:
    """`ref` stands in the journal's entries; `member` is who acts ("" for an administrator or the system)."""

    ref: str
    member: str = ""


SYSTEM: Final = Actor("system")
"""What is done at the command line, by the hand that runs the machine."""
