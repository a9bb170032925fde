"""Where verdict rows come from: the store, or a frame judged a moment ago. Both answer the same few questions alike."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

import polars as pl
from django.db.models import Count, Min, Q, QuerySet, Subquery

from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.models import Organization, Unit
from dengxiaming.duties import edition, judge, reach
from dengxiaming.duties.models import Judging, Verdict
from dengxiaming.duties.shapes import Tally
from dengxiaming.duties.view import EVERYTHING, Quarter, Reach, View
from dengxiaming.ground import frames
from dengxiaming.ground.models import State
from dengxiaming.reckoning import VERDICT

COLUMNS: Final = {**VERDICT, "organization": pl.String(), "unit": pl.String(), "as_of": pl.Date()}
COUNTED: Final = {
    "rule": pl.String(), "organization": pl.String(), "unit": pl.String(), "force": pl.String(), "status": pl.String(),
    "n": pl.Int64(),
}  # fmt: skip
ORDER: Final = ("due_on", "organization", "rule", "bearer_id", "period")


@dataclass(frozen=True)
class Where:
    """Which rows; empty means any. `organizations`, `units` (a unit's own rows) and `nowhere` add up. `or_open` lets
    open duties in whatever their due_on; `daily` leaves out what was judged on the last day of a closed quarter.
    """

    rules: tuple[str, ...] = ()
    organizations: tuple[str, ...] | None = None
    units: tuple[str, ...] | None = None
    nowhere: bool = False
    due_from: date | None = None
    due_to: date | None = None
    or_open: bool = False
    statuses: tuple[str, ...] = ()
    force: str = ""
    period: str = ""
    daily: bool = False

    @property
    def is_placed(self) -> bool:
        """Whether it matters where a row stands."""
        return self.organizations is not None or self.units is not None or self.nowhere


class Source(Protocol):
    """What the pages need of verdict rows."""

    def counts(self, quarter: Quarter) -> pl.DataFrame:
        """Rows due in a quarter, counted by `COUNTED`'s columns."""
        ...

    def open_now(self) -> dict[str, int]:
        """Open rows by duty id."""
        ...

    def first_due(self) -> date | None:
        """The earliest due_on of all."""
        ...

    def tally(self, where: Where) -> Tally:
        """How the rows stand."""
        ...

    def rows(self, where: Where, start: int = 0, stop: int | None = None) -> pl.DataFrame:
        """The rows with `COLUMNS`, in `ORDER`."""
        ...


def source(view: View, organization: str = "") -> Source:
    """The store where no date was moved and it is of today, else what the kernel says now. With `organization` only the
    rows standing there or below need be there.
    """
    if not view.is_moved and is_current(view):
        return Stored(view.reach)
    return Judged(judge.moved_around(view, organization) if organization else judge.moved(view), view.reach)


def is_current(view: View) -> bool:
    """Whether the store holds the verdicts of as_of, by this edition, of these facts. A page never shows older ones.

    One statement: two would see two different moments where others write.
    """
    version = State.objects.filter(pk=1).values("facts_version")
    kept = Judging.objects.filter(scope=Judging.Scope.DAILY, as_of=view.as_of, facts_version=Subquery(version))
    return kept.filter(edition=edition.rulebook().content_hash).exists()


class Stored:
    """The verdict table, within reach."""

    def __init__(self, reaching: Reach = EVERYTHING) -> None:
        self._reach = reaching

    def counts(self, quarter: Quarter) -> pl.DataFrame:
        """See `Source`; one aggregate query that reads one index."""
        rows = reach.visible(Verdict.objects.filter(due_on__range=(quarter.first, quarter.last)), self._reach)
        keys = ("rule", "organization_id", "unit_id", "force", "status")
        found = rows.order_by().values_list(*keys).annotate(n=Count("pk"))
        frame = frames.of(found, {**COUNTED, "organization": pl.Int64(), "unit": pl.Int64()})
        return frames.named(frame, organization=organs.organization_keys(), unit=organs.unit_keys())

    def open_now(self) -> dict[str, int]:
        """See `Source`."""
        return dict(_open(self._reach).order_by().values_list("rule").annotate(Count("pk")))

    def first_due(self) -> date | None:
        """See `Source`."""
        first: date | None = reach.visible(Verdict.objects.all(), self._reach).aggregate(first=Min("due_on"))["first"]
        return first

    def tally(self, where: Where) -> Tally:
        """See `Source`."""
        rows = reach.listed(Verdict.objects.filter(_condition(where)), self._reach)
        return Tally(**dict(rows.order_by().values_list("status").annotate(Count("pk"))))

    def rows(self, where: Where, start: int = 0, stop: int | None = None) -> pl.DataFrame:
        """See `Source`."""
        rows = reach.listed(Verdict.objects.filter(_condition(where)), self._reach)
        ordered = rows.order_by("due_on", "organization__code", "rule", "bearer_id", "period")[start:stop]
        paths = {"organization": "organization__code", "unit": "unit__code", "as_of": "judging__as_of"}
        plain = {n: pl.String() if n in ("flags", "evidence") else t for n, t in COLUMNS.items()}
        frame = frames.read(ordered, {name: (paths.get(name, name), dtype) for name, dtype in plain.items()})
        return frame.with_columns(frames.split(name) for name in ("flags", "evidence"))


def _open(reaching: Reach) -> QuerySet[Verdict]:
    return reach.visible(Verdict.objects.filter(status="open", judging__scope=Judging.Scope.DAILY), reaching)


def _condition(where: Where) -> Q:
    found = Q()
    if where.rules:
        found &= Q(rule__in=where.rules)
    if where.is_placed:
        # 写成子查询，两边就都走（组织，期限）那个索引；单位自己的行没有组织。
        organizations = Organization.objects.filter(code__in=where.organizations or ()).order_by()
        units = Unit.objects.filter(code__in=where.units or ()).order_by()
        inside = Q(organization__in=organizations) | Q(organization__isnull=True, unit__in=units)
        found &= inside | Q(organization__isnull=True, unit__isnull=True) if where.nowhere else inside
    due = Q()
    if where.due_from is not None:
        due &= Q(due_on__gte=where.due_from)
    if where.due_to is not None:
        due &= Q(due_on__lte=where.due_to)
    found &= due | Q(status="open") if where.or_open else due
    if where.statuses:
        found &= Q(status__in=where.statuses)
    if where.force:
        found &= Q(force=where.force)
    if where.period:
        found &= Q(period=where.period)
    if where.daily:
        found &= Q(judging__scope=Judging.Scope.DAILY)
    return found


class Judged:
    """Rows judged for a moved date."""

    def __init__(self, verdicts: pl.DataFrame, reaching: Reach = EVERYTHING) -> None:
        seen = reach.seen(verdicts, reaching)
        self._rows = seen.select(list(COLUMNS))
        self._named = reach.named(seen, reaching).select(list(COLUMNS))
        self._as_of = verdicts["as_of"].max()

    def counts(self, quarter: Quarter) -> pl.DataFrame:
        """See `Source`."""
        rows = self._rows.filter(pl.col("due_on").is_between(quarter.first, quarter.last))
        keys = [name for name in COUNTED if name != "n"]
        return rows.group_by(keys).agg(pl.len().cast(pl.Int64).alias("n"))

    def open_now(self) -> dict[str, int]:
        """See `Source`."""
        rows = self._rows.filter((pl.col("status") == "open") & self._daily())
        return dict(rows.group_by("rule").len().iter_rows())

    def first_due(self) -> date | None:
        """See `Source`."""
        first = self._rows["due_on"].min()
        return first if isinstance(first, date) else None

    def tally(self, where: Where) -> Tally:
        """See `Source`."""
        rows = self._named.filter(self._condition(where))
        return Tally(**dict(rows.group_by("status").len().iter_rows()))

    def rows(self, where: Where, start: int = 0, stop: int | None = None) -> pl.DataFrame:
        """See `Source`."""
        ordered = self._named.filter(self._condition(where)).sort(ORDER)
        return ordered[start:stop]

    def _daily(self) -> pl.Expr:
        return pl.col("as_of") == pl.lit(self._as_of, dtype=pl.Date)

    def _condition(self, where: Where) -> pl.Expr:
        found = pl.lit(value=True)
        if where.rules:
            found &= pl.col("rule").is_in(where.rules)
        if where.is_placed:
            inside = pl.col("organization").is_in(list(where.organizations or ())).fill_null(value=False)
            inside |= pl.col("unit").is_in(list(where.units or ())).fill_null(value=False)
            nowhere = pl.col("organization").is_null() & pl.col("unit").is_null()
            found &= inside | nowhere if where.nowhere else inside
        due = pl.lit(value=True)
        if where.due_from is not None:
            due &= pl.col("due_on") >= where.due_from
        if where.due_to is not None:
            due &= pl.col("due_on") <= where.due_to
        found &= due | (pl.col("status") == "open") if where.or_open else due
        if where.statuses:
            found &= pl.col("status").is_in(where.statuses)
        if where.force:
            found &= pl.col("force") == where.force
        if where.period:
            found &= pl.col("period") == where.period
        return found & self._daily() if where.daily else found
