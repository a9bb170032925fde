"""The navigation, in one place: what stands in the masthead, in this order."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Item:
    """One word of the navigation; `id` is what a page names as its own place."""

    id: str
    label: str
    url_name: str


ITEMS: Final = (
    Item("city", "全市", "web:city"),
    Item("organizations", "组织", "web:organizations"),
    Item("law", "制度", "web:law"),
    Item("facts", "载入", "web:facts"),
)
