"""What the talks offer the kernel: acts of the kind `talk` (contract 1). Neither reason nor note is among the facts."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

import polars as pl
from django.db.models import QuerySet

from dengxiaming.areas.talks.models import Talk, With
from dengxiaming.ground import frames
from dengxiaming.ground.among import among
from dengxiaming.reckoning.facts import TABLES

_TEXT: Final = pl.String()
_PATHS: Final = {"id": "code", "organization_id": "organization__code", "actor_id": "actor__code"}
_GIVEN: Final = ("id", "organization_id", "actor_id", "on", "recorded_at")


def acts(keys: Collection[int] | None = None, known_by: datetime | None = None) -> pl.DataFrame:
    """Every talk that stands, or those with some database keys; `known_by`: as it stood then."""
    schema = TABLES["acts"]
    rows = _standing(known_by)
    rows = among(rows, "pk", keys)
    plain = {name: (_PATHS.get(name, name), schema[name]) for name in _GIVEN}
    frame = frames.read(rows, {**plain, "answers": ("answers", _TEXT)}).with_columns(frames.split("answers"))
    who = With.objects.filter(talk__in=rows.order_by())
    names = frames.read(who, {"id": ("talk__code", _TEXT), "counterpart_ids": ("member__code", _TEXT)})
    nothing = pl.lit([], dtype=pl.List(pl.String))
    kinds = pl.lit(["talk"], dtype=pl.List(pl.String)).alias("kinds")
    frame = frames.gathered(frame, names).with_columns(
        kinds, nothing.alias("elements"), pl.lit(None, dtype=pl.Date).alias("until")
    )
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items())


def act_keys(organizations: Collection[str], members: Collection[str]) -> set[int]:
    """The database keys of the talks that can matter to these organisations and members."""
    held = Talk.objects.filter(organization__code__in=organizations)
    found = set(held.values_list("pk", flat=True))
    found.update(Talk.objects.filter(actor__code__in=members).values_list("pk", flat=True))
    found.update(With.objects.filter(member__code__in=members).values_list("talk", flat=True))
    return found


def _standing(known_by: datetime | None) -> QuerySet[Talk]:
    rows = Talk.objects.all()
    if known_by is None:
        return rows.filter(withdrawn_at__isnull=True)
    return rows.filter(recorded_at__lte=known_by).exclude(withdrawn_at__lte=known_by)


def attendance(keys: Collection[int] | None = None, known_by: datetime | None = None) -> pl.DataFrame:
    """A talk has no roll."""
    del keys, known_by
    return pl.DataFrame(schema=TABLES["attendance"])


def act_keys_of(kinds: Collection[str], organizations: Collection[str] | None = None) -> set[int]:
    """The database keys of all talks, or those of some organisations, where talks are asked for."""
    if "talk" not in kinds:
        return set()
    rows = Talk.objects.all() if organizations is None else Talk.objects.filter(organization__code__in=organizations)
    return set(rows.values_list("pk", flat=True))
