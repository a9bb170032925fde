"""The sums of an electronic ballot as an election reads them. Names written in are words: they are matched with those
who could be chosen; what matches nobody, or two, is nobody's. Pure.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Final

from dengxiaming.areas.ballots.core import Tally
from dengxiaming.areas.elections.core import ABSTAIN, AGAINST, FOR, Contest

CHOICES: Final = {"yes": FOR, "no": AGAINST, "abstain": ABSTAIN}
"""The choices of a ballot, in an election's words."""


def votes(
    tally: Tally | None, names: Mapping[str, str], others: Collection[str]
) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """Votes by member and choice, and what was written in and is nobody's."""
    if tally is None:
        return {}, {}
    found = {
        member: {CHOICES[choice]: number for choice, number in choices.items()}
        for member, choices in tally.by_question.items()
    }
    by_name = Counter(names[who] for who in others if who in names)
    codes = {names[who]: who for who in others if who in names and by_name[names[who]] == 1}
    stray: dict[str, int] = {}
    for name, number in tally.written.items():
        plain = name.strip()
        if plain in codes:
            found[codes[plain]] = {FOR: number}
        else:
            stray[plain] = stray.get(plain, 0) + number
    return found, stray


def stray_winner(stray: Mapping[str, int], contest: Contest) -> str:
    """A name that would be elected if anybody knew whose it is; "" where there is none."""
    return next((name for name, number in stray.items() if 2 * number > contest.present), "")
