"""The verbs of the ground."""

from uuid import uuid4

from dengxiaming.ground import clock
from dengxiaming.ground.models import State


def change_facts() -> str:
    """The records are about to change: give their state a new name, inside the verb's transaction."""
    version = uuid4().hex
    State.objects.update_or_create(pk=1, defaults={"facts_version": version, "changed_at": clock.now()})
    return version
