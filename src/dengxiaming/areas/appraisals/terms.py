"""The words of the democratic appraisal, and its numbers from `numbers.toml`."""

import tomllib
from importlib.resources import files
from typing import Final

from dengxiaming.areas.ballots.core import GRADES as CHOICES

_NUMBERS: Final = tomllib.loads(files(__package__).joinpath("numbers.toml").read_text(encoding="utf-8"))
_UNCHECKED: Final = "回忆"


def cite(name: str) -> str:
    """Where a number stands, `R8`, marked where it still has to be compared with the text."""
    held = _NUMBERS[name]
    return f"{held['source']}，待核" if held["checked"] == _UNCHECKED else str(held["source"])


GRADES: Final = dict(CHOICES)
"""R8: four grades."""
UNQUALIFIED: Final = "unqualified"
EXCELLENT: Final = "excellent"
MOST_EXCELLENT: Final[tuple[int, int]] = (_NUMBERS["excellent"]["part"], _NUMBERS["excellent"]["whole"])
"""The share of 优秀 (R8, 地方参数): shown beside the grades, it decides nothing."""
MEASURES: Final = {"correct": "限期改正", "persuade": "劝退", "remove": "除名"}
"""R7. A member persuaded to leave may not join again for some years."""
LONGEST_CORRECTION_MONTHS: Final[int] = _NUMBERS["correction"]["months"]
"""R7: 限期改正一般不超过1年."""
REJOIN_YEARS: Final[int] = _NUMBERS["rejoining"]["years"]
