"""Imported acts."""

from django.apps import AppConfig


class AffairsConfig(AppConfig):
    """Acts that came in as facts, with roll and answers, and what happened that asks for an answer."""

    name = "dengxiaming.areas.affairs"
    label = "affairs"

    def ready(self) -> None:
        """Signs of gatherings look at imported rolls too."""
        from dengxiaming.areas.affairs import queries  # noqa: PLC0415  models exist once the apps are set up
        from dengxiaming.areas.gatherings import candidates  # noqa: PLC0415  the same

        candidates.also_present(queries.present_on)
