"""The room as Django knows it."""

from django.apps import AppConfig
from django.urls import register_converter


class WebConfig(AppConfig):
    """Pages only: no tables."""

    name = "dengxiaming.web"
    label = "web"
    verbose_name = "页面"

    def ready(self) -> None:
        """Ids in addresses: known before the areas' own lists of addresses are read."""
        from dengxiaming.web.kit.ids import IdConverter  # noqa: PLC0415  the room's modules are there from here on

        register_converter(IdConverter, "id")
