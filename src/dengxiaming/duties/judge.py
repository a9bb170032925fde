"""Asking the kernel: for the store (complete) and for a moved date (within the reader's reach, remembered a while)."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

import polars as pl

from dengxiaming.duties import edition, facts, homes, reach
from dengxiaming.duties.view import Quarter, View
from dengxiaming.ground.memory import Memory
from dengxiaming.ground.queries import facts_version
from dengxiaming.law.model import Rulebook
from dengxiaming.reckoning import Facts, evaluate, evaluate_on

_verdicts: Final = Memory[pl.DataFrame](6)
_LONGER_THAN_A_TERM: Final = timedelta(days=10 * 366)
_city: Final = Memory[Facts](1)


def stamp(view: View) -> tuple[object, ...]:
    """What a result depends on: edition, as_of, known_by, version of the facts."""
    return (edition.rulebook().content_hash, view.as_of, view.known_by, facts_version())


def judged(held: Facts, book: Rulebook, view: View, rules: Collection[str] | None = None) -> pl.DataFrame:
    """The kernel's rows, the year's not yet open ones too, with `as_of`, `organization`, `unit`, `sensitive`."""
    rows = evaluate(held, book, view.as_of, view.known_by, rules=rules, upcoming=True)
    return placed(rows.with_columns(pl.lit(view.as_of).alias("as_of")), held, book)


def on_days(held: Facts, book: Rulebook, days: Iterable[date], known_by: datetime | None) -> pl.DataFrame:
    """The same of the duties judged on a day, on each of some days, as known at an instant."""
    rows = evaluate_on(held, book, days, known_by, edition.dated_duties(book))
    return placed(rows.with_columns(pl.col("period").str.to_date("%Y-%m-%d").alias("as_of")), held, book)


def placed(rows: pl.DataFrame, held: Facts, book: Rulebook) -> pl.DataFrame:
    """Where the kernel's rows, which say `as_of` which day they were judged, stand: `organization`, `unit`, and whether
    they are `sensitive`.
    """
    return reach.mark(homes.place(rows, held, book), held, book)


def quarters(rows: pl.DataFrame, as_of: date) -> list[Quarter]:
    """The closed quarters from that of the first row within reach to the latest, oldest first."""
    first = rows.filter(~pl.col("sensitive"))["due_on"].min()
    return closed_from(first if isinstance(first, date) else None, as_of)


def closed_from(first: date | None, as_of: date) -> list[Quarter]:
    """The quarters over on as_of, from that of a day on, oldest first; none without a day."""
    found: list[Quarter] = []
    quarter = Quarter.of(first or as_of)
    while quarter.last < as_of:
        found.append(quarter)
        quarter = quarter.after
    return found


def term_ends(view: View, organization: str) -> date | None:
    """The last day of the term an organisation is in on as_of; None where it has no term.

    The kernel lists a term only once it may be ended in time (contract 4, S8-1); asked from a day on which every
    present term is long over, without what happened after as_of, it lists it.
    """
    held = facts.of_terms(organization)
    held = replace(held, acts=held.acts.filter(pl.col("on") <= view.as_of))
    rows = evaluate(held, edition.rulebook(), view.as_of + _LONGER_THAN_A_TERM, view.known_by, rules=["S8-1"])
    last = rows.filter((pl.col("counted") == 0) & (pl.col("bearer_id") == organization))["due_on"].max()
    return last if isinstance(last, date) else None


def moved(view: View) -> pl.DataFrame:
    """The whole city on a moved date, within reach; structure on the last day of every closed quarter included."""

    def make() -> pl.DataFrame:
        held = _city.get((facts_version(), view.known_by), lambda: reach.within(facts.whole(view.known_by)))
        book = edition.rulebook()
        daily = judged(held, book, view)
        ends = (quarter.last for quarter in quarters(daily, view.as_of))
        return pl.concat([daily, on_days(held, book, ends, view.known_by)])

    return _verdicts.get(("city", *stamp(view)), make)


def moved_around(view: View, organization: str) -> pl.DataFrame:
    """The rows standing with one organisation or below it on a moved date, within reach."""

    def make() -> pl.DataFrame:
        near = facts.around([organization]) if view.known_by is None else facts.whole(view.known_by)
        return judged(reach.within(near), edition.rulebook(), view)

    return _verdicts.get((organization, *stamp(view)), make)
