"""What the pages are handed: frozen records, already in the words of the page where words are needed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dengxiaming.duties.view import Quarter, View
from dengxiaming.law.model import Rule


@dataclass(frozen=True)
class Tally:
    """How many duties stand how. `upcoming` is counted only where a page lists them (the year grid)."""

    met: int = 0
    late: int = 0
    open: int = 0
    missed: int = 0
    upcoming: int = 0
    raised: int = 0
    waived: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.met + other.met,
            self.late + other.late,
            self.open + other.open,
            self.missed + other.missed,
            self.upcoming + other.upcoming,
            self.raised + other.raised,
            self.waived + other.waived,
        )

    @property
    def total(self) -> int:
        """All of them."""
        return self.met + self.late + self.open + self.missed + self.upcoming + self.raised + self.waived

    @property
    def worst(self) -> str:
        """The status a cell shows for all of them: missed, raised, late, open, met, waived, upcoming; "" for none."""
        order = ("missed", "raised", "late", "open", "met", "waived", "upcoming")
        return next((status for status in order if getattr(self, status)), "")


@dataclass(frozen=True)
class DutyLine:
    """One duty in a list, with the words for it. `(rule, bearer_id, period)` with `as_of` names its explanation page.

    `rule` is what the verdict row carries (S5-1a), `clause` the clause it belongs to (S5-1). `as_of` is the day the row
    was judged: a structure row of a closed quarter was judged on that quarter's last day.
    """

    rule: str
    clause: str
    title: str
    bearer_kind: str
    bearer_id: str
    bearer_name: str
    organization: str
    organization_name: str
    period: str
    period_label: str
    opens_on: date
    due_on: date
    required: int
    counted: int
    satisfied_on: date | None
    status: str
    status_label: str
    advisory: bool
    flags: tuple[str, ...]
    flag_labels: tuple[str, ...]
    evidence: tuple[str, ...]
    reason: str
    as_of: date

    @property
    def days_left(self) -> int:
        """Days from as_of to the last day; negative once it has passed."""
        return (self.due_on - self.as_of).days


@dataclass(frozen=True)
class Bundle:
    """The duties of one rule and period that a list shows as one line: one of the organisation's own, or the same duty
    of several members (党费). `who` is "" for the organisation's own, else names ("某甲、某乙等3人").
    """

    rule: str
    clause: str
    title: str
    period_label: str
    opens_on: date
    due_on: date
    status: str
    status_label: str
    advisory: bool
    who: str
    reason: str
    days_left: int
    lines: tuple[DutyLine, ...]

    @property
    def line(self) -> DutyLine | None:
        """The duty, where it is only one."""
        return self.lines[0] if len(self.lines) == 1 else None


@dataclass(frozen=True)
class Standing:
    """How the city stands on one duty id in one closed quarter. `open_now` is a number only: whose they are, the
    bearer sees (decisions 7). `quarter` is None where no closed quarter of the last year has a row.
    """

    rule: str
    clause: str
    quarter: Quarter | None
    binding: Tally
    advisory: Tally
    open_now: int

    @property
    def all(self) -> Tally:
        """Both forces."""
        return self.binding + self.advisory


@dataclass(frozen=True)
class Place:
    """An organisation in a tree, a path or a list."""

    code: str
    name: str
    kind: str
    kind_label: str
    parent: str = ""
    level: int = 0
    members: int = 0
    dissolved_on: date | None = None


@dataclass(frozen=True)
class Header:
    """What stands above an organisation's page, as of the view's day."""

    code: str
    name: str
    kind: str
    kind_label: str
    path: tuple[Place, ...]
    below: tuple[Place, ...]
    units: tuple[tuple[str, str], ...]
    members: int
    probationary: int
    committee: int
    groups: int
    party_day: int | None
    term_ends: date | None
    established_on: date | None
    dissolved_on: date | None
    records_from: date | None


@dataclass(frozen=True)
class Cell:
    """One cell of the year grid. `first`…`last` are the months (1–12) it lies over, `span` how many.

    `status` is "" for a void cell (closed time, or no such duty then). One duty: `line` leads to its explanation.
    Several (members, acts): `line` is None, `tally` counts them and the cell leads to the list of `cell_lines`.
    """

    first: int
    last: int
    status: str = ""
    advisory: bool = False
    period: str = ""
    note: str = ""
    tally: Tally = field(default_factory=Tally)
    line: DutyLine | None = None

    @property
    def span(self) -> int:
        """How many month columns it takes."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class GridRow:
    """One clause of one bearer (or of all members, all acts) over the year; the cells fill 12 months, void or not."""

    rule: str
    clause: str
    title: str
    bearer_name: str
    advisory: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class GridGroup:
    """每月, 每季, 每半年, 每年, 有事才有; `note` says what a cell is."""

    every: str
    label: str
    note: str
    rows: tuple[GridRow, ...]


@dataclass(frozen=True)
class OrganizationPage:
    """Everything the 组织 page shows. `tally` and `advisory` count the year's duties (missed, late, open …)."""

    view: View
    header: Header
    year: int
    years: tuple[int, ...]
    tally: Tally
    advisory: Tally
    due_now: tuple[Bundle, ...]
    missing: tuple[Bundle, ...]
    structure: tuple[DutyLine, ...]
    grid: tuple[GridGroup, ...]


@dataclass(frozen=True)
class HeatUnit:
    """One line of the heat map: a unit, in the order of the upload; `cells` by duty id, absent where nothing was owed.

    `code` is "" for the last line, organisations that cover no unit.
    """

    code: str
    name: str
    category: str
    cells: Mapping[str, Tally]

    @property
    def sum(self) -> Tally:
        """The line's total."""
        return sum(self.cells.values(), Tally())


@dataclass(frozen=True)
class HeatMap:
    """Units × binding clauses of one closed quarter. `totals` count every duty once, also where a joint branch counts
    in several units; they are the binding numbers of the law page for the same quarter.
    """

    view: View
    quarter: Quarter
    quarters: tuple[Quarter, ...]
    rules: tuple[Rule, ...]
    columns: tuple[str, ...]
    units: tuple[HeatUnit, ...]
    totals: Mapping[str, Tally]
    branches: int


@dataclass(frozen=True)
class DutyList:
    """A filtered list of duties, one page of it. `total` and `tally` count the whole list."""

    view: View
    lines: tuple[DutyLine, ...]
    total: int
    tally: Tally
    page: int
    pages: int


@dataclass(frozen=True)
class Numbers:
    """How much is held, for the upload page."""

    units: int
    organizations: int
    branches: int
    members: int
    acts: int
    dues: int
