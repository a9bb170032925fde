"""The ground every area stands on."""

from django.apps import AppConfig


class GroundConfig(AppConfig):
    """Clock, secret, frames in and out of tables, the state of the records, and the hook of the verbs."""

    name = "dengxiaming.ground"
    label = "ground"
