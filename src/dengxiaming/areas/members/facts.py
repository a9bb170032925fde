"""What the members offer the kernel: `members`, `posts` and `triggers` of contract 1, a query each."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

import polars as pl
from django.db.models import Q, QuerySet

from dengxiaming.areas.members import then
from dengxiaming.areas.members.models import Member, Post, Stay, Trigger
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import frames
from dengxiaming.journal.queries import added_since
from dengxiaming.reckoning.facts import TABLES

_STAY: Final = {
    "id": "member__code", "name": "member__name", "organization_id": "organization__code", "group_id": "group__code",
    "from": "since", "to": "until", "unit_id": "unit__code",
}  # fmt: skip
_POST: Final = {
    "id": "code", "member_id": "member__code", "organization_id": "organization__code", "from": "since", "to": "until",
}  # fmt: skip
_TRIGGER: Final = {"id": "code", "member_id": "member__code", "organization_id": "organization__code"}


def members(people: Collection[str] | None = None, known_by: datetime | None = None) -> pl.DataFrame:
    """Every stay, or those of some members; in the order it was loaded. `known_by`: as they stood then."""
    stays = Stay.objects.all() if people is None else Stay.objects.filter(member__in=_people(people))
    frame = frames.read(stays, {n: (_STAY.get(n, n), t) for n, t in TABLES["members"].items()})
    return frame if known_by is None else then.members(frame, known_by)


def stays_in(organizations: Collection[str], units: Collection[str]) -> pl.DataFrame:
    """Every stay in some organisations, and every one that names one of some units."""
    inside = Q(organization__in=_organizations(organizations)) | Q(unit__code__in=units)
    return frames.read(Stay.objects.filter(inside), {n: (_STAY.get(n, n), t) for n, t in TABLES["members"].items()})


def posts(
    people: Collection[str] | None = None, organizations: Collection[str] = (), known_by: datetime | None = None
) -> pl.DataFrame:
    """Every post, or those of some members and those in some organisations; in the order it was loaded. `known_by`: as
    they stood then.
    """
    held = Post.objects.all()
    if people is not None:
        held = held.filter(Q(member__in=_people(people)) | Q(organization__in=_organizations(organizations)))
    frame = frames.read(held, {n: (_POST.get(n, n), t) for n, t in TABLES["posts"].items()})
    return frame if known_by is None else then.posts(frame, known_by)


def triggers(
    people: Collection[str] | None = None, organizations: Collection[str] = (), known_by: datetime | None = None
) -> pl.DataFrame:
    """Every trigger that stands, or those of some members, of organisations and of nobody; in order of entry.
    `known_by`: those that stood then; what was imported names no moment and counts as known.
    """
    standing = Trigger.objects.filter(withdrawn_at__isnull=True)
    if known_by is not None:
        raised = Trigger.objects.filter(Q(raised_at__isnull=True) | Q(raised_at__lte=known_by))
        standing = raised.exclude(withdrawn_at__lte=known_by).exclude(code__in=added_since("trigger", known_by))
    if people is not None:
        nobodys = Q(member__isnull=True, organization__isnull=True)
        theirs = Q(member__in=_people(people)) | Q(organization__in=_organizations(organizations))
        standing = standing.filter(theirs | nobodys)
    return frames.read(standing, {n: (_TRIGGER.get(n, n), t) for n, t in TABLES["triggers"].items()})


# 写成子查询：“或”的两边就各走各的索引。
def _people(codes: Collection[str]) -> QuerySet[Member]:
    return Member.objects.filter(code__in=codes).order_by()


def _organizations(codes: Collection[str]) -> QuerySet[Organization]:
    return Organization.objects.filter(code__in=codes).order_by()
