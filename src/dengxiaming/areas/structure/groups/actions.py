"""Adopting a division: party groups are founded, kept or ended, and every member's stay names its group (S1-11)."""

from collections.abc import Sequence
from datetime import datetime

from dengxiaming.areas.members import core as roles
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.models import Member, Post, Stay
from dengxiaming.areas.members.transfers.core import NotNow
from dengxiaming.areas.organs.models import Organization
from dengxiaming.areas.organs.terms import GROUP
from dengxiaming.areas.structure.groups.core import Part
from dengxiaming.ground import actions as ground
from dengxiaming.ground.clock import ZONE
from dengxiaming.ground.codes import new_code
from dengxiaming.journal.actions import Verb, verb
from dengxiaming.journal.actor import Actor


def adopt(branch: str, parts: Sequence[Part], by: Actor, at: datetime, token: str = "", content: bytes = b"") -> int:
    """The branch is divided so from today: how many groups there are. A group of the same name goes on; one no part
    names ends today. Stays keep their days, their group is another one (the journal has both versions).

    Raises `NotNow` where a member left in between, or a group founded today would end today.
    """
    with verb("group.adopt", by, at, token, content) as work:
        today = at.astimezone(ZONE).date()
        home = Organization.objects.select_for_update(of=("self",)).get(code=branch)
        held = {str(one): one for one in home.children.filter(kind=GROUP, dissolved_on__isnull=True)}
        for part in parts:
            group = held.pop(part.name.strip(), None) or Organization.objects.create(
                code=new_code("O"), name=part.name.strip(), kind=GROUP, parent=home, established_on=today
            )
            work.seal("organization", group.code)
            _assign(work, home, group, part)
            _lead(work, group, part)
        for gone in held.values():
            if gone.established_on is not None and gone.established_on >= today:
                raise NotNow(f"{gone}今天才设，今天不能撤。改它的名称，或者明天再分。", "parts")
            Organization.objects.filter(pk=gone.pk).update(dissolved_on=today)
            work.seal("organization", gone.code)
            _lead(work, gone, Part(str(gone), ()))
        for code in {code for part in parts for code in part.people}:
            ground.set_grants(code, roles.grants(members.spans([code])))
        work.touch_everything()
        work.answer = str(len(parts))
    return len(parts)


def _assign(work: Verb, home: Organization, group: Organization, part: Part) -> None:
    stays = Stay.objects.filter(organization=home, until__isnull=True, member__code__in=part.people)
    if stays.count() != len(part.people):
        raise NotNow("分组的党员里有刚转走的。重新打开这一页再分。", "parts")
    for stay in stays.select_related("member"):
        if stay.group_id == group.pk:
            continue
        Stay.objects.filter(pk=stay.pk).update(group=group)
        work.seal("member", stay.member.code)


def _lead(work: Verb, group: Organization, part: Part) -> None:
    """The leader of the part, named by the branch (R1-7); another one's post ends."""
    today = work.at.astimezone(ZONE).date()
    held = Post.objects.filter(organization=group, post="group_leader", until__isnull=True).select_related("member")
    goes_on = held.filter(member__code=part.leader).exists()
    for post in held.exclude(member__code=part.leader):
        if post.since >= today:
            raise NotNow(f"{post.member}今天才当{group}组长，今天不能换。明天再改。", "parts")
        Post.objects.filter(pk=post.pk).update(until=today)
        work.seal("member", post.member.code)
        ground.set_grants(post.member.code, roles.grants(members.spans([post.member.code])))
    if part.leader and not goes_on:
        Post.objects.create(
            code=new_code("P"), member=Member.objects.get(code=part.leader), organization=group, post="group_leader",
            since=today, route="appointed",
        )  # fmt: skip
        work.seal("member", part.leader)
