"""The verbs of notices: they go out, change, are taken back, are seen."""

from datetime import datetime

from dengxiaming.areas.gatherings import expected, kinds
from dengxiaming.areas.gatherings.actions import looked_at
from dengxiaming.areas.gatherings.core import Problems
from dengxiaming.areas.gatherings.models import Invited, Notice
from dengxiaming.areas.gatherings.notices import core
from dengxiaming.areas.gatherings.refusals import NotReady, Refused
from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground.clock import ZONE
from dengxiaming.journal.actions import Receipt, verb
from dengxiaming.journal.actor import Actor


def announce(code: str, version: int, by: Actor, at: datetime, token: str = "") -> Receipt | None:
    """The notice of a draft goes out, or changes: to everybody its roll will call, in the inbox and the calendar."""
    with verb("notice.issue", by, at, token, f"{code}\0{version}".encode()) as work:
        kept = looked_at(code, version)
        people = expected.people(kept.organization, kept.content, by.member, at.astimezone(ZONE).date())
        read = core.read(kept.content, people, kinds.load())
        if isinstance(read, Problems):
            raise NotReady(read)
        issuer, place = Member.objects.get(code=by.member), Organization.objects.get(code=kept.organization)
        given = {name: value for name, value in vars(read).items() if name != "kinds"}
        notice, _ = Notice.objects.update_or_create(
            code=code,
            defaults={
                **given, "kinds": ";".join(read.kinds), "cancelled_at": None, "issued_at": at,
                "issued_by": issuer, "organization": place,
            },
        )  # fmt: skip
        wanted = expected.invited(people, read.kinds, read.on)
        Invited.objects.filter(notice=notice).exclude(member__code__in=wanted).delete()
        there = set(Invited.objects.filter(notice=notice).values_list("member__code", flat=True))
        new = Member.objects.filter(code__in=wanted - there)
        Invited.objects.bulk_create(Invited(notice=notice, member=member) for member in new)
        work.seal("notice", code)
        work.answer = code
    return work.receipt


def cancel(code: str, by: Actor, at: datetime, token: str = "") -> Receipt | None:
    """The gathering will not take place, and the inbox says so."""
    with verb("notice.cancel", by, at, token, code.encode()) as work:
        if not Notice.objects.filter(code=code, cancelled_at__isnull=True).update(cancelled_at=at):
            raise Refused("这份通知没有发过，或者已经取消。")
        work.seal("notice", code)
        work.answer = code
    return work.receipt


def see(code: str, member: str, at: datetime) -> None:
    """A member opened a notice; shown to nobody but the member, and no part of the journal."""
    Invited.objects.filter(notice__code=code, member__code=member, seen_at__isnull=True).update(seen_at=at)
