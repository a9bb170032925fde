"""The ledgers: sums by branch and by the month they were entered in. They agree to the 分 from member to city, because
every line belongs to one member, one branch and one month of the ledger.

A month of the ledger holds what its sheet asks for, what corrections changed, and what was received in it. A closed
month gets nothing more. A row that was imported and never added to stands with the branch of its month, received in the
month of its day.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from dengxiaming.areas.dues import core, queries
from dengxiaming.areas.dues.models import Assessment, Due, Entry
from dengxiaming.areas.members.models import Stay


@dataclass(frozen=True)
class Sums:
    """What was asked for and what was received."""

    payable: int = 0
    received: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.payable + other.payable, self.received + other.received)


Ledger = dict[tuple[str, date], Sums]
"""By branch and month."""


def sums(organizations: Collection[str], first: date, last: date) -> Ledger:
    """What these branches' ledgers hold from one month to another, both included."""
    span = (core.first_of(first), core.first_of(last))
    found: Ledger = {}
    for organization, month, payable, received in (*_set(organizations, span), *_entered(organizations, span),
                                                   *_imported(organizations, span)):  # fmt: skip
        key = (organization, month)
        found[key] = found.get(key, Sums()) + Sums(payable, received)
    return found


def total(ledger: Ledger, organization: str = "") -> Sums:
    """The sum of a ledger, or of one branch in it."""
    held = (one for (code, _), one in ledger.items() if organization in {"", code})
    return sum(held, Sums())


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
    inside = Stay.objects.filter(organization__code__in=organizations).values("member")
    during = Q(month__range=span) | Q(paid_on__range=(span[0], core.last_of(span[1])))
    rows = Due.objects.filter(during, member__in=inside).order_by()
    held = list(rows.values_list("member_id", "member__code", "month", "payable", "paid", "paid_on"))
    known = _referred({month for _, _, month, *_ in held})
    stays = queries.stays({code for _, code, *_ in held})
    for key, code, month, payable, paid, paid_on in held:
        home = core.home_of(stays[code], month).organization
        if home not in organizations or (key, month) in known:
            continue
        if span[0] <= month <= span[1]:
            yield home, month, payable, 0
        received = core.first_of(paid_on) if paid_on else month
        if paid and span[0] <= received <= span[1]:
            yield home, received, 0, paid


def _referred(months: Collection[date]) -> set[tuple[int, date]]:
    """The members and months of a span that a line or an entry here is about: a whole year's are read at once."""
    if not months:
        return set()
    span = (min(months), max(months))
    lines = Assessment.objects.filter(month__range=span).order_by().values_list("member_id", "month")
    entries = Entry.objects.filter(month__range=span).order_by().values_list("payment__member_id", "month")
    return {*lines, *entries}


def bare(rows: QuerySet[Due]) -> QuerySet[Due]:
    """Of these rows those that were imported and that nothing here refers to."""
    line = Assessment.objects.filter(member=OuterRef("member"), month=OuterRef("month"))
    entry = Entry.objects.filter(payment__member=OuterRef("member"), month=OuterRef("month"))
    return rows.filter(~Exists(line), ~Exists(entry))
