"""The room as Django knows it."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages only: no tables."""

    name = "dengxiaming.web"
    label = "web"
    verbose_name = "页面"
