"""Something happened, so somebody must answer within so many days: the responses of contract section 4."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from dengxiaming.law.model import Duty
from dengxiaming.reckoning.arrays import NONE, Bools, Ints, ints, match, pick
from dengxiaming.reckoning.coding import among
from dengxiaming.reckoning.conditions import Subjects, Wanted, counting
from dengxiaming.reckoning.judging import Judging
from dengxiaming.reckoning.numbers import binding_at, value_at
from dengxiaming.reckoning.rows import NEVER, Evidence, Rows, any_flag, status_of
from dengxiaming.reckoning.tables import ACT_KINDS, BRANCHES, COMMITTEE_POSTS, GENERALS, TRIGGER_KINDS
from dengxiaming.reckoning.world import World


@dataclass(frozen=True)
class Called:
    """Responses before anything is counted: what called for each, on which day, and who must answer.

    `cause` is the code of the trigger, act or post in `labels`; `act` the place of the act, if it is one.
    """

    kind: str
    names: pl.Series
    bearer: Ints
    labels: pl.Series
    cause: Ints
    on: Ints
    subjects: Subjects

    def take(self, keep: Bools | Ints) -> "Called":
        """Some of them."""
        s = self.subjects
        some = Subjects(s.organization[keep], s.member[keep], s.trigger[keep], s.act[keep], s.was_secretary[keep])
        return Called(self.kind, self.names, self.bearer[keep], self.labels, self.cause[keep], self.on[keep], some)


@dataclass(frozen=True)
class Answered:
    """How each response stands: its days, the day of the first answer (`NEVER`), and all that answered."""

    opens: Ints
    due: Ints
    satisfied: Ints
    counted: Ints
    flags: Ints
    evidence: Evidence | None


@dataclass(frozen=True)
class Answers:
    """What answers: (duty, day, order within the day, name in `ids`, flags), ascending by all but the flags."""

    duty: Ints
    on: Ints
    ids: pl.Series
    code: Ints
    flags: Ints


def judge(judging: Judging, duty: Duty) -> Rows:
    """Count the answers from the day on; one after the due day makes it late."""
    called = calling(judging.world, duty)
    opens, due = span(duty, called.on)
    if duty.measure in _DONE_BY_ITSELF:
        return _done_by_itself(judging, duty, called, due)
    found = answers(judging.world, duty, called, opens)
    lo = np.searchsorted(found.duty, np.arange(len(due)), "left")
    hi = np.searchsorted(found.duty, np.arange(len(due)), "right")
    first = pick(found.on, np.where(hi > lo, lo, NONE), NEVER)
    evidence = Evidence(found.ids, hi - lo, found.code)
    return _rows(judging, duty, called, Answered(opens, due, first, hi - lo, any_flag(found.flags, lo, hi), evidence))


def span(duty: Duty, on: Ints) -> tuple[Ints, Ints]:
    """When each response opens and is due: the day and so many days on; an induction looks back instead."""
    before = duty.numbers.get("days_before")
    return on - (0 if before is None else value_at(before, on)), on + value_at(duty.numbers["days"], on)


def calling(world: World, duty: Duty) -> Called:
    """The responses that exist: what called for them is not before S, and the bearer is in force on its day."""
    return _CALLS[duty.bearer](world, duty)


def answers(world: World, duty: Duty, called: Called, opens: Ints) -> Answers:
    """All that answers each duty, on its first day or later, in order of day, then id."""
    if not len(opens):
        return Answers(opens, opens, world.act_ids.names, opens, opens)
    rows = np.arange(len(opens), dtype=np.int64)
    row, act = counting(world, [Wanted(counts, rows, called.subjects) for counts in duty.counts])
    later = world.acts.on[act] >= opens[row]
    row, act = row[later], act[later]
    found = Answers(row, world.acts.on[act], world.act_ids.names, world.acts.id[act], world.acts.flags[act])
    return _with_posts(world, called, found) if duty.measure == "post_filled" else found


def _with_posts(world: World, called: Called, found: Answers) -> Answers:
    """A vacancy is also filled by a committee post that begins there on or after that day, listed or not (S1-10)."""
    p = world.posts
    rows = np.flatnonzero(p.of(*COMMITTEE_POSTS) & (p.first <= world.as_of))
    i, j = match(called.subjects.organization, p.organization[rows])
    post = rows[j]
    later = p.first[post] >= called.on[i]
    i, post = i[later], post[later]
    if not len(post):
        return found
    ids = pl.concat([found.ids, world.post_ids.names])
    duty, on = np.concatenate([found.duty, i]), np.concatenate([found.on, p.first[post]])
    code = np.concatenate([found.code, p.id[post] + len(found.ids)])
    rank = ids.gather(code).rank("min").to_numpy()
    order = np.lexsort((rank, on, duty))
    flags = np.concatenate([found.flags, np.zeros(len(post), np.int64)])
    return Answers(duty[order], on[order], ids, code[order], flags[order])


def _rows(judging: Judging, duty: Duty, called: Called, answered: Answered) -> Rows:
    rows = Rows(
        rule=duty.id,
        bearer_kind=called.kind,
        names=called.names,
        bearer=called.bearer,
        labels=called.labels,
        period=called.cause,
        opens=answered.opens,
        due=answered.due,
        required=np.ones(len(called.on), np.int64),
        counted=answered.counted,
        satisfied=answered.satisfied,
        status=status_of(judging.world.as_of, answered.opens, answered.due, answered.satisfied),
        binding=binding_at(duty, called.on),
        flags=answered.flags,
        evidence=answered.evidence,
    )
    if judging.rulebook.exemptions:
        home = judging.home(called.subjects.organization, called.subjects.member, called.on)
        rows = judging.waived(duty, rows, home, called.on)
    return rows.ordered()


def _done_by_itself(judging: Judging, duty: Duty, called: Called, due: Ints) -> Rows:
    """Filing, approval, recording: the thing itself carries the day it was done (S1-9, S9-2)."""
    day = _DONE_BY_ITSELF[duty.measure](judging.world, called)
    done = day <= judging.world.as_of
    satisfied = np.where(done, day, NEVER)
    act, flags, evidence = called.subjects.act, np.zeros_like(due), None
    if (act >= 0).all():
        evidence = Evidence(judging.world.act_ids.names, done.astype(np.int64), judging.world.acts.id[act[done]])
        flags = judging.world.acts.flags[act] * done
    answered = Answered(called.on, due, satisfied, done.astype(np.int64), flags, evidence)
    return _rows(judging, duty, called, answered)


def _recorded(world: World, called: Called) -> Ints:
    return world.acts.recorded[called.subjects.act]


def _approved_or_filed(world: World, called: Called) -> Ints:
    """The approval of a secretary or deputy; the filing of the others."""
    p = world.posts
    row = np.argsort(p.id)[called.cause]
    return np.where(p.of("secretary", "deputy_secretary")[row], p.approved[row], p.filed[row])


_DONE_BY_ITSELF: Final[dict[str, Callable[[World, Called], Ints]]] = {
    "recorded": _recorded,
    "approved_or_filed": _approved_or_filed,
}


# ---- what calls, and who must answer -------------------------------------------------------------------------------


def _triggers(world: World, duty: Duty) -> Ints:
    """The triggers of the duty's kinds from the date of effect on."""
    t = world.triggers
    wanted = among(tuple(kind for kind in duty.answers if kind in TRIGGER_KINDS), TRIGGER_KINDS)[t.kind]
    return np.flatnonzero(wanted & (t.on >= world.effect)).astype(np.int64)


def _by_organization(world: World, trigger: Ints, organization: Ints, member: Ints) -> Called:
    """Triggers with the organisation that must answer, where it is in force on the trigger's day."""
    t = world.triggers
    keep = world.in_force.holds(organization, t.on[trigger])
    trigger, organization, member = trigger[keep], organization[keep], member[keep]
    on = t.on[trigger]
    led = world.seats("secretary").holds(world.seat(organization, member), on)
    return Called(
        "organization",
        world.organization_ids.names,
        organization,
        world.trigger_ids.names,
        t.id[trigger],
        on,
        Subjects.of(organization, member, trigger=t.id[trigger], was_secretary=led),
    )


def _every(*kinds: str) -> Callable[[World, Duty], Called]:
    """Every organisation of the kinds in force on the trigger's day."""

    def call(world: World, duty: Duty) -> Called:
        trigger = _triggers(world, duty)
        bodies = np.flatnonzero(world.organizations.of_kind(*kinds)).astype(np.int64)
        called = np.repeat(trigger, len(bodies))
        return _by_organization(world, called, np.tile(bodies, len(trigger)), np.full(len(called), NONE, np.int64))

    return call


def _of_member(world: World, duty: Duty) -> tuple[Ints, Ints, Ints]:
    """Triggers of members, with the member's branch on the day."""
    trigger = _triggers(world, duty)
    return trigger, world.trigger_branches[trigger], world.triggers.member[trigger]


def _member_branch(world: World, duty: Duty) -> Called:
    return _by_organization(world, *_of_member(world, duty))


def _nearest_general(world: World, duty: Duty) -> Called:
    """The nearest of those generals above the member's branch that are in force on the day."""
    trigger, branch, member = _of_member(world, duty)
    on = world.triggers.on[trigger]
    below, above = world.ancestors
    row, up = match(branch, below)
    fits = world.organizations.of_kind(*GENERALS)[above[up]] & world.in_force.holds(above[up], on[row])
    row, up = row[fits], up[fits]
    first = np.flatnonzero(np.diff(row, prepend=NONE))  # ancestors stand nearest first
    return _by_organization(world, trigger[row[first]], above[up[first]], member[row[first]])


def _trigger_organization(world: World, duty: Duty) -> Called:
    trigger = _triggers(world, duty)
    return _by_organization(world, trigger, world.triggers.organization[trigger], world.triggers.member[trigger])


def _trigger_member(world: World, duty: Duty) -> Called:
    """The member themself, who must have a stay in force on the day."""
    trigger, branch, member = _of_member(world, duty)
    trigger, member = trigger[branch >= 0], member[branch >= 0]
    t = world.triggers
    nowhere = np.full(len(trigger), NONE, np.int64)
    return Called(
        "member",
        world.member_ids.names,
        member,
        world.trigger_ids.names,
        t.id[trigger],
        t.on[trigger],
        Subjects.of(nowhere, member, trigger=t.id[trigger]),
    )


def _act_organization(world: World, duty: Duty) -> Called:
    """Acts that themselves call for something, from S of their organisation on; nothing else is asked of it."""
    acts = world.acts
    act = acts.of(*(k for k in duty.answers if k in ACT_KINDS))
    act = act[(acts.on[act] >= world.judged_from(acts.organization[act])) & (acts.organization[act] >= 0)]
    organization = acts.organization[act]
    return Called(
        "organization",
        world.organization_ids.names,
        organization,
        world.act_ids.names,
        acts.id[act],
        acts.on[act],
        Subjects.of(organization, np.full(len(act), NONE, np.int64), act=act),
    )


def _elected_posts(world: World, duty: Duty) -> Called:
    """Each elected committee post of a branch or general, from S of its organisation on."""
    del duty
    p = world.posts
    fits = (
        p.of(*COMMITTEE_POSTS) & p.elected & (p.first <= world.as_of) & (p.first >= world.judged_from(p.organization))
    )
    fits &= pick(world.organizations.of_kind(*BRANCHES, *GENERALS), p.organization, empty=False)
    post = np.flatnonzero(fits)
    return Called(
        "post",
        world.post_ids.names,
        p.id[post],
        world.post_ids.names,
        p.id[post],
        p.first[post],
        Subjects.of(p.organization[post], ints(p.member[post])),
    )


_CALLS: Final[dict[str, Callable[[World, Duty], Called]]] = {
    "every_party_group": _every("party_group"),
    "every_branch": _every(*BRANCHES),
    "member_branch": _member_branch,
    "nearest_general": _nearest_general,
    "trigger_organization": _trigger_organization,
    "trigger_member": _trigger_member,
    "act_organization": _act_organization,
    "post": _elected_posts,
}
