"""What the pages ask of the duties. Every function goes through the reader's reach and is one fixed number of queries.

Not moved: read from the stored verdicts of today. Moved: judged afresh by the same kernel (see `source`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dengxiaming.duties.shapes import (
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
from dengxiaming.duties.view import Quarter, View
from dengxiaming.law.model import Rulebook
from dengxiaming.reckoning import Explanation

__all__ = [
    "Cell", "DutyLine", "DutyList", "Explained", "Filter", "GridGroup", "GridRow", "Header", "HeatMap", "HeatUnit",
    "Numbers", "OrganizationPage", "Place", "Quarter", "Standing", "Tally", "View", "closed_quarters", "duties",
    "explanation", "heatmap", "law_standing", "numbers", "organization", "places", "rulebook", "search",
]  # fmt: skip


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


@dataclass(frozen=True)
class Explained:
    """One duty explained, and the organisation at whose page it stands (for the path above the title)."""

    explanation: Explanation
    organization: Place
    line: DutyLine | None


def rulebook() -> Rulebook:
    """The edition in force in the site, read once."""
    raise NotImplementedError


def numbers() -> Numbers:
    """How much is held, and as of which day it was judged."""
    raise NotImplementedError


def closed_quarters(view: View) -> tuple[Quarter, ...]:
    """The quarters over on as_of that have rows, newest first."""
    raise NotImplementedError


def law_standing(view: View) -> dict[str, Standing]:
    """By duty id, in the rulebook's order: how the city stands on each."""
    raise NotImplementedError


def heatmap(view: View, quarter: Quarter) -> HeatMap:
    """Units × binding clauses of a quarter that is over. Raises `ValueError` with a sentence where it is not."""
    raise NotImplementedError


def duties(view: View, wanted: Filter, page: int = 1) -> DutyList:
    """The duties a filter finds, by due_on, organisation, bearer; 100 a page."""
    raise NotImplementedError


def organization(view: View, code: str, year: int | None = None) -> OrganizationPage:
    """One organisation's page; `year` is as_of's unless told. Raises `LookupError` where there is none of this code."""
    raise NotImplementedError


def explanation(view: View, rule: str, bearer_id: str, period: str) -> Explained:
    """One duty explained. Raises `LookupError` where there is none, or none for this reader."""
    raise NotImplementedError


def places(view: View) -> tuple[Place, ...]:
    """The organisations in force on as_of as a tree, depth first; groups left out."""
    raise NotImplementedError


def search(text: str) -> tuple[Place, ...]:
    """Organisations whose code or name contains `text`, at most 50."""
    raise NotImplementedError
