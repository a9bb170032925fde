"""Addresses of pages that keep the dates of the page they stand on."""

from urllib.parse import urlencode

from django.urls import reverse

from dengxiaming.web.kit.here import Here


def address(here: Here | None, name: str, *args: object, **fields: object) -> str:
    """The address of a page. `fields` become its query; empty ones are left out. `here` is None on an error page."""
    asked = urlencode([(key, value) for key, value in fields.items() if value not in {"", None, False}])
    query = "&".join(part for part in (asked, here.query if here else "") if part)
    path = reverse(name, args=args)
    return f"{path}?{query}" if query else path
