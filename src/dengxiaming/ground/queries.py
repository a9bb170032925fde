"""Reads of the ground."""

from dengxiaming.ground.models import State


def facts_version() -> int:
    """How often the records have changed; 0 while nothing was ever loaded."""
    return State.objects.filter(pk=1).values_list("facts_version", flat=True).first() or 0
