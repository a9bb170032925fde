"""The verdict as one sentence: what was asked, what counts, what is still to do and until when."""

import re
from datetime import date
from typing import Any, Final

from dengxiaming.law.model import Duty
from dengxiaming.reckoning import Explanation
from dengxiaming.web.kit.words import distance, long_day

_MEASURED: Final = {
    "elements": "项",
    "delegate_present": "人",
    "everyone_present": "人",
    "committee_holders": "名",
    "single_secretary": "名",
    "discipline_holder": "名",
    "party_workers": "名",
    "covering_organizations": "个",
    "covered_units": "个",
    "approved": "份",
}
_BY_FORM: Final = {"streak": "个月", "pattern": "个周期"}
_ON_THE_DAY: Final = frozenset({"structure", "ratio"})
_PEOPLE_LOOK: Final = frozenset({"streak", "pattern"})
_HALVES: Final = {"1": "上半年", "2": "下半年"}


def verdict_sentence(shown: Explanation, as_of: date) -> str:
    """For the line beside the big word; the reason where there is no duty."""
    row = shown.verdict
    if row is None:
        return shown.not_applicable
    unit = unit_of(shown.duty)
    if shown.duty.form in _PEOPLE_LOOK:
        return f"已连续{row['counted']}{unit}没有做到，到{row['required']}{unit}就提请人来看。"
    if shown.duty.measure == "covered_units":
        return f"最多{row['required']}{unit}，现在{row['counted']}{unit}。"
    asked = (
        f"应有{row['required']}{unit}，{'现在' if shown.duty.form in _ON_THE_DAY else '已计'}{row['counted']}{unit}。"
    )
    return asked + _days(shown.duty, row, as_of)


def _days(duty: Duty, row: dict[str, Any], as_of: date) -> str:
    if duty.form in _ON_THE_DAY:
        return ""
    due: date = row["due_on"]
    match row["status"]:
        case "met" | "late":
            done = row["satisfied_on"]
            return f"{long_day(done)}完成，期限{long_day(due)}。" if done else f"期限{long_day(due)}。"
        case "open":
            return f"期限{long_day(due)}，{distance((due - as_of).days)}。"
        case "upcoming":
            return f"{long_day(row['opens_on'])}起可以办，期限{long_day(due)}。"
        case "missed":
            return f"期限{long_day(due)}，{distance((due - as_of).days)}。"
        case _:
            return ""


def unit_of(duty: Duty) -> str:
    """The measure word of what a duty counts."""
    return _MEASURED.get(duty.measure) or _BY_FORM.get(duty.form, "次")


def period_words(period: str) -> str:
    """2026Q3 → 2026年第三季度; what is no calendar period stays as it is."""
    found = re.fullmatch(r"(\d{4})(?:-(\d{2})|Q([1-4])|H([12]))?", period)
    if found is None:
        return period
    year, month, quarter, half = found.groups()
    if month:
        return f"{year}年{int(month)}月"
    if quarter:
        return f"{year}年第{'一二三四'[int(quarter) - 1]}季度"
    return f"{year}年{_HALVES[half]}" if half else f"{year}年"
