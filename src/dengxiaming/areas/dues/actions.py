"""The verbs of dues: setting a month, payments, corrections, closing, publishing; and the import of the kernel's rows.

Whatever a verb writes, the kernel's row (`Due`) follows in the same verb (`books.stand`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from dengxiaming.areas.dues import core, ledger, queries, scales
from dengxiaming.areas.dues.books import actions as books
from dengxiaming.areas.dues.books.actions import Refused, Setting
from dengxiaming.areas.dues.models import Assessment, Case, Due, Entry, Payment, Publication, Reduction, Sheet, Step
from dengxiaming.areas.dues.terms import CORRECTION, PAYMENT
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import clock, frames
from dengxiaming.ground.codes import new_code
from dengxiaming.journal.actions import Receipt, verb
from dengxiaming.journal.actor import Actor


@dataclass(frozen=True)
class Taken:
    """One payment: by whom, when, how it is spread over months; the proxy where somebody else brought it."""

    member: str
    on: date
    parts: Mapping[date, int]
    proxy: str = ""
    proxy_name: str = ""
    note: str = ""


@dataclass(frozen=True)
class Change:
    """What a correction adds to one month: to what is owed, to what was paid; and why."""

    member: str
    month: date
    on: date
    reason: str
    payable: int = 0
    paid: int = 0


def assess(
    organization: str, month: date, settings: Collection[Setting], by: Actor, at: datetime, token: str = "",
    content: bytes = b"",
) -> Receipt | None:  # fmt: skip
    """Set what these members owe for a month; again while the month is open. Raises `Refused`."""
    month, known = core.first_of(month), scales.load()
    with verb("dues.assess", by, at, token, content) as work:
        people = books.hold(organization, [one.member for one in settings])
        sheet = books.open_sheet(organization, month)
        roster = queries.roster(organization, month)
        outside = [one.member for one in settings if one.member not in roster]
        if outside:
            raise Refused(f"{core.label(month)}的党费不归这个支部收：{'、'.join(outside)}。刷新这一页再核定。")
        held = set(Assessment.objects.filter(sheet=sheet).values_list("member__code", flat=True))
        imported = Due.objects.filter(member__code__in=people.keys() - held, month=month)
        for due in ledger.bare(imported).select_related("member"):
            raise Refused(f"{due.member}的{core.label(month)}党费是导入的。要改，用“更正”加一笔。", due.member.code)
        reduced = books.reductions(people, month)
        lines = [books.line(sheet, one, people[one.member], reduced.get(one.member), known) for one in settings]
        Assessment.objects.bulk_create(
            lines, update_conflicts=True, unique_fields=("member", "month"),
            update_fields=("kind", "base", "payable", "reduction"),
        )  # fmt: skip
        work.seal("dues_sheet", sheet.code)
        books.stand(work, [(one, month) for one in people.values()])
        work.touch(organization)
    return work.receipt


def pay(
    organization: str, taken: Collection[Taken], by: Actor, at: datetime, token: str = "", content: bytes = b""
) -> tuple[tuple[str, ...], Receipt | None]:
    """Payments were received; their codes number the receipts. More than owed is fine (R5-8). Raises `Refused`."""
    with verb("dues.pay", by, at, token, content) as work:
        people = books.hold(organization, [one for each in taken for one in (each.member, each.proxy) if one])
        here = members.people_of([organization])
        for one in taken:
            _check(one, here, at)
        changed = [(people[one.member], core.first_of(month)) for one in taken for month in one.parts]
        books.open_imported(work, changed)
        codes = []
        for one in taken:
            parts = [Entry(month=core.first_of(month), paid=part) for month, part in sorted(one.parts.items())]
            payment = books.payment(organization, PAYMENT, people[one.member], one.on, at, by)
            payment.proxy, payment.proxy_name, payment.note = people.get(one.proxy), one.proxy_name, one.note
            codes.append(books.enter(work, payment, parts))
        books.stand(work, changed)
        work.touch(organization)
        work.answer = ";".join(codes)[:200]
    return tuple(codes), work.receipt


def correct(
    organization: str, change: Change, by: Actor, at: datetime, token: str = "", content: bytes = b""
) -> tuple[str, Receipt | None]:
    """A further entry changes a month, closed or not; what was entered stays. Raises `Refused`."""
    month = core.first_of(change.month)
    with verb("dues.correct", by, at, token, content) as work:
        member = books.hold(organization, [change.member])[change.member]
        if change.member not in members.people_of([organization]):
            raise Refused("这个人不是本支部的党员。", "member")
        if not change.reason.strip():
            raise Refused("更正要写原因。写一句为什么。", "reason")
        if not change.payable and not change.paid:
            raise Refused("还没有写改多少。少了写正数，多了写负数。", "paid")
        payment = books.payment(organization, CORRECTION, member, change.on, at, by)
        payment.note = change.reason.strip()
        books.open_imported(work, [(member, month)])
        code = books.enter(work, payment, [Entry(month=month, payable=change.payable, paid=change.paid)])
        books.stand(work, [(member, month)])
        work.touch(organization)
        work.answer = code
    return code, work.receipt


def close(organization: str, month: date, by: Actor, at: datetime, token: str = "") -> Receipt | None:
    """The branch closes a month: its sums stand from then on. Raises `Refused`."""
    month = core.first_of(month)
    with verb("dues.close", by, at, token, f"{organization} {month}".encode()) as work:
        books.hold(organization)
        sheet = books.open_sheet(organization, month)
        if month > at.astimezone(clock.ZONE).date():
            raise Refused(f"{core.label(month)}还没有到。")
        held = queries.month(organization, month)
        if held.unset:
            names = "、".join(line.name for line in held.unset)
            raise Refused(f"还有{len(held.unset)}人没有核定：{names}。核定了再结账。")
        found = ledger.total(ledger.sums([organization], month, month))
        Sheet.objects.filter(pk=sheet.pk).update(
            closed_at=at, closed_by=Member.objects.get(code=by.member), people=len(held.lines), payable=found.payable,
            received=found.received,
        )  # fmt: skip
        work.seal("dues_sheet", sheet.code)
        work.answer = sheet.code
    return work.receipt


def publish(organization: str, year: int, used: str, by: Actor, at: datetime, token: str = "") -> str:
    """The branch tells its members what was owed, paid and how it was used in a year (R5-10), as it stands now."""
    with verb("dues.publish", by, at, token, f"{organization} {year} {used}".encode()) as work:
        span = (date(year, 1, 1), date(year, 12, 1))
        found = ledger.total(ledger.sums([organization], *span))
        people = {code for month in core.months(*span) for code in queries.roster(organization, month)}
        told = Publication.objects.create(
            code=new_code("DG"), organization=Organization.objects.get(code=organization), year=year,
            people=len(people), payable=found.payable, received=found.received, used=used,
            on=at.astimezone(clock.ZONE).date(), recorded_at=at, recorded_by=Member.objects.get(code=by.member),
        )  # fmt: skip
        work.seal("dues_publication", told.code)
        work.answer = told.code
    return told.code


def _check(one: Taken, here: Collection[str], at: datetime) -> None:
    if one.member not in here:
        raise Refused("这个人不是本支部的党员。刷新这一页再记。", one.member)
    if one.on > at.astimezone(clock.ZONE).date():
        raise Refused(f"交纳日期 {one.on.isoformat()} 还没有到。收到了再记。", "on")
    if not one.parts or min(one.parts.values()) <= 0:
        raise Refused("还没有写交多少。", one.member)


def empty() -> None:
    """Take out every row."""
    frames.empty(Step, Case, Publication, Entry, Payment, Assessment, Sheet, Reduction, Due)


def load(dues: pl.DataFrame) -> None:
    """Add a checked fact table of new rows, in its order; the members are there already."""
    rows = frames.filled(dues, ("excuse",)).rename({"member_id": "member"})
    frames.insert(Due, frames.keyed(rows, member=members.member_keys()))
