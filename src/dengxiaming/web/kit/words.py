"""Words as pages print them: figures that stay with their measure word, Chinese dates, full-width locators."""

import re
from datetime import date, datetime
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WEEKDAYS: Final = "一二三四五六日"
_MEASURES: Final = (
    "个百分点", "个月", "个工作日", "小时", "分钟", "季度", "年", "月", "日", "天", "次", "个", "名", "人", "件",
    "条", "项", "份", "处", "行", "页", "格", "级", "组", "种", "位", "元", "%",
)  # fmt: skip
_DATE: Final = r"\d+年(?:\d+月(?:\d+日)?)?|\d+月(?:\d+日)?"
_BOUND: Final = re.compile(rf"{_DATE}|第?\d+(?:\.\d+)?(?:{'|'.join(_MEASURES)})")


def bound(text: object) -> SafeString:
    """Escaped text in which every figure and its measure word stand in a `.nb` span: `11月30日`, `2次`."""
    safe = text if isinstance(text, SafeString) else escape(str(text))
    return mark_safe(_BOUND.sub(lambda found: f'<span class="nb">{found[0]}</span>', safe))  # noqa: S308  已转义，只加了自己的标签


def long_day(day: date) -> str:
    """2026年11月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def short_day(day: date, year: int) -> str:
    """11月30日 where `year` is the year the reader is in, else with its year."""
    return f"{day.month}月{day.day}日" if day.year == year else long_day(day)


def moment(at: datetime) -> str:
    """2026年11月24日8:40, and only the day where it means the end of that day."""
    ends_the_day = (at.hour, at.minute, at.second) == (23, 59, 59)
    return long_day(at.date()) if ends_the_day else f"{long_day(at.date())}{at.hour}:{at.minute:02}"


def weekday(day: date) -> str:
    """星期二."""
    return f"星期{WEEKDAYS[day.weekday()]}"


def distance(days: int) -> str:
    """How far a last day is: 今天、明天、还有6天、已过9天."""
    if days < 0:
        return f"已过{-days}天"
    return {0: "今天", 1: "明天"}.get(days, f"还有{days}天")
