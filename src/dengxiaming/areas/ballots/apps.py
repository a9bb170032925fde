"""Ballots."""

from django.apps import AppConfig


class BallotsConfig(AppConfig):
    """Secret ballots, on paper and electronic, used by elections and appraisals."""

    name = "dengxiaming.areas.ballots"
    label = "ballots"
