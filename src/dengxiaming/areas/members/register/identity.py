"""The citizen's number: 18 signs of GB 11643, the last by ISO 7064 MOD 11-2 (R11). Pure.

>>> read(" 11010519491231002X ").number
'11010519491231002X'
>>> read("11010519491231002X").born.isoformat(), read("11010519491231002X").sex
('1949-12-31', 'female')
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

from dengxiaming.exchange.cells import BLANKS, CellError

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SIGNS: Final = "10X98765432"
_SHAPE: Final = re.compile(r"[1-9]\d{16}[\dX]")
_LOST: Final = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)
_AS_TEXT: Final = "把这一列设成文本格式，从原来的系统重新导出，或者照证件重新填。"


@dataclass(frozen=True)
class Identity:
    """A number that holds, and what it says of its owner."""

    number: str

    @property
    def born(self) -> date:
        """Signs 7 to 14."""
        return date(int(self.number[6:10]), int(self.number[10:12]), int(self.number[12:14]))

    @property
    def sex(self) -> str:
        """Sign 17: odd is male."""
        return "male" if int(self.number[16]) % 2 else "female"


def check_sign(first_seventeen: str) -> str:
    """The eighteenth sign of a number."""
    return _SIGNS[sum(int(one) * weight for one, weight in zip(first_seventeen, _WEIGHTS, strict=True)) % 11]


def is_hidden(text: str) -> bool:
    """Whether the file shows only part of a number (110105********002X): then it names nobody."""
    return "*" in text or "＊" in text or "●" in text


def read(text: str, *, is_number: bool = False) -> Identity:
    """A number as it stands in a cell. Raises `CellError`, whose message never quotes the number.

    A cell that is a number keeps 15 digits: of 18 the last three are gone for good, whatever they look like.
    """
    folded = "".join(unicodedata.normalize("NFKC", text).upper().split()).strip(BLANKS)
    if _LOST.fullmatch(folded) or (is_number and len(folded) > 15):
        raise CellError("号码被电子表格当成数字存了，后面的几位已经丢了。", _AS_TEXT)
    if re.fullmatch(r"\d{15}", folded):
        raise CellError("这是15位的旧号码。", "写18位的公民身份号码。")
    if not _SHAPE.fullmatch(folded):
        raise CellError(f"公民身份号码应是18位，这里有{len(folded)}个字符，或者有不该有的字。", "照证件重新填。")
    held = Identity(folded)
    try:
        born = held.born
    except ValueError:
        raise CellError("号码里的出生日期（第7到14位）不是真实的日期。", "照证件重新填。") from None
    if born.year < 1900:
        raise CellError("号码里的出生年份早于1900年。", "照证件重新填。")
    if check_sign(folded[:17]) != folded[17]:
        raise CellError("号码的最后一位（校验码）不对，多半抄错了一位。", "照证件逐位核对。")
    return held


def masked(number: str) -> str:
    """What pages show: the last four signs."""
    return f"尾号{number[-4:]}" if number else ""
