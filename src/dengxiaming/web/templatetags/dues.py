"""The tags of the pages about dues: amounts and months."""

from datetime import date

from django import template
from django.utils.safestring import SafeString

from dengxiaming.areas.dues import core, money
from dengxiaming.web.kit import words

register = template.Library()


@register.filter
def yuan(amount: int) -> SafeString:
    """4550 → `45.50`, whole; the unit stands in the head of the table."""
    return words.bound(money.shown(amount))


@register.filter
def month(first: date) -> SafeString:
    """2026年11月."""
    return words.bound(core.label(first))


@register.filter
def per_cent(per_mille: int) -> str:
    """15 → `1.5%`."""
    return money.per_cent(per_mille)
