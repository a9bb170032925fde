"""Members."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Members, their stays in branches, and the posts they hold."""

    name = "dengxiaming.areas.members"
    label = "members"
