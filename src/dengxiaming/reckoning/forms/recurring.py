"""So many times in each calendar period: the periodic table of contract section 4.

All periodic duties are tallied in one pass: laid end to end they are one list of (owner, window) and one of
(owner, act), where an owner is a bearer of one duty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

import numpy as np

from dengxiaming.law.model import Duty
from dengxiaming.reckoning.arrays import Bools, Ints
from dengxiaming.reckoning.bearers import Bearers
from dengxiaming.reckoning.conditions import Subjects, counting
from dengxiaming.reckoning.judging import Judging
from dengxiaming.reckoning.line import place
from dengxiaming.reckoning.numbers import binding_at, value_at
from dengxiaming.reckoning.periods import Periods, periods, windows
from dengxiaming.reckoning.rows import NEVER, Evidence, Rows, any_flag, status_of
from dengxiaming.reckoning.world import World

_LAST_DAY: Final = (12, 31)


@dataclass(frozen=True)
class Owed:
    """Periodic duties before anything is counted: one entry a duty, by bearer, then period."""

    bearers: Bearers
    held: Periods
    bearer: Ints
    period: Ints
    opens: Ints
    due: Ints

    def where(self, keep: Bools) -> "Owed":
        """Some of them."""
        return Owed(self.bearers, self.held, self.bearer[keep], self.period[keep], self.opens[keep], self.due[keep])

    @property
    def anchor(self) -> Ints:
        """The first day of each period: the numbers in force on it decide."""
        return self.held.first[self.period]


@dataclass(frozen=True)
class Claim:
    """One duty with what is owed and the pairs (bearer, act) that count whatever the day; the pairs ascend."""

    duty: Duty
    owed: Owed
    bearer: Ints
    act: Ints


def judge(judging: Judging, duties: Sequence[Duty]) -> list[Rows]:
    """Count the acts of each bearer inside each window."""
    return tallied(judging, [_claim(judging, duty) for duty in duties])


def _claim(judging: Judging, duty: Duty) -> Claim:
    owed = owing(judging, duty)
    if not len(owed.bearer):
        return Claim(duty, owed, owed.bearer, owed.bearer)
    who = owed.bearers.everyone
    subjects = Subjects.of(owed.bearers.organization[who], owed.bearers.member[who])
    pairs = [counting(judging.world, counts, subjects) for counts in duty.counts]
    subject = np.concatenate([s for s, _ in pairs])
    return Claim(duty, owed, who[subject], np.concatenate([a for _, a in pairs]))


def owing(judging: Judging, duty: Duty) -> Owed:
    """The periodic duties that exist and are listed (contract 3.3, 3.5, 3.6)."""
    window = duty.numbers.get("window")
    key = (duty.bearer, duty.every, window.values if window else ())
    owed: Owed = judging.shared.get(key) or judging.shared.setdefault(key, _owing(judging, duty))
    return owed


def _owing(judging: Judging, duty: Duty) -> Owed:
    world = judging.world
    held = periods(duty.every, world.effect_date, date(world.as_of_date.year, *_LAST_DAY))
    opens, due = windows(held, duty.numbers.get("window"))
    bearers = judging.cast.bearers(duty.bearer)
    bearer, period = judging.cast.existing(duty.bearer, held)
    listed = judging.listed(opens)[period]
    bearer, period = bearer[listed], period[listed]
    return Owed(bearers, held, bearer, period, opens[period], due[period])


def tallied(judging: Judging, claims: Sequence[Claim]) -> list[Rows]:
    """The rows of each claim."""
    world = judging.world
    width = max((len(claim.owed.bearers.names) for claim in claims), default=0) + 1
    owner = _joined([claim.owed.bearer + i * width for i, claim in enumerate(claims)])
    owners = _joined([claim.bearer + i * width for i, claim in enumerate(claims)])
    act = _joined([claim.act for claim in claims])
    opens, due = _joined([claim.owed.opens for claim in claims]), _joined([claim.owed.due for claim in claims])
    required = _joined([value_at(claim.duty.numbers["required"], claim.owed.anchor) for claim in claims])
    lo, hi, satisfied = tally(world, (owner, opens, due), required, owners, act)
    status = status_of(world.as_of, opens, due, satisfied)
    flags = any_flag(world.acts.flags[act], lo, hi)
    codes = world.acts.id[act]
    ends = np.cumsum([0, *(len(claim.owed.bearer) for claim in claims)]).tolist()
    made = []
    for claim, (a, b) in zip(claims, pairwise(ends), strict=True):
        rows = Rows(
            rule=claim.duty.id,
            bearer_kind=claim.owed.bearers.kind,
            names=claim.owed.bearers.names,
            bearer=claim.owed.bearer,
            labels=claim.owed.held.names,
            period=claim.owed.period,
            opens=claim.owed.opens,
            due=claim.owed.due,
            required=required[a:b],
            counted=hi[a:b] - lo[a:b],
            satisfied=satisfied[a:b],
            status=status[a:b],
            binding=binding_at(claim.duty, claim.owed.anchor),
            flags=flags[a:b],
            evidence=Evidence(world.act_ids.names, codes, lo[a:b], hi[a:b]),
        )
        made.append(_exempted(judging, claim, rows))
    return made


def _exempted(judging: Judging, claim: Claim, rows: Rows) -> Rows:
    if not judging.rulebook.exemptions:
        return rows
    owed = claim.owed
    home = judging.home(owed.bearers.organization[owed.bearer], owed.bearers.member[owed.bearer], owed.anchor)
    return judging.waived(claim.duty, rows, home, owed.anchor)


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


def _joined(parts: Sequence[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.empty(0, np.int64)
