"""The tree cut into families, each organisation right under the root with all below it: a page sets them in columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from dengxiaming.duties.queries import Place


@dataclass(frozen=True)
class Family:
    """A head and everything below it, depth first. `level` of the members counts from the head."""

    head: Place
    below: tuple[tuple[int, Place], ...]


def families(places: Sequence[Place]) -> tuple[Family, ...]:
    """Families in the order of the tree. A root stands alone; so does what has no parent."""
    found: list[tuple[Place, list[tuple[int, Place]]]] = []
    for place in places:
        if place.level <= 1 or not found:
            found.append((place, []))
        else:
            found[-1][1].append((min(place.level - 1, 4), place))
    return tuple(Family(head, tuple(below)) for head, below in found)
