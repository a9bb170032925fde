"""One cell of text → one value, with the habits of people at spreadsheets (contract 1).

Only cells that are not written in the plain way come here (`parse.py` takes the plain ones by the column), each
distinct text once. What cannot be read without guessing raises `CellError` with a message and a remedy.

>>> day("２０２６年３月５日")
datetime.date(2026, 3, 5)
>>> fen("1,234.50")
123450
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from difflib import get_close_matches
from typing import Final
from zoneinfo import ZoneInfo

from dengxiaming.exchange.columns import plain

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
FIRST_YEAR: Final = 1900
# 空白：半角、全角、不换行、零宽、字节序标记
BLANKS: Final = (
    " \t\r\n\v\f\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
CONTROL: Final = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
MONEY_DIGITS: Final = 12
LARGEST_COUNT: Final = 10**9
# 电子表格把 1900 年以来的天数当日期；早于 1920 年或晚于 2099 年的数多半不是日期
_SERIAL_BASE: Final = datetime(1899, 12, 30)  # noqa: DTZ001  电子表格的序数没有时区
_SERIALS: Final = (7306, 73050)

_FOLD: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(dash): "-" for dash in "‐‑‒–—―−"
}  # fmt: skip
# 编号里只折字母、数字和几个连接符；全角分号是列表的分隔
_FOLD_ID: Final = {code: half for code, half in _FOLD.items() if isinstance(half, int) and (
    chr(half).isalnum() or chr(half) in "-_@.#"
)}  # fmt: skip

_DAY = r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号])"
_DAY_ONLY: Final = re.compile(rf"{_DAY}(?:[T ]?00:00(?::00(?:\.0+)?)?)?")
_DIGITS_DAY: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH_ONLY: Final = re.compile(r"(\d{4})(?:-(\d{1,2})|/(\d{1,2})|\.(\d{1,2})|年(\d{1,2})月|(\d{2}))")
_INSTANT: Final = re.compile(
    rf"{_DAY}(?:[T ]*(\d{{1,2}})[:时点](\d{{1,2}})分?(?::?(\d{{1,2}})(?:\.(\d{{1,9}}))?秒?)?)?"
    r" ?(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?",
    re.IGNORECASE,
)
_MONEY: Final = re.compile(r"[¥￥]?(\d+|\d{1,3}(?:,\d{3})+)?(?:\.(\d*))?元?")
_LOST: Final = re.compile(r"\d(?:\.\d+)?E\+\d{1,3}", re.IGNORECASE)
_YES: Final = frozenset({"是", "yes", "y", "true", "1", "√"})
_NO: Final = frozenset({"否", "no", "n", "false", "0", "×"})


class CellError(Exception):
    """A cell that cannot be read: what is wrong, and what to write instead."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


def shown(value: object) -> str:
    """A value as messages quote it: one line, at most 30 characters."""
    text = "".join(letter if letter.isprintable() else "·" for letter in str(value))
    return f"“{text if len(text) <= 30 else text[:29] + '…'}”"


def day(text: str) -> date:
    """A day from text. Raises `CellError`."""
    folded = _folded(text)
    tight = re.sub(r"\s+(?=[年月日号/.-])|(?<=[年月/.-])\s+", "", folded)
    match = _DAY_ONLY.fullmatch(tight) or _DIGITS_DAY.fullmatch(tight)
    if match:
        return _real(text, *_three(match.groups()))
    if _INSTANT.fullmatch(tight):
        raise CellError(f"{shown(text)} 带着时刻，这一列只要日期。", "只写到日，如 2026-03-05。")
    if _MONTH_ONLY.fullmatch(tight):
        raise CellError(f"{shown(text)} 只写到月。", "写到日，如 2026-03-05。")
    if re.fullmatch(r"\d{1,2}[-/.年]\d{1,2}[-/.月]\d{1,4}[日号]?", tight):
        raise CellError(f"{shown(text)} 分不清哪个是年、哪个是月。", "年份写四位、放在最前，如 2026-03-05。")
    raise CellError(f"{shown(text)} 不是日期。", "写成 2026-03-05 的样子，或把格子设成日期格式。")


def serial_day(number: str) -> date:
    """A day from a number cell of a workbook: a serial number, or eight digits. Raises `CellError`."""
    if _DIGITS_DAY.fullmatch(number):
        return day(number)
    moment = _serial(number)
    if moment is None or (moment.hour, moment.minute, moment.second) != (0, 0, 0):
        raise CellError(f"数字 {shown(number)} 不是日期。", "写成 2026-03-05 的样子，或把格子设成日期格式。")
    return moment.date()


def instant(text: str) -> datetime:
    """An instant (UTC) from ISO text with offset, or local time of Asia/Shanghai. Raises `CellError`."""
    match = _INSTANT.fullmatch(_folded(text))
    if match is None:
        raise CellError(f"{shown(text)} 不是时间。", "写成 2026-03-05 09:30（北京时间）或 2026-03-05T09:30:00+08:00。")
    found = match.groups()
    on = _real(text, *_three(found[:9]))
    hour, minute, second, fraction, offset = found[9:]
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    try:
        local = datetime(on.year, on.month, on.day, int(hour or 0), int(minute or 0), int(second or 0), micro)  # noqa: DTZ001  时区在下一句定
    except ValueError:
        raise CellError(f"{shown(text)} 没有这个时刻。", "时写 0 到 23，分、秒写 0 到 59。") from None
    return _at(text, local, offset)


def serial_instant(number: str) -> datetime:
    """An instant from a number cell of a workbook, to the second. Raises `CellError`."""
    moment = _serial(number)
    if moment is None:
        raise CellError(f"数字 {shown(number)} 不是时间。", "写成 2026-03-05 09:30 的样子，或把格子设成日期格式。")
    return _at(number, moment, None)


def month(text: str) -> date:
    """The first day of a month from `2026-03` and the like, or from a date that is a first. Raises `CellError`."""
    tight = re.sub(r"\s+", "", _folded(text))
    match = _MONTH_ONLY.fullmatch(tight)
    if match:
        year, number = (int(part) for part in match.groups() if part is not None)
        if not 1 <= number <= 12:
            raise CellError(f"{shown(text)} 没有这个月。", "月份写 01 到 12，如 2026-03。")
        return _real(text, year, number, 1)
    return first_of_month(text, day(text) if _DAY_ONLY.fullmatch(tight) else None)


def serial_month(number: str) -> date:
    """A month from a number cell: 202603, or the serial number of a first. Raises `CellError`."""
    if re.fullmatch(r"\d{6}", number):
        return month(number)
    moment = _serial(number)
    return first_of_month(number, None if moment is None else moment.date())


def first_of_month(text: object, on: date | None) -> date:
    """`on` where it is the first of its month. Raises `CellError`."""
    if on is None:
        raise CellError(f"{shown(text)} 不是月份。", "写成 2026-03，格子设成文本格式。")
    if on.day != 1:
        raise CellError(f"{shown(text)} 写到了日。", "月份只写到月，如 2026-03。")
    return on


def fen(text: str) -> int:
    """Money in 分 from 元 with at most two decimals. Raises `CellError`."""
    tight = re.sub(r"\s+", "", _folded(text)).replace("¥", "").replace("￥", "")
    if tight.startswith("-") and _MONEY.fullmatch(tight[1:]):
        raise CellError(f"{shown(text)} 是负数。", "金额写 0 或正数；退款另行说明，不写在这里。")
    match = _MONEY.fullmatch(tight)
    if match is None or (match[1] is None and not match[2]):
        raise CellError(f"{shown(text)} 不是金额。", "写成 12.50 的样子，只写数。")
    whole, cents = (match[1] or "0").replace(",", ""), match[2] or ""
    if len(cents) > 2:
        raise CellError(f"{shown(text)} 有 {len(cents)} 位小数。", "金额至多两位小数，写到分。")
    if len(whole.lstrip("0")) > MONEY_DIGITS:
        raise CellError(f"{shown(text)} 太大。", "核对小数点；整数部分至多 12 位。")
    return int(Decimal(f"{whole}.{cents or 0}") * 100)


def count(text: str) -> int:
    """A whole number; `3.0` is 3. Raises `CellError`."""
    tight = re.sub(r"\s+", "", _folded(text))
    match = re.fullmatch(r"(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(0*))?", tight)
    if match is None:
        raise CellError(f"{shown(text)} 不是整数。", "写一个整数，如 86。")
    if match[1] and match[2].strip("0"):
        raise CellError(f"{shown(text)} 是负数。", "写 0 或正整数。")
    digits = match[2].replace(",", "").lstrip("0") or "0"
    if len(digits) > len(str(LARGEST_COUNT)):
        raise CellError(f"{shown(text)} 太大。", "核对有没有多写几位。")
    return int(digits)


def flag(text: str) -> bool:
    """是 or 否, in the usual spellings. Raises `CellError`."""
    word = plain(text)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellError(f"{shown(text)} 不是“是”或“否”。", "写“是”或“否”。")


def identifier(text: str) -> str:
    """An id: full-width letters and digits made half-width. Raises `CellError`."""
    found = text.translate(_FOLD_ID).strip(BLANKS)
    if _LOST.fullmatch(found):
        raise CellError(
            f"{shown(text)} 是电子表格改写过的长编号，后面的数位已经丢了。",
            "把这一列设成文本格式，从原来的地方重新填一遍编号。",
        )
    _no_controls(found)
    if ";" in found or "；" in found:
        raise CellError(f"{shown(text)} 里有分号。", "一格写一个编号；编号本身不能有分号。")
    return found


def words_of(words: Mapping[str, str]) -> dict[str, str]:
    """Compared spelling → identifier, for a closed list."""
    return {plain(spelling): word for word, label in words.items() for spelling in (word, label)}


def word(text: str, words: Mapping[str, str], known: Mapping[str, str]) -> str:
    """The identifier of a word in English or Chinese. Raises `CellError` with the nearest one."""
    found = known.get(plain(text))
    if found is None:
        raise CellError(f"不认识 {shown(text)}。", _nearest(text, words))
    return found


def free_text(text: str) -> str:
    """Free text without control characters. Raises `CellError`."""
    _no_controls(text)
    return text


def _nearest(text: str, words: Mapping[str, str]) -> str:
    labels = list(words.values())
    if any(mark in text for mark in "、，,") and len(labels) > 8:
        return "几种之间用分号隔开。"
    near = get_close_matches(text, labels, n=1, cutoff=0.5) or [
        words[found] for found in get_close_matches(text.lower(), list(words), n=1, cutoff=0.6)
    ]
    if near:
        return f"是不是“{near[0]}”？"
    if len(labels) <= 12:
        return f"写其中一个：{'、'.join(labels)}。"
    return "从模板的下拉里选一个（dengxiaming template）。"


def _folded(text: str) -> str:
    _no_controls(text)
    return re.sub(r"\s", " ", text.translate(_FOLD)).strip(BLANKS)


def _no_controls(text: str) -> None:
    if re.search(CONTROL, text):
        raise CellError(f"{shown(text)} 里有看不见的控制字符。", "删掉这一格，重新打一遍。")


def _three(groups: tuple[str | None, ...]) -> tuple[int, int, int]:
    year, number, on = (int(part) for part in groups if part is not None)
    return year, number, on


def _real(text: str, year: int, number: int, on: int) -> date:
    if year < FIRST_YEAR:
        raise CellError(f"{shown(text)} 早于 1900 年。", "核对年份，写四位。")
    try:
        return date(year, number, on)
    except ValueError:
        raise CellError(f"没有 {shown(text)} 这一天。", "核对月和日，写一个真实的日期，如 2026-03-05。") from None


def _serial(number: str) -> datetime | None:
    try:
        days = float(number)
    except ValueError:
        return None
    if not _SERIALS[0] <= days < _SERIALS[1]:
        return None
    return _SERIAL_BASE + timedelta(seconds=round(days * 86400))


def _at(text: str, local: datetime, offset: str | None) -> datetime:
    """The instant in UTC. A local time the clocks skipped does not exist; of one shown twice the first is meant."""
    try:
        if offset:
            sign = offset.upper().replace("Z", "+00:00")
            return datetime.fromisoformat(f"{local.isoformat()}{sign}").astimezone(UTC)
        moment = local.replace(tzinfo=SHANGHAI).astimezone(UTC)
        back = moment.astimezone(SHANGHAI).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise CellError(f"{shown(text)} 没有这个时刻。", "核对时间和时区，如 2026-03-05T09:30:00+08:00。") from None
    if back != local:
        raise CellError(f"北京时间没有 {shown(text)} 这个时刻（夏令时跳过了它）。", "核对时间，或写上时区。")
    return moment
