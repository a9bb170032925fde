"""What the members offer the kernel: `members`, `posts` and `triggers` of contract 1, a query each."""

from typing import Final

import polars as pl

from dengxiaming.areas.members.models import Post, Stay, Trigger
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


def members() -> pl.DataFrame:
    """Every stay, in the order it was loaded."""
    return frames.read(Stay.objects.all(), {n: (_STAY.get(n, n), t) for n, t in TABLES["members"].items()})


def posts() -> pl.DataFrame:
    """Every post, in the order it was loaded."""
    return frames.read(Post.objects.all(), {n: (_POST.get(n, n), t) for n, t in TABLES["posts"].items()})


def triggers() -> pl.DataFrame:
    """Every trigger that stands, in the order it was entered."""
    standing = Trigger.objects.filter(withdrawn_at__isnull=True)
    return frames.read(standing, {n: (_TRIGGER.get(n, n), t) for n, t in TABLES["triggers"].items()})
