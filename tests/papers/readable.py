"""What of a filled form must be readable on its paper."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from typing import Final

from dengxiaming.papers.anchor import Anchor

OR: Final = "\x1f"
"""Between ways to write the same on paper: one of them must be there."""


def words(form: object) -> set[str]:
    """What of a form must be readable on the paper: every text line and every day, however deep."""
    if isinstance(form, Anchor):
        return {form.origin, str(form.size), f"{form.root}{OR}{form.ends}"}
    if is_dataclass(form):
        return set().union(*(words(getattr(form, one.name)) for one in fields(form)))
    if isinstance(form, tuple):
        return set().union(*map(words, form))
    if isinstance(form, str):
        return {line for line in form.split("\n") if line}
    return _figures(form)


def _figures(value: object) -> set[str]:
    """A number is looked for by itself where it is more than one figure; a day by its month and day or as ISO."""
    if isinstance(value, datetime):
        return {f"{value.month}月{value.day}日{value:%H:%M}"}
    if isinstance(value, date):
        return {f"{value.month}月{value.day}日{OR}{value}"}
    if isinstance(value, time):
        return {f"{value:%H:%M}"}
    if isinstance(value, bool) or value is None:
        return set()
    return {str(value)}
