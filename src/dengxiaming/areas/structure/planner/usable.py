"""Something usable where the time was too short to prove anything: the cheapest for each unit first, then one branch
put in the place of others for as long as that makes the whole cheaper.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from dengxiaming.areas.structure.planner.candidates import Candidate

_ROUNDS: Final = 3


def names_of(one: Candidate) -> tuple[str, ...]:
    """What a candidate takes up: its units, and the branch they join."""
    units = tuple(site.code for site in one.sites)
    return (*units, f"host {one.host.code}") if one.host else units


def greedy(found: Sequence[Candidate], prices: Sequence[int]) -> tuple[int, ...]:
    """Columns that do not meet, the cheapest a unit first."""
    taken: set[str] = set()
    picked: list[int] = []
    for column in sorted(range(len(found)), key=lambda place: (prices[place] / len(found[place].sites), place)):
        names = names_of(found[column])
        if taken.isdisjoint(names):
            taken.update(names)
            picked.append(column)
    return tuple(sorted(picked))


def mended(found: Sequence[Candidate], prices: Sequence[int], alone: int, picked: Iterable[int]) -> tuple[int, ...]:
    """A choice that costs no more than `picked`: for every unit in turn that is in none, the swap that saves most."""
    choice = _Choice(found, prices, alone)
    for column in picked:
        choice.take(column)
    columns: dict[str, list[int]] = defaultdict(list)
    for column, one in enumerate(found):
        for site in one.sites:
            columns[site.code].append(column)
    for _ in range(_ROUNDS):
        changed = [choice.mend(columns[unit]) for unit in sorted(columns) if unit not in choice.holder]
        if not any(changed):
            break
    return tuple(sorted(set(choice.holder.values())))


class _Choice:
    """Columns that do not meet: `holder` says of every name taken up by which."""

    def __init__(self, found: Sequence[Candidate], prices: Sequence[int], alone: int) -> None:
        self.prices, self.alone = prices, alone
        self.names = [frozenset(names_of(one)) for one in found]
        self.sizes = [len(one.sites) for one in found]
        self.column_of = {names: column for column, names in enumerate(self.names)}
        self.holder: dict[str, int] = {}

    def take(self, column: int) -> None:
        """Take a column; of those that meet it what is left stays together where that can be a branch."""
        for other in self._met(column):
            for name in self.names[other]:
                del self.holder[name]
            if (rest := self._rest(other, column)) is not None:
                self.holder.update(dict.fromkeys(self.names[rest], rest))
        self.holder.update(dict.fromkeys(self.names[column], column))

    def mend(self, columns: Sequence[int]) -> bool:
        """Take the one of some columns that saves most, if any does."""
        best = max(columns, key=self._saved)
        if self._saved(best) <= 0:
            return False
        self.take(best)
        return True

    def _met(self, column: int) -> set[int]:
        return {self.holder[name] for name in self.names[column] if name in self.holder}

    def _rest(self, other: int, column: int) -> int | None:
        return self.column_of.get(self.names[other] - self.names[column])

    def _worth(self, column: int) -> int:
        return self.alone * self.sizes[column] - self.prices[column]

    def _saved(self, column: int) -> int:
        given_up = 0
        for other in self._met(column):
            rest = self._rest(other, column)
            given_up += self._worth(other) - (0 if rest is None else self._worth(rest))
        return self._worth(column) - given_up
