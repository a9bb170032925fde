"""不适用: why somebody has no such duty in such a period. Silence is never an answer."""

from datetime import date
from typing import Final

from dengxiaming.law.model import Duty, Rule
from dengxiaming.law.words import BEARERS
from dengxiaming.reckoning.arrays import ints
from dengxiaming.reckoning.bearers import Bearers
from dengxiaming.reckoning.explaining.wording import Names, day
from dengxiaming.reckoning.judging import Judging
from dengxiaming.reckoning.periods import day_of, periods, windows

_NO_ROWS: Final = "这一条不作判定，只记录，由人判断。"


def why_not(judging: Judging, names: Names, clause: Rule, duties: tuple[Duty, ...], bearer_id: str, period: str) -> str:
    """One Chinese sentence; the most telling reason that can be named."""
    if not duties:
        pointed = f"见{'、'.join(clause.points_at)}。" if clause.points_at else ""
        return pointed or clause.rows_reason or _NO_ROWS
    reasons = [_reason(judging, names, duty, bearer_id, period) for duty in duties]
    return next((reason for reason in reasons if reason), _fallback(duties[0], names.of(bearer_id)))


def _fallback(duty: Duty, name: str) -> str:
    label = BEARERS[duty.bearer].label if duty.bearer in BEARERS else duty.bearer
    return f"这一条由{label}承担；按所查的日期，{name}没有这一期任务。"


def _reason(judging: Judging, names: Names, duty: Duty, bearer_id: str, period: str) -> str:
    world = judging.world
    if duty.form in ("structure", "ratio") and world.as_of < world.effect:
        return _before_effect(judging)
    if duty.every:
        return _periodic(judging, names, duty, bearer_id, period)
    if duty.form == "response":
        return _response(judging, period)
    return ""


def _before_effect(judging: Judging) -> str:
    return f"规则自{day(judging.world.effect_date)}起施行，之前的不判。"


def _periodic(judging: Judging, names: Names, duty: Duty, bearer_id: str, period: str) -> str:
    """The first of contract 3.3, 3.5 and 4 that fails."""
    world = judging.world
    everything = periods(duty.every, date(1990, 1, 1), date(world.as_of_date.year + 50, 12, 31))
    if period not in everything.labels:
        return f"没有“{period}”这个期间。{_SPELLING[duty.every]}"
    at = everything.labels.index(period)
    first, last = int(everything.first[at]), int(everything.last[at])
    if first < world.effect:
        return _before_effect(judging)
    opens = int(windows(everything, duty.numbers.get("window"))[0][at])
    if first > world.as_of and day_of(first).year > world.as_of_date.year:
        return f"{day(day_of(opens))}起才有这一期。"
    bearers = judging.cast.bearers(duty.bearer)
    name = names.bearer(bearers.kind, bearer_id)
    code = bearers.names.index_of(bearer_id) if len(bearers.names) else None
    label = BEARERS[duty.bearer].label if duty.bearer in BEARERS else duty.bearer
    if code is None or not (bearers.spans.owners == code).any():
        return f"这一条由{label}承担，{name}不是。"
    return _in_force(bearers, code, (first, last), world.as_of, name) or ""


def _in_force(bearers: Bearers, code: int, span: tuple[int, int], as_of: int, name: str) -> str:
    first, last = span
    who = ints([code])
    on = min(last, as_of)
    if not bearers.spans.holds(who, ints([last]))[0]:
        since = int(bearers.spans.first[bearers.spans.owners == code][0])
        if since > last:
            return f"{name}从{day(day_of(since))}起才承担，这一期不判。"
        return f"{day(day_of(on))}{name}已不承担这一条。"
    days = int(bearers.spans.covered(who, ints([first]), ints([last]))[0])
    if 2 * days < last - first + 1:
        return f"这一期共{last - first + 1}天，{name}只有{days}天在承担，不到一半，不判。"
    if bearers.test is not None and not bearers.test(who, ints([on]))[0]:
        return f"{day(day_of(on))}{name}不符合这一条的条件，不承担。"
    return "这一期支部没有点名的活动，没有可看的。" if bearers.kind == "member" else ""


def _response(judging: Judging, period: str) -> str:
    """What is wrong with the trigger asked about, if it is one."""
    table = judging.world.facts.triggers
    found = table.filter(table["id"] == period)
    if not len(found):
        return ""
    on = found["on"][0]
    if on > judging.world.as_of_date:
        return f"这件事发生在{day(on)}，所查的日期还没有到。"
    return _before_effect(judging) if on < judging.world.effect_date else ""


_SPELLING: Final = {
    "month": "写法如2026-01。",
    "quarter": "写法如2026Q1。",
    "half": "写法如2026H1。",
    "year": "写法如2026。",
}
