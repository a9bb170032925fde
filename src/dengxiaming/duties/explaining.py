"""One duty explained by the kernel, from no more facts than can matter to it and within the reader's reach."""

from dataclasses import dataclass

import polars as pl

from dengxiaming.areas.affairs import queries as affairs
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.organs import queries as organs
from dengxiaming.duties import edition, facts, judge, reach, words
from dengxiaming.duties.facts import Needs
from dengxiaming.duties.page import place
from dengxiaming.duties.shapes import DutyLine, Place
from dengxiaming.duties.view import View
from dengxiaming.law.model import Duty
from dengxiaming.reckoning import VERDICT, Explanation, Facts, explain


@dataclass(frozen=True)
class Explained:
    """One duty explained, and the organisation at whose page it stands (None for a unit's own duty)."""

    explanation: Explanation
    organization: Place | None
    line: DutyLine | None


def explained(view: View, rule: str, bearer_id: str, period: str) -> Explained:
    """See `queries.explanation`."""
    book = edition.rulebook()
    if rule not in book.rule_of:
        raise LookupError(f"没有编号为“{rule}”的任务。")
    tree = organs.Tree()
    held = _facts(tree, bearer_id, _needs([duty for duty in book.duties if duty.id == rule]))
    if view.known_by is not None:
        held = facts.whole(view.known_by)
    held = reach.within(held, view.reach)
    explanation = explain(held, book, view.as_of, view.known_by, rule, bearer_id, period)
    row = _row(explanation, held, view)
    if row is not None and reach.named(reach.seen(row, view.reach), view.reach).is_empty():
        raise LookupError("这一项不对您开放。")
    if row is None and not _is_reached(view, tree, bearer_id):
        raise LookupError("这一项不对您开放。")
    line = words.lines(row, words.Names.of(row, tree, book))[0] if row is not None else None
    code = line.organization if line else bearer_id
    return Explained(explanation, place(tree.nodes[code]) if code in tree.nodes else None, line)


def _needs(duties: list[Duty]) -> Needs:
    """What the kernel looks at for a duty: the selectors of its bearer and of the acts it counts."""
    held_by = {counts.held_by for duty in duties for counts in duty.counts}
    forms = {duty.form for duty in duties}
    return Needs(
        # 按期办、只数承担者自己办的，不用看党员在别处做过什么
        anywhere=forms != {"recurring"} or not held_by <= {"bearer", "bearer_or_below"},
        below="bearer_or_below" in held_by or any(duty.bearer == "nearest_general" for duty in duties),
        dues=not forms.isdisjoint({"dues", "streak"}),
        rolls=not forms.isdisjoint({"coverage", "record"}),
    )


def _facts(tree: organs.Tree, bearer_id: str, needs: Needs) -> Facts:
    """The facts around a bearer, whatever it is. Raises `LookupError` where there is no such bearer."""
    ends = bearer_id.split("->", 1)
    people = [*members.names(ends), *members.of_unit(bearer_id)]
    places = [end for end in ends if end in tree.nodes]
    places += [code for end in ends for code in tree.covering(end)]
    places += [held for held in (affairs.organization_of(bearer_id), members.organization_of(bearer_id)) if held]
    if not places and not people and not organs.is_unit(bearer_id):
        raise LookupError(f"没有编号为“{bearer_id}”的承担者。")
    return facts.around(places, people, needs)


def _row(explanation: Explanation, held: Facts, view: View) -> pl.DataFrame | None:
    """The verdict as a row that stands somewhere, for the question who may see it."""
    if explanation.verdict is None:
        return None
    book = edition.rulebook()
    row = pl.DataFrame([explanation.verdict], schema=VERDICT)
    return judge.placed(row.with_columns(pl.lit(view.as_of).alias("as_of")), held, book)


def _is_reached(view: View, tree: organs.Tree, bearer_id: str) -> bool:
    """Whether a bearer without such a duty is within reach: its answer says as much as a duty would."""
    reaching = view.reach
    if reaching.organizations is None and reaching.personal is None:
        return True
    for end in bearer_id.split("->", 1):
        homes_of = members.homes([end])
        if end == reaching.member or end in (reaching.organizations or tree.nodes):
            return True
        if end not in tree.nodes and not homes_of.isdisjoint(reaching.personal or tree.nodes):
            return True
    held_by = {affairs.organization_of(bearer_id), members.organization_of(bearer_id)} - {None}
    own_units = reaching.units is None or bearer_id in reaching.units
    return own_units or not held_by.isdisjoint(reaching.organizations or tree.nodes)
