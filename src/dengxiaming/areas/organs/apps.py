"""Units and organisations."""

from django.apps import AppConfig


class OrgansConfig(AppConfig):
    """Units, organisations, and which organisation covers which units."""

    name = "dengxiaming.areas.organs"
    label = "organs"
