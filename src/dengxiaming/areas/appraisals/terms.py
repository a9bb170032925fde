"""The words of the democratic appraisal."""

from typing import Final

from dengxiaming.areas.ballots.core import GRADES as CHOICES

GRADES: Final = dict(CHOICES)
"""R8: four grades."""
UNQUALIFIED: Final = "unqualified"
EXCELLENT: Final = "excellent"
MOST_EXCELLENT: Final = (1, 3)
"""The share of 优秀 (R8, 地方参数、待核): shown beside the grades, it decides nothing."""
MEASURES: Final = {"correct": "限期改正", "persuade": "劝退", "remove": "除名"}
"""R7. A member persuaded to leave may not join again for five years."""
LONGEST_CORRECTION_MONTHS: Final = 12
"""R7: 限期改正一般不超过1年."""
REJOIN_YEARS: Final = 5
