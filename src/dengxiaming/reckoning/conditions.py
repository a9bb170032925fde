"""Which acts count for whom: each word of `counts` as one small test, used to count and used to explain.

A *subject* is one bearer (of a periodic duty) or one duty (of a response). A condition looks at pairs (subject, act);
`holds` answers for any pairs; `sides` gives, for the most selective condition, what subjects and acts are joined on.
The kernel counts with `sides` and `holds`; `explain` asks `holds` of each condition alone. One definition, two uses.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from dengxiaming.law.model import Counts, Duty
from dengxiaming.reckoning.arrays import NONE, Bools, Ints, contains, ints, match, ranges, set_bits, unique
from dengxiaming.reckoning.coding import bits
from dengxiaming.reckoning.tables import ACT_KINDS
from dengxiaming.reckoning.world import World


@dataclass(frozen=True)
class Subjects:
    """Who a count is made for; each column has one entry a subject, `NONE` where it has no such thing.

    organization: whose acts and whose secretary; member: whom it is done by or to; trigger, act: what is answered;
    was_secretary: the member was themself the branch's secretary on the trigger's day (S5-2).
    """

    organization: Ints
    member: Ints
    trigger: Ints
    act: Ints
    was_secretary: Bools

    @classmethod
    def of(
        cls,
        organization: Ints,
        member: Ints,
        trigger: Ints | None = None,
        act: Ints | None = None,
        was_secretary: Bools | None = None,
    ) -> "Subjects":
        """Subjects with the columns that matter; the others are empty."""
        none = np.full(len(organization), NONE, np.int64)
        return cls(
            organization,
            member,
            none if trigger is None else trigger,
            none if act is None else act,
            np.zeros(len(organization), np.bool_) if was_secretary is None else was_secretary,
        )

    def take(self, keep: "Bools | Ints | slice[int, int]") -> "Subjects":
        """Some of them."""
        return Subjects(
            self.organization[keep], self.member[keep], self.trigger[keep], self.act[keep], self.was_secretary[keep]
        )

    @classmethod
    def joined(cls, parts: "Sequence[Subjects]") -> "Subjects":
        """Several, one after the other."""
        return cls(
            np.concatenate([part.organization for part in parts]),
            np.concatenate([part.member for part in parts]),
            np.concatenate([part.trigger for part in parts]),
            np.concatenate([part.act for part in parts]),
            np.concatenate([part.was_secretary for part in parts]),
        )


Holds = Callable[[World, Subjects, Ints, Ints], Bools]
Sides = Callable[[World, Subjects, Ints], tuple[Ints, Ints, Ints]]


@dataclass(frozen=True, slots=True)
class Condition:
    """One word of `counts`.

    `sides(world, subjects, acts)` gives a key for each subject, and acts (some several times) with a key each:
    equal keys make the pairs that can count. None: the condition is no equality.
    """

    part: str
    word: str
    holds: Holds
    sides: Sides | None = None


def _key(left: Ints, right: Ints, size: int) -> Ints:
    return np.where((left >= 0) & (right >= 0), left * max(size, 1) + right, NONE)


def _held_by_bearer(world: World, s: Subjects, i: Ints, a: Ints) -> Bools:
    return world.acts.organization[a] == s.organization[i]


def _held_sides(world: World, s: Subjects, acts: Ints) -> tuple[Ints, Ints, Ints]:
    return s.organization, acts, world.acts.organization[acts]


def _held_at_or_below(world: World, s: Subjects, i: Ints, a: Ints) -> Bools:
    size = len(world.organization_ids)
    below, above = world.ancestors
    holder = world.acts.organization[a]
    under = contains(np.sort(_key(below, above, size)), _key(holder, s.organization[i], size))
    return under | (holder == s.organization[i])


def _at_or_below_sides(world: World, s: Subjects, acts: Ints) -> tuple[Ints, Ints, Ints]:
    """An act stands for its holder and for every organisation above that is a subject."""
    below, above = world.ancestors
    subject = np.zeros(len(world.organization_ids) + 1, np.bool_)  # one more for those that are no organisation
    subject[s.organization] = True
    below, above = below[subject[above]], above[subject[above]]
    holder = world.acts.organization[acts]
    up, act = match(below, holder)
    return s.organization, np.concatenate([acts, acts[act]]), np.concatenate([holder, above[up]])


def _by_bearer(world: World, s: Subjects, i: Ints, a: Ints) -> Bools:
    return (world.acts.actor[a] == s.member[i]) & (s.member[i] >= 0)


def _by_bearer_sides(world: World, s: Subjects, acts: Ints) -> tuple[Ints, Ints, Ints]:
    return s.member, acts, world.acts.actor[acts]


def _by_secretary(world: World, s: Subjects, i: Ints, a: Ints) -> Bools:
    """The actor was a secretary of the subject's organisation on the day of the act; posts alone are asked."""
    return world.seats("secretary").holds(world.seat(s.organization[i], world.acts.actor[a]), world.acts.on[a])


def _by_branch_secretary_or_above(world: World, s: Subjects, i: Ints, a: Ints) -> Bools:
    """The branch's secretary; where the talk is with the secretary themself, a secretary of any organisation above."""
    below, above = world.ancestors
    row, up = match(s.organization[i], below)
    over = np.zeros(len(i), np.bool_)
    seats = world.seat(above[up], world.acts.actor[a[row]])
    np.logical_or.at(over, row, world.seats("secretary").holds(seats, world.acts.on[a[row]]))
    return np.where(s.was_secretary[i], over, _by_secretary(world, s, i, a))


def _toward(world: World, s: Subjects, i: Ints, a: Ints) -> Bools:
    """The member is among the counterparts, or the organisation where the subject is no member."""
    people, bodies = len(world.member_ids), len(world.organization_ids)
    member = np.sort(_key(world.toward.act, world.toward.member, people))
    body = np.sort(_key(world.toward.act, world.toward.organization, bodies))
    return np.where(
        s.member[i] >= 0,
        contains(member, _key(a, s.member[i], people)) & (s.member[i] >= 0),
        contains(body, _key(a, s.organization[i], bodies)) & (s.organization[i] >= 0),
    )


def _toward_sides(world: World, s: Subjects, acts: Ints) -> tuple[Ints, Ints, Ints]:
    """Members and organisations share no ids, nor do their keys here."""
    rows = np.flatnonzero(contains(acts, world.toward.act))
    member, body = world.toward.member[rows], world.toward.organization[rows]
    people = len(world.member_ids)
    wanted = np.where(s.member >= 0, s.member, np.where(s.organization >= 0, s.organization + people, NONE))
    keys = np.where(member >= 0, member, np.where(body >= 0, body + people, NONE))
    return wanted, world.toward.act[rows], keys


def _lists_trigger(world: World, s: Subjects, i: Ints, a: Ints) -> Bools:
    size = len(world.trigger_ids)
    listed = np.sort(_key(world.answering.act, world.answering.trigger, size))
    return contains(listed, _key(a, s.trigger[i], size)) & (s.trigger[i] >= 0)


def _trigger_sides(world: World, s: Subjects, acts: Ints) -> tuple[Ints, Ints, Ints]:
    rows = np.flatnonzero(contains(acts, world.answering.act))
    return s.trigger, world.answering.act[rows], world.answering.trigger[rows]


def _lists_act(world: World, s: Subjects, i: Ints, a: Ints) -> Bools:
    size = len(world.acts)
    listed = np.sort(_key(world.answering.act, world.answering.answered, size))
    return contains(listed, _key(a, s.act[i], size)) & (s.act[i] >= 0)


def _act_sides(world: World, s: Subjects, acts: Ints) -> tuple[Ints, Ints, Ints]:
    rows = np.flatnonzero(contains(acts, world.answering.act))
    return s.act, world.answering.act[rows], world.answering.answered[rows]


CONDITIONS: Final[dict[tuple[str, str], Condition]] = {
    (c.part, c.word): c
    for c in (
        Condition("lists", "trigger", _lists_trigger, _trigger_sides),
        Condition("lists", "act", _lists_act, _act_sides),
        Condition("toward", "bearer", _toward, _toward_sides),
        Condition("toward", "member", _toward, _toward_sides),
        Condition("actor", "bearer", _by_bearer, _by_bearer_sides),
        Condition("held_by", "bearer", _held_by_bearer, _held_sides),
        Condition("held_by", "bearer_or_below", _held_at_or_below, _at_or_below_sides),
        Condition("actor", "secretary", _by_secretary),
        Condition("actor", "branch_secretary_or_above", _by_branch_secretary_or_above),
    )
}


@lru_cache(maxsize=256)
def conditions(counts: Counts) -> tuple[Condition, ...]:
    """The conditions of a `counts` besides its kinds, the most selective first."""
    words = {"lists": counts.lists, "toward": counts.toward, "actor": counts.actor, "held_by": counts.held_by}
    return tuple(condition for (part, word), condition in CONDITIONS.items() if words[part] == word)


def listing(world: World, duty: Duty) -> Ints:
    """The acts that list one of the kinds a duty counts, ascending."""
    return world.acts.of(*(kind for counts in duty.counts for kind in counts.kinds))


@dataclass(frozen=True)
class Wanted:
    """One `counts`, and for whom it is counted: each subject has a number of its own."""

    counts: Counts
    owner: Ints
    subjects: Subjects


@lru_cache(maxsize=256)
def _plan(counts: Counts) -> tuple[Sides, tuple[Condition, ...]]:
    """What subjects and acts of a `counts` are joined on, and the conditions tested afterwards.

    Raises `ValueError` where no condition narrows the acts: such a `counts` would count everything for everybody.
    """
    narrowing, *others = conditions(counts)
    if narrowing.sides is None:
        raise ValueError(f"counts 里没有能确定对象的条件：{counts}")
    if counts.held_by == "bearer" and narrowing.part != "held_by":  # a directive: every branch, every branch's answer
        return _held_too(narrowing.sides), tuple(other for other in others if other.part != "held_by")
    return narrowing.sides, tuple(others)


@lru_cache(maxsize=16)
def _held_too(sides: Sides) -> Sides:
    """Joined on who held the act besides."""

    def both(world: World, s: Subjects, acts: Ints) -> tuple[Ints, Ints, Ints]:
        wanted, act, keys = sides(world, s, acts)
        bodies = len(world.organization_ids)
        return _key(wanted, s.organization, bodies), act, _key(keys, world.acts.organization[act], bodies)

    return both


def counting(world: World, wanted: Sequence[Wanted]) -> tuple[Ints, Ints]:
    """The pairs (owner, act) that count whatever the day, each once, ascending; all of them found in one join."""
    groups: dict[Sides, list[Wanted]] = {}
    for one in wanted:
        if len(one.owner):
            groups.setdefault(_plan(one.counts)[0], []).append(one)
    asked = [one for group in groups.values() for one in group]
    if not asked:
        return ints([]), ints([])
    subjects = Subjects.joined([one.subjects for one in asked])
    of = np.repeat(np.arange(len(asked)), [len(one.owner) for one in asked])
    subject, act = _joined(world, groups, subjects)
    for condition in dict.fromkeys(condition for one in asked for condition in _plan(one.counts)[1]):
        concerned = np.array([condition in _plan(one.counts)[1] for one in asked])[of[subject]]
        rows = np.flatnonzero(concerned)
        keep = ~concerned
        keep[rows] = condition.holds(world, subjects, subject[rows], act[rows])
        subject, act = subject[keep], act[keep]
    return distinct(np.concatenate([one.owner for one in asked])[subject], act, len(world.acts))


def _joined(world: World, groups: Mapping[Sides, Sequence[Wanted]], subjects: Subjects) -> tuple[Ints, Ints]:
    """The pairs (subject, act) where the act lists a kind wanted and the two sides have the same key.

    A key is written (group, kind, what the group compares), so that nothing is paired that does not count.
    """
    bodies = max(len(world.organization_ids), 1)
    size = bodies * (len(world.member_ids) + bodies + len(world.trigger_ids) + len(world.acts))
    wanted, acts, others, masks = [], [], [], []
    done = 0
    for group, (sides, asked) in enumerate(groups.items()):
        kinds = tuple(dict.fromkeys(kind for one in asked for kind in one.counts.kinds))
        part = slice(done, done + sum(len(one.owner) for one in asked))
        key, act, other = sides(world, subjects.take(part), world.acts.of(*kinds))
        wanted.append(key)
        acts.append(act)
        others.append(np.where(other >= 0, other + group * len(ACT_KINDS) * size, NONE))
        masks.append(world.acts.kinds[act] & bits(kinds, ACT_KINDS))
        done = part.stop
    subject, group_kind = _kinds_wanted(groups.values())
    row, kind = set_bits(np.concatenate(masks))
    left, right = np.concatenate(wanted)[subject], np.concatenate(others)[row]
    i, j = match(np.where(left >= 0, left + group_kind * size, NONE), np.where(right >= 0, right + kind * size, NONE))
    return subject[i], np.concatenate(acts)[row[j]]


def _kinds_wanted(groups: Iterable[Sequence[Wanted]]) -> tuple[Ints, Ints]:
    """Each subject once for each kind wanted for it, and group and kind as one number."""
    subjects, kinds = [], []
    done = 0
    for group, asked in enumerate(groups):
        for one in asked:
            for kind in one.counts.kinds:
                subjects.append((done, done + len(one.owner)))
                kinds.append(group * len(ACT_KINDS) + ACT_KINDS.index(kind))
            done += len(one.owner)
    lo, hi = ints(subjects).T
    return ranges(lo, hi), np.repeat(ints(kinds), hi - lo)


def distinct(subject: Ints, act: Ints, size: int) -> tuple[Ints, Ints]:
    """Pairs (subject, act) once each, ascending."""
    keys = subject * max(size, 1) + act
    if (keys[1:] > keys[:-1]).all():
        return subject, act
    keys = unique(keys)
    return keys // max(size, 1), keys % max(size, 1)
