"""What the members offer the kernel: `members`, `posts` and `triggers` of contract 1, a query each."""

from collections.abc import Collection
from typing import Final

import polars as pl
from django.db.models import Q, QuerySet

from dengxiaming.areas.members.models import Member, Post, Stay, Trigger
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import frames
from dengxiaming.reckoning.facts import TABLES

_STAY: Final = {
    "id": "member__code", "name": "member__name", "organization_id": "organization__code", "group_id": "group__code",
    "from": "since", "to": "until", "unit_id": "unit__code",
}  # fmt: skip
_POST: Final = {
    "id": "code", "member_id": "member__code", "organization_id": "organization__code", "from": "since", "to": "until",
}  # fmt: skip
_TRIGGER: Final = {"id": "code", "member_id": "member__code", "organization_id": "organization__code"}


def members(people: Collection[str] | None = None) -> pl.DataFrame:
    """Every stay, or those of some members; in the order it was loaded."""
    stays = Stay.objects.all() if people is None else Stay.objects.filter(member__in=_people(people))
    return frames.read(stays, {n: (_STAY.get(n, n), t) for n, t in TABLES["members"].items()})


def stays_in(organizations: Collection[str], units: Collection[str]) -> pl.DataFrame:
    """Every stay in some organisations, and every one that names one of some units."""
    inside = Q(organization__in=_organizations(organizations)) | Q(unit__code__in=units)
    return frames.read(Stay.objects.filter(inside), {n: (_STAY.get(n, n), t) for n, t in TABLES["members"].items()})


def posts(people: Collection[str] | None = None, organizations: Collection[str] = ()) -> pl.DataFrame:
    """Every post, or those of some members and those in some organisations; in the order it was loaded."""
    held = Post.objects.all()
    if people is not None:
        held = held.filter(Q(member__in=_people(people)) | Q(organization__in=_organizations(organizations)))
    return frames.read(held, {n: (_POST.get(n, n), t) for n, t in TABLES["posts"].items()})


def triggers(people: Collection[str] | None = None, organizations: Collection[str] = ()) -> pl.DataFrame:
    """Every trigger that stands, or those of some members, of organisations and of nobody; in order of entry."""
    standing = Trigger.objects.filter(withdrawn_at__isnull=True)
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
