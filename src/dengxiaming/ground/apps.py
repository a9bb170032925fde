"""The ground every area stands on."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models import Field

from dengxiaming.ground.among import Among


class GroundConfig(AppConfig):
    """Clock, secret, accounts, frames in and out of tables, rows by many keys, the state of the records, and the hook
    of the verbs.
    """

    name = "dengxiaming.ground"
    label = "ground"

    def ready(self) -> None:
        """Listen to what happens when people sign in; ask the database what it is like."""
        from dengxiaming.ground import checks, watch  # noqa: PLC0415  表要等应用装好

        Field.register_lookup(Among)
        register(checks.durable_and_ordered, Tags.database)
        watch.connect()
