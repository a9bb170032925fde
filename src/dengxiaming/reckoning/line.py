"""Who is in force when: stretches of days of many owners, laid end to end on one line.

Every owner (a code ≥ 0) gets a stretch of the line as long as the calendar. An owner's interval of days is then an
interval of places on that line, and union, meeting, membership and length are one-dimensional steps for all owners at
once. Days count from 1970-01-01; `EVER` and `FOREVER` stand for open ends.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from dengxiaming.reckoning.arrays import Bools, Ints

STRETCH: Final = 1 << 22
_MIDDLE: Final = STRETCH // 2
EVER: Final = -_MIDDLE
FOREVER: Final = _MIDDLE - 1


def place(owners: Ints, days: Ints | int) -> Ints:
    """Where a day of an owner lies on the line; days lie in EVER … FOREVER."""
    return owners * STRETCH + (days + _MIDDLE)


@dataclass(frozen=True, slots=True)
class Spans:
    """Disjoint half-open intervals [start, stop) of places, ascending."""

    starts: Ints
    stops: Ints

    @classmethod
    def of(cls, owners: Ints, first: Ints, stop: Ints) -> "Spans":
        """The union, owner by owner, of the day intervals [first, stop); empty ones and owners below 0 vanish."""
        starts, stops = place(owners, first), place(owners, stop)
        keep = (starts < stops) & (owners >= 0)
        if not keep.all():
            starts, stops = starts[keep], stops[keep]
        order = starts.argsort(kind="stable")
        starts, reach = starts[order], np.maximum.accumulate(stops[order])
        opens = np.ones(len(starts), np.bool_)
        opens[1:] = starts[1:] > reach[:-1]
        if opens.all():
            return cls(starts, reach)
        begins = np.flatnonzero(opens)
        return cls(starts[begins], reach[np.append(begins[1:], len(starts)) - 1])

    @property
    def owners(self) -> Ints:
        """The owner of each interval."""
        return self.starts // STRETCH

    @property
    def first(self) -> Ints:
        """The first day of each interval."""
        return self.starts % STRETCH - _MIDDLE

    @property
    def stop(self) -> Ints:
        """The first day no longer in each interval."""
        return self.stops % STRETCH - _MIDDLE

    def holds(self, owners: Ints, days: Ints | int) -> Bools:
        """Whether each owner is in force on each day; owners below 0 never are."""
        spot = place(owners, days)
        return (self.starts.searchsorted(spot, "right") > self.stops.searchsorted(spot, "right")) & (owners >= 0)

    def covered(self, owners: Ints, first: Ints, last: Ints) -> Ints:
        """How many days of first … last (both included) are in force."""
        return self._before(place(owners, last + 1)) - self._before(place(owners, first))

    def _before(self, spot: Ints) -> Ints:
        """The length of all that lies before a place."""
        if not len(self.starts):
            return np.zeros(len(spot), np.int64)
        total = np.concatenate(([0], np.cumsum(self.stops - self.starts)))
        index = self.starts.searchsorted(spot, "right")
        begun = np.maximum(index - 1, 0)
        return np.where(index > 0, total[begun] + np.minimum(spot, self.stops[begun]) - self.starts[begun], 0)

    def frozen(self, as_of: int) -> "Spans":
        """The same, with every day after `as_of` counting as `as_of` itself does (contract 3.5)."""
        begun = self.first <= as_of
        owners, stop = self.owners[begun], self.stop[begun]
        return Spans(self.starts[begun], place(owners, np.where(stop > as_of, FOREVER, stop)))

    def named(self, name: Callable[[Ints], Ints]) -> "Spans":
        """The same days under other owners; days of owners that fall together are united."""
        return Spans.of(name(self.owners), self.first, self.stop)

    def where(self, keep: Bools) -> "Spans":
        """Only some of the intervals."""
        return Spans(self.starts[keep], self.stops[keep])


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many different intervals of an owner hold a day: e.g. how many people sit on a committee."""

    starts: Ints
    stops: Ints

    @classmethod
    def of(cls, spans: Spans, owner_of: Callable[[Ints], Ints]) -> "Headcount":
        """Count the intervals of `spans` by a coarser owner: (branch, member) by branch."""
        owners = owner_of(spans.owners)
        return cls(np.sort(place(owners, spans.first)), np.sort(place(owners, spans.stop)))

    def at(self, owners: Ints, days: Ints | int) -> Ints:
        """The count of each owner on each day."""
        spot = place(owners, days)
        return self.starts.searchsorted(spot, "right") - self.stops.searchsorted(spot, "right")
