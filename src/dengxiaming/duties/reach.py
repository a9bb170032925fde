"""Who may see what; the one place. How far a reader reaches follows from the posts in force today and from one table
(`policy`); stored rows are complete and marked, and every read of them goes through `visible`.

Sensitive triggers, the duties they make, and the acts that answer nothing else are seen by those entitled alone: on
pages, in lists, in counts, in search, in explanations (decisions, nobody had said 1). What is judged afresh for a moved
date is judged from facts that do not contain them, for everybody.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Final

import polars as pl
from django.db.models import Q, QuerySet

from dengxiaming.areas.members.terms import SENSITIVE_TRIGGERS
from dengxiaming.areas.organs.models import Organization, Unit
from dengxiaming.areas.organs.queries import Tree
from dengxiaming.areas.organs.terms import GROUP
from dengxiaming.duties import edition
from dengxiaming.duties.models import Verdict
from dengxiaming.duties.view import Reach
from dengxiaming.ground.policy import Reader, Scope, reached
from dengxiaming.law.model import Rulebook
from dengxiaming.reckoning import Facts

TELLING_ACTS: Final = frozenset({"violation_report", "disposal"})
PERSONAL: Final = ("member", "pair")
"""Bearers that are people."""
NOT_YET: Final = ("open", "upcoming")
_FEW: Final = 50
"""Up to so many organisations their rows are found first, by index: a branch is a few hundred rows of millions."""


def of(reader: Reader, tree: Tree) -> Reach:
    """How far a reader reaches today."""
    organizations = _places(reader, "duty.read", tree)
    own = {code for role, code in reader.roles if role in _OF_THEIR_OWN}
    return Reach(
        organizations=_all_or(organizations, tree),
        personal=_all_or(_places(reader, "duty.personal", tree), tree),
        sensitive=_all_or(_places(reader, "duty.sensitive", tree), tree),
        own=frozenset(own | {group for code in own for group in _groups(code, tree)}),
        units=None if len(organizations) == len(tree.nodes) else frozenset(
            unit for code in organizations for unit in tree.units(code)
        ),
        member=reader.member,
    )  # fmt: skip


_OF_THEIR_OWN: Final = frozenset({
    "member", "branch_secretary", "branch_committee", "group_leader", "general_secretary", "general_committee",
    "party_group_secretary", "party_group_member", "officer",
})  # fmt: skip


def _places(reader: Reader, action: str, tree: Tree) -> frozenset[str]:
    found: set[str] = set()
    for scope, code in reached(reader, action):
        if scope is Scope.ANY:
            return frozenset(tree.nodes)
        if code not in tree.nodes or scope is Scope.SELF:
            continue
        if scope is not Scope.BELOW:
            found |= {code, *_groups(code, tree)}
        if scope is not Scope.OWN:
            found |= set(tree.below(code))
    return frozenset(found)


def _groups(code: str, tree: Tree) -> list[str]:
    return [one for one in tree.children.get(code, ()) if tree.nodes[one].kind == GROUP]


def _all_or(codes: frozenset[str], tree: Tree) -> frozenset[str] | None:
    """None where it is all of them: a condition less for the database."""
    return None if codes and len(codes) == len(tree.nodes) else codes


def visible(rows: QuerySet[Verdict], reach: Reach) -> QuerySet[Verdict]:
    """The stored rows within reach."""
    if reach.organizations is None and reach.personal is None and reach.sensitive == frozenset():
        return rows.filter(sensitive=False)
    units = Unit.objects.filter(code__in=reach.units or ()).order_by()
    anywhere = reach.organizations is None
    there = Q() if anywhere else _in(reach.organizations) | Q(organization__isnull=True, unit__in=units)
    people = Q() if reach.personal is None else ~Q(bearer_kind__in=PERSONAL) | _in(reach.personal)
    told = Q() if reach.sensitive is None else Q(sensitive=False) | _in(reach.sensitive)
    if reach.organizations is not None and len(reach.organizations) <= _FEW:
        rows = rows.filter(pk__in=_near(reach))
    return rows.filter((there & people & told) | _self(reach))


def listed(rows: QuerySet[Verdict], reach: Reach) -> QuerySet[Verdict]:
    """The visible rows that a list names: what is not over yet only for those whose it is."""
    found = visible(rows, reach)
    return found if reach.own is None else found.filter(~Q(status__in=NOT_YET) | _in(reach.own) | _self(reach))


def seen(rows: pl.DataFrame, reach: Reach) -> pl.DataFrame:
    """`visible` for judged rows with `organization`, `unit`, `sensitive`."""
    there, people, told = pl.lit(value=True), pl.lit(value=True), pl.lit(value=True)
    if reach.organizations is not None:
        own_units = pl.col("organization").is_null() & _is_in("unit", reach.units or frozenset())
        there = _is_in("organization", reach.organizations) | own_units
    if reach.personal is not None:
        people = ~pl.col("bearer_kind").is_in(PERSONAL) | _is_in("organization", reach.personal)
    if reach.sensitive is not None:
        told = ~pl.col("sensitive") | _is_in("organization", reach.sensitive)
    return rows.filter((there & people & told) | _is_self(reach))


def named(rows: pl.DataFrame, reach: Reach) -> pl.DataFrame:
    """`listed` for rows that are seen."""
    if reach.own is None:
        return rows
    over = ~pl.col("status").is_in(NOT_YET)
    return rows.filter(over | _is_in("organization", reach.own) | _is_self(reach))


def _in(codes: Collection[str] | None) -> Q:
    return Q(organization__in=Organization.objects.filter(code__in=codes or ()).order_by())


def _self(reach: Reach) -> Q:
    own = Q(bearer_kind="member", bearer_id=reach.member, sensitive=False)
    return own if reach.member else Q(pk__in=())


def _near(reach: Reach) -> QuerySet[Verdict, int]:
    """The keys of the rows of a few organisations, their units, and the reader's own; each found by an index. Keys are
    read first and written out: PostgreSQL goes by no index where "or" stands between subqueries.
    """
    places = list(
        Organization.objects.filter(code__in=reach.organizations or ()).order_by().values_list("pk", flat=True)
    )
    units = list(Unit.objects.filter(code__in=reach.units or ()).order_by().values_list("pk", flat=True))
    own = Q(rule__in=[duty.id for duty in edition.rulebook().duties]) & _self(reach)
    near = Q(organization__in=places) | Q(organization__isnull=True, unit__in=units) | own
    return Verdict.objects.filter(near).order_by().values_list("pk", flat=True)


def _is_in(name: str, codes: Collection[str]) -> pl.Expr:
    return pl.col(name).is_in(list(codes)).fill_null(value=False)


def _is_self(reach: Reach) -> pl.Expr:
    mine = (pl.col("bearer_kind") == "member") & (pl.col("bearer_id") == reach.member) & ~pl.col("sensitive")
    return mine & pl.lit(bool(reach.member))


def sensitive_triggers(facts: Facts) -> pl.Series:
    """The ids of the sensitive triggers."""
    return facts.triggers.filter(pl.col("kind").is_in(list(SENSITIVE_TRIGGERS)))["id"]


def mark(verdicts: pl.DataFrame, facts: Facts, rulebook: Rulebook) -> pl.DataFrame:
    """Add the column `sensitive`: a response to a sensitive trigger."""
    responses = [duty.id for duty in rulebook.duties if duty.form == "response"]
    hidden = sensitive_triggers(facts).implode()
    return verdicts.with_columns((pl.col("rule").is_in(responses) & pl.col("period").is_in(hidden)).alias("sensitive"))


def within(facts: Facts, reach: Reach | None = None) -> Facts:
    """The facts without what is out of reach: no sensitive trigger, no reference to one, and no violation report or
    disposal that answers nothing else. A talk stays, without what it answered: it also was a talk (S5-1).

    With `reach` the triggers stay that are about members of an organisation where the reader is entitled.
    """
    hidden = sensitive_triggers(facts)
    if reach is not None and reach.sensitive is None:
        return facts
    if reach is not None and reach.sensitive:
        entitled = facts.members.filter(_is_in("organization_id", reach.sensitive))["id"]
        told = facts.triggers.filter(pl.col("member_id").is_in(entitled.implode()))["id"]
        hidden = hidden.filter(~hidden.is_in(told.implode()))
    if hidden.is_empty():
        return facts
    left = pl.col("answers").list.set_difference(hidden.to_list())
    telling = pl.col("kinds").list.set_difference(list(TELLING_ACTS)).list.len() == 0
    answers_nothing_else = (pl.col("answers").list.len() > 0) & (left.list.len() == 0)
    acts = facts.acts.filter(~(telling & answers_nothing_else))
    kept = pl.element().filter(~pl.element().is_in(hidden.implode()))
    return replace(
        facts,
        acts=acts.with_columns(pl.col("answers").list.eval(kept)),
        triggers=facts.triggers.filter(~pl.col("id").is_in(hidden.implode())),
    )
