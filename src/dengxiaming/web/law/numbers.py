"""A number of the rulebook as a short Chinese phrase: 每季至少1次, 6月1日到7月1日, 30天以内."""

from typing import Final

from dengxiaming.law.model import Duty, Number, Value
from dengxiaming.law.words import EVERY, NUMBERS, WINDOWS

# “至少一”后面的量词由看什么决定；没有写的是“次”
_REQUIRED: Final = {
    "elements": "记录要素{0}个",
    "delegate_present": "上级派员至少{0}人",
    "covering_organizations": "至少{0}个组织覆盖",
    "approved": "要有批复",
    "single_secretary": "书记{0}名",
    "discipline_holder": "至少{0}名",
}
_PHRASES: Final = {
    "days": "{0}天以内",
    "days_before": "提前{0}天以内也算",
    "organ_committee_years": "机关党委一届{0}年",
    "other_years": "总支、支部一届{0}年",
    "extension_years": "延期最长{0}年",
    "remind_months": "届满前{0}个月提醒",
    "months": "连续{0}个月",
    "remind_month": "第{0}个月先提醒",
    "periods": "连续{0}个周期",
    "from_members": "正式党员{0}名起",
    "to_members": "正式党员{0}名止",
    "percent": "不少于{0}%",
    "at_most_deputies": "副书记不超过{0}名",
}
_BOUND_UNIT: Final = {"committee_holders": "名", "party_workers": "名", "covered_units": "个单位"}


def phrase(duty: Duty, number: Number, value: Value) -> str:
    """What a number asks, in words that name its measure."""
    if number.name == "required":
        return _required(duty, value)
    if number.name == "window":
        return window(str(value.value))
    if number.name in {"at_least", "at_most"}:
        return f"{NUMBERS[number.name].label}{value.value}{_BOUND_UNIT.get(duty.measure, NUMBERS[number.name].unit)}"
    if number.name in _PHRASES:
        return _PHRASES[number.name].format(value.value)
    word = NUMBERS.get(number.name)
    return f"{word.label}{value.value}{word.unit}" if word else f"{number.name} {value.value}"


def window(text: str) -> str:
    """`01-01..03-31` → 1月1日到3月31日; a named window by its name."""
    if text in WINDOWS:
        return WINDOWS[text].label
    first, _, last = text.partition("..")
    return f"{_month_day(first)}到{_month_day(last)}"


def _month_day(text: str) -> str:
    month, _, day = text.partition("-")
    return f"{int(month)}月{int(day)}日"


def _required(duty: Duty, value: Value) -> str:
    if duty.measure in _REQUIRED:
        return _REQUIRED[duty.measure].format(value.value)
    every = EVERY[duty.every].label if duty.every in EVERY else ""
    return f"{every}至少{value.value}次"
