"""Which characters the fonts of this machine can print: a character nobody has a glyph for would vanish without a word.

`fc-list` comes with fontconfig, which Pango needs anyway; what it lists is what Pango falls back to.
"""

import bisect
import shutil
import subprocess
import unicodedata
from functools import cache
from typing import Final

_SCALABLE: Final = frozenset({"TrueType", "CFF"})


@cache
def ranges() -> tuple[tuple[int, int], ...]:
    """The code points that some scalable font has, as sorted ranges that do not touch."""
    command = shutil.which("fc-list")
    if command is None:
        raise RuntimeError(
            "没有 fc-list，印不了 PDF。请装 fontconfig 和中文字体：apt-get install fontconfig fonts-noto-cjk"
        )
    listing = [command, "--format", "%{fontformat} %{charset}\n"]
    listed = subprocess.run(listing, capture_output=True, text=True, check=True).stdout  # noqa: S603  命令是固定的
    merged: list[tuple[int, int]] = []
    for first, last in sorted(_ranges_of(listed)):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)


def has(sign: str) -> bool:
    """Whether a font has the character, or it needs no glyph: it only changes the one before it.

    What fonts keep for private use is a picture of their own, never the character that was meant.
    """
    code = ord(sign)
    if unicodedata.category(sign) == "Co":
        return False
    at = bisect.bisect_right(ranges(), (code, 0x110000)) - 1
    return (at >= 0 and code <= ranges()[at][1]) or _needs_no_glyph(sign)


def printable(text: str) -> str:
    """The text, with each character that no font has written out as its number, `〔U+1F600〕`: seen, not lost."""
    return "".join(sign if sign.isascii() or has(sign) else f"〔U+{ord(sign):04X}〕" for sign in text)


def _needs_no_glyph(sign: str) -> bool:
    return unicodedata.category(sign) == "Cf" or "VARIATION SELECTOR" in unicodedata.name(sign, "")


def _ranges_of(listed: str) -> set[tuple[int, int]]:
    found = set()
    for line in listed.splitlines():
        kind, *codes = line.split()
        for code in codes if kind in _SCALABLE else ():
            first, _, last = code.partition("-")
            found.add((int(first, 16), int(last or first, 16)))
    return found
