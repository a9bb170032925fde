"""What every official paper ends with (R11, 加盖印章的公文): the name, and the day under it."""

import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Final

from dengxiaming.papers.blocks import Block, Text
from dengxiaming.papers.words import day

_DATE_FROM_RIGHT: Final = 4.0
"""成文日期 stands four letters from the right, the organisation's name centred above it."""


_NO_DAY: Final = "　　年　月　日"


def signed(organization: str, issued_on: date | None) -> Iterator[Block]:
    """Name and day of whoever issues the paper; room for the day where there is none yet."""
    on = day(issued_on) or _NO_DAY
    name_from_right = max(_DATE_FROM_RIGHT - (_width(organization) - _width(on)) / 2, 0.0)
    yield Text("", "official_gap")
    yield Text(organization, "official_name", right=name_from_right)
    yield Text(on, "official_sign", right=_DATE_FROM_RIGHT)


def _width(text: str) -> float:
    """In letters: figures are half as wide."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.5 for sign in text)
