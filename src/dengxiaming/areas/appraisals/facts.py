"""What appraisals offer the kernel: disposals that were decided (S4-5). The appraisal itself is a gathering's act."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

import polars as pl

from dengxiaming.areas.appraisals.models import Disposal
from dengxiaming.ground import frames
from dengxiaming.ground.among import among
from dengxiaming.reckoning.facts import TABLES

_KIND: Final = "disposal"
_TEXT: Final = pl.String()
_SCHEMA: Final = TABLES["acts"]
_LIST: Final = pl.List(pl.String)


def acts(keys: Collection[int] | None = None, known_by: datetime | None = None) -> pl.DataFrame:
    """Every disposal that was decided, or those with some keys; `known_by`: as it stood then."""
    rows = Disposal.objects.filter(settled_at__isnull=False).order_by("pk")
    if known_by is not None:
        rows = rows.filter(settled_at__lte=known_by)
    rows = among(rows, "pk", keys)
    frame = frames.read(
        rows,
        {
            "id": ("code", _TEXT), "organization_id": ("organization__code", _TEXT),
            "counterpart_ids": ("member__code", _TEXT), "on": ("settled_on", _SCHEMA["on"]),
            "recorded_at": ("settled_at", _SCHEMA["recorded_at"]), "answers": ("answers", _TEXT),
        },
    )  # fmt: skip
    frame = frame.with_columns(
        frames.split("counterpart_ids"), frames.split("answers"), kinds=pl.lit([_KIND], dtype=_LIST),
        elements=pl.lit([], dtype=_LIST), actor_id=pl.lit(None), until=pl.lit(None),
    )  # fmt: skip
    return frame.select(pl.col(name).cast(dtype) for name, dtype in _SCHEMA.items())


def attendance(keys: Collection[int] | None = None, known_by: datetime | None = None) -> pl.DataFrame:
    """A disposal has no roll."""
    del keys, known_by
    return pl.DataFrame(schema=TABLES["attendance"])


def act_keys(organizations: Collection[str], members: Collection[str]) -> set[int]:
    """What concerns these organisations or members."""
    held = Disposal.objects.filter(organization__code__in=organizations)
    found = set(held.values_list("pk", flat=True))
    return found | set(Disposal.objects.filter(member__code__in=members).values_list("pk", flat=True))


def act_keys_of(kinds: Collection[str], organizations: Collection[str] | None = None) -> set[int]:
    """Disposals, where they are asked for, of some organisations if told."""
    rows = Disposal.objects.all() if _KIND in kinds else Disposal.objects.none()
    if organizations is not None:
        rows = rows.filter(organization__code__in=organizations)
    return set(rows.values_list("pk", flat=True))
