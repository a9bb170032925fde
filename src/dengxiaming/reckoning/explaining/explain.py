"""facts + rulebook + dates + one duty → its explanation."""

from dataclasses import dataclass
from datetime import date, datetime

from dengxiaming.law.model import Duty, Rule, Rulebook
from dengxiaming.reckoning.evaluate import begin
from dengxiaming.reckoning.explaining.absent import why_not
from dengxiaming.reckoning.explaining.looked_at import looked_at
from dengxiaming.reckoning.explaining.model import Explanation, NoSuchDuty
from dengxiaming.reckoning.explaining.settling import settle
from dengxiaming.reckoning.explaining.wording import Names, number_shown
from dengxiaming.reckoning.facts import Facts
from dengxiaming.reckoning.judging import Judging
from dengxiaming.reckoning.rows import Rows, table


@dataclass(frozen=True)
class Found:
    """The row asked for: its duty, the rows it stands in, and where."""

    duty: Duty
    rows: Rows
    index: int


def explain(
    facts: Facts, rulebook: Rulebook, as_of: date, known_by: datetime | None, rule: str, bearer_id: str, period: str
) -> Explanation:
    """Explain one duty (contract 7). `rule` is a clause or duty id.

    Where there is no row the explanation says 不适用 and why. Raises `NoSuchDuty` for an unknown rule or bearer.
    """
    clause, duties = _named(rulebook, rule)
    names = Names(facts)
    judging = begin(facts, rulebook, as_of, known_by, upcoming=True)
    found = next((hit for duty in duties if (hit := _find(judging, duty, bearer_id, period))), None)
    if found is None:
        return _absent(judging, names, clause, duties, bearer_id, period)
    duty, rows, index = found.duty, found.rows, found.index
    verdict = table([rows.take(slice(index, index + 1))]).to_dicts()[0]
    anchor = verdict["due_on"] if duty.form == "term" else verdict["opens_on"]
    name = names.bearer(rows.bearer_kind, bearer_id)
    text, until = settle(duty, verdict, as_of, name)
    return Explanation(
        rule=clause,
        duty=duty,
        bearer_kind=rows.bearer_kind,
        bearer_id=bearer_id,
        bearer_name=name,
        period=period,
        as_of=as_of,
        known_by=known_by,
        verdict=verdict,
        not_applicable="",
        window=(verdict["opens_on"], verdict["due_on"]),
        numbers=tuple(number_shown(number, number.at(anchor)) for number in duty.numbers.values()),
        considered=looked_at(judging, duty, rows, index, names),
        settle=text,
        settle_by=until,
        settle_who=(duty.done_by or name) if text else "",
    )


def _named(rulebook: Rulebook, rule: str) -> tuple[Rule, tuple[Duty, ...]]:
    if rule in rulebook.rules:
        return rulebook.rules[rule], rulebook.rules[rule].duties
    if rule in rulebook.rule_of:
        clause = rulebook.rule_of[rule]
        return clause, tuple(duty for duty in clause.duties if duty.id == rule)
    raise NoSuchDuty(f"没有“{rule}”这一条。条款编号写法如S2-1，用 dengxiaming law 查看全部。")


def _find(judging: Judging, duty: Duty, bearer_id: str, period: str) -> Found | None:
    rows = judging.rows(duty)
    bearers = rows.names.index_of(bearer_id) if len(rows.names) else None
    periods = rows.labels.index_of(period) if len(rows.labels) else None
    if bearers is None or periods is None:
        return None
    hits = ((rows.bearer == bearers) & (rows.period == periods)).nonzero()[0]
    return Found(duty, rows, int(hits[0])) if len(hits) else None


def _absent(
    judging: Judging, names: Names, clause: Rule, duties: tuple[Duty, ...], bearer_id: str, period: str
) -> Explanation:
    known = {*names.organizations, *names.members, *names.units}
    world = judging.world
    others = {*world.act_ids.names, *world.post_ids.names}
    ends = bearer_id.split("->")
    if not all(end in known or end in others for end in ends):
        raise NoSuchDuty(f"没有编号为“{bearer_id}”的组织、党员、单位、活动或职务。请核对编号。")
    duty = duties[0] if duties else Duty(clause.id, clause.form, "")
    return Explanation(
        rule=clause,
        duty=duty,
        bearer_kind="pair" if len(ends) > 1 else _kind(names, bearer_id, world.act_ids.find(bearer_id) >= 0),
        bearer_id=bearer_id,
        bearer_name=names.bearer("pair" if len(ends) > 1 else "", bearer_id),
        period=period,
        as_of=world.as_of_date,
        known_by=world.known_by,
        verdict=None,
        not_applicable=why_not(judging, names, clause, duties, bearer_id, period),
        window=None,
        numbers=tuple(number_shown(number, number.at(world.as_of_date)) for number in duty.numbers.values()),
        considered=(),
        settle="",
        settle_by=None,
        settle_who="",
    )


def _kind(names: Names, bearer_id: str, is_act: bool) -> str:
    if bearer_id in names.organizations:
        return "organization"
    if bearer_id in names.members:
        return "member"
    if bearer_id in names.units:
        return "unit"
    return "act" if is_act else "post"
