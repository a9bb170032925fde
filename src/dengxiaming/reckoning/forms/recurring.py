"""So many times in each calendar period: the periodic table of contract section 4.

All periodic duties are tallied in one pass: laid end to end they are one list of (owner, window) and one of
(owner, act), where an owner is a bearer of one duty.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final

import numpy as np

from dengxiaming.law.model import Duty
from dengxiaming.reckoning.arrays import Bools, Ints
from dengxiaming.reckoning.bearers import Bearers, existing
from dengxiaming.reckoning.conditions import Wanted, counting
from dengxiaming.reckoning.judging import Judging
from dengxiaming.reckoning.line import place
from dengxiaming.reckoning.numbers import bindings_at, values_at
from dengxiaming.reckoning.periods import Periods, periods, windows
from dengxiaming.reckoning.rows import NEVER, Evidence, Heading, Rows, any_flag, status_of
from dengxiaming.reckoning.world import World

_LAST_DAY: Final = (12, 31)


@dataclass(frozen=True)
class Owed:
    """What several periodic duties ask before anything is counted: one entry a row, by duty, bearer, then period.

    `owner` is the bearer of the i-th duty as i × width + its code; the rows of that duty lie from ends[i] to ends[i+1].
    `period` is an index into the duty's periods; `anchor` its first day: the numbers in force on it decide.
    """

    duties: Sequence[Duty]
    bearers: Sequence[Bearers]
    held: Sequence[Periods]
    width: int
    owner: Ints
    period: Ints
    anchor: Ints
    opens: Ints
    due: Ints

    @property
    def ends(self) -> list[int]:
        """Where the rows of each duty begin and end."""
        ends: list[int] = self.owner.searchsorted(np.arange(len(self.duties) + 1) * self.width).tolist()
        return ends

    def where(self, keep: Bools) -> "Owed":
        """Some of the rows."""
        columns = {name: getattr(self, name)[keep] for name in ("owner", "period", "anchor", "opens", "due")}
        return replace(self, **columns)


def judge(judging: Judging, duties: Sequence[Duty]) -> list[Rows]:
    """Count the acts of each bearer inside each window."""
    owed = owing(judging, duties)
    wanted = [
        Wanted(counts, bearers.everyone + i * owed.width, bearers.subjects)
        for i, (duty, bearers) in enumerate(zip(duties, owed.bearers, strict=True))
        for counts in duty.counts
    ]
    return tallied(judging, owed, *counting(judging.world, wanted))


def owing(judging: Judging, duties: Sequence[Duty]) -> Owed:
    """The periodic duties that exist and are listed (contract 3.3, 3.5, 3.6)."""
    world = judging.world
    bearers = [judging.cast.bearers(duty.bearer) for duty in duties]
    held = [_periods(judging, duty) for duty in duties]
    days = [windows(each, duty.numbers.get("window")) for each, duty in zip(held, duties, strict=True)]
    of = np.repeat(np.arange(len(duties), dtype=np.int64), [len(each.first) for each in held])
    opens, due = (np.concatenate(column) for column in zip(*days, strict=True))
    period = np.concatenate([each.index for each in held])
    first, last = np.concatenate([each.first for each in held]), np.concatenate([each.last for each in held])
    listed = judging.listed(opens)
    of, first, last = of[listed], first[listed], last[listed]
    width = max(len(each.names) for each in bearers) + 1
    owner, at = existing(bearers, width, (of, first, last), world.as_of)
    return Owed(duties, bearers, held, width, owner, period[listed][at], first[at], opens[listed][at], due[listed][at])


def _periods(judging: Judging, duty: Duty) -> Periods:
    """Those of a duty up to the end of as_of's year."""
    world = judging.world
    return periods(duty.every, world.effect_date, date(world.as_of_date.year, *_LAST_DAY))


def calendar(judging: Judging, duty: Duty) -> tuple[Periods, Ints, Ints, Ints]:
    """The periods of one duty, and those of them that are listed: their index, first and last day of the window."""
    held = _periods(judging, duty)
    opens, due = windows(held, duty.numbers.get("window"))
    listed = judging.listed(opens)
    return held, held.index[listed], opens[listed], due[listed]


def tallied(judging: Judging, owed: Owed, owners: Ints, act: Ints) -> list[Rows]:
    """The rows of each duty, from the pairs (owner, act) that count whatever the day; the pairs ascend."""
    world, ends = judging.world, owed.ends
    required = values_at([duty.numbers["required"] for duty in owed.duties], owed.anchor, ends)
    lo, hi, satisfied = tally(world, (owed.owner, owed.opens, owed.due), required, owners, act)
    made = Rows.split(
        [
            Heading(duty.id, bearers.kind, bearers.names, held.names)
            for duty, bearers, held in zip(owed.duties, owed.bearers, owed.held, strict=True)
        ],
        ends,
        {
            "bearer": owed.owner % owed.width,
            "period": owed.period,
            "opens": owed.opens,
            "due": owed.due,
            "required": required,
            "counted": hi - lo,
            "satisfied": satisfied,
            "status": status_of(world.as_of, owed.opens, owed.due, satisfied),
            "binding": bindings_at(owed.duties, owed.anchor, ends),
            "flags": any_flag(world.acts.flags[act], lo, hi),
        },
        Evidence(world.act_ids.names, lo, hi, world.acts.id[act]),
    )
    if not judging.rulebook.exemptions:
        return made
    return [
        _exempted(judging, duty, bearers, owed.anchor[a:b], rows)
        for duty, bearers, (a, b), rows in zip(owed.duties, owed.bearers, pairwise(ends), made, strict=True)
    ]


def _exempted(judging: Judging, duty: Duty, bearers: Bearers, anchor: Ints, rows: Rows) -> Rows:
    home = judging.home(bearers.organization[rows.bearer], bearers.member[rows.bearer], anchor)
    return judging.waived(duty, rows, home, anchor)


def tally(
    world: World, owed: tuple[Ints, Ints, Ints], required: Ints, owners: Ints, act: Ints
) -> tuple[Ints, Ints, Ints]:
    """For each (owner, opens, due) the range of pairs inside it, and the day of the required-th (`NEVER` if none)."""
    owner, opens, due = owed
    on = world.acts.on[act]
    spots = place(owners, on)
    lo = spots.searchsorted(place(owner, opens), "left")
    hi = spots.searchsorted(place(owner, due), "right")
    enough = (hi - lo >= required) & (required > 0)
    at = np.where(enough, lo + required - 1, 0)
    return lo, hi, np.where(enough, on[at] if len(on) else NEVER, NEVER)
