"""组织设置: how everything at and below an organisation is set up, and the ways on from there."""

from dataclasses import dataclass
from typing import Final

import polars as pl
from django.http import HttpRequest, HttpResponse

from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.terms import BRANCHES
from dengxiaming.areas.structure import queries as structure
from dengxiaming.areas.structure.requests import queries as requests
from dengxiaming.areas.structure.terms import ABOVE
from dengxiaming.duties import queries
from dengxiaming.ground import clock
from dengxiaming.web.kit import asked, gate
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import page, show
from dengxiaming.web.structure.judged import in_order, judged

UNITS_A_PAGE: Final = 130
MOST_SHOWN: Final = 60
"""More verdicts of organisations than this are counted by clause; what is missed is always shown whole."""


@dataclass(frozen=True)
class Clause:
    """How many organisations stand how with one clause."""

    rule: str
    title: str
    met: int
    missed: int


@page("structure.read", of=gate.by_organization)
def of_organization(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """Every unit and organisation with its verdict (S1-1 … S1-7, S1-12), why, and what mends it; the open requests."""
    tree = organs.Tree()
    where, kind = tree.place(organization), tree.nodes[organization].kind
    scene = structure.scene(here.view.as_of)
    rows = in_order(queries.structure(here.view, organization), scene)
    of_units, bodies = (rows.filter((pl.col("bearer_kind") == "unit") == is_unit) for is_unit in (True, False))
    found = asked.turn(request, range(of_units.height), UNITS_A_PAGE)
    order = {rule: place for place, rule in enumerate(queries.rulebook().rule_of)}
    is_few = bodies.height <= MOST_SHOWN
    missed, units, few = (
        judged(lines, scene)
        for lines in queries.worded(
            rows.filter(pl.col("status") == "missed"), of_units[list(found.items)], bodies if is_few else bodies.clear()
        )
    )
    below = (organization, *tree.below(organization))
    asked_for = requests.of_organizations(below) if tree.nodes[organization].parent else requests.everywhere()
    today = clock.today()
    sent = [(one, one.days_over(today)) for one in asked_for]
    return show(
        request, here, "web/structure/overview.html", "matters", "组织设置",
        organization=organization, name=tree.nodes[organization].name,
        missed=sorted(missed, key=lambda one: order[one.line.rule]),
        found=found, units=units, of_units=of_units.height, bodies=few, clauses=() if is_few else _by_clause(bodies),
        waiting=[(one, over) for one, over in sent if one.state in {"waiting", "approved"}],
        done=[one for one, _ in sent if one.state not in {"waiting", "approved"}][:20],
        may_plan=kind in ABOVE and gate.opens(request, "structure.plan", where),
        may_ask=gate.opens(request, "structure.ask", where),
        may_divide=kind in BRANCHES and gate.opens(request, "structure.divide", where),
    )  # fmt: skip


def _by_clause(bodies: pl.DataFrame) -> tuple[Clause, ...]:
    is_missed, rule_of = pl.col("status") == "missed", queries.rulebook().rule_of
    counted = bodies.group_by("rule", maintain_order=True).agg(met=(~is_missed).sum(), missed=is_missed.sum())
    return tuple(Clause(rule, rule_of[rule].title, met, missed) for rule, met, missed in counted.iter_rows())
