"""The ledgers: sums by branch and by the month they were entered in. They agree to the 分 from member to city, because
every line belongs to one member, one branch and one month of the ledger.

A month of the ledger holds what its sheet asks for, what corrections changed, and what was received in it. A closed
month gets nothing more. A row that was imported and never added to stands with the branch of its month, received in the
month of its day.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

import polars as pl
from django.db import connection
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Sum

from dengxiaming.areas.dues import core, queries
from dengxiaming.areas.dues.models import Assessment, Due, Entry
from dengxiaming.areas.members.models import Stay
from dengxiaming.ground import frames
from dengxiaming.ground.memory import Memory
from dengxiaming.journal.actions import is_writing
from dengxiaming.journal.queries import last_change


@dataclass(frozen=True)
class Sums:
    """What was asked for and what was received."""

    payable: int = 0
    received: int = 0


Key = TypeVar("Key")
_MANY: Final = 100
"""From so many branches on everybody's rows are read, and kept."""
_KEY: Final = pl.Int64()
_DAY: Final = pl.Date()
_homes: Final = Memory[pl.DataFrame](4)
Ledger = dict[tuple[str, date], Sums]
"""By branch and month."""


def sums(organizations: Collection[str], first: date, last: date) -> Ledger:
    """What these branches' ledgers hold from one month to another, both included."""
    span = (core.first_of(first), core.first_of(last))
    rows = (*_set(organizations, span), *_entered(organizations, span), *_imported(organizations, span))
    return _added(((organization, month), Sums(*amounts)) for organization, month, *amounts in rows)


def total(ledger: Ledger) -> Sums:
    """The sum of a ledger."""
    return _added(("", one) for one in ledger.values()).get("", Sums())


def by_branch(ledger: Ledger) -> dict[str, Sums]:
    """The sum of each branch that has any."""
    return _added((code, one) for (code, _), one in ledger.items())


def by_month(ledger: Ledger) -> dict[date, Sums]:
    """The sum of each month that has any."""
    return _added((month, one) for (_, month), one in ledger.items())


def _added(rows: Iterable[tuple[Key, Sums]]) -> dict[Key, Sums]:
    """Sums by key; a city's year has tens of thousands of rows."""
    payable: dict[Key, int] = {}
    received: dict[Key, int] = {}
    for key, one in rows:
        payable[key] = payable.get(key, 0) + one.payable
        received[key] = received.get(key, 0) + one.received
    return {key: Sums(payable[key], received[key]) for key in payable}


Row = tuple[str, date, int, int]
Span = tuple[date, date]


def _set(organizations: Collection[str], span: Span) -> Iterator[Row]:
    rows = Assessment.objects.filter(sheet__organization__code__in=organizations, sheet__month__range=span)
    grouped = rows.order_by().values_list("sheet__organization__code", "sheet__month").annotate(sum=Sum("payable"))
    for organization, month, payable in grouped:
        yield organization, month, payable, 0


def _entered(organizations: Collection[str], span: Span) -> Iterator[Row]:
    rows = Entry.objects.filter(payment__organization__code__in=organizations, payment__booked__range=span)
    grouped = rows.order_by().values_list("payment__organization__code", "payment__booked")
    yield from grouped.annotate(owed=Sum("payable"), received=Sum("paid"))


def _imported(organizations: Collection[str], span: Span) -> Iterator[Row]:
    """Rows that were imported and that nothing here refers to."""
    if len(organizations) < _MANY:
        held = _homed(span, Stay.objects.filter(organization__code__in=organizations))
    else:
        held = _whole(span)
    held = held.filter(pl.col("home").is_in(list(organizations)))
    if held.is_empty():
        return
    bare_ones = held.join(_referred(held["month"]), on=["member", "month"], how="anti")
    for of, amount in (("month", "payable"), ("received", "paid")):
        grouped = bare_ones.filter(pl.col(of).is_between(*span)).group_by("home", of).agg(pl.sum(amount))
        for home, month, sum_ in grouped.filter(pl.col(amount) != 0).iter_rows():
            yield (home, month, sum_, 0) if amount == "payable" else (home, month, 0, sum_)


def _whole(span: Span) -> pl.DataFrame:
    """`_homed` of everybody, kept for as long as nobody's stays change: what verbs write of dues since is referred to,
    and so is left out by whoever reads this.
    """
    stands = last_change("member")
    if is_writing("member") or not any(stands):
        return _homed(span, Stay.objects.all())
    key = (connection.settings_dict["NAME"], stands, Stay.objects.aggregate(last=Max("pk"))["last"], span)
    return _homes.get(key, lambda: _homed(span, Stay.objects.all()))


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
