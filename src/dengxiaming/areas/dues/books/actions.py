"""The books behind every verb of dues, always inside one: the open sheet, lines, entries, and the kernel's rows that
follow from them.

A row's payable is what the sheet says and corrections changed, paid the sum of all entries, paid_on the day from which
on they were enough.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dengxiaming.areas.dues import core, ledger, queries, scales
from dengxiaming.areas.dues.models import Assessment, Due, Entry, Payment, Reduction, Sheet
from dengxiaming.areas.dues.terms import DECIDERS, EXEMPT, OPENING, REDUCED
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import cipher
from dengxiaming.ground.codes import new_code
from dengxiaming.journal.actions import verb
from dengxiaming.journal.actor import Actor


@dataclass(frozen=True)
class Setting:
    """What is set for one member for a month: kind of member, base in 分 (for fixed kinds the amount, or nothing)."""

    member: str
    kind: str
    base: int = 0


class Refused(Exception):  # noqa: N818  it is an answer to the user, named as such
    """It cannot be done; the text is a sentence for the reader. `field` is where it belongs on the form."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.field = sentence, field


def hold(organization: str, codes: Iterable[str] = ()) -> dict[str, Member]:
    """The first thing a verb of dues does: a branch's books are written by one verb at a time, and so are a member's,
    whichever branch writes them. Gives the members by code. Raises `Refused` where one, or the branch, is not there.
    """
    locked = Organization.objects.select_for_update(of=("self",), no_key=True)
    if not locked.filter(code=organization):
        raise Refused("没有这个组织。")
    wanted = set(codes)
    members = Member.objects.select_for_update(of=("self",), no_key=True).filter(code__in=wanted).order_by("pk")
    found = {one.code: one for one in members}
    if wanted - found.keys():
        raise Refused("名册里没有这个人。刷新这一页重新选。")
    return found


def open_sheet(organization: str, month: date) -> Sheet:
    """The open sheet of a branch and a month. Raises `Refused` where it is closed."""
    found = Sheet.objects.filter(organization__code=organization, month=month).first()
    if found is None:
        place = Organization.objects.get(code=organization)
        return Sheet.objects.create(code=new_code("DB"), organization=place, month=month)
    if found.closed_at is not None:
        raise Refused(f"{core.label(month)}已经结账，不能再改。要改，用“更正”加一笔。")
    return found


def line(sheet: Sheet, one: Setting, member: Member, agreed: Reduction | None, known: scales.Scales) -> Assessment:
    """A line of a sheet. Raises `Refused` naming the member."""
    try:
        worked = core.work_out(known, one.kind, one.base, sheet.month)
    except (ValueError, LookupError) as error:
        raise Refused(str(error), one.member) from error
    fixed = known.scale(one.kind, sheet.month).is_fixed
    base = b"" if fixed else cipher.conceal(str(one.base), queries.about(one.member, sheet.month))
    return Assessment(
        sheet=sheet,
        member=member,
        month=sheet.month,
        kind=one.kind,
        base=base,
        payable=reduced(worked.payable, agreed),
        reduction=agreed,
    )


def reduced(full: int, agreed: Reduction | None) -> int:
    """What is payable after a reduction."""
    if agreed is None:
        return full
    if agreed.sort == EXEMPT:
        return 0
    return full if agreed.payable is None else min(full, agreed.payable)


def reductions(people: Mapping[str, Member], month: date) -> dict[str, Reduction]:
    """The reductions in force for a month, by member."""
    rows = Reduction.objects.filter(member__in=people.values(), since__lte=month, until__gte=month, withdrawn_at=None)
    return {one.member.code: one for one in rows.select_related("member").order_by("pk")}


def payment(organization: str, kind: str, member: Member, on: date, at: datetime, by: Actor) -> Payment:
    """A payment to be entered: in the month of its day, or the next that is not closed."""
    closed = Sheet.objects.filter(
        organization__code=organization, closed_at__isnull=False, month__gte=core.first_of(on)
    )
    shut = dict.fromkeys(closed.values_list("month", flat=True), True)
    return Payment(
        code=new_code("DF"), kind=kind, organization=Organization.objects.get(code=organization), member=member, on=on,
        booked=core.booked(on, shut), recorded_at=at, recorded_by=Member.objects.filter(code=by.member).first(),
    )  # fmt: skip


def enter(work: verb, held: Payment, parts: Collection[Entry]) -> str:
    """Keep a payment and its entries: the payment's code."""
    held.save(force_insert=True)
    for part in parts:
        part.payment = held
    Entry.objects.bulk_create(parts)
    work.seal("dues_payment", held.code)
    return held.code


def open_imported(work: verb, changed: Collection[tuple[Member, date]]) -> None:
    """Rows that were imported become entries like any other before the first is added to them."""
    wanted = {(one.pk, month) for one, month in changed}
    rows = Due.objects.filter(member__in={one for one, _ in changed}, month__in={month for _, month in changed})
    dues = [one for one in ledger.bare(rows).select_related("member") if (one.member_id, one.month) in wanted]
    stays = queries.stays({one.member.code for one in dues})
    for due in dues:
        home = core.home_of(stays[due.member.code], due.month)
        day = due.paid_on or due.month
        opening = Payment(
            code=new_code("DF"), kind=OPENING, organization=Organization.objects.get(code=home.organization),
            member=due.member, on=day, booked=core.first_of(day), note=due.excuse, recorded_at=due.recorded_at,
        )  # fmt: skip
        enter(work, opening, [Entry(month=due.month, payable=due.payable, paid=due.paid)])


def stand(work: verb, changed: Collection[tuple[Member, date]]) -> None:
    """The kernel's rows of these members and months, as everything entered has them now; sealed and touched. Raises
    `Refused` where a month would come to less than nothing.
    """
    people, months = {one for one, _ in changed}, {month for _, month in changed}
    before = {(one.member_id, one.month): one for one in Due.objects.filter(member__in=people, month__in=months)}
    lines = {
        (line.member_id, line.sheet.month): line
        for line in Assessment.objects.filter(member__in=people, month__in=months).select_related("sheet", "reduction")
    }
    entries: dict[tuple[int, date], list[Entry]] = {}
    for entry in Entry.objects.filter(payment__member__in=people, month__in=months).select_related("payment"):
        entries.setdefault((entry.payment.member_id, entry.month), []).append(entry)
    rows = [
        _due(key, before.get(key), lines.get(key), entries.get(key, []), work.at)
        for key in {(one.pk, month) for one, month in changed}
    ]
    Due.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=("member", "month"),
        update_fields=("payable", "paid", "paid_on", "recorded_at", "excuse"),
    )  # fmt: skip
    for one in people:
        work.seal("dues", one.code)
    work.touch(*members.homes({one.code for one in people}))


def _due(key: tuple[int, date], before: Due | None, line: Assessment | None, entries: list[Entry], at: datetime) -> Due:
    """One row. It keeps its recorded_at while nothing changes of whether and when it was met."""
    payable = (line.payable if line else 0) + sum(one.payable for one in entries)
    paid = sum(one.paid for one in entries)
    if payable < 0 or paid < 0:
        what = "应交" if payable < 0 else "实交"
        raise Refused(f"{core.label(key[1])}的{what}会成负数。核对要改多少。", "payable" if payable < 0 else "paid")
    on = core.paid_on(payable, [(one.payment.on, one.paid) for one in entries if one.paid])
    excuse = _excuse(line.reduction) if line and line.reduction else ""
    excuse = excuse or next((one.payment.note for one in entries if one.payment.kind == OPENING), "")
    same = (
        before is not None
        and before.paid_on == on
        and (core.is_met(before.payable, before.paid, before.excuse) == core.is_met(payable, paid, excuse))
    )
    recorded_at = before.recorded_at if before is not None and same else at
    return Due(
        member_id=key[0], month=key[1], payable=payable, paid=paid, paid_on=on, recorded_at=recorded_at, excuse=excuse
    )


def _excuse(held: Reduction) -> str:
    """Who agreed and when, in words; why is nobody else's business. Who pays less still owes that."""
    if held.sort == REDUCED or held.withdrawn_at is not None:
        return ""
    sort = scales.load().reductions[held.sort].label
    return f"本人申请，{DECIDERS[held.decided_by]}{held.decided_on.isoformat()}同意{sort}"
