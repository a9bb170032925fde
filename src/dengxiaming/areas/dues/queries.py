"""Reads of dues: a branch's month, a member's year, payments, reductions. Bases are deciphered only where asked for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from dengxiaming.areas.dues import core, money, scales
from dengxiaming.areas.dues.core import Span
from dengxiaming.areas.dues.models import Assessment, Due, Entry, Payment, Publication, Reduction, Sheet
from dengxiaming.areas.dues.terms import DECIDERS, EXEMPT, PAYMENT_KINDS, REDUCED
from dengxiaming.areas.members.models import Member, Stay
from dengxiaming.ground import cipher


def count() -> int:
    """How many rows are held."""
    return Due.objects.count()


@dataclass(frozen=True)
class Line:
    """One member in a branch's month. `kind` is empty where nothing was set; `is_opening`: the month was imported."""

    member: str
    name: str
    kind: str = ""
    kind_label: str = ""
    payable: int = 0
    paid: int = 0
    paid_on: date | None = None
    excuse: str = ""
    note: str = ""
    how: str = ""
    is_set: bool = False
    is_opening: bool = False

    @property
    def is_met(self) -> bool:
        """Whether nothing is to be paid any more."""
        return self.is_set and core.is_met(self.payable, self.paid, self.excuse)

    @property
    def rest(self) -> int:
        """What is still owed."""
        return 0 if not self.is_set or self.is_met else self.payable - self.paid


@dataclass(frozen=True)
class Month:
    """A branch's month."""

    organization: str
    month: date
    lines: tuple[Line, ...]
    closed: Sheet | None

    @property
    def payable(self) -> int:
        """What is owed by all."""
        return sum(line.payable for line in self.lines)

    @property
    def paid(self) -> int:
        """What was paid for the month, whenever."""
        return sum(line.paid for line in self.lines)

    @property
    def unset(self) -> tuple[Line, ...]:
        """Those for whom nothing is set yet."""
        return tuple(line for line in self.lines if not line.is_set)

    @property
    def owing(self) -> tuple[Line, ...]:
        """Those who have not paid in full."""
        return tuple(line for line in self.lines if line.rest)


def stays(members: Collection[str]) -> dict[str, list[Span]]:
    """The stays of members, by code."""
    found: dict[str, list[Span]] = {}
    rows = Stay.objects.filter(member__code__in=members).order_by("since")
    named = rows.values_list("member__code", "organization__code", "since", "until", "kind")
    for code, organization, since, until, kind in named:
        found.setdefault(code, []).append(Span(organization, since, until, kind))
    return found


def roster(organization: str, month: date) -> dict[str, tuple[str, Span]]:
    """Whose dues of a month belong to a branch (`core.branch_of`), by code: name and stay. Whoever was set elsewhere
    before a transfer told late stays there.
    """
    first, end = core.first_of(month), core.after(month)
    during = Q(since__lt=end) & (Q(until__isnull=True) | Q(until__gt=first))
    here = Member.objects.filter(pk__in=Stay.objects.filter(during, organization__code=organization).values("member"))
    held: dict[str, tuple[str, list[Span]]] = {}
    rows = Stay.objects.filter(during, member__in=here).order_by("member__pk", "since")
    for one in rows.select_related("member", "organization"):
        held.setdefault(one.member.code, (str(one.member), []))[1].append(_span(one))
    lines = Assessment.objects.filter(member__code__in=held, month=first).exclude(
        sheet__organization__code=organization
    )
    elsewhere = set(lines.values_list("member__code", flat=True))
    found: dict[str, tuple[str, Span]] = {}
    for code, (name, spans) in held.items():
        stay = core.branch_of(spans, month)
        if stay is not None and stay.organization == organization and code not in elsewhere:
            found[code] = (name, stay)
    return found


def _span(stay: Stay) -> Span:
    return Span(stay.organization.code, stay.since, stay.until, stay.kind)


def sheet(organization: str, month: date) -> Sheet | None:
    """The sheet of a branch and a month."""
    return Sheet.objects.filter(organization__code=organization, month=month).select_related("closed_by").first()


def month(organization: str, first: date) -> Month:
    """A branch's month, line by line; no bases."""
    known, held = scales.load(), sheet(organization, first)
    people = {code: (name, _note(span, first)) for code, (name, span) in roster(organization, first).items()}
    lines: dict[str, Assessment] = {}
    if held is not None:
        for one in Assessment.objects.filter(sheet=held).select_related("member", "reduction").defer("base"):
            lines[one.member.code] = one
            people.setdefault(one.member.code, (str(one.member), ""))
    dues = {due.member.code: due for due in _dues(people, first)}
    how = _how(people, first)
    found = []
    for code, (name, note) in people.items():
        due, line = dues.get(code), lines.get(code)
        kind = line.kind if line else ""
        found.append(Line(
            code, name, kind, known.kinds[kind].label if kind else "", due.payable if due else 0,
            due.paid if due else 0, due.paid_on if due else None, due.excuse if due else "", note, how.get(code, ""),
            is_set=due is not None, is_opening=due is not None and line is None,
        ))  # fmt: skip
    return Month(organization, first, tuple(found), held if held is not None and held.closed_at else None)


def _dues(people: Collection[str], first: date) -> QuerySet[Due]:
    return Due.objects.filter(member__code__in=people, month=first).select_related("member")


def _note(span: Span, month: date) -> str:
    """Where somebody came or went within the month; a probationary member owes from the meeting's day on (R5-7)."""
    if span.since > month:
        by = "预备党员，支部大会" if span.kind == "probationary" else ""
        return f"{by}{span.since.month}月{span.since.day}日{'通过，从这个月起' if by else '转入'}"
    if span.until is not None and span.until < core.after(month):
        return f"{span.until.month}月{span.until.day}日转出，这个月的在这里交"
    return ""


def _how(people: Collection[str], first: date) -> dict[str, str]:
    """Who paid for somebody else, by member: shown wherever the payment is (R5-9: 主动、亲自)."""
    entries = Entry.objects.filter(month=first, payment__member__code__in=people, paid__gt=0)
    rows = entries.values_list("payment__member__code", "payment__proxy__name", "payment__proxy_name")
    return {code: f"由{by or name}代交" for code, by, name in rows.order_by("pk") if by or name}


def bases(organization: str, first: date) -> dict[str, tuple[str, int | None]]:
    """The kinds and bases a branch set for a month, by member. Whoever calls this has asked who may see them."""
    rows = Assessment.objects.filter(sheet__organization__code=organization, sheet__month=first)
    return {line.member.code: (line.kind, reveal(line, first)) for line in rows.select_related("member").order_by("pk")}


def reveal(line: Assessment, month: date) -> int | None:
    """The base of a line; None where none is asked for."""
    held = bytes(line.base)
    return int(cipher.reveal(held, about(line.member.code, month))) if held else None


def about(member: str, month: date) -> str:
    """What an enciphered base is bound to: it opens nowhere else."""
    return f"dues:{member}:{month.isoformat()}"


def carried(organization: str, first: date) -> dict[str, tuple[str, int | None]]:
    """The kinds and bases of the branch's latest sheet before a month: what the next is begun from."""
    before = Sheet.objects.filter(organization__code=organization, month__lt=first, lines__isnull=False)
    latest = before.order_by("-month").values_list("month", flat=True).first()
    return bases(organization, latest) if latest else {}


@dataclass(frozen=True)
class Own:
    """One month of a member's year, with the working."""

    month: date
    payable: int
    paid: int
    paid_on: date | None
    excuse: str
    words: str

    @property
    def is_met(self) -> bool:
        """Whether nothing is to be paid any more."""
        return core.is_met(self.payable, self.paid, self.excuse)


def year(member: str, of: int, branch: str = "") -> tuple[Own, ...]:
    """A member's dues of a year, with the working of each month; for a branch only of the months it set itself: what
    somebody earned before they came is not its business.
    """
    known = scales.load()
    lines = Assessment.objects.filter(member__code=member, sheet__month__year=of)
    words: dict[date, str] = {}
    for line in lines.select_related("sheet__organization", "member", "reduction"):
        month = line.sheet.month
        if branch not in {"", line.sheet.organization.code}:
            words[month] = "别的支部核定的"
            continue
        base = reveal(line, month)
        words[month] = core.work_out(known, line.kind, base or 0, month).words
        if line.reduction is not None and line.reduction.sort in {EXEMPT, REDUCED}:
            words[month] += f"；{known.reductions[line.reduction.sort].label}，应交{money.yuan(line.payable)}"
    rows = Due.objects.filter(member__code=member, month__year=of).order_by("month")
    return tuple(
        Own(one.month, one.payable, one.paid, one.paid_on, one.excuse, words.get(one.month, "导入的数")) for one in rows
    )


@dataclass(frozen=True)
class Paid:
    """A payment or correction as pages list it: the receipt."""

    code: str
    kind: str
    member: str
    name: str
    on: date
    booked: date
    by: str
    note: str
    parts: tuple[tuple[date, int, int], ...]
    recorded_by: str

    @property
    def paid(self) -> int:
        """The amount."""
        return sum(paid for _, _, paid in self.parts)

    @property
    def payable(self) -> int:
        """What it adds to what is owed."""
        return sum(payable for _, payable, _ in self.parts)


def payments(organization: str, booked: date) -> tuple[Paid, ...]:
    """What a branch's ledger has of a month."""
    return _paid(Payment.objects.filter(organization__code=organization, booked=booked))


def payments_of(member: str, of: int) -> tuple[Paid, ...]:
    """A member's payments for months of a year, or in it."""
    rows = Payment.objects.filter(member__code=member)
    return _paid(rows.filter(Q(on__year=of) | Q(entries__month__year=of)).distinct())


def receipt(code: str) -> Paid | None:
    """One payment."""
    found = _paid(Payment.objects.filter(code=code))
    return found[0] if found else None


def place_of_receipt(code: str) -> tuple[str, str] | None:
    """The branch and the member of a payment."""
    return Payment.objects.filter(code=code).values_list("organization__code", "member__code").first()


def _paid(rows: QuerySet[Payment]) -> tuple[Paid, ...]:
    entries = Prefetch("entries", Entry.objects.order_by("month", "pk"))
    found = rows.select_related("member", "proxy", "recorded_by").prefetch_related(entries).order_by("on", "pk")
    return tuple(
        Paid(
            one.code, PAYMENT_KINDS[one.kind], one.member.code, str(one.member), one.on, one.booked,
            f"{one.proxy or one.proxy_name}代交" if one.proxy or one.proxy_name else "", one.note,
            tuple((each.month, each.payable, each.paid) for each in one.entries.all()), str(one.recorded_by or ""),
        )
        for one in found
    )  # fmt: skip


def owed(member: str) -> tuple[tuple[date, int], ...]:
    """The months a member still owes, with how much, the earliest first."""
    rows = Due.objects.filter(member__code=member).order_by("month")
    return tuple(
        (one.month, one.payable - one.paid) for one in rows if not core.is_met(one.payable, one.paid, one.excuse)
    )


def last_payable(member: str) -> int:
    """What the latest month that was set asks for: what months to come are reckoned with."""
    latest = Due.objects.filter(member__code=member).order_by("-month").values_list("payable", flat=True).first()
    return latest or 0


@dataclass(frozen=True)
class Reduced:
    """A reduction as pages list it; `reason` is deciphered only for those who decided."""

    code: str
    member: str
    name: str
    sort: str
    since: date
    until: date
    payable: int | None
    reason: str
    applied_on: date
    decided_by: str
    decided_on: date
    withdrawn: bool


def reductions(organization: str) -> tuple[Reduced, ...]:
    """The reductions of a branch, the newest first, with their reasons."""
    return _reductions(Reduction.objects.filter(organization__code=organization))


def reductions_of(member: str) -> tuple[Reduced, ...]:
    """Those of a member, for themself."""
    return _reductions(Reduction.objects.filter(member__code=member))


def _reductions(rows: QuerySet[Reduction]) -> tuple[Reduced, ...]:
    sorts = scales.load().reductions
    return tuple(
        Reduced(
            one.code, one.member.code, str(one.member), sorts[one.sort].label, one.since, one.until, one.payable,
            cipher.reveal(bytes(one.reason), f"dues_reduction:{one.code}"), one.applied_on, DECIDERS[one.decided_by],
            one.decided_on, one.withdrawn_at is not None,
        )
        for one in rows.select_related("member").order_by("-since", "-pk")
    )  # fmt: skip


def publications(organization: str, of: int) -> tuple[Publication, ...]:
    """What a branch published of a year, the latest first."""
    rows = Publication.objects.filter(organization__code=organization, year=of).select_related("recorded_by")
    return tuple(rows.order_by("-pk"))


@dataclass(frozen=True)
class Yearly:
    """One member's year in a branch: what was paid for each month, owed and paid in all."""

    member: str
    name: str
    months: tuple[int | None, ...]
    payable: int
    paid: int


def yearly(organization: str, of: int) -> tuple[Yearly, ...]:
    """A branch's year, member by member: the months whose dues belong to it."""
    span = (date(of, 1, 1), date(of, 12, 31))
    inside = Stay.objects.filter(organization__code=organization, since__lte=span[1])
    here = Member.objects.filter(pk__in=inside.filter(Q(until__isnull=True) | Q(until__gt=span[0])).values("member"))
    people = {one.code: str(one) for one in here.order_by("pk")}
    spans = stays(people)
    found: dict[str, dict[int, Due]] = {code: {} for code in people}
    for due in Due.objects.filter(member__code__in=people, month__range=span).select_related("member"):
        home = core.branch_of(spans[due.member.code], due.month)
        if home is not None and home.organization == organization:
            found[due.member.code][due.month.month] = due
    return tuple(
        Yearly(
            code, people[code], tuple(held[one].paid if one in held else None for one in range(1, 13)),
            sum(one.payable for one in held.values()), sum(one.paid for one in held.values()),
        )
        for code, held in found.items()
    )  # fmt: skip


def closed(organizations: Collection[str], of: int) -> dict[date, int]:
    """How many of these branches have closed each month of a year."""
    rows = Sheet.objects.filter(organization__code__in=organizations, month__year=of, closed_at__isnull=False)
    return dict(rows.order_by().values_list("month").annotate(n=Count("pk")))
