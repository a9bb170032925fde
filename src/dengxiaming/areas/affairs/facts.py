"""What the affairs offer the kernel: `acts` and `attendance` of contract 1, a query for each table read."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

import polars as pl
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from dengxiaming.areas.affairs.models import Act, ActKind, Answer, Attendance, Counterpart
from dengxiaming.areas.members.models import Trigger
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import frames
from dengxiaming.ground.among import among
from dengxiaming.journal.queries import added_since
from dengxiaming.reckoning.facts import TABLES

_TEXT: Final = pl.String()
_ACT: Final = {"id": "code", "organization_id": "organization__code", "actor_id": "actor__code"}
_ROLL: Final = {"act_id": "act__code", "member_id": "member__code"}
_LISTS: Final = ("kinds", "counterpart_ids", "answers", "elements")


def acts(keys: Collection[int] | None = None, known_by: datetime | None = None) -> pl.DataFrame:
    """Every act that stands, or those with some database keys (see `act_keys`), in the order they were loaded; or those
    that stood at `known_by`.
    """
    schema = TABLES["acts"]
    plain = {name: (_ACT.get(name, name), dtype) for name, dtype in schema.items() if name not in _LISTS}
    plain["elements"] = ("elements", _TEXT)
    frame = frames.read(among(_standing(known_by), "pk", keys), plain)
    kinds = frames.read(
        among(ActKind.objects.all(), "act__pk", keys), {"id": ("act__code", _TEXT), "kinds": ("kind", _TEXT)}
    )
    counterparts = among(Counterpart.objects.all(), "act__pk", keys)
    counterparts = counterparts.annotate(who=Coalesce(F("member__code"), F("organization__code")))
    answers = among(Answer.objects.all(), "act__pk", keys)
    answers = answers.annotate(what=Coalesce(F("trigger__code"), F("answered__code")))
    return frames.gathered(
        frame.with_columns(frames.split("elements")),
        kinds,
        frames.read(counterparts, {"id": ("act__code", _TEXT), "counterpart_ids": ("who", _TEXT)}),
        frames.read(answers, {"id": ("act__code", _TEXT), "answers": ("what", _TEXT)}),
    ).select(list(schema))


def attendance(keys: Collection[int] | None = None, known_by: datetime | None = None) -> pl.DataFrame:
    """The rolls of what `acts` gives."""
    rows = Attendance.objects.filter(act__in=among(_standing(known_by).order_by(), "pk", keys))
    return frames.read(rows, {name: (_ROLL.get(name, name), dtype) for name, dtype in TABLES["attendance"].items()})


def _standing(known_by: datetime | None) -> QuerySet[Act]:
    """The acts not taken back, or not yet taken back then. What was recorded later the kernel leaves out itself."""
    if known_by is None:
        return Act.objects.filter(withdrawn_at__isnull=True)
    return Act.objects.exclude(withdrawn_at__lte=known_by).exclude(code__in=added_since("act", known_by))


def act_keys(organizations: Collection[str], members: Collection[str]) -> set[int]:
    """The database keys of the acts that can matter to these organisations and members: held by them, done by or to
    them, or answering what happened to them or what they did. Six queries, however many.
    """
    held = Act.objects.filter(organization__code__in=organizations)
    found = set(held.values_list("pk", flat=True))
    found.update(Act.objects.filter(actor__code__in=members).values_list("pk", flat=True))
    found.update(Counterpart.objects.filter(member__code__in=members).values_list("act", flat=True))
    found.update(Counterpart.objects.filter(organization__code__in=organizations).values_list("act", flat=True))
    found.update(Answer.objects.filter(answered__in=held).values_list("act", flat=True))
    happened = Trigger.objects.filter(member__code__in=members) | Trigger.objects.filter(
        organization__code__in=organizations
    )
    found.update(Answer.objects.filter(trigger__in=happened).values_list("act", flat=True))
    return found


def act_keys_of(kinds: Collection[str], organizations: Collection[str] | None = None) -> set[int]:
    """The database keys of the acts that list one of these kinds; only those held by some organisations, if told."""
    found = ActKind.objects.filter(kind__in=kinds).order_by()
    if organizations is not None:
        found = found.filter(act__organization__in=Organization.objects.filter(code__in=organizations).order_by())
    return set(found.values_list("act", flat=True))
