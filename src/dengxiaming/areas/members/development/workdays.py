"""Working days, from the published years; a year not published yet is provisional (暂定)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Counted:
    """How many working days, and whether a year among them is not published yet."""

    days: int
    provisional: bool


def between(first: date, last: date) -> Counted:
    """The working days from one day to another, both included."""
    held = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    return Counted(sum(map(is_workday, held)), any(str(one.year) not in _years() for one in held))


def is_workday(day: date) -> bool:
    """Whether one works on a day."""
    off, work = _years().get(str(day.year), (frozenset(), frozenset()))
    return day in work or (day.weekday() < 5 and day not in off)


@cache
def _years() -> Mapping[str, tuple[frozenset[date], frozenset[date]]]:
    text = files("dengxiaming.areas.members.development").joinpath("workdays.toml").read_text(encoding="utf-8")
    return {year: (frozenset(one["off"]), frozenset(one["work"])) for year, one in tomllib.loads(text).items()}
