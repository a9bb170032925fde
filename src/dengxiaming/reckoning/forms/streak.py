"""Periods missed one after the other, with no gap in the calendar: unpaid months (S7-3), missed meetings (S2-7)."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from dengxiaming.law.model import Duty
from dengxiaming.reckoning.arrays import NONE, Ints, runs
from dengxiaming.reckoning.coding import Ids
from dengxiaming.reckoning.judging import Judging
from dengxiaming.reckoning.numbers import binding_at, value_at
from dengxiaming.reckoning.rows import MISSED, NEVER, RAISED, Rows


@dataclass(frozen=True)
class Raised:
    """Runs long enough to be raised: the watched row that names each, the run's first row and length."""

    row: Ints
    start: Ints
    length: Ints
    required: Ints


def judge_months(judging: Judging, duty: Duty) -> Rows:
    """S7-3: one row a run, named after the month that made it long enough."""
    (watched, rows), *_ = judging.watched(duty)
    del watched
    return _rows(judging, duty, rows, raised(judging, duty, rows))


def judge_pattern(judging: Judging, duty: Duty) -> Rows:
    """S2-7: one row a run of each watched duty; the period names the duty and the period that made it long enough."""
    parts, labels = [], []
    for watched, rows in judging.watched(duty):
        part = _rows(judging, duty, rows, raised(judging, duty, rows))
        names = part.labels.to_list()
        labels += [f"{watched.id}:{names[period]}" for period in part.period]
        parts.append(part)
    periods = Ids(pl.Series(labels, dtype=pl.String))
    return Rows.joined(parts, periods.names, periods.code(labels))


def raised(judging: Judging, duty: Duty, rows: Rows) -> Raised:
    """The runs of missed periods of one bearer, next to each other in the calendar, up to as_of."""
    missed = np.flatnonzero((rows.status == MISSED) & (rows.due < judging.world.as_of))
    bearer, period = rows.bearer[missed], rows.period[missed]
    breaks = np.ones(len(missed), np.bool_)
    breaks[1:] = (bearer[1:] != bearer[:-1]) | (period[1:] != period[:-1] + 1)
    start, length = runs(breaks)
    number = duty.numbers["months" if "months" in duty.numbers else "periods"]
    required = value_at(number, rows.opens[missed[start]])
    long = length >= required
    start, length, required = start[long], length[long], required[long]
    return Raised(missed[start + required - 1], missed[start], length, required)


def _rows(judging: Judging, duty: Duty, rows: Rows, found: Raised) -> Rows:
    shown = rows.take(found.row)
    size = len(found.row)
    made = replace(
        shown,
        rule=duty.id,
        required=found.required,
        counted=found.length,
        satisfied=np.full(size, NEVER, np.int64),
        status=np.full(size, RAISED, np.int64),
        binding=binding_at(duty, shown.opens),
        flags=np.zeros(size, np.int64),
        evidence=None,
    )
    if judging.rulebook.exemptions:
        bodies = shown.bearer_kind == "organization"
        nobody = np.full(size, NONE, np.int64)
        home = judging.home(shown.bearer if bodies else nobody, nobody if bodies else shown.bearer, shown.opens)
        made = judging.waived(duty, made, home, shown.opens)
    return made
