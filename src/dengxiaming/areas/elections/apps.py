"""Elections."""

from django.apps import AppConfig


class ElectionsConfig(AppConfig):
    """Terms, and the elections that begin them."""

    name = "dengxiaming.areas.elections"
    label = "elections"
