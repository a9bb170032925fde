"""Acts as numbers while a shard's year is being written; ids and lists only when all are there."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import polars as pl

from dengxiaming.exchange.sample.nation.land import Ints, Land, numbered
from dengxiaming.exchange.sample.nation.tables import NOBODY, days, picked
from dengxiaming.exchange.sample.tables import RECORDED
from dengxiaming.law.vocabulary import ELEMENTS
from dengxiaming.reckoning.facts import TABLES

_LISTS: Final = pl.List(pl.String)
_LEFT_OUT, _BY_THE_CARELESS = 0.01, 0.4
_DAY_US: Final = 86_400_000_000
_EVENING_US: Final = 9 * 3_600_000_000  # 17:00 in Shanghai
_COLUMNS: Final = ("org", "kinds", "actor", "on", "others", "answers", "answered")


@dataclass
class Book:
    """Acts written so far, a column each. One in a hundred is left out; of every fortieth branch four in ten."""

    land: Land
    careless: np.ndarray
    kinds: list[list[str]] = field(default_factory=list)
    batches: list[dict[str, Ints]] = field(default_factory=list)
    lists: list[pl.Series] = field(default_factory=lambda: [pl.Series([[]], dtype=_LISTS)])
    count: int = 0
    listed: int = 1

    @classmethod
    def of(cls, land: Land) -> "Book":
        """An empty one."""
        return cls(land, land.rng.random(land.first["end"]) < 1 / 40)

    def naming(self, lists: pl.Series) -> Ints:
        """Where some lists of ids stand, to be named as `others` or `answers`."""
        self.lists.append(lists.alias(""))
        self.listed += len(lists)
        return np.arange(self.listed - len(lists), self.listed)

    def write(
        self,
        kinds: list[str],
        orgs: Ints,
        actors: Ints | None,
        on: "tuple[int, int] | Ints",
        *,
        others: Ints | None = None,
        answers: Ints | None = None,
        answered: Ints | None = None,
    ) -> tuple[Ints, Ints]:
        """One act for each organisation; `on` a first and last day to draw from, or given. Number and day of each.

        `answered` are numbers of acts written before. What is left out has the number −1.
        """
        rng, size = self.land.rng, len(orgs)
        day = rng.integers(on[0], on[1] + 1, size) if isinstance(on, tuple) else on
        kept = rng.random(size) > np.where(self.careless[orgs], _BY_THE_CARELESS, _LEFT_OUT)
        if answered is not None:
            kept &= answered >= 0
        nothing = np.full(size, NOBODY)
        self.kinds.append(kinds)
        columns = {
            "org": orgs,
            "kinds": np.full(size, len(self.kinds) - 1),
            "actor": nothing if actors is None else actors,
            "on": day,
            "others": np.zeros(size, np.int64) if others is None else others,
            "answers": np.zeros(size, np.int64) if answers is None else answers,
            "answered": nothing if answered is None else answered,
        }
        self.batches.append({name: column[kept] for name, column in columns.items()})
        numbers = np.full(size, NOBODY)
        numbers[kept] = np.arange(self.count, self.count + int(kept.sum()))
        self.count += int(kept.sum())
        return numbers, day

    def acts(self) -> tuple[pl.DataFrame, dict[str, Ints]]:
        """All of them by organisation and day, as the table and as numbers."""
        held = {name: np.concatenate([batch[name] for batch in self.batches]) for name in _COLUMNS}
        order = np.lexsort((held["on"], held["org"]))
        place = np.empty(self.count, np.int64)
        place[order] = np.arange(self.count)
        held = {name: column[order] for name, column in held.items()}
        ids = numbered("HD", self.land.shard, 7, self.count)
        rng, recorded = self.land.rng, np.array([not RECORDED.isdisjoint(kinds) for kinds in self.kinds])
        blank = np.where(rng.random(self.count) < 0.005, 2 + rng.integers(0, len(ELEMENTS), self.count), 1)
        delay = rng.integers(0, 9, self.count) + np.where(rng.random(self.count) < 0.01, 20, 0)
        asks = np.flatnonzero(held["answered"] >= 0)
        listing = self.naming(
            pl.DataFrame({"id": ids.gather(place[held["answered"][asks]])}).select(pl.concat_list("id")).to_series()
        )
        held["answers"][asks] = listing
        lists = pl.concat(self.lists)
        frame = pl.DataFrame({
            "id": ids,
            "kinds": pl.Series(self.kinds, dtype=_LISTS).gather(held["kinds"]),
            "organization_id": self.land.organizations.gather(held["org"]),
            "actor_id": picked(self.land.members, held["actor"]),
            "counterpart_ids": lists.gather(held["others"]),
            "on": days(held["on"]),
            "recorded_at": instants(held["on"] + delay),
            "answers": lists.gather(held["answers"]),
            "elements": _ELEMENTS.gather(np.where(recorded[held["kinds"]], blank, 0)),
            "until": days(np.full(self.count, NOBODY)),
        }).select(list(TABLES["acts"]))  # fmt: skip
        return frame, held


def instants(on: Ints) -> pl.Series:
    """Written down at 17:00 in Shanghai on each day."""
    return pl.Series(on.astype(np.int64) * _DAY_US + _EVENING_US).cast(pl.Datetime("us", "UTC"))


_ELEMENTS: Final = pl.Series(
    [[], list(ELEMENTS), *([e for e in ELEMENTS if e != blank] for blank in ELEMENTS)], dtype=_LISTS
)
