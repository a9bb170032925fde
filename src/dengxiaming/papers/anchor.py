"""The head of the journal as it stands on paper: size, root, when, and its checkpoint as a QR code (trust.md, Formats).

Paper that left the house is what anchors the journal: a root written here cannot be changed afterwards.
"""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import segno

GROUP: Final = 4
"""Letters of the root in a group, so that two people can compare it aloud."""
_SHOWN: Final = 2


@dataclass(frozen=True)
class Anchor:
    """A signed head: the journal's name, how many entries, root (hex), when it was signed, the checkpoint's text."""

    origin: str
    size: int
    root: str
    at: datetime
    checkpoint: str

    @property
    def groups(self) -> tuple[str, ...]:
        """The root in groups of four."""
        return tuple(self.root[at : at + GROUP] for at in range(0, len(self.root), GROUP))

    @property
    def ends(self) -> str:
        """The first and the last groups, which is what the small print has room for."""
        if len(self.groups) <= 2 * _SHOWN:
            return " ".join(self.groups)
        return f"{' '.join(self.groups[:_SHOWN])} … {' '.join(self.groups[-_SHOWN:])}"


def qr_png(text: str) -> bytes:
    """The text as a QR code, as a picture."""
    out = io.BytesIO()
    segno.make_qr(text, error="m", boost_error=False).save(out, kind="png", border=2, scale=6)
    return out.getvalue()
