"""Imported acts."""

from django.apps import AppConfig


class AffairsConfig(AppConfig):
    """Acts that came in as facts, with roll and answers, and what happened that asks for an answer."""

    name = "dengxiaming.areas.affairs"
    label = "affairs"
