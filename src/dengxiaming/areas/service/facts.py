"""What the filings offer the kernel: acts of the kind `community_filing`, each answering its service (S9-3)."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

import polars as pl

from dengxiaming.areas.service.models import Filing
from dengxiaming.ground import frames
from dengxiaming.ground.among import among
from dengxiaming.reckoning.facts import TABLES

_TEXT: Final = pl.String()


def acts(keys: Collection[int] | None = None, known_by: datetime | None = None) -> pl.DataFrame:
    """Every filing that stands, or those with some database keys; `known_by`: as it stood then."""
    schema = TABLES["acts"]
    rows = Filing.objects.all()
    if known_by is None:
        rows = rows.filter(withdrawn_at__isnull=True)
    else:
        rows = rows.filter(recorded_at__lte=known_by).exclude(withdrawn_at__lte=known_by)
    rows = among(rows, "pk", keys)
    frame = frames.read(
        rows,
        {
            "id": ("code", _TEXT),
            "organization_id": ("organization__code", _TEXT),
            "on": ("filed_on", schema["on"]),
            "recorded_at": ("recorded_at", schema["recorded_at"]),
            "answers": ("act", _TEXT),
        },
    )
    nothing = pl.lit([], dtype=pl.List(pl.String))
    kinds = pl.lit(["community_filing"], dtype=pl.List(pl.String)).alias("kinds")
    empty = [nothing.alias("counterpart_ids"), nothing.alias("elements")]
    absent = [pl.lit(None).alias(name) for name in ("actor_id", "until")]
    frame = frame.with_columns(frames.split("answers"), kinds, *empty, *absent)
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items())


def act_keys(organizations: Collection[str], members: Collection[str]) -> set[int]:
    """The database keys of the filings that can matter to these organisations."""
    del members
    return set(Filing.objects.filter(organization__code__in=organizations).values_list("pk", flat=True))


def attendance(keys: Collection[int] | None = None, known_by: datetime | None = None) -> pl.DataFrame:
    """A filing has no roll."""
    del keys, known_by
    return pl.DataFrame(schema=TABLES["attendance"])


def act_keys_of(kinds: Collection[str], organizations: Collection[str] | None = None) -> set[int]:
    """The database keys of all filings, or those of some organisations, where filings are asked for."""
    if "community_filing" not in kinds:
        return set()
    rows = (
        Filing.objects.all() if organizations is None else Filing.objects.filter(organization__code__in=organizations)
    )
    return set(rows.values_list("pk", flat=True))
