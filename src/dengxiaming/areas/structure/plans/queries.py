"""Reads of plans."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from dengxiaming.areas.structure.models import Plan
from dengxiaming.areas.structure.plans import core


@dataclass(frozen=True)
class Kept:
    """A plan as it is kept; `version` goes back with the next save."""

    code: str
    organization: str
    content: core.Content
    version: int
    made_on: date
    saved_at: datetime
    saved_by: str


def plan(code: str) -> Kept | None:
    """One plan."""
    return next(_kept(Plan.objects.filter(code=code)), None)


def of_organization(organization: str) -> tuple[Kept, ...]:
    """An organisation's plans, the newest first."""
    return tuple(_kept(Plan.objects.filter(organization__code=organization)))


def _kept(rows: QuerySet[Plan]) -> Iterator[Kept]:
    for row in rows.select_related("organization", "saved_by"):
        yield Kept(
            row.code, row.organization.code, core.read(row.content), row.version, row.made_on, row.saved_at,
            str(row.saved_by),
        )  # fmt: skip
