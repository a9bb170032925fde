"""Reads of organisations: the tree, a path, the units covered."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl
from django.db.models import QuerySet

from dengxiaming.areas.organs.models import Coverage, Organization, Unit
from dengxiaming.areas.organs.terms import APPROVERS, BRANCHES, GROUP
from dengxiaming.ground import frames
from dengxiaming.ground.memory import Kept, Memory
from dengxiaming.ground.policy import Place
from dengxiaming.journal.kept import while_unchanged


@dataclass(frozen=True)
class Node:
    """An organisation in the tree, with what pages say of it."""

    code: str
    name: str
    kind: str
    parent: str
    party_day: int | None
    established_on: date | None
    dissolved_on: date | None
    records_from: date | None

    def is_in_force(self, day: date) -> bool:
        """Contract 3.4."""
        begins = max(self.established_on or date.min, self.records_from or date.min)
        return begins <= day and (self.dissolved_on is None or day < self.dissolved_on)


@dataclass(frozen=True)
class _Shape:
    """The rows a tree is made of, read once for as long as they stand."""

    nodes: dict[str, Node]
    children: dict[str, list[str]]
    covered: dict[str, list[str]]

    def units(self, code: str) -> tuple[str, ...]:
        """The codes of the units an organisation counts in: its own; a group without any, its branch's."""
        own = self.covered.get(code)
        node = self.nodes[code]
        if own is None and node.kind == "group" and node.parent:
            own = self.covered.get(node.parent)
        return tuple(own or ())

    @cached_property
    def covering(self) -> dict[str, list[str]]:
        """By unit, the codes of the organisations that count in it."""
        found: dict[str, list[str]] = {}
        for code in self.nodes:
            for unit in self.units(code):
                found.setdefault(unit, []).append(code)
        return found


class Tree:
    """All organisations and what they cover. They change some times a year and are asked for several times a request:
    the process keeps them until the journal says that one was sealed or imported.
    """

    def __init__(self) -> None:
        self._held = while_standing(_shapes, _read_shape)
        self.nodes, self.children = self._held.nodes, self._held.children

    def path(self, code: str) -> tuple[Node, ...]:
        """The organisations above, the root first."""
        found: list[Node] = []
        above = self.nodes[code].parent
        while above:
            found.append(self.nodes[above])
            above = self.nodes[above].parent
        return tuple(reversed(found))

    def below(self, code: str) -> tuple[str, ...]:
        """The codes of all organisations strictly below, at any depth, depth first."""
        found: list[str] = []
        waiting = list(reversed(self.children.get(code, ())))
        while waiting:
            one = waiting.pop()
            found.append(one)
            waiting.extend(reversed(self.children.get(one, ())))
        return tuple(found)

    def place(self, code: str, members: Iterable[str] = ()) -> Place:
        """Where what belongs to an organisation stands, for the question who may (`ground.policy`)."""
        line = (code, *(node.code for node in reversed(self.path(code))))
        return Place(line, self.nodes[code].kind == GROUP, frozenset(members))

    def units(self, code: str) -> tuple[str, ...]:
        """The codes of the units an organisation counts in: its own; a group without any, its branch's."""
        return self._held.units(code)

    def branches(self, day: date, within: Collection[str] | None = None) -> int:
        """How many branches are in force on `day`, of all or of some organisations."""
        nodes = [node for node in self.nodes.values() if within is None or node.code in within]
        return sum(node.kind in BRANCHES and node.is_in_force(day) for node in nodes)

    def covering(self, unit: str) -> tuple[str, ...]:
        """The codes of the organisations that count in a unit."""
        return tuple(self._held.covering.get(unit, ()))


_shapes: Memory[_Shape] = Memory(2)


def while_standing(memory: Memory[Kept], make: Callable[[], Kept]) -> Kept:
    """What is made of the organisations and what they cover, kept for as long as they stand (`journal.kept`)."""
    return while_unchanged(memory, make, "organization", Organization, Coverage)


def _read_shape() -> _Shape:
    rows = Organization.objects.values_list(
        "code", "name", "kind", "parent__code", "party_day", "established_on", "dissolved_on", "records_from"
    )
    nodes = {
        code: Node(code, name or code, kind, above or "", party_day, established, dissolved, records_from)
        for code, name, kind, above, party_day, established, dissolved, records_from in rows
    }
    children: dict[str, list[str]] = {}
    for node in nodes.values():
        children.setdefault(node.parent, []).append(node.code)
    covered: dict[str, list[str]] = {}
    for organization, unit in Coverage.objects.values_list("organization__code", "unit__code"):
        covered.setdefault(organization, []).append(unit)
    return _Shape(nodes, children, covered)


def place(code: str, members: Iterable[str] = ()) -> Place | None:
    """`Tree.place`; None where there is no such organisation."""
    tree = Tree()
    return tree.place(code, members) if code in tree.nodes else None


def units() -> tuple[tuple[str, str, str], ...]:
    """Code, name and category of every unit, in the order it was loaded."""
    return tuple(
        (code, name or code, category) for code, name, category in Unit.objects.values_list("code", "name", "category")
    )


def is_unit(code: str) -> bool:
    """Whether there is a unit of this code."""
    return Unit.objects.filter(code=code).exists()


def unit_keys() -> pl.DataFrame:
    """Codes and database keys of all units, for loading rows that refer to them: columns `code`, `id`."""
    return while_unchanged(_keys, lambda: _keys_of(Unit.objects.all()), "unit", Unit, key="unit")


def organization_keys() -> pl.DataFrame:
    """Codes and database keys of all organisations: columns `code`, `id`."""
    return while_standing(_keys, lambda: _keys_of(Organization.objects.all()))


def _keys_of(rows: QuerySet[Unit] | QuerySet[Organization]) -> pl.DataFrame:
    return frames.read(rows, {"code": ("code", pl.String()), "id": ("pk", pl.Int64())})


_keys: Memory[pl.DataFrame] = Memory(4)


def approver(branch: Organization) -> Organization | None:
    """The nearest committee above that approves what ends somebody's membership; None where there is none."""
    above = branch.parent
    while above is not None and above.kind not in APPROVERS:
        above = above.parent
    return above
