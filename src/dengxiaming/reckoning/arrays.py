"""The half dozen array steps everything in the kernel is made of.

Why numpy inside and Polars only at the edges: docs/adr/0002. All arrays are one-dimensional; codes, days and counts are
int64. A *key* is any integer that two sides share; `match` is the only join.
"""

from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Days = npt.NDArray[np.int32]  # where there are very many
Bools = npt.NDArray[np.bool_]
Bools2 = np.ndarray[tuple[int, int], np.dtype[np.bool_]]

_T = TypeVar("_T", bound=np.generic)

NONE: Final = -1  # no code: an empty reference


def ints(values: npt.ArrayLike) -> Ints:
    """Any integers as int64."""
    return np.asarray(values, dtype=np.int64)


def ranges(lo: Ints, hi: Ints) -> Ints:
    """All integers of the ranges [lo, hi), one range after the other.

    >>> ranges(ints([3, 7]), ints([5, 8])).tolist()
    [3, 4, 7]
    """
    counts = hi - lo
    ends = counts.cumsum()
    total = int(ends[-1]) if len(ends) else 0
    if total <= np.count_nonzero(counts):  # no range longer than one
        return lo[counts > 0]
    return np.arange(total, dtype=np.int64) + np.repeat(lo - (ends - counts), counts)


def match(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """The index pairs (i, j) with left[i] == right[j] ≥ 0, i ascending, then j in the order of `right`."""
    order = right.argsort(kind="stable")
    keys = right[order]
    lo = keys.searchsorted(left, "left")
    hi = np.where(left >= 0, _after(keys, left, lo), lo)
    return np.repeat(np.arange(len(left), dtype=np.int64), hi - lo), order[ranges(lo, hi)]


def _after(keys: Ints, wanted: Ints, lo: Ints) -> Ints:
    """Where each wanted value ends in the ascending keys; `lo` is where it begins. Searching a second time costs more
    than seeing where each run of keys ends.
    """
    if not len(keys):
        return lo
    starts, lengths = runs(np.append(True, keys[1:] != keys[:-1]))
    ends = np.append(np.repeat(starts + lengths, lengths), len(keys))
    return np.where(keys[np.minimum(lo, len(keys) - 1)] == wanted, ends[lo], lo)


def lookup(keys: Ints, values: Ints, wanted: Ints) -> Ints:
    """The value of each wanted key (keys unique, any order); `NONE` where there is none."""
    if not len(keys):
        return np.full(len(wanted), NONE, np.int64)
    order = keys.argsort(kind="stable")
    at = np.minimum(keys[order].searchsorted(wanted), len(keys) - 1)
    found = order[at]
    return np.where(keys[found] == wanted, values[found], NONE)


def contains(keys: Ints, wanted: Ints) -> Bools:
    """Whether each wanted key is among the keys; `keys` ascend."""
    if not len(keys):
        return np.zeros(len(wanted), np.bool_)
    at = np.minimum(keys.searchsorted(wanted), len(keys) - 1)
    return keys[at] == wanted


def pick(column: npt.NDArray[_T], codes: Ints, empty: int) -> npt.NDArray[_T]:
    """A column looked up by code; `empty` where the code is `NONE`."""
    if not len(column):
        return np.full(len(codes), empty, column.dtype)
    return np.where(codes >= 0, column[codes], column.dtype.type(empty))


def unique(values: Ints) -> Ints:
    """The distinct values, ascending. numpy's own hashes first: sixty times slower on three million keys."""
    held = np.sort(values)
    if not len(held):
        return held
    first = np.ones(len(held), np.bool_)
    np.not_equal(held[1:], held[:-1], out=first[1:])
    return held[first]


def set_bits(masks: Ints) -> tuple[Ints, Ints]:
    """Row and number of every bit that is set, by row.

    >>> [column.tolist() for column in set_bits(ints([4, 0, 3]))]
    [[0, 2, 2], [2, 0, 1]]
    """
    row = np.flatnonzero(masks)
    rows, numbers = [row], []
    masks = masks[row]
    while len(masks):  # once for each bit of the fullest mask
        lowest = masks & -masks
        numbers.append(np.bitwise_count(lowest - 1).astype(np.int64))
        more = np.flatnonzero(masks ^ lowest)
        row, masks = row[more], (masks ^ lowest)[more]
        rows.append(row)
    row, number = np.concatenate(rows), np.concatenate([*numbers, ints([])])
    order = row.argsort(kind="stable")
    return row[order], number[order]


def count_by(codes: Ints, size: int) -> Ints:
    """How often each code 0 … size−1 occurs; codes below 0 are left out."""
    return np.bincount(codes[codes >= 0], minlength=size).astype(np.int64)


def runs(breaks: Bools) -> tuple[Ints, Ints]:
    """Start and length of each run, where `breaks[i]` says that i begins a new one (the first always does)."""
    starts = np.flatnonzero(breaks)
    return starts, np.diff(np.append(starts, len(breaks)))
