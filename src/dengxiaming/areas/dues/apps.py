"""Dues."""

from django.apps import AppConfig


class DuesConfig(AppConfig):
    """What each member owed and paid each month."""

    name = "dengxiaming.areas.dues"
    label = "dues"
