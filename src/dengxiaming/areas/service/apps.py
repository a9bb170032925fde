"""Community service: the filing of what gatherings record."""

from django.apps import AppConfig


class ServiceConfig(AppConfig):
    """The 登记表 filed with the 工委 after an activity in the community (S9-3)."""

    name = "dengxiaming.areas.service"
    label = "service"
