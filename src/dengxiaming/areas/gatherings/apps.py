"""Gatherings."""

from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    """Meetings, lessons and theme days: one record for one real event, from the notice to the sealed minutes."""

    name = "dengxiaming.areas.gatherings"
    label = "gatherings"
