"""Why a duty stands as it does, in one short sentence, and dates in words."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Final

from dengxiaming.duties.shapes import DutyLine
from dengxiaming.law.model import Duty, Rulebook

_HALVES: Final = {"H1": "上半年", "H2": "下半年"}
_QUARTERS: Final = {"Q1": "第一季度", "Q2": "第二季度", "Q3": "第三季度", "Q4": "第四季度"}


def day_label(day: date) -> str:
    """2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def short_day(day: date) -> str:
    """3月5日."""
    return f"{day.month}月{day.day}日"


@lru_cache(maxsize=1024)
def calendar_label(period: str) -> str | None:
    """The words of a calendar period or a day; None for anything else."""
    if re.fullmatch(r"\d{4}", period):
        return f"{period}年"
    if re.fullmatch(r"\d{4}(H[12]|Q[1-4])", period):
        return f"{period[:4]}年{(_HALVES | _QUARTERS)[period[4:]]}"
    if re.fullmatch(r"\d{4}-\d{2}", period):
        return f"{period[:4]}年{int(period[5:])}月"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", period):
        return day_label(date.fromisoformat(period))
    return None


def reason(line: DutyLine, duty: Duty, book: Rulebook) -> str:
    """What was asked, what there is, and for a waived duty who decided so."""
    if line.status == "waived":
        return _waiver(line, book)
    return _BY_FORM.get(duty.form, _counted)(line)


def _counted(line: DutyLine) -> str:
    match line.status:
        case "met" | "late" if line.satisfied_on is not None:
            return f"应有{line.required}次，{_when(line)}。"
        case "met":
            return f"应有{line.required}次，有{line.counted}次。"
        case "upcoming":
            return f"{day_label(line.opens_on)}起可以做，应有{line.required}次。"
        case _ if line.counted:
            return f"应有{line.required}次，只有{line.counted}次。"
        case _:
            return f"应有{line.required}次，还没有记录。"


def _when(line: DutyLine) -> str:
    return f"{_done(line)}做到{_lateness(line)}"


def _done(line: DutyLine) -> str:
    return day_label(line.satisfied_on) if line.satisfied_on else ""


def _lateness(line: DutyLine) -> str:
    days = (line.satisfied_on - line.due_on).days if line.satisfied_on else 0
    return f"，迟{days}天" if days > 0 else ""


def _record(line: DutyLine) -> str:
    if line.rule == "S3-3":
        return f"{'有' if line.counted else '没有'}上级派员列席。"
    if line.counted >= line.required:
        return f"{line.required}项要素都填了，{_when(line)}。"
    return f"应填{line.required}项要素，填了{line.counted}项。"


def _coverage(line: DutyLine) -> str:
    if line.bearer_kind == "act":
        return f"应到{line.required}人，到会或补课{line.counted}人。"
    return _counted(line)


def _dues(line: DutyLine) -> str:
    if line.status not in ("met", "late"):
        return "这个月还没有交足。"
    if line.satisfied_on is None:
        return "这个月不用交，或者有正当理由。"
    return f"{_done(line)}交清{_lateness(line)}。"


def _streak(line: DutyLine) -> str:
    return f"连续{line.counted}个月没有交足党费，要有人去了解。"


def _pattern(line: DutyLine) -> str:
    return f"连续{line.counted}期没有做，要有人去了解。"


def _structure(line: DutyLine) -> str:
    return f"{day_label(line.due_on)}：要求{line.required}，现有{line.counted}。"


def _term(line: DutyLine) -> str:
    if line.satisfied_on is None:
        return f"任期到{day_label(line.due_on)}，还没有换届选举。"
    return f"任期到{day_label(line.due_on)}，{_done(line)}换届{_lateness(line)}。"


def _waiver(line: DutyLine, book: Rulebook) -> str:
    for one in book.exemptions:
        if one.duty in (line.rule, line.clause) and one.organization == line.organization:
            return f"豁免：{one.decided_by}。{one.why}"
    return "已豁免。"


_BY_FORM: Final[dict[str, Callable[[DutyLine], str]]] = {
    "record": _record,
    "coverage": _coverage,
    "dues": _dues,
    "streak": _streak,
    "pattern": _pattern,
    "structure": _structure,
    "ratio": _structure,
    "term": _term,
}
