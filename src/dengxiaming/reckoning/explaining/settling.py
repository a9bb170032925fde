"""What would still settle a duty, and by when: one or two plain sentences."""

from datetime import date
from typing import Any, Final

from dengxiaming.law.model import Duty
from dengxiaming.reckoning.explaining.wording import conditions, day, kinds

_OPEN_ENDED: Final = ("response", "term")


def settle(duty: Duty, verdict: dict[str, Any], as_of: date, name: str) -> tuple[str, date | None]:  # noqa: PLR0911  a sentence a status
    """The sentence and its date; empty when nothing is left to do."""
    status, due = verdict["status"], verdict["due_on"]
    if status in ("met", "late", "waived"):
        return "", None
    if status == "upcoming":
        return f"{day(verdict['opens_on'])}起办，{_by(due)}{_what(duty, verdict)}。", due
    if status == "open":
        left = (due - as_of).days
        return f"{_by(due)}{_what(duty, verdict)}，还有{left}天。" if left else f"今天{_what(duty, verdict)}。", due
    if status == "raised":
        return f"请上级组织了解{name}的情况，由人决定怎么办。", None
    if duty.form in ("structure", "ratio"):
        return f"{_what(duty, verdict)}，下一次判定就是已完成。", None
    if duty.form == "record":
        return f"还可以{_what(duty, verdict)}。", None
    if duty.form == "dues":
        return "期限已过。补交后记作迟做；有正当理由的写明理由，不算欠交。", None
    if duty.form in _OPEN_ENDED:
        return f"期限已过，还可以{_what(duty, verdict)}，会记作迟做。", None
    if duty.measure == "everyone_present":
        return f"期限已过，还可以{_what(duty, verdict)}，会记作迟做。", None
    return "期限已过。期内做了没记的，补录后仍算按期，注明“补录”；没有做的，写一句说明。", None


def _by(due: date) -> str:
    return f"{day(due)}前（含当天），"


def _what(duty: Duty, verdict: dict[str, Any]) -> str:
    """The thing to do, as verb and thing."""
    if duty.measure in _TO_DO:
        return _TO_DO[duty.measure]
    if duty.form in _BY_FORM:
        return _BY_FORM[duty.form]
    missing = max(int(verdict["required"]) - int(verdict["counted"]), 1)
    asked = "；".join(dict.fromkeys(filter(None, (conditions(counts) for counts in duty.counts))))
    names = kinds(tuple(dict.fromkeys(kind for counts in duty.counts for kind in counts.kinds)))
    return f"再记{missing}次{names}" + (f"（{asked}）" if asked else "")


_TO_DO: Final = {
    "elements": "把记录里空着的要素补齐",
    "delegate_present": "补记上级派来列席的人",
    "recorded": "把这次活动记下来",
    "approved_or_filed": "补上批复日期或备案日期",
    "everyone_present": "给请假的党员补课并记下日期",
    "present_at_branch_life": "本人参加1次所在支部的活动，点名写“出席”",
    "talk_between": "两人谈1次，记一条谈话",
    "talk_with_committee": "由1名支委同本人谈1次，记一条谈话",
    "covering_organizations": "成立或指定规定类别的组织覆盖这个单位",
    "covered_units": "调整联合支部，覆盖的单位减到上限以内",
    "approved": "补上成立的批复日期",
    "committee_holders": "把支委会人数配到规定范围",
    "single_secretary": "按不设支委会的支部配备：书记1名，必要时副书记1名",
    "discipline_holder": "配上纪检委员；不设支委会的支部指定专人",
    "party_workers": "把专职党务人员配到规定人数",
}
_BY_FORM: Final = {"term": "按期换届；需要延期的，先报上级批准", "dues": "交足这个月的党费；有正当理由的写明"}
