"""Columns the province is made of: running ids, random days, instants, and who belongs where."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl


def numbered(letters: str, width: int, count: int, start: int = 1) -> pl.Series:
    """Ids from `start` on: `numbered("ZB", 3, 2)` is ZB001, ZB002."""
    numbers = pl.int_range(start, start + count, eager=True).cast(pl.String).str.zfill(width)
    return letters + numbers


def durations(days: np.ndarray) -> pl.Series:
    """So many days, to add to dates."""
    return pl.Series(days.astype(np.int64) * 86_400_000_000).cast(pl.Duration("us"))


def instants(day: pl.Expr) -> pl.Expr:
    """Written down at 17:00 in Shanghai on that day."""
    return (day.cast(pl.Datetime("us")) + pl.duration(hours=9)).dt.replace_time_zone("UTC")


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of days, both ends included."""

    first: date
    last: date

    def draw(self, rng: np.random.Generator, count: int) -> pl.Series:
        """So many days at random."""
        span = (self.last - self.first).days + 1
        return pl.Series("on", np.datetime64(self.first) + rng.integers(0, span, count, dtype=np.int32))


@dataclass(frozen=True)
class Land:
    """The province's structure: ids by kind, the unit number of each branch, organisations and members as tables.

    Members come branch by branch, as many in each; the first `with_general` units have a general above their branches.
    """

    ids: dict[str, pl.Series]
    unit_of: np.ndarray
    with_general: int
    organizations: pl.DataFrame
    members: pl.DataFrame

    @property
    def size(self) -> int:
        """Members of each branch."""
        return len(self.members) // len(self.unit_of)

    def members_at(self, place: int) -> pl.Series:
        """The member at that place in each branch; place 0 is its secretary."""
        return self.members["id"].gather_every(self.size, place)

    def first_members(self, place: int) -> pl.Series:
        """The member at that place in the first branch of each unit."""
        firsts = np.unique(self.unit_of, return_index=True)[1]
        return self.members_at(place).gather(firsts)

    def tops(self) -> tuple[pl.Series, pl.Series]:
        """The generals, and the branches of units without one; with the secretary of each."""
        alone = np.flatnonzero(self.unit_of >= self.with_general)
        orgs = pl.concat([self.ids["general"], self.ids["branch"].gather(alone)])
        people = pl.concat([self.first_members(10).head(self.with_general), self.members_at(0).gather(alone)])
        return orgs, people
