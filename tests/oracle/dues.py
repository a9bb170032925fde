"""Dues S7-2, their six-month streak S7-3, and the pattern S2-7 (contract 4 and 5)."""

from collections.abc import Iterable, Iterator
from datetime import date

from oracle.days import month_end, next_month, period_name, periods
from oracle.world import Row, World, verdict


def dues_rows(world: World, horizon: date) -> Iterator[Row]:
    """S7-2: one row a member and month that exists."""
    for member in world.stays_of:
        spans = world.member_spans(member)
        for name, first, last in periods("month", world.effect, horizon):
            if world.exists(spans, first, last):
                met, paid_on = paid(world, world.dues.get((member, first)))
                window = (first, last)
                status = world.status(paid_on or (first if met else None), *window)
                yield verdict("S7-2", ("member", member), name, window, 1, int(met), paid_on, status)


def paid(world: World, row: Row | None) -> tuple[bool, date | None]:
    """(met, satisfied_on). An excuse or payable = 0: met, whatever was paid, with no day."""
    if row is None:
        return False, None
    if row["excuse"] or row["payable"] == 0:
        return True, None
    if row["paid"] >= row["payable"] and row["paid_on"] is not None and row["paid_on"] <= world.as_of:
        return True, row["paid_on"]
    return False, None


def streak_rows(world: World, dues: Iterable[Row]) -> Iterator[Row]:
    """S7-3: six or more unpaid months that are over, in unbroken calendar sequence, raise one row a run."""
    unpaid: dict[str, set[date]] = {}
    for row in dues:
        if row["due_on"] < world.as_of and row["counted"] == 0:
            unpaid.setdefault(row["bearer_id"], set()).add(row["opens_on"])
    for member, months in unpaid.items():
        for run in runs(months, step=1):
            if len(run) >= 6:
                sixth = run[5]
                window = (sixth, month_end(sixth))
                name = period_name("month", sixth)
                yield verdict("S7-3", ("member", member), name, window, 6, len(run), None, "raised")


def pattern_rows(recurring: Iterable[Row]) -> Iterator[Row]:
    """S2-7: two or more missed periods next to each other in the calendar raise one row a run."""
    missed: dict[tuple[str, str], dict[date, Row]] = {}
    for row in recurring:
        if row["rule"] in {"S2-1", "S2-2", "S2-4"} and row["status"] == "missed":
            missed.setdefault((row["rule"], row["bearer_id"]), {})[row["opens_on"]] = row
    for (rule, branch), rows in missed.items():
        for run in runs(set(rows), step=1 if rule == "S2-2" else 3):
            if len(run) >= 2:
                second = rows[run[1]]
                window = (second["opens_on"], second["due_on"])
                period = f"{rule}:{second['period']}"
                yield verdict("S2-7", ("organization", branch), period, window, 2, len(run), None, "raised")


def runs(firsts: set[date], step: int) -> Iterator[list[date]]:
    """First days of periods of so many months, split where the calendar skips one."""
    run: list[date] = []
    for first in sorted(firsts):
        if run and first != following(run[-1], step):
            yield run
            run = []
        run.append(first)
    if run:
        yield run


def following(first: date, months: int) -> date:
    for _ in range(months):
        first = next_month(first)
    return first
