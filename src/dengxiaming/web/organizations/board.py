"""The timetable: the date once, then what is due on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from dengxiaming.duties.queries import Bundle


@dataclass(frozen=True)
class Day:
    """One last day and the duties due on it."""

    on: date
    days_left: int
    bundles: tuple[Bundle, ...]


def days(bundles: Iterable[Bundle]) -> tuple[Day, ...]:
    """Duties in order of their last day, those of one day together."""
    ordered = sorted(bundles, key=lambda bundle: bundle.due_on)
    grouped = ((on, tuple(held)) for on, held in groupby(ordered, key=lambda bundle: bundle.due_on))
    return tuple(Day(on, held[0].days_left, held) for on, held in grouped)
