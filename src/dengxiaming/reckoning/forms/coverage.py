"""Nobody left out: leading members in their branch's life (D1-8), talks (S5-1), full attendance (S6-4)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from dengxiaming.law.model import Duty
from dengxiaming.reckoning.arrays import NONE, Bools, Ints, contains, count_by, match, ranges, unique
from dengxiaming.reckoning.conditions import distinct, listing
from dengxiaming.reckoning.forms.record import act_rows, at_home
from dengxiaming.reckoning.forms.recurring import Claim, owing, tallied, tally
from dengxiaming.reckoning.judging import Judging
from dengxiaming.reckoning.line import place
from dengxiaming.reckoning.numbers import value_at
from dengxiaming.reckoning.rows import NEVER, Rows
from dengxiaming.reckoning.tables import BRANCHES, COMMITTEE_POSTS
from dengxiaming.reckoning.world import World


def judge(judging: Judging, duty: Duty) -> Rows:
    """By the duty's measure."""
    return _MEASURES[duty.measure](judging, duty)


# ---- D1-8 ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """The branch's gatherings a leading member is judged by, as ascending pairs, and whether the member was there."""

    member: Ints
    act: Ints
    present: Bools


def branch_life(world: World, duty: Duty) -> Seen:
    """Acts of the kinds, with a roll, held by a branch of the member's leading stay that day; not those on leave."""
    acts, roll, s = world.acts, world.attendance, world.stays
    rolled = unique(roll.act)
    act = listing(world, duty)
    act = act[contains(rolled, act) & world_branches(world, acts.organization[act])]
    order = np.argsort(place(acts.organization[act], acts.on[act]), kind="stable")
    act = act[order]
    spots = place(acts.organization[act], acts.on[act])
    stays = np.flatnonzero(s.leading & (s.member >= 0) & (s.organization >= 0) & (s.since < s.stop))
    lo = np.searchsorted(spots, place(s.organization[stays], s.since[stays]), "left")
    hi = np.searchsorted(spots, place(s.organization[stays], s.stop[stays]), "left")
    member, seen = distinct(np.repeat(s.member[stays], hi - lo), act[ranges(lo, hi)], len(acts))
    pairs = seen * max(len(world.member_ids), 1) + member
    listed = roll.act * max(len(world.member_ids), 1) + roll.member
    away = contains(np.sort(listed[roll.is_("leave")]), pairs)
    there = contains(np.sort(listed[roll.is_("present")]), pairs)
    return Seen(member[~away], seen[~away], there[~away])


def world_branches(world: World, organization: Ints) -> Bools:
    """Which of the organisations are branches."""
    return contains(np.flatnonzero(world.organizations.of_kind(*BRANCHES)), organization)


def _present_at_branch_life(judging: Judging, duty: Duty) -> Rows:
    owed = owing(judging, duty)
    seen = branch_life(judging.world, duty)
    once = np.ones(len(owed.bearer), np.int64)
    lo, hi, _ = tally(judging.world, (owed.bearer, owed.opens, owed.due), once, seen.member, seen.act)
    claim = Claim(duty, owed.where(hi > lo), seen.member[seen.present], seen.act[seen.present])
    return tallied(judging, [claim])[0]


# ---- S5-1 ----------------------------------------------------------------------------------------------------------


def _talks(world: World, duty: Duty) -> tuple[Ints, Ints, Ints]:
    """Every talk as (act, one side, other side), in both directions; sides are members."""
    acts = world.acts
    among = contains(listing(world, duty), world.toward.act) & (world.toward.member >= 0)
    act, other = world.toward.act[among], world.toward.member[among]
    actor = acts.actor[act]
    act, other, actor = act[actor >= 0], other[actor >= 0], actor[actor >= 0]
    return np.concatenate([act, act]), np.concatenate([actor, other]), np.concatenate([other, actor])


def talks_between(world: World, duty: Duty, first: Ints, second: Ints) -> tuple[Ints, Ints]:
    """Pairs (index of pair, talk): one the actor, the other among the counterparts."""
    act, one, other = _talks(world, duty)
    size = max(len(world.member_ids), 1)
    pair, talk = match(first * size + second, one * size + other)
    return distinct(pair, act[talk], len(world.acts))


def _talk_between(judging: Judging, duty: Duty) -> Rows:
    owed = owing(judging, duty)
    first, second = owed.bearers.member, owed.bearers.other
    if second is None:
        raise ValueError(f"{duty.id} 的承担者不是两名党员结对：{duty.bearer}")
    pair, act = talks_between(judging.world, duty, first, second)
    return tallied(judging, [Claim(duty, owed, pair, act)])[0]


def talks_with_committee(world: World, duty: Duty) -> tuple[Ints, Ints]:
    """Pairs (member, talk): the other side holds a committee post in the member's branch on that day."""
    act, member, other = _talks(world, duty)
    on = world.acts.on[act]
    seated = world.seats(*COMMITTEE_POSTS).holds(world.seat(world.branch_of(member, on), other), on)
    return distinct(member[seated], act[seated], len(world.acts))


def _talk_with_committee(judging: Judging, duty: Duty) -> Rows:
    return tallied(judging, [Claim(duty, owing(judging, duty), *talks_with_committee(judging.world, duty))])[0]


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
    act = act[contains(unique(roll.act), act) & (acts.on[act] >= world.judged_from(acts.organization[act]))]
    expected = world.membership_size.at(acts.organization[act], acts.on[act])
    act, expected = act[expected > 0], expected[expected > 0]
    day = np.where(roll.is_("present"), acts.on[roll.act], roll.made_up)
    done = roll.is_("present") | (roll.is_("leave") & (day >= acts.on[roll.act]) & (day <= world.as_of))
    done &= at_home(world) & contains(act, roll.act)
    last = np.full(len(acts), NONE, np.int64)
    np.maximum.at(last, roll.act[done], day[done])
    return Roll(act, expected, count_by(roll.act[done], len(acts))[act], last[act])


def _everyone_present(judging: Judging, duty: Duty) -> Rows:
    world = judging.world
    roll = theme_days(world, duty)
    on = world.acts.on[roll.act]
    due = on + value_at(duty.numbers["days"], on)
    satisfied = np.where(roll.counted >= roll.expected, roll.last, NEVER)
    return act_rows(judging, duty, roll.act, due, roll.expected, roll.counted, satisfied)


_MEASURES: Final[dict[str, Callable[[Judging, Duty], Rows]]] = {
    "present_at_branch_life": _present_at_branch_life,
    "talk_between": _talk_between,
    "talk_with_committee": _talk_with_committee,
    "everyone_present": _everyone_present,
}
