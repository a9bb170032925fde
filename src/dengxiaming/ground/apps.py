"""The ground every area stands on."""

from django.apps import AppConfig


class GroundConfig(AppConfig):
    """Clock, secret, accounts, frames in and out of tables, the state of the records, and the hook of the verbs."""

    name = "dengxiaming.ground"
    label = "ground"

    def ready(self) -> None:
        """Listen to what happens when people sign in."""
        from dengxiaming.ground import watch  # noqa: PLC0415  表要等应用装好

        watch.connect()
