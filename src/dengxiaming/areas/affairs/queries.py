"""Reads of acts."""

from collections.abc import Collection
from datetime import date

from dengxiaming.areas.affairs.models import Act, ActKind
from dengxiaming.areas.affairs.terms import ACT_KINDS


def count() -> int:
    """How many acts are held."""
    return Act.objects.count()


def act_words(codes: Collection[str]) -> dict[str, tuple[str, date]]:
    """Of acts: their kinds in words, joined, and their day."""
    words: dict[str, list[str]] = {}
    days: dict[str, date] = {}
    rows = ActKind.objects.filter(act__code__in=codes).values_list("act__code", "kind", "act__on")
    for code, kind, day in rows:
        words.setdefault(code, []).append(ACT_KINDS.get(kind, kind))
        days[code] = day
    return {code: ("、".join(kinds), days[code]) for code, kinds in words.items()}


def organization_of(act: str) -> str | None:
    """The code of the organisation that held an act."""
    return Act.objects.filter(code=act).values_list("organization__code", flat=True).first()
