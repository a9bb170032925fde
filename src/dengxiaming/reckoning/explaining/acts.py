"""The acts looked at for one duty that is counted by conditions: which counted, and which failed just one.

The same conditions that count are asked one by one, on a world without the limits of as_of and known_by, so that an act
which came too late to be known is named too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from dengxiaming.law import vocabulary
from dengxiaming.law.model import Counts, Duty
from dengxiaming.reckoning.arrays import Bools, ints
from dengxiaming.reckoning.coding import bits
from dengxiaming.reckoning.conditions import Condition, Subjects, conditions
from dengxiaming.reckoning.explaining.model import Considered
from dengxiaming.reckoning.explaining.wording import Names, day, kinds, listed, moment
from dengxiaming.reckoning.judging import Judging
from dengxiaming.reckoning.periods import MONTHS_IN, add_months, day_of
from dengxiaming.reckoning.tables import ACT_KINDS, ELEMENTS, WITH_RECORD
from dengxiaming.reckoning.world import World

_FAR: Final = date(9999, 12, 31)


@dataclass(frozen=True)
class Asked:
    """One duty to explain: its subject and its days. `open_end`: an act after due_on still counts (responses)."""

    judging: Judging
    duty: Duty
    subjects: Subjects
    opens: int
    due: int
    open_end: bool
    names: Names

    def wide(self) -> World:
        """The same facts, as if everything had happened and were known."""
        world = self.judging.world
        return World(world.facts, world.effect_date, _FAR, None)


@dataclass(frozen=True)
class Tested:
    """A test of every act: does it pass, and what to say where it does not."""

    holds: Bools
    fails: Callable[[int], str]
    passes: str


def considered(asked: Asked) -> tuple[Considered, ...]:
    """The acts that counted, and those that failed exactly one condition, by day."""
    world = asked.wide()
    found: dict[int, Considered] = {}
    for counts in asked.duty.counts:
        tests = _tests(asked, world, counts)
        failed = np.sum([~test.holds for test in tests], axis=0)
        for act in np.flatnonzero(
            (failed == 0) | ((failed == 1) & _near(asked, world) & _connected(asked, world, counts))
        ):
            wrong = [test for test in tests if not test.holds[act]]
            if wrong and not _worth_showing(world, counts, tests, int(act)):
                continue
            reason = wrong[0].fails(int(act)) if wrong else _because(tests)
            found.setdefault(int(act), shown(world, int(act), counted=not wrong, reason=reason))
    return tuple(found[act] for act in sorted(found))


def shown(world: World, act: int, *, counted: bool, reason: str) -> Considered:
    """An act as an explanation shows it."""
    acts = world.acts
    names = [vocabulary.ACT_KINDS[kind] for i, kind in enumerate(ACT_KINDS) if acts.kinds[act] >> i & 1]
    has_record = bool(acts.have_record[act])
    missing = [vocabulary.ELEMENTS[e] for i, e in enumerate(ELEMENTS) if not acts.elements[act] >> i & 1]
    id_ = world.act_ids.names[int(acts.id[act])]
    recorded = world.facts.acts.filter(world.facts.acts["id"] == id_)["recorded_at"][0]
    return Considered(
        id_,
        "act",
        "、".join(names),
        day_of(int(acts.on[act])),
        counted,
        reason,
        recorded_at=recorded,
        backfilled_days=max(int(acts.recorded[act] - acts.on[act]), 0),
        missing_elements=tuple(missing) if has_record else (),
    )


def _near(asked: Asked, world: World) -> Bools:
    """Days worth looking at: the window and one period either side; for a response a month either side."""
    months = MONTHS_IN.get(asked.duty.every, 1)
    first = add_months(ints([asked.opens]), -months, clip=True)[0]
    last = add_months(ints([asked.due]) + 1, months, clip=True)[0] - 1
    return (world.acts.on >= first) & (world.acts.on <= last)


def _connected(asked: Asked, world: World, counts: Counts) -> Bools:
    """Acts that have to do with the subject at all: its own, or reached by one of the conditions."""
    acts, subjects = world.acts, _in(world, asked)
    every, one = np.arange(len(acts), dtype=np.int64), np.zeros(len(acts), np.int64)
    own = (acts.organization == subjects.organization[0]) & (acts.organization >= 0)
    for condition in conditions(counts):
        if condition.sides is not None:
            own = own | condition.holds(world, subjects, one, every)
    return own


def _tests(asked: Asked, world: World, counts: Counts) -> list[Tested]:
    """Every condition of a `counts`, its kinds, the window and the two limits of time, each as one test of all acts."""
    acts = world.acts
    every = np.arange(len(acts), dtype=np.int64)
    one = np.zeros(len(acts), np.int64)
    subjects = _in(world, asked)
    tests = [
        Tested(
            (acts.kinds & bits(counts.kinds, ACT_KINDS)) > 0,
            lambda _: f"类型里没有{listed(counts.kinds)}。",
            f"类型是{kinds(counts.kinds)}",
        )
    ]
    tests += [
        Tested(c.holds(world, subjects, one, every), _failure(asked, world, c), _PASSES[c.part, c.word])
        for c in conditions(counts)
    ]
    limit = asked.judging.world
    in_window = (acts.on >= asked.opens) & ((acts.on <= asked.due) | asked.open_end)
    tests.append(Tested(in_window, lambda _: _outside(asked), "日期在期限内"))
    tests.append(Tested(acts.on <= limit.as_of, lambda _: f"发生在{day(limit.as_of_date)}之后，这一天还没有。", ""))
    if limit.known_by is not None:
        known = np.isin(acts.id, limit.acts.id) | (acts.on > limit.as_of)
        until = moment(limit.known_by)
        tests.append(Tested(known, lambda _: f"记录时间晚于{until}，那时还不知道。", ""))
    return tests


def _in(world: World, asked: Asked) -> Subjects:
    """The subject, its act (S9-3) found again in the wide world; all other codes are the same there."""
    s, limit = asked.subjects, asked.judging.world
    if s.act[0] < 0:
        return s
    code = limit.acts.id[s.act[0]]
    return replace(s, act=np.flatnonzero(world.acts.id == code).astype(np.int64))


def _outside(asked: Asked) -> str:
    if asked.open_end:
        return f"在{day(day_of(asked.opens))}之前，早于起算的那天。"
    return f"日期不在{day(day_of(asked.opens))}至{day(day_of(asked.due))}之内。"


def _because(tests: Sequence[Tested]) -> str:
    return "，".join(test.passes for test in tests if test.passes) + "。"


def _worth_showing(world: World, counts: Counts, tests: Sequence[Tested], act: int) -> bool:
    """An act of a wrong kind is worth a line only where a record could have listed the right one too."""
    if tests[0].holds[act]:
        return True
    records = bits(WITH_RECORD, ACT_KINDS)
    return bool(bits(counts.kinds, ACT_KINDS) & records and world.acts.kinds[act] & records)


def _failure(asked: Asked, world: World, condition: Condition) -> Callable[[int], str]:
    acts, names = world.acts, asked.names

    def actor(act: int) -> str:
        code = int(acts.actor[act])
        return names.of(world.member_ids.names[code]) if code >= 0 else ""

    def say(act: int) -> str:
        who = actor(act)
        match condition.part:
            case "held_by":
                holder = names.of(world.organization_ids.names[int(acts.organization[act])])
                return f"是{holder}开展的。"
            case "actor" if not who:
                return "没有写经办人。"
            case "actor" if condition.word == "bearer":
                return f"经办人是{who}，不是本人。"
            case "actor":
                return f"经办人{who}当天不是书记。"
            case "toward":
                return "对象里没有写上。"
            case _:
                return "没有写明回应这件事。"

    return say


_PASSES: Final = {
    ("held_by", "bearer"): "由本组织开展",
    ("held_by", "bearer_or_below"): "由本组织或下级组织开展",
    ("actor", "bearer"): "经办人是本人",
    ("actor", "secretary"): "经办人当天是书记",
    ("actor", "branch_secretary_or_above"): "经办人当天是书记",
    ("toward", "bearer"): "对象写明了",
    ("toward", "member"): "对象里有本人",
    ("lists", "trigger"): "写明回应这件事",
    ("lists", "act"): "写明回应这次活动",
}
