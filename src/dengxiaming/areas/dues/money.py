"""Amounts: typed by people in yuan, kept in 分, written as people write them."""

import re
from typing import Final

_WIDE: Final = {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９．，－", "0123456789.,-", strict=True)}
_AMOUNT: Final = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?")
LARGEST: Final = 10_000_000_00


def read(text: str) -> int:
    """An amount in 分, from `5,000.01`, `5000.01元` or full-width figures. Raises `ValueError` with a sentence."""
    typed = text.translate(_WIDE).strip().removesuffix("元").removeprefix("¥").strip()
    found = _AMOUNT.fullmatch(typed)
    if found is None:
        raise ValueError(f"钱数“{text}”读不懂。写成 45.50 这样，最多两位小数。")
    whole, part = int(found[2].replace(",", "")), (found[3] or "").ljust(2, "0")
    amount = whole * 100 + int(part)
    if amount > LARGEST:
        raise ValueError(f"钱数“{text}”太大了。核对一下小数点。")
    return -amount if found[1] else amount


def plain(amount: int) -> str:
    """`5000.01`: for a field to type in."""
    sign, held = ("-" if amount < 0 else ""), abs(amount)
    return f"{sign}{held // 100}.{held % 100:02}"


def shown(amount: int) -> str:
    """`5,000.01`."""
    sign, held = ("-" if amount < 0 else ""), abs(amount)
    return f"{sign}{held // 100:,}.{held % 100:02}"


def yuan(amount: int) -> str:
    """`5,000.01元`."""
    return f"{shown(amount)}元"


def round_bound(amount: int) -> str:
    """A bound of a step: `5000元`, with 角 and 分 only where there are any."""
    return f"{amount // 100}元" if amount % 100 == 0 else f"{plain(amount)}元"


def per_cent(per_mille: int) -> str:
    """15 in a thousand → `1.5%`."""
    return f"{per_mille // 10}%" if per_mille % 10 == 0 else f"{per_mille // 10}.{per_mille % 10}%"
