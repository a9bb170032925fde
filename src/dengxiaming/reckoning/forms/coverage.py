"""Nobody left out: leading members in their branch's life (D1-8), talks (S5-1), full attendance (S6-4)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dengxiaming.law.model import Duty
from dengxiaming.reckoning.arrays import NONE, Bools, Ints, contains, count_by, match, pick, ranges
from dengxiaming.reckoning.bearers import Bearers
from dengxiaming.reckoning.conditions import distinct, listing
from dengxiaming.reckoning.forms.record import act_rows, at_home
from dengxiaming.reckoning.forms.recurring import owing, tallied, tally
from dengxiaming.reckoning.judging import Judging
from dengxiaming.reckoning.line import place
from dengxiaming.reckoning.numbers import value_at
from dengxiaming.reckoning.rows import NEVER, Rows
from dengxiaming.reckoning.tables import ATTENDANCE, BRANCHES, COMMITTEE_POSTS
from dengxiaming.reckoning.world import World


@dataclass(frozen=True)
class Found:
    """The acts of each bearer, as ascending pairs. With `counted` only those count, and who has none is not asked."""

    bearer: Ints
    act: Ints
    counted: Bools | None = None


def judge(judging: Judging, duties: Sequence[Duty]) -> list[Rows]:
    """By each duty's measure; what is asked period by period is tallied together."""
    periodic = [duty for duty in duties if duty.measure in _FINDS]
    together = iter(_by_period(judging, periodic) if periodic else [])
    return [next(together) if duty.measure in _FINDS else _everyone_present(judging, duty) for duty in duties]


def _by_period(judging: Judging, duties: Sequence[Duty]) -> list[Rows]:
    owed = owing(judging, duties)
    owners, acts = [], []
    for i, (duty, bearers) in enumerate(zip(duties, owed.bearers, strict=True)):
        found = _FINDS[duty.measure](judging.world, duty, bearers)
        owner, act = found.bearer + i * owed.width, found.act
        if found.counted is not None:
            once = np.ones(len(owed.owner), np.int64)
            lo, hi, _ = tally(judging.world, (owed.owner, owed.opens, owed.due), once, owner, act)
            owed = owed.where((hi > lo) | (owed.owner // owed.width != i))
            owner, act = owner[found.counted], act[found.counted]
        owners.append(owner)
        acts.append(act)
    return tallied(judging, owed, np.concatenate(owners), np.concatenate(acts))


# ---- D1-8 ----------------------------------------------------------------------------------------------------------


def _present_at_branch_life(world: World, duty: Duty, bearers: Bearers) -> Found:
    """Acts of the kinds, with a roll, held by a branch of the member's leading stay that day; not those on leave."""
    del bearers
    acts, roll, s = world.acts, world.attendance, world.stays
    act = listing(world, duty)
    act = act[world.rolled[act] & pick(world.organizations.of_kind(*BRANCHES), acts.organization[act], empty=False)]
    act = act[place(acts.organization[act], acts.on[act]).argsort(kind="stable")]
    spots = place(acts.organization[act], acts.on[act])
    stays = np.flatnonzero(s.leading & (s.member >= 0) & (s.organization >= 0) & (s.since < s.stop))
    lo = spots.searchsorted(place(s.organization[stays], s.since[stays]))
    hi = spots.searchsorted(place(s.organization[stays], s.stop[stays]))
    member, seen = distinct(s.member[stays].repeat(hi - lo), act[ranges(lo, hi)], len(acts))
    size = len(world.member_ids) + 1
    leading = np.zeros(size, np.bool_)  # one more for those who are no member
    leading[s.member[stays]] = True
    rows = np.flatnonzero(leading[roll.member])
    listed, status, pairs = roll.act[rows] * size + roll.member[rows], roll.status[rows], seen * size + member
    away = contains(np.sort(listed[status == ATTENDANCE.index("leave")]), pairs)
    there = contains(np.sort(listed[status == ATTENDANCE.index("present")]), pairs)
    return Found(member[~away], seen[~away], there[~away])


# ---- S5-1 ----------------------------------------------------------------------------------------------------------


def _talks(world: World, duty: Duty) -> tuple[Ints, Ints, Ints]:
    """Every talk as (act, one side, other side), in both directions; sides are members."""
    acts = world.acts
    among = contains(listing(world, duty), world.toward.act) & (world.toward.member >= 0)
    act, other = world.toward.act[among], world.toward.member[among]
    actor = acts.actor[act]
    act, other, actor = act[actor >= 0], other[actor >= 0], actor[actor >= 0]
    return np.concatenate([act, act]), np.concatenate([actor, other]), np.concatenate([other, actor])


def _talk_between(world: World, duty: Duty, bearers: Bearers) -> Found:
    """One of the pair the actor, the other among the counterparts."""
    if bearers.other is None:
        raise ValueError(f"{duty.id} 的承担者不是两名党员结对：{duty.bearer}")
    act, one, other = _talks(world, duty)
    size = max(len(world.member_ids), 1)
    pair, talk = match(bearers.member * size + bearers.other, one * size + other)
    return Found(*distinct(pair, act[talk], len(world.acts)))


def _talk_with_committee(world: World, duty: Duty, bearers: Bearers) -> Found:
    """The other side holds a committee post in the member's branch on that day."""
    del bearers
    act, member, other = _talks(world, duty)
    posts = world.posts
    ever = np.zeros(len(world.member_ids) + 1, np.bool_)  # one more for a post that names nobody
    ever[posts.member[posts.of(*COMMITTEE_POSTS)]] = True
    likely = ever[other]
    act, member, other = act[likely], member[likely], other[likely]
    on = world.acts.on[act]
    seated = world.seats(*COMMITTEE_POSTS).holds(world.seat(world.branch_of(member, on), other), on)
    return Found(*distinct(member[seated], act[seated], len(world.acts)))


# ---- S6-4 ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Roll:
    """For each theme day with a roll: members expected, members counted, and the day the last of them was."""

    act: Ints
    expected: Ints
    counted: Ints
    last: Ints


def theme_days(world: World, duty: Duty) -> Roll:
    """Expected: members with a stay that day. Counted: those present, or on leave and made up by as_of."""
    acts, roll = world.acts, world.attendance
    act = listing(world, duty)
    act = act[world.rolled[act] & (acts.on[act] >= world.judged_from(acts.organization[act]))]
    expected = world.membership_size.at(acts.organization[act], acts.on[act])
    act, expected = act[expected > 0], expected[expected > 0]
    asked = np.zeros(len(acts), np.bool_)
    asked[act] = True
    rows = np.flatnonzero(asked[roll.act] & (roll.is_("present") | roll.is_("leave")))
    rows = rows[at_home(world, rows)]
    of, on = roll.act[rows], acts.on[roll.act[rows]]
    day = np.where(roll.status[rows] == ATTENDANCE.index("present"), on, roll.made_up[rows])
    done = (day >= on) & (day <= world.as_of)
    of, day = of[done], day[done]
    last = np.full(len(acts), NONE, np.int64)
    np.maximum.at(last, of, day)
    return Roll(act, expected, count_by(of, len(acts))[act], last[act])


def _everyone_present(judging: Judging, duty: Duty) -> Rows:
    world = judging.world
    roll = theme_days(world, duty)
    on = world.acts.on[roll.act]
    due = on + value_at(duty.numbers["days"], on)
    satisfied = np.where(roll.counted >= roll.expected, roll.last, NEVER)
    return act_rows(judging, duty, roll.act, due, roll.expected, roll.counted, satisfied)


_FINDS: Final[dict[str, Callable[[World, Duty, Bearers], Found]]] = {
    "present_at_branch_life": _present_at_branch_life,
    "talk_between": _talk_between,
    "talk_with_committee": _talk_with_committee,
}
