"""The verbs of reductions (R5-6): what was agreed, by whom and when, and its taking back."""

from dataclasses import dataclass
from datetime import date, datetime

from dengxiaming.areas.dues import core, queries, scales
from dengxiaming.areas.dues.books import actions as books
from dengxiaming.areas.dues.books.actions import Refused
from dengxiaming.areas.dues.models import Assessment, Reduction, Sheet
from dengxiaming.areas.dues.terms import REDUCED
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import cipher
from dengxiaming.ground.codes import new_code
from dengxiaming.journal.actions import Receipt, Repeated, verb
from dengxiaming.journal.actor import Actor


@dataclass(frozen=True)
class Agreed:
    """A reduction as it was decided (R5-6): the member asked, the committee or the meeting agreed."""

    member: str
    sort: str
    since: date
    until: date
    reason: str
    applied_on: date
    decided_by: str
    decided_on: date
    payable: int | None = None


def reduce(
    organization: str, agreed: Agreed, by: Actor, at: datetime, token: str = "", content: bytes = b""
) -> tuple[str, Receipt | None]:
    """A reduction was agreed to; months that are set and open change with it. Raises `Refused`."""
    since, until = core.first_of(agreed.since), core.first_of(agreed.until)
    with verb("dues.reduce", by, at, token, content) as work:
        member = books.hold(organization, [agreed.member])[agreed.member]
        if agreed.member not in members.people_of([organization]):
            raise Refused("这个人不是本支部的党员。", "member")
        shut = Sheet.objects.filter(
            organization__code=organization, month__range=(since, until), closed_at__isnull=False
        )
        for sheet in shut.order_by("month"):
            raise Refused(
                f"{core.label(sheet.month)}已经结账。减免从没有结账的月份起；结过账的，用“更正”改应交。", "since"
            )
        before = Reduction.objects.filter(member=member, since__lte=until, until__gte=since, withdrawn_at__isnull=True)
        for one in before:
            raise Refused(f"{core.label(one.since)}到{core.label(one.until)}已经有一次减免，先撤回它。", "since")
        code = new_code("DJ")
        held = Reduction.objects.create(
            code=code, organization=Organization.objects.get(code=organization), member=member, sort=agreed.sort,
            since=since, until=until, payable=agreed.payable if agreed.sort == REDUCED else None,
            reason=cipher.conceal(agreed.reason, f"dues_reduction:{code}"), applied_on=agreed.applied_on,
            decided_by=agreed.decided_by, decided_on=agreed.decided_on, recorded_at=at,
            recorded_by=Member.objects.get(code=by.member),
        )  # fmt: skip
        work.seal("dues_reduction", code)
        _reset(work, member, held)
        work.touch(organization)
        work.answer = code
    return code, work.receipt


def withdraw(code: str, reason: str, by: Actor, at: datetime, token: str = "") -> Receipt | None:
    """It was recorded by mistake: it stays, marked; open months owe in full again. Raises `Refused`, and
    `Repeated` where it is done.
    """
    with verb("dues.withdraw_reduction", by, at, token, reason.encode()) as work:
        held = Reduction.objects.select_related("member", "organization").get(code=code)
        books.hold(held.organization.code, [held.member.code])
        if Reduction.objects.filter(pk=held.pk, withdrawn_at__isnull=False).exists():
            raise Repeated(code)
        lines = Assessment.objects.filter(reduction=held, sheet__closed_at__isnull=False)
        for line in lines.select_related("sheet"):
            raise Refused(f"{core.label(line.sheet.month)}已经结账，按这次减免收的。要改，用“更正”改应交。")
        Reduction.objects.filter(pk=held.pk).update(withdrawn_at=at)
        work.seal("dues_reduction", code, reason)
        _reset(work, held.member, held)
        work.touch(held.organization.code)
        work.answer = code
    return work.receipt


def _reset(work: verb, member: Member, held: Reduction) -> None:
    """The open lines of the reduction's months, worked out once more."""
    lines = list(
        Assessment.objects.filter(member=member, sheet__month__range=(held.since, held.until), sheet__closed_at=None)
        .select_related("sheet", "member")
    )  # fmt: skip
    for line in lines:
        month = line.sheet.month
        agreed = books.reductions({member.code: member}, month).get(member.code)
        base = queries.reveal(line, month) or 0
        line.payable = books.reduced(core.work_out(scales.load(), line.kind, base, month).payable, agreed)
        line.reduction = agreed
        work.seal("dues_sheet", line.sheet.code)
    Assessment.objects.bulk_update(lines, ["payable", "reduction"])
    books.stand(work, [(member, line.sheet.month) for line in lines])
