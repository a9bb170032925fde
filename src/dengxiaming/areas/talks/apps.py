"""Talks."""

from django.apps import AppConfig


class TalksConfig(AppConfig):
    """Talks between people of the party: the day and the reason are a record, what was said is theirs (S5)."""

    name = "dengxiaming.areas.talks"
    label = "talks"
