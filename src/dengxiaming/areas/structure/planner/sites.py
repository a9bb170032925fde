"""Units as the planner sees them, and how far apart they are."""

from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Final

from dengxiaming.areas.structure.planner.limits import Limits

_RADIUS: Final = 6_371_000
_MICRO: Final = 1_000_000


@dataclass(frozen=True)
class Site:
    """A unit: what it does (`trade`), where it is (`point`, latitude and longitude in millionths of a degree, else an
    `area` in words, else its `superior`), and its members in stays today, full ones and all.
    """

    code: str
    name: str = ""
    trade: str = ""
    area: str = ""
    superior: str = ""
    point: tuple[int, int] | None = None
    full: int = 0
    members: int = 0


@dataclass(frozen=True)
class Host:
    """A joint branch there is already, with the units it covers: others may join it."""

    code: str
    name: str
    sites: tuple[Site, ...]


def apart(one: Site, other: Site, limits: Limits) -> int | None:
    """Metres between two units: measured where both have a point, else estimated from the area, else from the superior;
    None where nothing is known of it.
    """
    if one.point is not None and other.point is not None:
        return _metres(one.point, other.point)
    if one.area and other.area:
        return limits.same_area if one.area == other.area else None
    return limits.same_superior if one.superior and one.superior == other.superior else None


def kilometres(metres: int) -> str:
    """A distance in words."""
    return f"{metres / 1000:.1f}公里"


def is_near(one: Site, other: Site, limits: Limits) -> bool:
    """Whether two units may share a branch (地域相邻)."""
    metres = apart(one, other, limits)
    return metres is not None and metres <= limits.far


@lru_cache(maxsize=1 << 16)
def _metres(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Along a great circle; the same both ways."""
    (south, west), (north, east) = (tuple(radians(value / _MICRO) for value in point) for point in sorted([one, other]))
    chord = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return round(2 * _RADIUS * asin(sqrt(chord)))
