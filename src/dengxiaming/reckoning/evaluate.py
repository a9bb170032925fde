"""facts + rulebook + as_of + known_by → verdict rows (contract section 2)."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Final

import numpy as np
import polars as pl

from dengxiaming.law.model import Duty, Rulebook
from dengxiaming.reckoning.bearers import Cast
from dengxiaming.reckoning.facts import Facts
from dengxiaming.reckoning.forms import coverage, dues, record, recurring, response, streak, structure, term
from dengxiaming.reckoning.judging import Form, Judging, each
from dengxiaming.reckoning.rows import MET, table
from dengxiaming.reckoning.world import World

FORMS: Final[dict[str, Form]] = {
    "recurring": recurring.judge,
    "response": response.judge,
    "record": each(record.judge),
    "term": each(term.judge),
    "dues": each(dues.judge),
    "streak": each(streak.judge_months),
    "pattern": each(streak.judge_pattern),
    "structure": each(structure.judge),
    "ratio": each(structure.judge),
    "coverage": coverage.judge,
}


def evaluate(
    facts: Facts,
    rulebook: Rulebook,
    as_of: date,
    known_by: datetime | None = None,
    *,
    rules: Collection[str] | None = None,
    upcoming: bool = False,
    unmet: bool = False,
) -> pl.DataFrame:
    """One row for each duty, with the columns of `VERDICT`, sorted as the contract says.

    `rules` are clause or duty ids (S5-1 or S5-1a); without it all are judged. `known_by` is an instant with an offset.
    `upcoming` also lists the periodic duties of as_of's calendar year that have not opened yet. `unmet` leaves out what
    is met, which then need not be written out at all.
    """
    judging = begin(facts, rulebook, as_of, known_by, upcoming=upcoming, folding=unmet)
    parts = judging.judge(wanted(rulebook, rules))
    return table([part.take(np.flatnonzero(part.status != MET)) for part in parts] if unmet else parts)


def evaluate_on(
    facts: Facts, rulebook: Rulebook, days: Iterable[date], known_by: datetime | None, rules: Collection[str]
) -> pl.DataFrame:
    """The rows of duties that are judged on as_of itself (contract 5), on each of some days: the day is their period.
    One table, sorted as the contract says: to write it takes longer than to judge a day.
    """
    duties = wanted(rulebook, rules)
    return table([part for day in days for part in begin(facts, rulebook, day, known_by).judge(duties)])


def wanted(rulebook: Rulebook, rules: Collection[str] | None) -> list[Duty]:
    """The duties of some clauses, or of all."""
    return [d for d in rulebook.duties if rules is None or d.id in rules or rulebook.rule_of[d.id].id in rules]


def begin(
    facts: Facts,
    rulebook: Rulebook,
    as_of: date,
    known_by: datetime | None,
    *,
    upcoming: bool = False,
    folding: bool = False,
) -> Judging:
    """Set the stage for judging one fact set on one day."""
    world = World(facts, rulebook.effective_from, as_of, known_by)
    return Judging(world, Cast(world), rulebook, FORMS, upcoming, folding)
