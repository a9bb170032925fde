"""One shard's structure as integers: which branch is below what, how many members it has, who sits where.

Branches come in three stretches: three below each general branch; some directly below a party group or the work
committee, a unit each; the others below the organ committees. Members come branch by branch. A third of the general
branches are below an organ committee.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl

from dengxiaming.exchange.sample.nation.plan import IN_ORGANS, Size

Ints = np.ndarray[tuple[int], np.dtype[np.int64]]
BELOW_GENERAL: Final = 3
LONE_SHARE: Final = 10
SEATED: Final = 7  # from so many members on a branch has a committee (S1-6)
FULL_COMMITTEE: Final = 15
GROUPED: Final = 50  # from so many members on a branch has two groups


def numbered(letters: str, shard: int, width: int, count: int) -> pl.Series:
    """Ids of one shard: `numbered("ZB", 7, 5, 2)` is ZB00700000, ZB00700001; twelve bytes at most, which is quick."""
    return f"{letters}{shard:03d}" + pl.int_range(count, eager=True).cast(pl.String).str.zfill(width)


@dataclass(frozen=True)
class Land:
    """A shard. Branches, committees, generals, party groups and members are numbered from 0, each by itself."""

    shard: int
    size: Size
    rng: np.random.Generator

    @cached_property
    def lone(self) -> Ints:
        """The branches that are directly below a party group or the work committee."""
        first = self.size.generals * BELOW_GENERAL
        return np.arange(first, first + self.size.branches // LONE_SHARE, dtype=np.int64)

    @cached_property
    def general_of(self) -> Ints:
        """The general branch above each branch, or -1."""
        found = np.full(self.size.branches, -1, np.int64)
        below = self.size.generals * BELOW_GENERAL
        found[:below] = np.arange(below) // BELOW_GENERAL
        return found

    @cached_property
    def nested(self) -> int:
        """The first so many general branches are each below the committee of the same number."""
        return min(self.size.generals // 3, self.size.committees)

    @cached_property
    def committee_of(self) -> Ints:
        """The organ committee above each branch, directly or by a general branch, or -1."""
        found = np.where((self.general_of >= 0) & (self.general_of < self.nested), self.general_of, -1)
        first = int(self.lone[-1]) + 1 if len(self.lone) else self.size.generals * BELOW_GENERAL
        rest = self.size.branches - first
        found[first:] = np.arange(rest) * self.size.committees // max(rest, 1)
        return found

    @cached_property
    def joint(self) -> Ints:
        """Of the lone branches every fifth joins the few members of two to four units."""
        return self.lone[::5]

    @cached_property
    def temporary(self) -> Ints:
        """And every fortieth is temporary."""
        return self.lone[2::40]

    @cached_property
    def counts(self) -> Ints:
        """How many members each branch has: many small ones, few large ones, three at least."""
        drawn = np.clip(self.rng.lognormal(2.85, 0.7, self.size.branches), 3, 150).astype(np.int64)
        drawn[self.joint] = self.rng.integers(3, 9, len(self.joint))
        free = np.setdiff1d(np.arange(self.size.branches), self.joint)
        while missing := self.size.members - int(drawn.sum()):
            chosen = self.rng.choice(free, min(abs(missing), len(free)), replace=False)
            drawn[chosen if missing > 0 else chosen[drawn[chosen] > 3]] += np.sign(missing)
        return drawn

    @cached_property
    def starts(self) -> Ints:
        """The first member of each branch: its secretary."""
        return self.counts.cumsum() - self.counts

    @cached_property
    def lasts(self) -> Ints:
        """The last member of each branch: who sits above sits here."""
        return self.starts + self.counts - 1

    @cached_property
    def branch_of(self) -> Ints:
        """The branch of each member."""
        return np.arange(self.size.branches).repeat(self.counts)

    @cached_property
    def place(self) -> Ints:
        """The place of each member in the branch, from 0."""
        return np.arange(self.size.members) - self.starts[self.branch_of]

    @cached_property
    def seats(self) -> Ints:
        """How many committee seats each branch has."""
        return np.where(self.counts >= FULL_COMMITTEE, 5, np.where(self.counts >= SEATED, 3, 1))

    @cached_property
    def grouped(self) -> Ints:
        """The branches with two groups each: groups 2k and 2k + 1."""
        return np.flatnonzero(self.counts >= GROUPED)

    # ---- tops: the committees, the general branches that are not below one, the lone branches; a unit each -----------

    @cached_property
    def tops(self) -> int:
        """How many there are."""
        return self.size.committees + self.size.generals - self.nested + len(self.lone)

    @cached_property
    def top_of(self) -> Ints:
        """The top at or above each branch."""
        alone = self.size.committees + self.general_of - self.nested
        found = np.where(self.committee_of >= 0, self.committee_of, alone)
        found[self.lone] = self.tops - len(self.lone) + np.arange(len(self.lone))
        return found

    @cached_property
    def first_below(self) -> Ints:
        """The first branch at or below each top; a committee without any borrows the first of all."""
        found = np.zeros(self.tops, np.int64)
        found[self.top_of[::-1]] = np.arange(self.size.branches)[::-1]
        return found

    @cached_property
    def party_group_of(self) -> Ints:
        """The party group over each top, or -1."""
        tops = np.arange(self.tops)
        return np.where(tops % IN_ORGANS == 0, tops // IN_ORGANS, -1)

    @cached_property
    def led(self) -> Ints:
        """The top below each party group."""
        return np.flatnonzero(self.party_group_of >= 0)

    # ---- ids: all organisations in one row, so that an act needs but a number ----------------------------------------

    @cached_property
    def first(self) -> dict[str, int]:
        """Where each sort of organisation begins among `organizations`."""
        sizes = {
            "root": 1, "city": 1, "party_group": len(self.led), "committee": self.size.committees,
            "general": self.size.generals, "branch": self.size.branches, "group": 2 * len(self.grouped),
        }  # fmt: skip
        ends = np.cumsum(list(sizes.values())).tolist()
        return dict(zip(sizes, [0, *ends], strict=False)) | {"end": ends[-1]}

    @cached_property
    def organizations(self) -> pl.Series:
        """The ids; the country's own work committee stands in every shard and is at home in the first."""
        sorts = (("party_group", "DZ"), ("committee", "DW"), ("general", "ZZ"), ("branch", "ZB"), ("group", "XZ"))
        ends = [*list(self.first.values())[3:]]
        sized = zip(sorts, ends, strict=True)
        named = [numbered(letters, self.shard, 5, end - self.first[sort]) for (sort, letters), end in sized]
        return pl.concat([pl.Series(["GW"]), numbered("GW", self.shard, 1, 1), *named])

    @cached_property
    def top_organizations(self) -> Ints:
        """The organisation of each top."""
        committee, general, branch = (self.first[sort] for sort in ("committee", "general", "branch"))
        return np.concatenate([
            committee + np.arange(self.size.committees),
            general + np.arange(self.nested, self.size.generals),
            branch + self.lone,
        ])  # fmt: skip

    @cached_property
    def above_tops(self) -> Ints:
        """The organisation above each top: its party group, or the work committee."""
        held = self.party_group_of
        return np.where(held >= 0, self.first["party_group"] + held, self.first["city"])

    @cached_property
    def members(self) -> pl.Series:
        """The ids of the members."""
        return numbered("DY", self.shard, 7, self.size.members)
