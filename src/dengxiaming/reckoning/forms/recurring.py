"""So many times in each calendar period: the periodic table of contract section 4."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from dengxiaming.law.model import Duty
from dengxiaming.reckoning.arrays import Ints, ints
from dengxiaming.reckoning.bearers import Bearers
from dengxiaming.reckoning.conditions import Subjects, counting
from dengxiaming.reckoning.judging import Judging
from dengxiaming.reckoning.line import place
from dengxiaming.reckoning.numbers import binding_at, value_at
from dengxiaming.reckoning.periods import Periods, periods, windows
from dengxiaming.reckoning.rows import NEVER, Evidence, Rows, any_flag, status_of
from dengxiaming.reckoning.world import World

LAST_MONTH: Final = (12, 31)


@dataclass(frozen=True)
class Owed:
    """Periodic duties before anything is counted: one entry a duty, by bearer, then period."""

    bearers: Bearers
    held: Periods
    bearer: Ints
    period: Ints
    opens: Ints
    due: Ints


def judge(judging: Judging, duty: Duty) -> Rows:
    """Count the acts of each bearer inside each window."""
    owed = owing(judging, duty)
    who = np.unique(owed.bearer)
    subjects = Subjects.of(owed.bearers.organization[who], owed.bearers.member[who])
    pairs = [counting(judging.world, counts, subjects) for counts in duty.counts]
    subject = np.concatenate([s for s, _ in pairs])
    act = np.concatenate([a for _, a in pairs])
    return tallied(judging, duty, owed, who[subject], act)


def owing(judging: Judging, duty: Duty) -> Owed:
    """The periodic duties that exist and are listed (contract 3.3, 3.5, 3.6)."""
    world = judging.world
    held = periods(duty.every, world.effect_date, date(world.as_of_date.year, *LAST_MONTH))
    opens, due = windows(held, duty.numbers.get("window"))
    bearers = judging.cast.bearers(duty.bearer)
    bearer, period = bearers.existing(held, world.as_of)
    listed = judging.listed(opens)[period]
    bearer, period = bearer[listed], period[listed]
    return Owed(bearers, held, bearer, period, opens[period], due[period])


def tallied(judging: Judging, duty: Duty, owed: Owed, bearer: Ints, act: Ints) -> Rows:
    """The rows, from the pairs (bearer, act) that count whatever the day; the pairs ascend."""
    world = judging.world
    anchor = owed.held.first[owed.period]
    required = value_at(duty.numbers["required"], anchor)
    lo, hi, satisfied = tally(world, owed, required, bearer, act)
    rows = Rows(
        rule=duty.id,
        bearer_kind=owed.bearers.kind,
        names=owed.bearers.names,
        bearer=owed.bearer,
        labels=pl.Series(owed.held.labels, dtype=pl.String),
        period=owed.period,
        opens=owed.opens,
        due=owed.due,
        required=required,
        counted=hi - lo,
        satisfied=satisfied,
        status=status_of(world.as_of, owed.opens, owed.due, satisfied),
        binding=binding_at(duty, anchor),
        flags=any_flag(world.acts.flags[act], lo, hi),
        evidence=Evidence(world.act_ids.names, world.acts.id[act], lo, hi),
    )
    if judging.rulebook.exemptions:
        code = owed.bearer
        home = judging.home(owed.bearers.organization[code], owed.bearers.member[code], anchor)
        rows = judging.waived(duty, rows, home, anchor)
    return rows


def tally(world: World, owed: Owed, required: Ints, bearer: Ints, act: Ints) -> tuple[Ints, Ints, Ints]:
    """For each duty the range of pairs inside its window, and the day of the required-th (`NEVER` if none)."""
    spots = place(bearer, world.acts.on[act])
    lo = np.searchsorted(spots, place(owed.bearer, owed.opens), "left")
    hi = np.searchsorted(spots, place(owed.bearer, owed.due), "right")
    at = np.minimum(lo + required, len(act)) - 1
    days = world.acts.on[act][at] if len(act) else ints(np.zeros(len(lo)))
    return lo, hi, np.where((hi - lo >= required) & (required > 0), days, NEVER)
