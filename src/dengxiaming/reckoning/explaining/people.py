"""What was looked at where a duty is about people: attendance, talks, dues."""

from typing import Final

import numpy as np

from dengxiaming.law.model import Duty
from dengxiaming.reckoning.arrays import Bools, Ints
from dengxiaming.reckoning.conditions import listing
from dengxiaming.reckoning.explaining.acts import shown
from dengxiaming.reckoning.explaining.model import Considered
from dengxiaming.reckoning.explaining.wording import Names, day
from dengxiaming.reckoning.forms.record import at_home
from dengxiaming.reckoning.judging import Judging
from dengxiaming.reckoning.periods import day_of
from dengxiaming.reckoning.rows import Rows
from dengxiaming.reckoning.tables import ATTENDANCE
from dengxiaming.reckoning.world import World

_CENTS: Final = 100


def branch_life(judging: Judging, duty: Duty, rows: Rows, index: int, names: Names) -> tuple[Considered, ...]:
    """D1-8: every act of the kinds in the quarter held by the member's branch of that day."""
    del names
    world = judging.world
    acts, roll, member = world.acts, world.attendance, int(rows.bearer[index])
    act = listing(world, duty)
    act = act[(acts.on[act] >= rows.opens[index]) & (acts.on[act] <= rows.due[index])]
    act = act[_leading(world, member, act)]
    mine = roll.member == member
    status = {int(a): ATTENDANCE[int(code)] for a, code in zip(roll.act[mine], roll.status[mine], strict=True)}
    rolled = set(roll.act.tolist())
    return tuple(_attended(world, int(a), status.get(int(a), ""), rolled=int(a) in rolled) for a in act)


def _leading(world: World, member: int, act: Ints) -> Bools:
    """Which acts were held by a branch where the member had a leading stay that day."""
    s = world.stays
    mine = np.flatnonzero(s.leading & (s.member == member))
    on, organization = world.acts.on[act], world.acts.organization[act]
    held = np.zeros(len(on), np.bool_)
    for stay in mine:
        held |= (organization == s.organization[stay]) & (on >= s.since[stay]) & (on < s.stop[stay])
    return held


def _attended(world: World, act: int, status: str, *, rolled: bool) -> Considered:
    if not rolled:
        return shown(world, act, counted=False, reason="没有点名，不看。")
    reasons = {"present": "到会。", "leave": "请假获批准，不算缺。", "observer": "列席，不是以普通党员身份到会。"}
    return shown(world, act, counted=status == "present", reason=reasons.get(status, "没有到会。"))


def talks(judging: Judging, duty: Duty, rows: Rows, index: int, names: Names) -> tuple[Considered, ...]:
    """S5-1: the talks of the member, or of the two, in the year and one year either side."""
    del names
    world = judging.world
    bearers = judging.cast.bearers(duty.bearer)
    first = int(bearers.member[rows.bearer[index]])
    second = None if bearers.other is None else int(bearers.other[rows.bearer[index]])
    held = set(_evidence(rows, index))
    length = int(rows.due[index] - rows.opens[index]) + 1
    found = []
    for act in listing(world, duty):
        on = int(world.acts.on[act])
        sides = _sides(world, int(act))
        if first not in sides or not rows.opens[index] - length <= on <= rows.due[index] + length:
            continue
        if second is not None and second not in sides:
            continue
        counted = int(world.acts.id[act]) in held
        inside = rows.opens[index] <= on <= rows.due[index]
        found.append(
            shown(
                world,
                int(act),
                counted=counted,
                reason=_talk_reason(second is not None, counted=counted, inside=inside),
            )
        )
    return tuple(found)


def _sides(world: World, act: int) -> set[int]:
    toward = world.toward.member[world.toward.act == act]
    return {int(world.acts.actor[act]), *toward[toward >= 0].tolist()}


def _talk_reason(pair: bool, *, counted: bool, inside: bool) -> str:
    if counted:
        return "在这一年内，两人谈过。" if pair else "在这一年内，对方当天是所在支部的支委。"
    if not inside:
        return "不在这一年内。"
    return "两人都是谈话对象，没有互相谈。" if pair else "对方当天不是所在支部的支委。"


def _evidence(rows: Rows, index: int) -> list[int]:
    evidence = rows.take(slice(index, index + 1)).evidence
    codes: list[int] = [] if evidence is None else evidence.codes.tolist()
    return codes


def roll_call(judging: Judging, duty: Duty, rows: Rows, index: int, names: Names) -> tuple[Considered, ...]:
    """S6-4: every member expected that day, and how they were counted."""
    del duty
    world = judging.world
    acts, roll = world.acts, world.attendance
    act = int(np.flatnonzero(acts.id == rows.bearer[index])[0])
    on = int(acts.on[act])
    s = world.stays
    expected = (s.organization == acts.organization[act]) & (s.since <= on) & (on < s.stop)
    here = np.flatnonzero(roll.act == act)
    here = here[at_home(world, here)]
    columns = zip(roll.member[here], roll.status[here], roll.made_up[here], strict=True)
    status = {int(member): (ATTENDANCE[int(code)], int(made_up)) for member, code, made_up in columns}
    found = []
    for member in sorted(set(s.member[expected].tolist())):
        word, made_up = status.get(member, ("", 0))
        counted, reason = _roll_reason(word, made_up, on, world.as_of)
        id_ = world.member_ids.names[member]
        found.append(Considered(id_, "member", names.of(id_), day_of(on), counted, reason))
    return tuple(found)


def _roll_reason(status: str, made_up: int, on: int, as_of: int) -> tuple[bool, str]:
    if status == "present":
        return True, "到会。"
    if status == "leave" and on <= made_up <= as_of:
        return True, f"请假获批准，{day(day_of(made_up))}补课。"
    if status == "leave":
        return False, "请假获批准，还没有补课。"
    if status == "observer":
        return False, "记的是列席。"
    return False, "缺席。" if status == "absent" else "点名册上没有。"


def month_paid(judging: Judging, duty: Duty, rows: Rows, index: int, names: Names) -> tuple[Considered, ...]:
    """S7-2: the month's row, if there is one."""
    del duty, names
    world = judging.world
    member, month = world.member_ids.names[int(rows.bearer[index])], day_of(int(rows.opens[index]))
    table = world.facts.dues
    found = []
    for row in table.filter((table["member_id"] == member) & (table["month"] == month)).to_dicts():
        known = world.known_by is None or row["recorded_at"] <= world.known_by
        amounts = f"应交{row['payable'] / _CENTS:.2f}元，实交{row['paid'] / _CENTS:.2f}元"
        if not known:
            reason = f"{amounts}；记录时间晚于所查的时刻，那时还不知道。"
        elif row["excuse"]:
            reason = "有正当理由，不用交。"
        elif row["payable"] == 0:
            reason = "应交为0元，不用交。"
        elif row["paid"] < row["payable"]:
            reason = f"{amounts}，没有交足。"
        elif row["paid_on"] > world.as_of_date:
            reason = f"{amounts}，{day(row['paid_on'])}才交，这一天还没有。"
        else:
            reason = f"{amounts}，{day(row['paid_on'])}交。"
        counted = known and bool(rows.counted[index])
        label, id_ = f"{month.year}年{month.month}月党费", f"{month:%Y-%m}"
        found.append(Considered(id_, "due", label, row["paid_on"], counted, reason, recorded_at=row["recorded_at"]))
    return tuple(found)
