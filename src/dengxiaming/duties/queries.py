"""What the pages ask of the duties. Every function goes through the reader's reach and is one fixed number of queries.

Not moved: read from the stored verdicts of today. Moved: judged afresh by the same kernel (see `source`).
"""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import polars as pl

from dengxiaming.areas.affairs import queries as affairs
from dengxiaming.areas.dues import queries as dues
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.terms import BRANCHES, GROUP
from dengxiaming.duties import counting, edition, explaining, judge, page, reach, settling, words
from dengxiaming.duties.explaining import Explained
from dengxiaming.duties.models import Judging
from dengxiaming.duties.settling import Planned
from dengxiaming.duties.shapes import (
    Bundle,
    Cell,
    DutyLine,
    DutyList,
    GridGroup,
    GridRow,
    Header,
    HeatMap,
    HeatUnit,
    Numbers,
    OrganizationPage,
    Place,
    Standing,
    Tally,
)
from dengxiaming.duties.source import Where, source
from dengxiaming.duties.view import EVERYTHING, Quarter, Reach, View
from dengxiaming.ground.memory import Memory
from dengxiaming.ground.policy import Reader
from dengxiaming.law.model import Rulebook

__all__ = [
    "Bundle", "Cell", "DutyLine", "DutyList", "Explained", "Filter", "GridGroup", "GridRow", "Header", "HeatMap",
    "HeatUnit", "Numbers", "OrganizationPage", "Place", "Planned", "Quarter", "Standing", "Tally", "View", "agenda",
    "closed_quarters", "duties", "explanation", "heatmap", "judged_as_of", "law_standing", "numbers", "organization",
    "places", "reach_of", "rulebook", "search", "structure", "term_ends", "terms_near", "worded",
    "would_settle",
]  # fmt: skip

PAGE: Final = 100
FOUND: Final = 50
_MANY: Final = 100
UNDONE: Final = ("open", "missed", "raised", "upcoming")
_tallies: Final = Memory[Tally](256)


@dataclass(frozen=True)
class Filter:
    """Which duties a list shows; empty means any. `rule` is a duty id or a clause id (S5-1 finds S5-1a and S5-1b).

    `quarter` and `month` ("2026-05") go by due_on; `unit` and `organization` are codes; `below` widens an organisation
    to all below it. Without an organisation only closed duties are listed (decisions 7): due before as_of.
    """

    rule: str = ""
    organization: str = ""
    below: bool = False
    unit: str = ""
    no_unit: bool = False
    statuses: tuple[str, ...] = ()
    force: str = ""
    quarter: Quarter | None = None
    year: int | None = None
    month: str = ""
    period: str = ""


def rulebook() -> Rulebook:
    """The edition in force in the site, read once."""
    return edition.rulebook()


def judged_as_of() -> date | None:
    """The day the verdicts held are of; None while nothing was judged."""
    return Judging.objects.filter(scope=Judging.Scope.DAILY).values_list("as_of", flat=True).last()


def numbers() -> Numbers:
    """How much is held: the rows of every table are counted, which is too much for every page."""
    tree = organs.Tree()
    return Numbers(
        units=len(organs.units()),
        organizations=len(tree.nodes),
        branches=sum(node.kind in BRANCHES for node in tree.nodes.values()),
        members=members.count(),
        acts=affairs.count(),
        dues=dues.count(),
    )


def closed_quarters(view: View) -> tuple[Quarter, ...]:
    """The quarters over on as_of, from the first in which something was due, newest first."""
    first = source(view).first_due()
    found: list[Quarter] = []
    quarter = view.closed
    while first is not None and quarter.last >= first:
        found.append(quarter)
        quarter = quarter.before
    return tuple(found)


def law_standing(view: View) -> dict[str, Standing]:
    """By duty id, in the rulebook's order: how the city stands on each."""
    return counting.standing(view)


def heatmap(view: View, quarter: Quarter) -> HeatMap:
    """Units × binding clauses of a quarter that is over. Raises `ValueError` with a sentence where it is not."""
    if not view.is_closed(quarter):
        raise ValueError(f"{quarter.label}还没有结束。全市只看已结束的季度，最近的是{view.closed.label}。")
    return counting.heatmap(view, quarter, closed_quarters(view))


def duties(view: View, wanted: Filter, page: int = 1) -> DutyList:
    """The duties a filter finds, by due_on, organisation, rule, bearer; 100 a page. Raises `ValueError` on a bad month.

    Without an organisation only those whose last day is over. A page beyond the last is the last.
    """
    tree, book = organs.Tree(), edition.rulebook()
    where = _where(view, wanted, tree)
    held = source(view, wanted.organization if wanted.organization in tree.nodes else "")
    tally = _tallies.get((*judge.stamp(view), view.reach, where), lambda: held.tally(where))
    pages = max(1, -(-tally.total // PAGE))
    at = min(max(page, 1), pages)
    rows = held.rows(where, (at - 1) * PAGE, at * PAGE)
    return DutyList(view, words.lines(rows, words.Names.of(rows, tree, book)), tally.total, tally, at, pages)


def organization(view: View, code: str, year: int | None = None) -> OrganizationPage:
    """One organisation's page; `year` is as_of's unless told. Raises `LookupError` where there is none of this code."""
    return page.build(view, code, year or view.as_of.year)


def agenda(
    view: View, organizations: Collection[str], since: date, sensitive_at: Collection[str] = ()
) -> tuple[tuple[DutyLine, ...], tuple[DutyLine, ...]]:
    """What stands with these organisations and is no longer or not yet done, for a desk: open whatever its last day,
    missed, raised and upcoming with a last day from `since` on. Apart from it the sensitive duties of the organisations
    where the reader is entitled to them. Duties judged on a day (structure) are no acts and are left out.
    """
    tree, book = organs.Tree(), edition.rulebook()
    dated = edition.dated_duties(book)
    rules = tuple(duty.id for duty in book.duties if duty.id not in dated)
    wanted = Where(
        rules=rules, organizations=tuple(organizations), due_from=since, or_open=True, statuses=UNDONE, daily=True
    )
    plain = replace(view, reach=replace(view.reach, sensitive=frozenset()))
    rows = hidden = source(plain).rows(wanted)
    if sensitive_at:
        told = replace(view, reach=replace(view.reach, sensitive=frozenset(sensitive_at)))
        hidden = source(told).rows(wanted)
    hidden = hidden.join(rows, on=["rule", "bearer_kind", "bearer_id", "period"], how="anti")
    names = words.Names.of(pl.concat([rows, hidden], how="vertical_relaxed"), tree, book)
    return words.lines(rows, names), words.lines(hidden, names)


def term_ends(view: View, organization: str) -> date | None:
    """The last day of the term an organisation is in (S8-1); None where it has none."""
    return judge.term_ends(view, organization)


def terms_near(view: View, organizations: Collection[str]) -> dict[str, date]:
    """Of these organisations those whose term is near its end or over, with its last day: the rule opens that long
    before (S8-1). Which organisations a reader may ask for is the caller's to say.
    """
    # 一个市的组织一个一个地找，不如把这一条的判定全拿来再挑
    few = tuple(organizations) if len(organizations) <= _MANY else None
    where = Where(rules=("S8-1",), organizations=few, statuses=("open", "missed"), daily=True)
    found = source(View(view.as_of, view.known_by)).rows(where).filter(pl.col("bearer_id").is_in(list(organizations)))
    return dict(found.group_by("bearer_id").agg(pl.max("due_on")).iter_rows())


def structure(view: View, code: str) -> pl.DataFrame:
    """How the units and organisations at and below one are set up (S1-*), as judged on as_of; of the topmost one every
    unit, covered or not. Rows as they are stored (`source.COLUMNS`): a city has thousands, and a page says few.
    """
    tree, book = organs.Tree(), edition.rulebook()
    where = Where(rules=tuple(duty.id for duty in book.duties if duty.form == "structure"), daily=True)
    if tree.nodes[code].parent:
        inside = (code, *tree.below(code))
        units = dict.fromkeys(unit for one in inside for unit in tree.units(one))
        where = replace(where, organizations=inside, units=tuple(units))
    return source(view, code).rows(where)


def worded(*parts: pl.DataFrame) -> tuple[tuple[DutyLine, ...], ...]:
    """Some rows in the words of a page, each part in its order; names are looked up once for all."""
    names = words.Names.of(pl.concat(parts), organs.Tree(), edition.rulebook())
    return tuple(words.lines(rows, names) for rows in parts)


def would_settle(view: View, planned: Planned) -> tuple[DutyLine, ...]:
    """The duties not done yet that a record would meet once signed, as they would stand then (`settling`)."""
    return settling.would_settle(view, planned)


def explanation(view: View, rule: str, bearer_id: str, period: str) -> Explained:
    """One duty explained. Raises `LookupError` where there is no such duty or bearer; where the duty does not exist in
    this period, or is out of reach, the explanation says 不适用.
    """
    return explaining.explained(view, rule, bearer_id, period)


def places(view: View) -> tuple[Place, ...]:
    """The organisations in force on as_of within reach as a tree, depth first; groups left out."""
    within = view.reach.organizations
    return tuple(one for one in page.forest(view) if within is None or one.code in within)


def reach_of(reader: Reader) -> Reach:
    """How far a reader reaches today, for the view of a page."""
    return reach.of(reader, organs.Tree())


def search(text: str, within: Reach = EVERYTHING) -> tuple[Place, ...]:
    """Organisations within reach whose code or name contains `text`, at most 50."""
    wanted = text.strip().casefold()
    if not wanted:
        return ()
    reached = within.organizations
    nodes = [node for node in organs.Tree().nodes.values() if reached is None or node.code in reached]
    found = [node for node in nodes if wanted in node.name.casefold() or wanted in node.code.casefold()]
    return tuple(page.place(node) for node in found[:FOUND])


def _where(view: View, wanted: Filter, tree: organs.Tree) -> Where:
    """The filter as conditions on rows: a clause is its duties, a unit the organisations counted in it."""
    book = edition.rulebook()
    rules = tuple(dict.fromkeys(d.id for d in book.duties if wanted.rule in (d.id, book.rule_of[d.id].id)))
    organizations: tuple[str, ...] | None = None
    if wanted.organization:
        groups = [c for c in tree.children.get(wanted.organization, ()) if tree.nodes[c].kind == GROUP]
        inside = tree.below(wanted.organization) if wanted.below and wanted.organization in tree.nodes else groups
        organizations = (wanted.organization, *inside)
    elif wanted.unit:
        organizations = tree.covering(wanted.unit)
    elif wanted.no_unit:
        organizations = tuple(code for code in tree.nodes if not tree.units(code))
    first, last = _due(wanted)
    if not wanted.organization:
        closed = view.as_of - timedelta(days=1)
        last = closed if last is None else min(last, closed)
    return Where(
        rules=rules or ((wanted.rule,) if wanted.rule else ()),
        organizations=organizations,
        units=(wanted.unit,) if wanted.unit and not wanted.organization else None,
        nowhere=wanted.no_unit and not wanted.organization,
        due_from=first,
        due_to=last,
        statuses=wanted.statuses,
        force=wanted.force,
        period=wanted.period,
    )


def _due(wanted: Filter) -> tuple[date | None, date | None]:
    """The narrowest of quarter, month and year."""
    if wanted.month:
        try:
            first = date.fromisoformat(f"{wanted.month}-01")
        except ValueError as error:
            raise ValueError(f"月份“{wanted.month}”读不懂。写成 2026-05 这样。") from error
        return first, first.replace(day=monthrange(first.year, first.month)[1])
    if wanted.quarter is not None:
        return wanted.quarter.first, wanted.quarter.last
    if wanted.year is not None:
        return date(wanted.year, 1, 1), date(wanted.year, 12, 31)
    return None, None
