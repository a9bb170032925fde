"""The ledgers: sums by branch and by the month they were entered in. They agree to the 分 from member to city, because
every line belongs to one member, one branch and one month of the ledger.

A month of the ledger holds what its sheet asks for, what corrections changed, and what was received in it. A closed
month gets nothing more. A row that was imported and never added to stands with the branch of its month, received in the
month of its day.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from dengxiaming.areas.dues import core, queries
from dengxiaming.areas.dues.models import Assessment, Due, Entry
from dengxiaming.areas.members.models import Stay
from dengxiaming.ground import frames
from dengxiaming.ground.memory import Memory
from dengxiaming.journal.kept import while_unchanged


@dataclass(frozen=True)
class Sums:
    """What was asked for and what was received."""

    payable: int = 0
    received: int = 0


_MANY: Final = 100
"""From so many branches on everybody's rows are read, and kept."""
_KEY: Final = pl.Int64()
_DAY: Final = pl.Date()
_homes: Final = Memory[pl.DataFrame](4)
_ROW: Final = {"branch": pl.String(), "month": _DAY, "payable": _KEY, "received": _KEY}
Ledger = pl.DataFrame
"""One row for each branch and month that has any: `branch`, `month`, `payable`, `received`, in this order."""


def sums(organizations: Collection[str], first: date, last: date) -> Ledger:
    """What these branches' ledgers hold from one month to another, both included."""
    span = (core.first_of(first), core.first_of(last))
    parts = (_set(organizations, span), _entered(organizations, span), _imported(organizations, span))
    return pl.concat(parts).group_by("branch", "month").agg(pl.sum("payable", "received")).sort("branch", "month")


def total(ledger: Ledger) -> Sums:
    """The sum of a ledger."""
    return Sums(int(ledger["payable"].sum()), int(ledger["received"].sum()))


def by_branch(ledger: Ledger) -> dict[str, Sums]:
    """The sum of each branch that has any."""
    return _by("branch", ledger)


def by_month(ledger: Ledger) -> dict[date, Sums]:
    """The sum of each month that has any."""
    return _by("month", ledger)


def _by(key: str, ledger: Ledger) -> dict[Any, Sums]:
    """A city's year has tens of thousands of rows: they are added before they are Python's."""
    added = ledger.group_by(key).agg(pl.sum("payable", "received"))
    return {of: Sums(*amounts) for of, *amounts in added.select(key, "payable", "received").iter_rows()}


Span = tuple[date, date]


def _set(organizations: Collection[str], span: Span) -> Ledger:
    rows = Assessment.objects.filter(sheet__organization__code__in=organizations, sheet__month__range=span)
    grouped = rows.order_by().values("sheet__organization__code", "sheet__month").annotate(sum=Sum("payable"))
    return frames.read(grouped, {
        "branch": ("sheet__organization__code", pl.String()), "month": ("sheet__month", _DAY), "payable": ("sum", _KEY),
    }).with_columns(received=pl.lit(0, _KEY))  # fmt: skip


def _entered(organizations: Collection[str], span: Span) -> Ledger:
    rows = Entry.objects.filter(payment__organization__code__in=organizations, payment__booked__range=span)
    grouped = rows.order_by().values("payment__organization__code", "payment__booked")
    return frames.read(grouped.annotate(owed=Sum("payable"), got=Sum("paid")), {
        "branch": ("payment__organization__code", pl.String()), "month": ("payment__booked", _DAY),
        "payable": ("owed", _KEY), "received": ("got", _KEY),
    })  # fmt: skip


def _imported(organizations: Collection[str], span: Span) -> Ledger:
    """Rows that were imported and that nothing here refers to."""
    if len(organizations) < _MANY:
        held = _homed(span, Stay.objects.filter(organization__code__in=organizations))
    else:
        held = _whole(span)
    held = held.filter(pl.col("home").is_in(list(organizations)))
    if held.is_empty():
        return pl.DataFrame(schema=_ROW)
    bare_ones = held.join(_referred(held["month"]), on=["member", "month"], how="anti")
    owed = bare_ones.select("month", branch="home", payable="payable", received=pl.lit(0, _KEY))
    got = bare_ones.select(month="received", branch="home", payable=pl.lit(0, _KEY), received="paid")
    lines = pl.concat((owed, got)).select(*_ROW).filter(pl.col("month").is_between(*span))
    return lines.filter((pl.col("payable") != 0) | (pl.col("received") != 0))


def _whole(span: Span) -> pl.DataFrame:
    """`_homed` of everybody, kept for as long as nobody's stays change: what verbs write of dues since is referred to,
    and so is left out by whoever reads this.
    """
    return while_unchanged(_homes, lambda: _homed(span, Stay.objects.all()), "member", Stay, key=span)


def _homed(span: Span, inside: QuerySet[Stay]) -> pl.DataFrame:
    """The rows of a span of those with one of these stays, each with the branch of its month (`core.home_of`) and the
    month it was received in.
    """
    during = Q(month__range=span) | Q(paid_on__range=(span[0], core.last_of(span[1])))
    rows = Due.objects.filter(during, member__in=inside.order_by().values("member")).order_by()
    held = frames.read(rows, {
        "member": ("member_id", _KEY), "code": ("member__code", pl.String()), "month": ("month", _DAY),
        "payable": ("payable", _KEY), "paid": ("paid", _KEY), "paid_on": ("paid_on", _DAY),
    })  # fmt: skip
    stays = queries.stays(held["code"].unique().to_list())
    alone = {code: one[0].organization for code, one in stays.items() if len(one) == 1}
    moved = held.filter(~pl.col("code").is_in(list(alone))).select("code", "month").unique()
    homes = [(code, month, core.home_of(stays[code], month).organization) for code, month in moved.iter_rows()]
    several = pl.DataFrame(homes, schema={"code": pl.String(), "month": _DAY, "moved": pl.String()}, orient="row")
    single = pl.col("code").replace_strict(alone, default=None, return_dtype=pl.String())
    return held.join(several, on=["code", "month"], how="left").select(
        "member", "month", "payable", "paid", home=pl.coalesce("moved", single),
        received=pl.coalesce("paid_on", "month").dt.month_start(),
    )  # fmt: skip


def _referred(months: pl.Series) -> pl.DataFrame:
    """The members and months of a span that a line or an entry here is about: a whole year's are read at once."""
    span = (months.min(), months.max())
    lines = Assessment.objects.filter(month__range=span).order_by()
    entries = Entry.objects.filter(month__range=span).order_by()
    return pl.concat(
        frames.read(rows, {"member": (member, _KEY), "month": ("month", _DAY)})
        for rows, member in ((lines, "member_id"), (entries, "payment__member_id"))
    )


def bare(rows: QuerySet[Due]) -> QuerySet[Due]:
    """Of these rows those that were imported and that nothing here refers to."""
    line = Assessment.objects.filter(member=OuterRef("member"), month=OuterRef("month"))
    entry = Entry.objects.filter(payment__member=OuterRef("member"), month=OuterRef("month"))
    return rows.filter(~Exists(line), ~Exists(entry))
