"""The verbs of filings."""

from datetime import datetime

from dengxiaming.areas.gatherings.models import Holder
from dengxiaming.areas.members.models import Member
from dengxiaming.areas.service.models import Filing
from dengxiaming.ground import clock, frames
from dengxiaming.ground.codes import new_code
from dengxiaming.journal.actions import Receipt, verb
from dengxiaming.journal.actor import Actor

KIND = "community_service"


class NotToFile(Exception):  # noqa: N818  it is an answer to the user, named as such
    """There is nothing to file, or it was filed; the text is a sentence for the reader."""


def empty() -> None:
    """Take out every filing, for an import that replaces everything; nothing is sealed then."""
    frames.empty(Filing)


def file(act: str, by: Actor, at: datetime, token: str = "") -> tuple[str, Receipt | None]:
    """File a signed community service with the 工委, once. Nothing is typed: the form is made from the record.

    Raises `NotToFile`.
    """
    with verb("service.file", by, at, token, act.encode()) as work:
        held = Holder.objects.select_related("gathering", "organization").filter(act=act).first()
        if held is None or held.recorded_at is None or held.gathering.withdrawn_at is not None:
            raise NotToFile("这次活动还没有签字，先签字再报备案。")
        if KIND not in held.gathering.kinds.split(";"):
            raise NotToFile("这次活动不是进社区，不用报备案。")
        if Filing.objects.filter(act=act).exists():
            raise NotToFile("这次活动已经报过备案。")
        filing = Filing.objects.create(
            code=new_code("F"),
            act=act,
            organization=held.organization,
            filed_on=at.astimezone(clock.ZONE).date(),
            recorded_at=at,
            filed_by=Member.objects.get(code=by.member),
        )
        work.seal("filing", filing.code)
        work.touch(held.organization.code)
        work.answer = filing.code
    return filing.code, work.receipt
