"""Reads of the dues."""

from dengxiaming.areas.dues.models import Due


def count() -> int:
    """How many rows are held."""
    return Due.objects.count()
