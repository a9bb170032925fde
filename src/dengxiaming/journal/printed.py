"""What stands on paper."""

from dataclasses import dataclass
from typing import Final

SM3: Final = "sm3:"


@dataclass(frozen=True)
class PrintedHead:
    """A head as it stands on paper: size and root (hex, or the beginning of it; that by SM3 after `sm3:`)."""

    size: int
    root: str
