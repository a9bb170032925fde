"""The verbs of the ground."""

from django.db.models import F

from dengxiaming.ground import clock
from dengxiaming.ground.models import State


def count_change() -> int:
    """The records are about to change: one version more. Call inside the verb's transaction; gives the new version."""
    State.objects.get_or_create(pk=1)
    State.objects.filter(pk=1).update(facts_version=F("facts_version") + 1, changed_at=clock.now())
    return State.objects.values_list("facts_version", flat=True).get(pk=1)
