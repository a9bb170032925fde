"""Somebody ceases to be a member: the stay and every post end on one day (R6, R7)."""

from datetime import date

from dengxiaming.areas.members import core, queries
from dengxiaming.areas.members.models import Member, Post, Stay
from dengxiaming.areas.members.vacancies.actions import fall_vacant
from dengxiaming.ground import actions as ground
from dengxiaming.journal.actions import verb


def began_later(member: Member, on: date) -> bool:
    """Whether a stay or a post began on that day or after it: then it cannot end there."""
    return any(
        model.objects.filter(member=member, until__isnull=True, since__gte=on).exists() for model in (Stay, Post)
    )


def leave(work: verb, member: Member, on: date) -> None:
    """Inside a verb: `on` is the first day on which nothing is held any more."""
    work.touch(*queries.homes({member.code}))
    ended = list(Post.objects.filter(member=member, until__isnull=True).values_list("code", flat=True))
    for model in (Stay, Post):
        model.objects.filter(member=member, until__isnull=True).update(until=on)
    fall_vacant(work, ended, on)
    work.seal("member", member.code)
    ground.set_grants(member.code, core.grants(queries.spans([member.code])))
