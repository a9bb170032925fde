"""Appraisals."""

from django.apps import AppConfig


class AppraisalsConfig(AppConfig):
    """Democratic appraisal of members."""

    name = "dengxiaming.areas.appraisals"
    label = "appraisals"
