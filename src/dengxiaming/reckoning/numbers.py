"""Numbers over time, for many days at once: the value in force on each duty's anchor decides verdict and force.

The anchor is the first day of the period; the trigger's, act's or post's day; a term's due_on; as_of for structure
(decisions.md, "What nobody had said" 4).
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from dengxiaming.law.model import Duty, Number
from dengxiaming.reckoning.arrays import Bools, Ints, ints
from dengxiaming.reckoning.periods import day_number


def _step(number: Number, anchors: Ints) -> Ints:
    """Which of a number's values is in force on each anchor; before the first value the first holds."""
    since = ints([day_number(value.since) for value in number.values])
    return np.maximum(np.searchsorted(since, anchors, "right") - 1, 0)


def value_at(number: Number, anchors: Ints) -> Ints:
    """The whole number in force on each anchor."""
    if len(number.values) == 1:
        return np.full(len(anchors), int(number.values[0].value), np.int64)
    return ints([int(value.value) for value in number.values])[_step(number, anchors)]


def binding_at(duty: Duty, anchors: Ints) -> Bools:
    """Whether every deciding number in force on each anchor stands in a text or was adopted."""
    binding = np.ones(len(anchors), np.bool_)
    for number in duty.deciding:
        local = [value.is_local for value in number.values]
        if all(local):
            binding[:] = False
        elif any(local):
            binding &= ~np.array(local)[_step(number, anchors)]
    return binding


def values_at(numbers: Sequence[Number], anchors: Ints, ends: Sequence[int]) -> Ints:
    """`value_at` of several numbers, the i-th for the anchors from ends[i] to ends[i + 1]."""
    found = np.repeat(ints([int(number.values[0].value) for number in numbers]), [b - a for a, b in pairwise(ends)])
    for number, (a, b) in zip(numbers, pairwise(ends), strict=True):
        if len(number.values) > 1:
            found[a:b] = value_at(number, anchors[a:b])
    return found


def bindings_at(duties: Sequence[Duty], anchors: Ints, ends: Sequence[int]) -> Bools:
    """`binding_at` of several duties, the i-th for the anchors from ends[i] to ends[i + 1]."""
    binding = np.array([not any(number.values[0].is_local for number in duty.deciding) for duty in duties])
    found = binding.repeat([b - a for a, b in pairwise(ends)])
    for duty, (a, b) in zip(duties, pairwise(ends), strict=True):
        if any(len(number.values) > 1 for number in duty.deciding):
            found[a:b] = binding_at(duty, anchors[a:b])
    return found
