"""Structure."""

from django.apps import AppConfig


class StructureConfig(AppConfig):
    """Plans of joint branches and party groups; founding, change and dissolution of organisations."""

    name = "dengxiaming.areas.structure"
    label = "structure"
