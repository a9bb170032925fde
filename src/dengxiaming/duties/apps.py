"""The bridge between records and rules."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """Takes each area's facts, asks the kernel, keeps verdict rows for the pages."""

    name = "dengxiaming.duties"
    label = "duties"

    def ready(self) -> None:
        """From now on every verb that touches records has its duties judged again, in its own transaction."""
        from dengxiaming.duties import actions  # noqa: PLC0415  models exist only once the apps are ready
        from dengxiaming.ground import touch  # noqa: PLC0415  the same

        touch.on_touched(actions.judge_touched)
