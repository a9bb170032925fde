"""The second implementation of the contract, in plain Python: the text once more, to compare the kernel with.

It was written from `exchange.md` alone, without sight of the kernel, to be read beside it; speed is no aim.
"""

from collections.abc import Collection
from datetime import date, datetime

from oracle.clauses import EFFECT
from oracle.coverage import coverage_rows
from oracle.dues import dues_rows, pattern_rows, streak_rows
from oracle.records import record_rows, term_rows
from oracle.recurring import recurring_rows
from oracle.responses import response_rows
from oracle.structure import structure_rows
from oracle.world import Row, Tables, World


def judge(
    tables: Tables,
    as_of: date,
    known_by: datetime | None = None,
    effect: date = EFFECT,
    rules: Collection[str] | None = None,
    upcoming: bool = False,
) -> list[Row]:
    """Every duty's row as section 2 describes it, sorted as it says. `upcoming`: also what this year still brings."""
    world = World(tables, as_of, known_by, effect)
    horizon = date(as_of.year, 12, 31) if upcoming else as_of
    recurring = list(recurring_rows(world, horizon))
    dues = list(dues_rows(world, horizon))
    rows = [
        *recurring,
        *dues,
        *pattern_rows(recurring),
        *streak_rows(world, dues),
        *response_rows(world),
        *record_rows(world),
        *term_rows(world),
        *structure_rows(world),
        *coverage_rows(world, horizon),
    ]
    listed = [
        row for row in rows if (upcoming or row["status"] != "upcoming") and (rules is None or row["rule"] in rules)
    ]
    return sorted(listed, key=order)


def order(row: Row) -> tuple[str, str, str, str, str]:
    """By rule, bearer_id, opens_on, period, as strings by code point, then bearer_kind."""
    return (row["rule"], row["bearer_id"], row["opens_on"].isoformat(), row["period"], row["bearer_kind"])
