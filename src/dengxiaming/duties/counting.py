"""How duties are counted for the city: the one place the law page and the heat map take their numbers from."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from dengxiaming.areas.organs import queries as organs
from dengxiaming.duties import edition, judge
from dengxiaming.duties.shapes import HeatMap, HeatUnit, Standing, Tally
from dengxiaming.duties.source import Source, source
from dengxiaming.duties.view import Quarter, View
from dengxiaming.ground.memory import Memory

QUARTERS_BACK: Final = 4  # a yearly duty speaks of the quarter it was due in
_counts: Final = Memory[pl.DataFrame](64)
_open: Final = Memory[dict[str, int]](8)


def counts(quarter: Quarter, held: Source, stamp: tuple[object, ...]) -> pl.DataFrame:
    """The duties due in a closed quarter by rule, organisation (or unit), force and status: `source.COUNTED`."""
    return _counts.get((*stamp, quarter), lambda: held.counts(quarter))


def standing(view: View) -> dict[str, Standing]:
    """By duty id: the latest closed quarter of the last year that has rows of it, and how they stand."""
    held, stamp = source(view), (*judge.stamp(view), view.reach)
    quarters = [view.closed]
    while len(quarters) < QUARTERS_BACK:
        quarters.append(quarters[-1].before)
    by_quarter = {quarter: _by_rule(counts(quarter, held, stamp)) for quarter in quarters}
    still_open = _open.get(stamp, held.open_now)
    found: dict[str, Standing] = {}
    for duty in edition.rulebook().duties:
        quarter = next((one for one in quarters if duty.id in by_quarter[one]), None)
        forces = by_quarter[quarter][duty.id] if quarter else {}
        found[duty.id] = Standing(
            rule=duty.id,
            clause=edition.rulebook().rule_of[duty.id].id,
            quarter=quarter,
            binding=forces.get("binding", Tally()),
            advisory=forces.get("advisory", Tally()),
            open_now=still_open.get(duty.id, 0),
        )
    return found


def _by_rule(counted: pl.DataFrame) -> dict[str, dict[str, Tally]]:
    """Rule → force → tally."""
    found: dict[str, dict[str, Tally]] = {}
    for rule, force, status, n in counted.group_by("rule", "force", "status").agg(pl.sum("n")).iter_rows():
        forces = found.setdefault(rule, {})
        forces[force] = forces.get(force, Tally()) + Tally(**{status: n})
    return found


def heatmap(view: View, quarter: Quarter, quarters: tuple[Quarter, ...]) -> HeatMap:
    """Units × binding duties of a closed quarter."""
    held, book = source(view), edition.rulebook()
    counted = counts(quarter, held, (*judge.stamp(view), view.reach)).filter(pl.col("force") == "binding")
    tree, units = organs.Tree(), organs.units()
    cells = _by_unit(counted, tree)
    by_rule = _by_rule(counted)
    columns = tuple(dict.fromkeys(duty.id for duty in book.duties if duty.id in by_rule))
    reached = view.reach.units
    lines = [
        HeatUnit(code, name, category, _in_order(cells.get(code, {}), columns))
        for code, name, category in units
        if reached is None or code in reached
    ]
    if "" in cells:
        lines.append(HeatUnit("", "不属于哪个单位", "", _in_order(cells[""], columns)))
    return HeatMap(
        view=view,
        quarter=quarter,
        quarters=quarters,
        rules=tuple({rule.id: rule for rule in (book.rule_of[column] for column in columns)}.values()),
        columns=columns,
        units=tuple(lines),
        totals={column: by_rule[column]["binding"] for column in columns},
        branches=tree.branches(quarter.last, view.reach.organizations),
    )


def _in_order(cells: Mapping[str, Tally], columns: tuple[str, ...]) -> dict[str, Tally]:
    return {column: cells[column] for column in columns if column in cells}


def _by_unit(counted: pl.DataFrame, tree: organs.Tree) -> dict[str, dict[str, Tally]]:
    """Unit → duty id → tally; a joint branch counts in each of its units, "" holds what counts in none."""
    found: dict[str, dict[str, Tally]] = {}
    for rule, organization, unit, status, n in counted.select(
        "rule", "organization", "unit", "status", "n"
    ).iter_rows():
        homes = (unit,) if unit else tree.units(organization) if organization else ()
        for home in homes or ("",):
            cells = found.setdefault(home, {})
            cells[rule] = cells.get(rule, Tally()) + Tally(**{status: n})
    return found
