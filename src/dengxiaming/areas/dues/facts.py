"""What the dues offer the kernel: `dues` of contract 1 in one query."""

from collections.abc import Collection
from typing import Final

import polars as pl

from dengxiaming.areas.dues.models import Due
from dengxiaming.ground import frames
from dengxiaming.reckoning.facts import TABLES

_PATHS: Final = {"member_id": "member__code"}


def dues(members: Collection[str] | None = None) -> pl.DataFrame:
    """Every row, or those of some members; in the order they were loaded."""
    rows = Due.objects.all() if members is None else Due.objects.filter(member__code__in=members)
    return frames.read(rows, {name: (_PATHS.get(name, name), dtype) for name, dtype in TABLES["dues"].items()})
