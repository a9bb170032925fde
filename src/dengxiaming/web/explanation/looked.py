"""The records looked at, in the order a reader needs: what counted, what nearly did, many of one reason folded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dengxiaming.reckoning.explaining.model import Considered

_FOLDED_FROM: Final = 4


@dataclass(frozen=True)
class Fold:
    """Several records left aside for one and the same reason."""

    reason: str
    held: tuple[Considered, ...]


@dataclass(frozen=True)
class Looked:
    """`first` line by line: what counted, then what did not for a reason of its own; `folds` the rest."""

    first: tuple[Considered, ...]
    folds: tuple[Fold, ...]
    counted: int
    aside: int


def looked_at(considered: Sequence[Considered]) -> Looked:
    """Sort and fold; inside each part the order given (by day) stays."""
    counted = [one for one in considered if one.counted]
    aside = [one for one in considered if not one.counted]
    by_reason: dict[str, list[Considered]] = {}
    for one in aside:
        by_reason.setdefault(one.reason, []).append(one)
    folded = {reason for reason, held in by_reason.items() if len(held) >= _FOLDED_FROM}
    return Looked(
        first=(*counted, *(one for one in aside if one.reason not in folded)),
        folds=tuple(Fold(reason, tuple(by_reason[reason])) for reason in by_reason if reason in folded),
        counted=len(counted),
        aside=len(aside),
    )
