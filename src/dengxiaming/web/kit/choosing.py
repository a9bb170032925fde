"""Of many that can be chosen a form lists some: who is chosen, and who is found by name or else the first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

MOST: Final = 100
"""More than this nobody reads through: the 工委 of a large city could name ten thousand people."""


@dataclass(frozen=True)
class Listed:
    """What a form lists, by code, of so many in all; `text` is what was looked for, `found` how many have it."""

    options: dict[str, str]
    whole: int
    text: str = ""
    found: int = 0

    @property
    def is_part(self) -> bool:
        """Whether there are others to look for."""
        return len(self.options) < self.whole

    @property
    def is_cut(self) -> bool:
        """Whether more were found than are listed."""
        return self.found > MOST


def listed(known: Mapping[str, str], chosen: Iterable[str], text: str = "") -> Listed:
    """All of a few; of many those chosen, then those with `text` in their name, or the first where none has it."""
    if len(known) <= MOST:
        return Listed(dict(known), len(known))
    words = text.strip()
    found = [code for code, name in known.items() if words and words in name]
    codes = dict.fromkeys((*(code for code in chosen if code in known), *islice(found or known, MOST)))
    return Listed({code: known[code] for code in codes}, len(known), words, len(found))
