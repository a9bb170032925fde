"""How cells look in the workbooks written here: number formats, widths and a few quiet colours (look.md)."""

from collections.abc import Mapping
from typing import Final

from dengxiaming.exchange.columns import Form

# 编号、文字、月份都是文本格式：长编号不丢数位，2026-03 不变成日期
FORMATS: Final[Mapping[Form, str]] = {"day": "yyyy-mm-dd", "money": "0.00", "count": "0"}
WIDTHS: Final[Mapping[Form, int]] = {
    "id": 16, "ids": 20, "text": 22, "word": 16, "words": 28, "day": 13, "instant": 27, "month": 11, "money": 10,
    "count": 14, "flag": 10,
}  # fmt: skip

INK: Final = "#1d1c1a"
INK_2: Final = "#474540"
INK_3: Final = "#625f57"
WASH: Final = "#f3f1ea"
RED: Final = "#9b1b1f"
RED_WASH: Final = "#f9ece8"
OCHRE_WASH: Final = "#f8f1de"
HAIR: Final = "#d8d4c9"
