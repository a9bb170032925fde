"""The numbers the planner goes by: local ones from `planner.toml`, those of the rules handed in from the rulebook."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

LABELS: Final = ("at_most_members", "good_from", "good_to", "far", "same_area", "same_superior", "neighbours")
GROUPS: Final = ("group_from", "group_to")


@dataclass(frozen=True)
class Limits:
    """How small, how large, how far. `at_least` and `at_most_units` are the rulebook's (S1-3, S1-4; R1-1, R1-2)."""

    at_least: int
    at_most_units: int
    at_most_members: int
    good_from: int
    good_to: int
    far: int
    same_area: int
    same_superior: int
    neighbours: int


@dataclass(frozen=True)
class Weighing:
    """What a proposal puts first: the price of a hundred metres, of a unit of another trade, of a new branch, and of
    each full member below or above the good size.
    """

    name: str
    label: str
    distance: int
    trade: int
    branch: int
    size: int


def limits(day: date, at_least: int, at_most_units: int) -> Limits:
    """The numbers in force on a day."""
    return Limits(at_least, at_most_units, **{name: local(name, day) for name in LABELS})


def local(name: str, day: date) -> int:
    """A number of `planner.toml` on a day: the latest that has begun, before the first one the first."""
    values = [entry for entry in _held()["number"] if entry["name"] == name]
    begun = [entry for entry in values if entry["from"] <= day]
    return int((begun or values[:1])[-1]["value"])


@cache
def weighings() -> tuple[Weighing, ...]:
    """The ways to weigh, in the file's order."""
    return tuple(Weighing(**entry) for entry in _held()["weighing"])


@cache
def _held() -> Mapping[str, Any]:
    return tomllib.loads(files("dengxiaming.areas.structure.planner").joinpath("planner.toml").read_text("utf-8"))
