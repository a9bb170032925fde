"""Keeping plans: drafts that reach no rule, so no entry in the journal."""

from datetime import datetime

from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization
from dengxiaming.areas.structure.models import Plan
from dengxiaming.areas.structure.plans import core
from dengxiaming.ground.clock import ZONE
from dengxiaming.ground.codes import new_code
from dengxiaming.journal.actor import Actor


class Elsewhere(Exception):  # noqa: N818  it is an answer to the user, named as such
    """Somebody saved the plan in between."""

    def __init__(self) -> None:
        super().__init__("别人刚改过这份方案，没有保存。您改的还在这一页；另开一页看看新的，再决定。")


def keep(organization: str, content: core.Content, by: Actor, at: datetime) -> str:
    """A new plan: its code."""
    made = Plan.objects.create(
        code=new_code("FA"), organization=Organization.objects.get(code=organization), content=core.written(content),
        made_on=at.astimezone(ZONE).date(), saved_at=at, saved_by=Member.objects.get(code=by.member),
    )  # fmt: skip
    return made.code


def revise(code: str, content: core.Content, version: int, by: Actor, at: datetime) -> int:
    """Keep what a plan has become, and say which version it is now. Raises `Elsewhere` where it is another one already;
    the same content again is no conflict.
    """
    text = core.written(content)
    given = {"content": text, "saved_at": at, "saved_by": Member.objects.get(code=by.member)}
    if Plan.objects.filter(code=code, version=version).update(version=version + 1, **given):
        return version + 1
    held = Plan.objects.get(code=code)
    if held.content != text:
        raise Elsewhere
    return held.version


def discard(code: str) -> None:
    """Nobody wants the plan any more."""
    Plan.objects.filter(code=code).delete()
