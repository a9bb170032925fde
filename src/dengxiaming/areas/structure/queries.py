"""Units with their members, as the planner and the pages take them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import polars as pl
from django.db.models import Q

from dengxiaming.areas.members.models import Stay
from dengxiaming.areas.organs.models import Unit
from dengxiaming.areas.organs.queries import Tree
from dengxiaming.areas.organs.terms import BRANCHES
from dengxiaming.areas.structure.planner.limits import Limits
from dengxiaming.areas.structure.planner.sites import Host, Site
from dengxiaming.ground import frames

_TEXT: Final = pl.String()


@dataclass(frozen=True)
class Scene:
    """The tree, every unit, and in which branches its members are, on a day."""

    tree: Tree
    day: date
    sites: dict[str, Site]
    homes: dict[str, frozenset[str]]

    def covering(self, unit: str, kinds: Collection[str]) -> tuple[str, ...]:
        """The organisations of these kinds in force that cover a unit."""
        nodes = self.tree.nodes
        found = (code for code in self.tree.covering(unit) if nodes[code].kind in kinds)
        return tuple(code for code in found if nodes[code].is_in_force(self.day))

    def units_below(self, organization: str) -> tuple[str, ...]:
        """The units of an organisation and everything below it; of the topmost one, all."""
        if not self.tree.nodes[organization].parent:
            return tuple(self.sites)
        inside = (organization, *self.tree.below(organization))
        covered = {unit for code in inside if self.tree.nodes[code].is_in_force(self.day) for unit in self._own(code)}
        return tuple(unit for unit in self.sites if unit in covered)

    def small(self, organization: str, limits: Limits, *, again: bool = False) -> tuple[Site, ...]:
        """The units below that have members but fewer full ones than a branch needs, and are in no joint branch yet;
        with `again` those in one too.
        """
        found = (self.sites[unit] for unit in self.units_below(organization))
        return tuple(
            site
            for site in found
            if site.members
            and site.full < limits.at_least
            and (again or not self.covering(site.code, {"joint_branch"}))
        )

    def hosts(self, organization: str, limits: Limits) -> tuple[Host, ...]:
        """The joint branches below with room for more units."""
        found = []
        for code in self.tree.below(organization):
            node = self.tree.nodes[code]
            units = tuple(self.sites[unit] for unit in self._own(code))
            if node.kind == "joint_branch" and node.is_in_force(self.day) and 0 < len(units) < limits.at_most_units:
                found.append(Host(code, node.name, units))
        return tuple(found)

    def joint(self, organization: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """The joint branches in force below: code, name, units."""
        nodes = (self.tree.nodes[code] for code in self.tree.below(organization))
        held = (node for node in nodes if node.kind == "joint_branch" and node.is_in_force(self.day))
        return tuple((node.code, node.name, self._own(node.code)) for node in held)

    def _own(self, code: str) -> tuple[str, ...]:
        return self.tree.units(code)


def scene(day: date) -> Scene:
    """Everything on a day; four queries."""
    tree = Tree()
    stays = _stays(tree, day)
    homes = stays.group_by("unit").agg(pl.col("home").unique())
    people = stays.group_by("unit").agg(
        full=pl.col("member").filter(pl.col("kind") == "full").n_unique(), everybody=pl.col("member").n_unique()
    )
    counted = {unit: (full, everybody) for unit, full, everybody in people.iter_rows()}
    sites = {}
    for row in Unit.objects.order_by("pk"):
        point = None if row.latitude is None or row.longitude is None else (row.latitude, row.longitude)
        sites[row.code] = Site(row.code, str(row), row.category, row.area, "", point, *counted.get(row.code, (0, 0)))
    found = Scene(tree, day, sites, {unit: frozenset(codes) for unit, codes in homes.iter_rows()})
    above = _superiors(found)
    placed = {code: replace(site, superior=above.get(code, "")) for code, site in sites.items()}
    return Scene(tree, day, placed, found.homes)


def movers(units: Collection[str], day: date, but: str = "") -> tuple[tuple[str, str, str], ...]:
    """The members of these units in stays on a day, except those in the organisation `but`: member, unit, branch."""
    stays = _stays(Tree(), day).filter(pl.col("unit").is_in(list(units)), pl.col("home") != but)
    return tuple(stays.select("member", "unit", "home").unique().sort(pl.all()).iter_rows())


def _stays(tree: Tree, day: date) -> pl.DataFrame:
    """`unit`, `home`, `kind` and `member` of every stay in a branch in force: the unit the stay names, else the one
    unit the branch covers (contract 5, S1-1 … S1-4).
    """
    during = Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))
    held = frames.read(Stay.objects.filter(during).order_by("pk"), {
        "named": ("unit__code", _TEXT), "home": ("organization__code", _TEXT), "kind": ("kind", _TEXT),
        "member": ("member__code", _TEXT),
    })  # fmt: skip
    branches = [node for node in tree.nodes.values() if node.kind in BRANCHES and node.is_in_force(day)]
    covered = [tree.units(node.code) for node in branches]
    only = [units[0] if len(units) == 1 else None for units in covered]
    homes = pl.DataFrame({"home": [node.code for node in branches], "only": only}, {"home": _TEXT, "only": _TEXT})
    stays = held.join(homes, on="home").with_columns(unit=pl.coalesce("named", "only"))
    return stays.select("unit", "home", "kind", "member").drop_nulls("unit")


def _superiors(held: Scene) -> dict[str, str]:
    """Above the branch that covers a unit, the lowest code of several."""
    found: dict[str, str] = {}
    for code in sorted(held.tree.nodes, reverse=True):
        node = held.tree.nodes[code]
        if node.kind in BRANCHES and node.is_in_force(held.day):
            found.update(dict.fromkeys(held.tree.units(code), node.parent))
    return found
