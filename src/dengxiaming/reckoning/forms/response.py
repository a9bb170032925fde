"""Something happened, so somebody must answer within so many days: the responses of contract section 4."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

import numpy as np
import polars as pl

from dengxiaming.law.model import Duty
from dengxiaming.reckoning.arrays import NONE, Ints, match, pick
from dengxiaming.reckoning.coding import among
from dengxiaming.reckoning.conditions import Subjects, Wanted, counting
from dengxiaming.reckoning.judging import Judging
from dengxiaming.reckoning.numbers import bindings_at, values_at
from dengxiaming.reckoning.rows import NEVER, Evidence, Heading, Rows, any_flag, status_of
from dengxiaming.reckoning.tables import ACT_KINDS, BRANCHES, COMMITTEE_POSTS, GENERALS, TRIGGER_KINDS
from dengxiaming.reckoning.world import World


@dataclass(frozen=True)
class Called:
    """Responses of several duties before anything is counted: which duty, who must answer, to what, on which day.

    `duty` ascends; `cause` is the code of the trigger, act or post that calls; of an act `subjects` has the place.
    """

    duty: Ints
    bearer: Ints
    cause: Ints
    on: Ints
    subjects: Subjects

    def take(self, keep: "Ints | slice[int, int]") -> "Called":
        """Some of them."""
        return Called(self.duty[keep], self.bearer[keep], self.cause[keep], self.on[keep], self.subjects.take(keep))

    def ends(self, duties: int) -> list[int]:
        """Where the responses of each duty begin and end."""
        ends: list[int] = self.duty.searchsorted(np.arange(duties + 1)).tolist()
        return ends


@dataclass(frozen=True)
class Answers:
    """What answers: (row, day, name in `ids`, flags), by row, then day, then id. Without `ids` it is no evidence."""

    row: Ints
    on: Ints
    ids: pl.Series | None
    code: Ints
    flags: Ints

    def within(self, a: int, b: int) -> "Answers":
        """Those of the rows a … b−1, counted from a."""
        part = slice(*self.row.searchsorted((a, b)))
        return Answers(self.row[part] - a, self.on[part], self.ids, self.code[part], self.flags[part])


def judge(judging: Judging, duties: Sequence[Duty]) -> list[Rows]:
    """Count the answers from the day on; one after the due day makes it late."""
    world = judging.world
    called = calling(world, duties)
    opens, due = _days(duties, called)
    order = np.lexsort((called.cause, opens, called.bearer, called.duty))
    called, opens, due = called.take(order), opens[order], due[order]
    ends = called.ends(len(duties))
    found = _answers(world, duties, called, opens)
    made = _rows(judging, duties, called, (opens, due), found)
    for i, (duty, (a, b)) in enumerate(zip(duties, pairwise(ends), strict=True)):
        if duty.measure and a < b:
            part = called.take(slice(a, b))
            own = _MEASURES[duty.measure](world, part, found.within(a, b))
            alone = replace(part, duty=part.duty - i)
            made[i : i + 1] = _rows(judging, [duty], alone, (opens[a:b], due[a:b]), own)
    return made


def _days(duties: Sequence[Duty], called: Called) -> tuple[Ints, Ints]:
    """When each response opens and is due: the day and so many days on; an induction looks back instead."""
    ends = called.ends(len(duties))
    due = called.on + values_at([duty.numbers["days"] for duty in duties], called.on, ends)
    opens = called.on.copy()
    for duty, (a, b) in zip(duties, pairwise(ends), strict=True):
        if "days_before" in duty.numbers:
            opens[a:b] -= values_at([duty.numbers["days_before"]], called.on[a:b], [0, b - a])
    return opens, due


def _answers(world: World, duties: Sequence[Duty], called: Called, opens: Ints) -> Answers:
    """The acts that answer, on the first day or later."""
    wanted = [
        Wanted(counts, np.arange(a, b, dtype=np.int64), called.subjects.take(slice(a, b)))
        for duty, (a, b) in zip(duties, pairwise(called.ends(len(duties))), strict=True)
        for counts in duty.counts
        if a < b
    ]
    row, act = counting(world, wanted)
    later = world.acts.on[act] >= opens[row]
    row, act = row[later], act[later]
    return Answers(row, world.acts.on[act], world.act_ids.names, world.acts.id[act], world.acts.flags[act])


def _rows(
    judging: Judging, duties: Sequence[Duty], called: Called, days: tuple[Ints, Ints], found: Answers
) -> list[Rows]:
    """The rows of each duty: done on the day of the first answer."""
    world, ends, (opens, due) = judging.world, called.ends(len(duties)), days
    lo = found.row.searchsorted(np.arange(len(due)), "left")
    hi = found.row.searchsorted(np.arange(len(due)), "right")
    satisfied = pick(found.on, np.where(hi > lo, lo, NONE), NEVER)
    columns: dict[str, Any] = {
        "bearer": called.bearer,
        "period": called.cause,
        "opens": opens,
        "due": due,
        "required": np.ones(len(due), np.int64),
        "counted": hi - lo,
        "satisfied": satisfied,
        "status": status_of(world.as_of, opens, due, satisfied),
        "binding": bindings_at(duties, called.on, ends),
        "flags": any_flag(found.flags, lo, hi),
    }
    evidence = None if found.ids is None else Evidence(found.ids, lo, hi, found.code)
    made = Rows.split([_heading(world, duty) for duty in duties], ends, columns, evidence)
    if judging.rulebook.exemptions:
        home = judging.home(called.subjects.organization, called.subjects.member, called.on)
        parts = zip(duties, made, pairwise(ends), strict=True)
        made = [judging.waived(duty, rows, home[a:b], called.on[a:b]) for duty, rows, (a, b) in parts]
    return made


def _heading(world: World, duty: Duty) -> Heading:
    match duty.bearer:
        case "trigger_member":
            return Heading(duty.id, "member", world.member_ids.names, world.trigger_ids.names)
        case "act_organization":
            return Heading(duty.id, "organization", world.organization_ids.names, world.act_ids.names)
        case "post":
            return Heading(duty.id, "post", world.post_ids.names, world.post_ids.names)
        case _:
            return Heading(duty.id, "organization", world.organization_ids.names, world.trigger_ids.names)


# ---- answered otherwise than by acts that list it ------------------------------------------------------------------


def _post_filled(world: World, called: Called, found: Answers) -> Answers:
    """A vacancy is also filled by a committee post that begins there on or after that day, listed or not (S1-10)."""
    p = world.posts
    rows = np.flatnonzero(p.of(*COMMITTEE_POSTS) & (p.first <= world.as_of))
    i, j = match(called.subjects.organization, p.organization[rows])
    post = rows[j]
    later = p.first[post] >= called.on[i]
    i, post = i[later], post[later]
    if not len(post):
        return found
    acts = world.act_ids.names
    ids = pl.concat([acts, world.post_ids.names])
    row, on = np.concatenate([found.row, i]), np.concatenate([found.on, p.first[post]])
    code = np.concatenate([found.code, p.id[post] + len(acts)])
    rank = ids.gather(code).rank("min").to_numpy()
    order = np.lexsort((rank, on, row))
    flags = np.concatenate([found.flags, np.zeros(len(post), np.int64)])
    return Answers(row[order], on[order], ids, code[order], flags[order])


def _recorded(world: World, called: Called, found: Answers) -> Answers:
    """The act itself is recorded (S9-2)."""
    del found
    acts, act = world.acts, called.subjects.act
    row = np.flatnonzero(acts.recorded[act] <= world.as_of)
    act = act[row]
    return Answers(row, acts.recorded[act], world.act_ids.names, acts.id[act], acts.flags[act])


def _approved_or_filed(world: World, called: Called, found: Answers) -> Answers:
    """The approval of a secretary or deputy; the filing of the others (S1-9)."""
    del found
    p = world.posts
    post = p.id.argsort()[called.cause]
    day = np.where(p.of("secretary", "deputy_secretary")[post], p.approved[post], p.filed[post])
    row = np.flatnonzero(day <= world.as_of)
    nothing = np.zeros(len(row), np.int64)
    return Answers(row, day[row], None, nothing, nothing)


_MEASURES: Final[dict[str, Callable[[World, Called, Answers], Answers]]] = {
    "post_filled": _post_filled,
    "recorded": _recorded,
    "approved_or_filed": _approved_or_filed,
}


# ---- what calls, and who must answer -------------------------------------------------------------------------------


def calling(world: World, duties: Sequence[Duty]) -> Called:
    """The responses that exist: what called for them is not before S, and the bearer is in force on its day."""
    parts = []
    by_trigger = [i for i, duty in enumerate(duties) if duty.bearer in _WHO]
    if by_trigger:
        found = _by_trigger(world, [duties[i] for i in by_trigger])
        parts.append(replace(found, duty=np.array(by_trigger)[found.duty]))
    for i, duty in enumerate(duties):
        if duty.bearer not in _WHO:
            found = _CALLS[duty.bearer](world, duty)
            parts.append(replace(found, duty=found.duty + i))
    called = Called(
        np.concatenate([part.duty for part in parts]),
        np.concatenate([part.bearer for part in parts]),
        np.concatenate([part.cause for part in parts]),
        np.concatenate([part.on for part in parts]),
        Subjects.joined([part.subjects for part in parts]),
    )
    return called.take(called.duty.argsort(kind="stable"))


def _by_trigger(world: World, duties: Sequence[Duty]) -> Called:
    """Triggers of each duty's kinds from the date of effect on, with who must answer."""
    t = world.triggers
    kinds = [among(tuple(kind for kind in duty.answers if kind in TRIGGER_KINDS), TRIGGER_KINDS) for duty in duties]
    duty, trigger = (np.array(kinds)[:, t.kind] & (t.on >= world.effect)).nonzero()
    words = [duty_.bearer for duty_ in duties]
    parts = []
    for word in dict.fromkeys(words):
        of_word = np.flatnonzero(np.array([other == word for other in words])[duty])
        row, organization, member = _WHO[word](world, trigger[of_word])
        parts.append((of_word[row], organization, member))
    row, organization, member = (np.concatenate(column) for column in zip(*parts, strict=True))
    duty, trigger = duty[row], trigger[row]
    themself = np.array([word == "trigger_member" for word in words])[duty]
    keep = themself | world.in_force.holds(organization, t.on[trigger])
    duty, trigger, organization, member = duty[keep], trigger[keep], organization[keep], member[keep]
    on, bearer = t.on[trigger], np.where(themself[keep], member, organization)
    led = world.seats("secretary").holds(world.seat(organization, member), on)
    subjects = Subjects.of(organization, member, trigger=t.id[trigger], was_secretary=led)
    return Called(duty, bearer, t.id[trigger], on, subjects)


def _every(*kinds: str) -> "Who":
    """Every organisation of the kinds."""

    def who(world: World, trigger: Ints) -> tuple[Ints, Ints, Ints]:
        bodies = np.flatnonzero(world.organizations.of_kind(*kinds))
        row = np.repeat(np.arange(len(trigger), dtype=np.int64), len(bodies))
        return row, np.tile(bodies, len(trigger)), np.full(len(row), NONE, np.int64)

    return who


def _member_branch(world: World, trigger: Ints) -> tuple[Ints, Ints, Ints]:
    """The branch of the member's stay on the day."""
    return np.arange(len(trigger), dtype=np.int64), world.trigger_branches[trigger], world.triggers.member[trigger]


def _nearest_general(world: World, trigger: Ints) -> tuple[Ints, Ints, Ints]:
    """The nearest of those generals above the member's branch that are in force on the day."""
    on = world.triggers.on[trigger]
    below, above = world.ancestors
    row, up = match(world.trigger_branches[trigger], below)
    fits = world.organizations.of_kind(*GENERALS)[above[up]] & world.in_force.holds(above[up], on[row])
    row, up = row[fits], up[fits]
    first = np.flatnonzero(np.diff(row, prepend=NONE))  # ancestors stand nearest first
    return row[first], above[up[first]], world.triggers.member[trigger[row[first]]]


def _trigger_organization(world: World, trigger: Ints) -> tuple[Ints, Ints, Ints]:
    """The organisation the trigger names."""
    t = world.triggers
    return np.arange(len(trigger), dtype=np.int64), t.organization[trigger], t.member[trigger]


def _trigger_member(world: World, trigger: Ints) -> tuple[Ints, Ints, Ints]:
    """The member themself, who must have a stay in force on the day; whose branch it is does not matter."""
    row = np.flatnonzero(world.trigger_branches[trigger] >= 0)
    return row, np.full(len(row), NONE, np.int64), world.triggers.member[trigger[row]]


Who = Callable[[World, Ints], tuple[Ints, Ints, Ints]]
_WHO: Final[dict[str, Who]] = {  # triggers → index of trigger, organisation, member; an organisation not in force falls
    "every_party_group": _every("party_group"),
    "every_branch": _every(*BRANCHES),
    "member_branch": _member_branch,
    "nearest_general": _nearest_general,
    "trigger_organization": _trigger_organization,
    "trigger_member": _trigger_member,
}


def _act_organization(world: World, duty: Duty) -> Called:
    """Acts that themselves call for something, from S of their organisation on; nothing else is asked of it."""
    acts = world.acts
    act = acts.of(*(k for k in duty.answers if k in ACT_KINDS))
    organization = acts.organization[act]
    keep = (acts.on[act] >= world.judged_from(organization)) & (organization >= 0)
    act, organization = act[keep], organization[keep]
    subjects = Subjects.of(organization, np.full(len(act), NONE, np.int64), act=act)
    return Called(np.zeros(len(act), np.int64), organization, acts.id[act], acts.on[act], subjects)


def _elected_posts(world: World, duty: Duty) -> Called:
    """Each elected committee post of a branch or general, from S of its organisation on."""
    del duty
    p = world.posts
    fits = (
        p.of(*COMMITTEE_POSTS) & p.elected & (p.first <= world.as_of) & (p.first >= world.judged_from(p.organization))
    )
    fits &= pick(world.organizations.of_kind(*BRANCHES, *GENERALS), p.organization, empty=False)
    post = np.flatnonzero(fits)
    subjects = Subjects.of(p.organization[post], p.member[post])
    return Called(np.zeros(len(post), np.int64), p.id[post], p.id[post], p.first[post], subjects)


_CALLS: Final[dict[str, Callable[[World, Duty], Called]]] = {
    "act_organization": _act_organization,
    "post": _elected_posts,
}
