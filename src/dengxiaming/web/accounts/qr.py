"""A QR code as the path of an inline svg: modules as unit squares, no style, no picture from elsewhere."""

from dataclasses import dataclass

import qrcode

_QUIET = 4


@dataclass(frozen=True)
class Code:
    """The side in modules, quiet zone included, and the path that draws the dark ones."""

    side: int
    path: str


def drawn(text: str) -> Code:
    """The code of a text."""
    made = qrcode.QRCode(border=_QUIET)
    made.add_data(text)
    rows = made.get_matrix()
    runs = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return Code(len(rows), "".join(runs))
