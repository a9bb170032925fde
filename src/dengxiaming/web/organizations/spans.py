"""What a cell of the year grid is called where no column head stands above it: on a phone, for a screen reader."""

from typing import Final

_QUARTERS: Final = "一二三四"
_MONTHS: Final = 12


def span_label(first: int, last: int) -> str:
    """6月, 二季度, 上半年, 全年, 9—12月."""
    if first == last:
        return f"{first}月"
    if (first, last) == (1, _MONTHS):
        return "全年"
    if last - first == 2 and first % 3 == 1:
        return f"{_QUARTERS[first // 3]}季度"
    if last - first == 5 and first in {1, 7}:
        return "上半年" if first == 1 else "下半年"
    return f"{first}—{last}月"
