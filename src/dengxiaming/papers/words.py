"""Words on paper: dates, times, Chinese numerals, and text made fit to be written into a file at all."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Asia/Shanghai")
NONE: Final = "无"
_LINES: Final = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_DIGITS: Final = "〇一二三四五六七八九"
_JOINERS: Final = "\u200c\u200d"
# Cc 控制符，Cs 半个代理对，Cn 没有分配（其中有 XML 不许的 FFFE、FFFF），Cf 看不见的格式符（能把前后的字倒过来）
_UNPRINTABLE: Final = frozenset({"Cc", "Cs", "Cn", "Cf"})
_EMOJI_SELECTORS: Final = "\ufe0e\ufe0f"


def clean(text: str) -> str:
    """The text without what XML forbids or nobody can see on paper; every kind of line end is one, a tab a space."""
    plain = _LINES.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", " ")
    return "".join(sign for sign in plain if _is_kept(sign))


def _is_kept(sign: str) -> bool:
    if sign == "\n" or sign in _JOINERS:
        return True
    return sign not in _EMOJI_SELECTORS and unicodedata.category(sign) not in _UNPRINTABLE


def day(on: date | None) -> str:
    """`2026年11月3日`, without zeros before the figures (GB/T 9704, 成文日期)."""
    return f"{on.year}年{on.month}月{on.day}日" if on else ""


def short_day(on: date) -> str:
    """`11月3日`."""
    return f"{on.month}月{on.day}日"


def moment(at: datetime | None) -> str:
    """`2026年11月3日20:11`, Beijing time."""
    if at is None:
        return ""
    here = at.astimezone(ZONE) if at.tzinfo else at
    return f"{day(here.date())}{here:%H:%M}"


def span(on: date, starts: time | None, ends: time | None) -> str:
    """`2026年11月3日19:00—20:30`, as much of it as is known."""
    clock = "—".join(f"{one:%H:%M}" for one in (starts, ends) if one)
    return f"{day(on)}{clock}"


def numeral(number: int) -> str:
    """1 to 99 as 一, 十, 四十一; what is beyond, in figures."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones else "")


def names(people: Iterable[str]) -> str:
    """Names, in a row."""
    return "、".join(people)


def late(days: int) -> str:
    """`补录 +18天`, nothing where it was in time."""
    return f"补录 +{days}天" if days > 0 else ""
