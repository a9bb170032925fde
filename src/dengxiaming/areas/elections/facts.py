"""What elections offer the kernel: elections and by-elections once their result was sent up, and extensions granted
(contract 4, S8-1, S1-10). Keys of elections are positive, those of extensions negative.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

import polars as pl
from django.db.models import QuerySet

from dengxiaming.areas.elections.models import Election, Extension
from dengxiaming.areas.elections.terms import ACTS, EXTENSION
from dengxiaming.ground import frames
from dengxiaming.reckoning.facts import TABLES

_TEXT: Final = pl.String()
_SCHEMA: Final = TABLES["acts"]


def acts(keys: Collection[int] | None = None, known_by: datetime | None = None) -> pl.DataFrame:
    """Every election reported and extension granted, or those with some keys; `known_by`: as it stood then."""
    return pl.concat([_elections(keys, known_by), _extensions(keys, known_by)])


def attendance(keys: Collection[int] | None = None, known_by: datetime | None = None) -> pl.DataFrame:
    """The roll stands in the record of the meeting, not here."""
    del keys, known_by
    return pl.DataFrame(schema=TABLES["attendance"])


def act_keys(organizations: Collection[str], members: Collection[str]) -> set[int]:
    """What concerns these organisations: held by them, or given to or by them."""
    del members
    found = set(Election.objects.filter(organization__code__in=organizations).values_list("pk", flat=True))
    asked = Extension.objects.filter(organization__code__in=organizations)
    given = Extension.objects.filter(superior__code__in=organizations)
    return found | {-pk for rows in (asked, given) for pk in rows.values_list("pk", flat=True)}


def act_keys_of(kinds: Collection[str], organizations: Collection[str] | None = None) -> set[int]:
    """Elections and extensions of these kinds, of some organisations if told."""
    elections = Election.objects.filter(kind__in=[kind for kind in kinds if kind in ACTS])
    extensions = Extension.objects.all() if EXTENSION in kinds else Extension.objects.none()
    if organizations is not None:
        elections = elections.filter(organization__code__in=organizations)
        extensions = extensions.filter(superior__code__in=organizations)
    found = set(elections.values_list("pk", flat=True))
    return found | {-pk for pk in extensions.values_list("pk", flat=True)}


def _elections(keys: Collection[int] | None, known_by: datetime | None) -> pl.DataFrame:
    rows: QuerySet[Election] = Election.objects.filter(reported_at__isnull=False, kind__in=ACTS).order_by("pk")
    if known_by is None:
        rows = rows.filter(withdrawn_at__isnull=True)
    else:
        rows = rows.filter(reported_at__lte=known_by).exclude(withdrawn_at__lte=known_by)
    if keys is not None:
        rows = rows.filter(pk__in=[one for one in keys if one > 0])
    frame = frames.read(
        rows,
        {
            "id": ("code", _TEXT), "organization_id": ("organization__code", _TEXT), "kinds": ("kind", _TEXT),
            "on": ("on", _SCHEMA["on"]), "recorded_at": ("reported_at", _SCHEMA["recorded_at"]),
            "answers": ("answers", _TEXT),
        },
    )  # fmt: skip
    frame = frame.with_columns(frames.split("answers"), frames.split("kinds"))
    return _completed(frame, counterpart_ids=_nothing(), until=pl.lit(None))


def _extensions(keys: Collection[int] | None, known_by: datetime | None) -> pl.DataFrame:
    rows: QuerySet[Extension] = Extension.objects.filter(granted=True).order_by("pk")
    if known_by is not None:
        rows = rows.filter(decided_at__lte=known_by)
    if keys is not None:
        rows = rows.filter(pk__in=[-one for one in keys if one < 0])
    frame = frames.read(
        rows,
        {
            "id": ("code", _TEXT), "organization_id": ("superior__code", _TEXT),
            "counterpart_ids": ("organization__code", _TEXT), "on": ("decided_on", _SCHEMA["on"]),
            "recorded_at": ("decided_at", _SCHEMA["recorded_at"]), "until": ("until", _SCHEMA["until"]),
        },
    )  # fmt: skip
    frame = frame.with_columns(frames.split("counterpart_ids"))
    kinds = pl.lit([EXTENSION], dtype=pl.List(pl.String))
    return _completed(frame, kinds=kinds, answers=_nothing())


def _completed(frame: pl.DataFrame, **more: pl.Expr) -> pl.DataFrame:
    frame = frame.with_columns(
        elements=_nothing(), actor_id=pl.lit(None), **more
    )  # fmt: skip
    return frame.select(pl.col(name).cast(dtype) for name, dtype in _SCHEMA.items())


def _nothing() -> pl.Expr:
    return pl.lit([], dtype=pl.List(pl.String))
