"""The verbs of requests: asked, decided, withdrawn, in force. Only the last one writes organisations."""

from dataclasses import dataclass
from datetime import date, timedelta

from dengxiaming.areas.members import core as roles
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.models import Member, Post, Stay
from dengxiaming.areas.members.transfers.actions import Seat, Sent, relocate
from dengxiaming.areas.members.transfers.core import NotNow
from dengxiaming.areas.organs.models import Coverage, Organization, Unit
from dengxiaming.areas.organs.queries import Tree
from dengxiaming.areas.structure import queries
from dengxiaming.areas.structure.models import Covered, Request
from dengxiaming.areas.structure.requests.core import LONGEST_NUMBER, Read, approver
from dengxiaming.ground import actions as ground
from dengxiaming.ground.codes import new_code
from dengxiaming.journal.actions import Verb


def ask(read: Read, organization: str, sent: Sent) -> str:
    """A request is filed: its code. Raises `LookupError` where something it names is not there any more."""
    with sent.verb("structure.ask") as work:
        tree = Tree()
        subject = Organization.objects.get(code=read.subject) if read.subject else None
        kind = read.kind or (subject.kind if subject else "")
        held = Request.objects.create(
            code=new_code("QS"), organization=Organization.objects.get(code=organization),
            approver=Organization.objects.get(code=approver(tree, kind, organization)), act=read.act, subject=subject,
            kind=read.kind, name=read.name, parent=Organization.objects.filter(code=read.parent).first(),
            receiver=Organization.objects.filter(code=read.receiver).first(), moves=read.moves,
            starts_on=read.starts_on, ends_on=read.ends_on, reason=read.reason, number=read.number,
            asked_on=read.asked_on, asked_at=sent.at, asked_by=_by(sent),
        )  # fmt: skip
        units = list(Unit.objects.filter(code__in=read.units).order_by("pk"))
        if len(units) != len(read.units):
            raise LookupError("选中的单位里有已经不在的。回到表单重新选。")
        Covered.objects.bulk_create(Covered(request=held, unit=unit) for unit in units)
        work.seal("structure_request", held.code)
        work.answer = held.code
    return held.code


@dataclass(frozen=True)
class Answer:
    """The superior's answer (批复): approved or refused, its number, day, and what else it says."""

    decision: str
    number: str
    note: str
    on: date


def decide(code: str, answer: Answer, sent: Sent) -> None:
    """The request is answered. Raises `NotNow` where it is not to be answered so, or by this person."""
    with sent.verb("structure.decide") as work:
        held = _open(code, decision="")
        if answer.decision not in {"approved", "refused"}:
            raise NotNow("还没有选批准还是不批准。", "decision")
        if not held.asked_on <= answer.on <= sent.day:
            raise NotNow(f"批复日期不早于请示（{held.asked_on.isoformat()}），不晚于今天。", "on")
        if answer.decision == "refused" and not answer.note.strip():
            raise NotNow("不批准要写理由。请写一句为什么。", "note")
        if len(answer.number) > LONGEST_NUMBER:
            raise NotNow(f"文号最多{LONGEST_NUMBER}字，现在{len(answer.number)}字。", "number")
        if held.approver != held.organization and held.asked_by.code == sent.by.member:
            raise NotNow("这份请示是您写的，由别人来批。", "decision")
        Request.objects.filter(pk=held.pk).update(
            decision=answer.decision, decided_on=answer.on, decided_at=sent.at, decided_by=_by(sent),
            decision_number=answer.number.strip(), decision_note=answer.note.strip(),
        )  # fmt: skip
        work.seal("structure_request", code)


def withdraw(code: str, reason: str, sent: Sent) -> None:
    """It is not wanted any more: it stays, marked. Raises `NotNow` once it is in force."""
    with sent.verb("structure.withdraw") as work:
        held = _open(code)
        if not reason.strip():
            raise NotNow("撤回要写原因。请写一句为什么。", "reason")
        Request.objects.filter(pk=held.pk).update(withdrawn_at=sent.at)
        work.seal("structure_request", code, reason.strip())


def enforce(code: str, on: date, sent: Sent) -> str:
    """What was approved is so from `on`, the day of the approval or later and not to come: the organisation's code.

    Raises `NotNow` where the day does not fit, or a dissolved organisation still has people or others below.
    """
    with sent.verb("structure.enforce") as work:
        held = _open(code, decision="approved")
        if held.decided_on is None or not held.decided_on <= on <= sent.day:
            raise NotNow(f"生效日期不早于批复（{held.decided_on}），不晚于今天。", "on")
        changed = {"found": _found, "change": _change, "dissolve": _dissolve}[held.act](work, held, on)
        Request.objects.filter(pk=held.pk).update(
            in_force_on=on, enforced_at=sent.at, enforced_by=_by(sent), subject=changed
        )
        work.seal("organization", changed.code)
        work.seal("structure_request", code)
        work.touch_everything()
        work.answer = changed.code
    return changed.code


def _by(sent: Sent) -> Member:
    return Member.objects.get(code=sent.by.member)


def _open(code: str, decision: str | None = None) -> Request:
    """A request that can still change; with `decision` only one that stands so."""
    held = Request.objects.select_for_update(of=("self",)).get(code=code)
    if held.withdrawn_at is not None:
        raise NotNow("这份请示已经撤回。")
    if held.in_force_on is not None:
        raise NotNow("这份请示已经生效，不能再改。要改，另写一份请示。")
    if decision is not None and held.decision != decision:
        raise NotNow("这份请示已经批过。" if held.decision else "这份请示还没有批准。")
    return held


def _found(work: Verb, held: Request, on: date) -> Organization:
    temporary = held.ends_on is not None
    made = Organization.objects.create(
        code=new_code("O"), name=held.name, kind=held.kind, parent=held.parent,
        established_on=max(on, held.starts_on) if held.starts_on else on, approved_on=held.decided_on,
        dissolved_on=held.ends_on + timedelta(1) if temporary and held.ends_on else None,
    )  # fmt: skip
    units = _cover(held, made)
    if held.moves:
        _bring(work, units, made, on)
    return made


def _change(work: Verb, held: Request, on: date) -> Organization:
    """In place: kinds and parents have no history in the facts (contract 3.9; docs/adr/0012)."""
    subject = _subject(held)
    Organization.objects.filter(pk=subject.pk).update(kind=held.kind, name=held.name, parent=held.parent)
    _name_unit(work, subject)
    units = _cover(held, subject)
    if held.moves:
        _bring(work, units, subject, on)
    return subject


def _dissolve(work: Verb, held: Request, on: date) -> Organization:
    """Nobody is left without a branch, nothing without a superior."""
    subject = _subject(held)
    below = [one for one in subject.children.all() if one.dissolved_on is None or one.dissolved_on > on]
    groups = [one for one in below if one.kind == "group"]
    if rest := [str(one) for one in below if one.kind != "group"]:
        raise NotNow(f"下面还有{'、'.join(rest)}。先给它们改上级，或者先撤销它们。", "on")
    stays = list(Stay.objects.filter(organization=subject, until__isnull=True).select_related("member", "unit"))
    if stays and held.receiver is None:
        names = "、".join(str(stay.member) for stay in stays)
        raise NotNow(f"还有{len(stays)}名党员没有去处：{names}。先转走，或者重写一份请示，写明转到哪个支部。", "on")
    covered = set(Coverage.objects.filter(organization=held.receiver).values_list("unit__code", flat=True))
    for stay in stays:
        unit = stay.unit.code if stay.unit and stay.unit.code in covered else _only_unit(subject, covered)
        if held.receiver is not None:
            _move(work, stay.member, held.receiver, on, Seat(unit, stay.leading))
    for organization in (*groups, subject):
        Organization.objects.filter(pk=organization.pk).update(dissolved_on=on)
        work.seal("organization", organization.code)
        _end_posts(work, organization, on)
    return subject


def _only_unit(organization: Organization, covered: set[str]) -> str:
    """The unit whose members these are, where the branch covered one and the receiver covers it too; else nobody can
    tell, and the unit stays empty.
    """
    own = list(Coverage.objects.filter(organization=organization).values_list("unit__code", flat=True))
    return own[0] if len(own) == 1 and own[0] in covered else ""


def _subject(held: Request) -> Organization:
    if held.subject is None:
        raise NotNow("这份请示没有写是哪个组织。")
    return Organization.objects.select_for_update(of=("self",)).get(pk=held.subject.pk)


def _cover(held: Request, organization: Organization) -> list[Unit]:
    """The organisation covers the units of the request and no others."""
    units = [one.unit for one in held.covered.select_related("unit")]
    Coverage.objects.filter(organization=organization).exclude(unit__in=units).delete()
    there = set(Coverage.objects.filter(organization=organization).values_list("unit", flat=True))
    Coverage.objects.bulk_create(
        Coverage(organization=organization, unit=unit) for unit in units if unit.pk not in there
    )
    return units


def _name_unit(work: Verb, organization: Organization) -> None:
    """Where a branch covered one unit, its members' stays did not have to name it (contract 1); from now on they do."""
    units = list(Coverage.objects.filter(organization=organization).values_list("unit", flat=True))
    if len(units) != 1:
        return
    for stay in Stay.objects.filter(organization=organization, until=None, unit=None).select_related("member"):
        Stay.objects.filter(pk=stay.pk).update(unit=units[0])
        work.seal("member", stay.member.code)


def _bring(work: Verb, units: list[Unit], organization: Organization, on: date) -> None:
    """The members of the units come along on that day: the approval is for all of them, nobody asks one by one."""
    for member, unit, home in queries.movers([one.code for one in units], on, but=organization.code):
        who = Member.objects.get(code=member)
        stay = Stay.objects.get(member=who, organization__code=home, until__isnull=True)
        _move(work, who, organization, on, Seat(unit, stay.leading))


def _move(work: Verb, who: Member, organization: Organization, on: date, seat: Seat) -> None:
    kind = Stay.objects.get(member=who, until__isnull=True).kind
    try:
        relocate(who, organization, on, kind, seat)
    except NotNow as refused:
        raise NotNow(f"{who}：{refused}", "on") from refused
    ground.set_grants(who.code, roles.grants(members.spans([who.code])))
    work.seal("member", who.code)


def _end_posts(work: Verb, organization: Organization, on: date) -> None:
    """Nobody holds a post in what is no more."""
    for post in Post.objects.filter(organization=organization, until__isnull=True).select_related("member"):
        if post.since >= on:
            raise NotNow(f"{post.member}在{organization}的职务从{post.since.isoformat()}起，先免去再撤销。", "on")
        Post.objects.filter(pk=post.pk).update(until=on)
        ground.set_grants(post.member.code, roles.grants(members.spans([post.member.code])))
        work.seal("member", post.member.code)
