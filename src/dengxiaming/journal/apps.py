"""The journal."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The append-only table in which every verb leaves one entry, and the tree over it."""

    name = "dengxiaming.journal"
    label = "journal"
