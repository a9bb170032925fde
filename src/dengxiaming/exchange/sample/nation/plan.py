"""How many of everything: the proportions of regulations.md R12 (党内统计公报, 2024-12-31)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

NATION_AS_OF: Final = date(2025, 12, 31)
FROM: Final = date(2025, 1, 1)
ORGANIZATIONS: Final = 5_250_000  # R12: 基层组织 525.0 万
MEMBERS: Final = 100_271_000  # R12: 党员 10,027.1 万
COMMITTEES: Final = 306_000  # R12: 基层党委 30.6 万
GENERALS: Final = 330_000  # R12: 总支 33.0 万；余下的 461.4 万是支部
IN_ORGANS: Final = 13  # R12: 党政机关工作人员 759.2 万，约每 13 名党员一名；每 13 个单位有一个设党组
SHARD: Final = 7_000  # 134,000 members; three times as many take a fifth more time each (caches, pages of memory)
_FEWEST: Final = 8
_SMALLEST: Final = 800


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each kind a shard has, besides its work committee, its party groups and its groups."""

    committees: int
    generals: int
    branches: int
    members: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A country of so many basic organisations (committees, general branches, branches), cut into shards."""

    seed: int
    organizations: int = ORGANIZATIONS

    @property
    def shards(self) -> int:
        """As many as keep a shard small; a small country has eight, so that there is something to cut."""
        return max(self.organizations // SHARD, min(_FEWEST, self.organizations // _SMALLEST), 1)

    def size(self, number: int) -> Size:
        """What falls to one shard; all of them together make the whole."""
        committees, generals = self._part(COMMITTEES, number), self._part(GENERALS, number)
        branches = self._part(ORGANIZATIONS, number) - committees - generals
        return Size(committees, generals, branches, self._part(MEMBERS, number))

    def rng(self, number: int) -> np.random.Generator:
        """The chances of one shard."""
        return np.random.default_rng([self.seed, 2025, self.organizations, number])

    def _part(self, of_nation: int, number: int) -> int:
        whole = of_nation * self.organizations // ORGANIZATIONS
        return whole * (number + 1) // self.shards - whole * number // self.shards
