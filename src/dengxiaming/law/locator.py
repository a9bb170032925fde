"""Places in the document, written as it numbers itself: 三(二)2 in files, 三（二）2 on pages.

>>> normal(" 三（二） 2 ")
'三(二)2'
>>> shown("三(二)2")
'三（二）2'
"""

import re
from typing import Final

_WIDTHS: Final = str.maketrans("（）０１２３４５６７８９", "()0123456789")
_WIDE: Final = str.maketrans("()", "（）")
_SPACES: Final = re.compile(r"\s+")
_PARTS: Final = re.compile(r"([一二三四五六七八九十百]+)?(\([一二三四五六七八九十百]+\))?(\d+)?")
_REGULATIONS: Final = re.compile(r"R\d+(-\d+)?([、，, ]\s*R\d+(-\d+)?)*")
_DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")}


def normal(locator: str) -> str:
    """Half-width, without spaces: the form rules and texts are compared in."""
    return _SPACES.sub("", locator).translate(_WIDTHS)


def shown(locator: str) -> str:
    """Full-width, as pages show it."""
    return normal(locator).translate(_WIDE)


def is_locator(text: str) -> bool:
    """Whether the text has the shape of a place in the document."""
    return bool(normal(text)) and _PARTS.fullmatch(normal(text)) is not None


def is_regulation(text: str) -> bool:
    """Whether the text is one id of `regulations.md` (R2-3, R4), or several joined by 、."""
    return _REGULATIONS.fullmatch(text.strip()) is not None


def regulations(text: str) -> tuple[str, ...]:
    """The ids of regulations named in a citation, in order.

    >>> regulations("R2-1、R2-2")
    ('R2-1', 'R2-2')
    """
    return tuple(re.findall(r"R\d+(?:-\d+)?", text))


def numeral(text: str) -> int:
    """A Chinese numeral below a hundred as a number; 0 where it is none.

    >>> numeral("二十一")
    21
    """
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.get(text, 0)
    return _DIGITS.get(tens, 0 if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
