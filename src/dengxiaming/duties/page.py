"""The page of one organisation."""

from datetime import date

from dengxiaming.areas.members import queries as members
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.terms import GROUP, KINDS
from dengxiaming.duties import edition, grid, judge, words
from dengxiaming.duties.shapes import Header, OrganizationPage, Place
from dengxiaming.duties.source import Where, source
from dengxiaming.duties.view import EARLIEST, View

_DUE_NOW = frozenset({"open"})
_MISSING = frozenset({"missed", "raised"})


def build(view: View, code: str, year: int) -> OrganizationPage:
    """Everything the page shows. Raises `LookupError` where there is no such organisation or year."""
    tree, book = organs.Tree(), edition.rulebook()
    if code not in tree.nodes:
        raise LookupError(f"没有编号为“{code}”的组织。可以在“组织”页按名称找。")
    if not EARLIEST.year <= year <= view.as_of.year + 1:
        raise LookupError(f"没有{year}年的记录。")
    held = source(view, code)
    groups = [one for one in tree.children.get(code, ()) if tree.nodes[one].kind == GROUP]
    where = Where(
        organizations=(code, *groups),
        units=tree.units(code),
        due_from=date(year, 1, 1),
        due_to=date(year, 12, 31),
        or_open=True,
        daily=True,
    )
    rows = held.rows(where)
    lines = words.lines(rows, words.Names.of(rows, tree, book))
    own = [line for line in lines if line.organization]
    shown = grid.grid(own, book, code, year)
    dated = edition.dated_duties(book)
    in_year = [line for line in own if line.due_on.year == year and line.rule not in dated]
    missing = sorted((line for line in in_year if line.status in _MISSING), key=lambda line: line.due_on, reverse=True)
    first = held.first_due()
    return OrganizationPage(
        view=view,
        header=header(view, tree, code),
        year=year,
        years=tuple(range(min(first.year if first else year, year), max(view.as_of.year, year) + 1)),
        tally=grid.count(shown, advisory=False),
        advisory=grid.count(shown, advisory=True),
        due_now=grid.bundles(line for line in own if line.status in _DUE_NOW),
        missing=grid.bundles(missing),
        structure=tuple(line for line in lines if line.rule in dated),
        grid=shown,
    )


def header(view: View, tree: organs.Tree, code: str) -> Header:
    """What stands above the page; the members of an organisation above branches are those of its branches."""
    node = tree.nodes[code]
    rolls = members.rolls(view.as_of, of_groups=node.kind == GROUP)
    counted = [rolls[one] for one in (code, *tree.below(code)) if one in rolls]
    names = {unit: name for unit, name, _ in organs.units()}
    return Header(
        code=code,
        name=node.name,
        kind=node.kind,
        kind_label=KINDS.get(node.kind, node.kind),
        path=tuple(place(one) for one in tree.path(code)),
        below=tuple(
            place(tree.nodes[one]) for one in tree.children.get(code, ()) if tree.nodes[one].is_in_force(view.as_of)
        ),
        units=tuple((unit, names.get(unit, unit)) for unit in tree.units(code)),
        members=sum(roll.members for roll in counted),
        probationary=sum(roll.probationary for roll in counted),
        committee=members.committee(code, view.as_of),
        groups=sum(
            tree.nodes[one].kind == GROUP and tree.nodes[one].is_in_force(view.as_of)
            for one in tree.children.get(code, ())
        ),
        party_day=node.party_day,
        term_ends=judge.term_ends(view, code) if node.is_in_force(view.as_of) else None,
        established_on=node.established_on,
        dissolved_on=node.dissolved_on,
        records_from=node.records_from,
    )


def place(node: organs.Node, level: int = 0, count: int = 0) -> Place:
    """An organisation in a path, a tree or a list."""
    return Place(
        code=node.code,
        name=node.name,
        kind=node.kind,
        kind_label=KINDS.get(node.kind, node.kind),
        parent=node.parent,
        level=level,
        members=count,
        dissolved_on=node.dissolved_on,
    )


def forest(view: View) -> tuple[Place, ...]:
    """The organisations in force as a tree, depth first, groups left out; the members of all branches below counted."""
    tree, rolls = organs.Tree(), members.rolls(view.as_of)
    found: list[Place] = []

    def walk(code: str, level: int) -> None:
        node = tree.nodes[code]
        if node.kind == GROUP or not node.is_in_force(view.as_of):
            return
        inside = (code, *tree.below(code))
        found.append(place(node, level, sum(rolls[one].members for one in inside if one in rolls)))
        for child in tree.children.get(code, ()):
            walk(child, level + 1)

    for root in tree.children.get("", ()):
        walk(root, 0)
    return tuple(found)
