"""Reads of the ground."""

from dengxiaming.ground.models import State


def facts_version() -> str:
    """The name of the state the records are in; "" while nothing was ever loaded."""
    return State.objects.filter(pk=1).values_list("facts_version", flat=True).first() or ""
