"""From Polars columns to integer columns: ids become ranks, words positions in their list, dates day numbers."""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import repeat
from typing import Final

import numpy as np
import polars as pl

from dengxiaming.reckoning.arrays import NONE, Bools, Ints, ints
from dengxiaming.reckoning.line import EVER, FOREVER

SMALL: Final = 20_000  # entries below which a plain Python dict beats a Polars join
_FEW: Final = 2_000  # entries below which plain Python beats a Polars cast or explode
_DAY_US: Final = 86_400_000_000
_SHANGHAI_US: Final = 8 * 3_600_000_000  # UTC+8 all year round since 1991, before anything was recorded here


class Ids:
    """The distinct ids of a table in code-point order; a code is a position in it.

    A branch has hundreds of ids and a province millions: below `SMALL` a dict is faster than a join.
    """

    def __init__(self, *columns: pl.Series) -> None:
        if sum(map(len, columns)) < SMALL:
            held = sorted(set().union(*(column.to_list() for column in columns)))
            self.names = pl.Series("id", held, dtype=pl.String)
        else:
            self.names = pl.concat([column.alias("id") for column in columns]).unique().sort().rechunk()

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def _dict(self) -> dict[str | None, int]:
        return {name: code for code, name in enumerate(self.names.to_list())}

    @cached_property
    def _frame(self) -> pl.DataFrame:
        return pl.DataFrame({"id": self.names, "code": np.arange(len(self.names), dtype=np.int64)})

    def code(self, column: pl.Series | list[str]) -> Ints:
        """The code of each reference; `NONE` where it is null or not in the table."""
        if not len(self.names) or not len(column):
            return np.full(len(column), NONE, np.int64)
        if len(self.names) < SMALL and len(column) < SMALL:
            known = self._dict
            values = column if isinstance(column, list) else column.to_list()
            return np.fromiter(map(known.get, values, repeat(NONE)), np.int64, len(values))
        refs = pl.Series("id", column, dtype=pl.String)
        heads = np.ones(len(refs), np.bool_)  # references mostly come in runs: each run is looked up once
        heads[1:] = refs[1:].ne_missing(refs[:-1]).to_numpy()
        found = refs.filter(heads).to_frame().join(self._frame, on="id", how="left", maintain_order="left")["code"]
        return found.fill_null(NONE).to_numpy()[np.cumsum(heads) - 1]

    def find(self, name: str) -> int:
        """The code of one id, or `NONE`."""
        return int(self.code([name])[0])


def numbers(column: pl.Series, empty: int = 0) -> Ints:
    """A column of whole numbers; `empty` where it is null."""
    if not column.null_count():
        return column.to_numpy().astype(np.int64)
    held = column.to_numpy()  # floats, with NaN for null
    return np.where(np.isnan(held), empty, held).astype(np.int64)


def day_numbers(column: pl.Series, empty: int) -> Ints:
    """A date column as day numbers; `empty` where it is null; days no calendar page shows are open ends."""
    if column.null_count():
        days = column.to_numpy().astype("datetime64[D]")
        held = days.astype(np.int64)
        held[np.isnat(days)] = empty
    else:
        held = column.cast(pl.Int32).to_numpy().astype(np.int64)
    return np.minimum(np.maximum(held, EVER, out=held), FOREVER, out=held)


def filled(column: pl.Series) -> Bools:
    """Where a column is not null, and not false."""
    if len(column) < SMALL:
        return np.array([value is not None and value is not False for value in column.to_list()], np.bool_)
    return (column.fill_null(value=False) if column.dtype == pl.Boolean() else column.is_not_null()).to_numpy()


def local_days(instants: pl.Series) -> Ints:
    """The calendar day in Shanghai of each instant."""
    return (instants.cast(pl.Int64).to_numpy() + _SHANGHAI_US) // _DAY_US


def word_codes(column: pl.Series | list[str], words: Sequence[str]) -> Ints:
    """A column of words of a closed vocabulary as codes; `NONE` where it is null or unknown."""
    if len(column) < _FEW:
        known = _positions(tuple(words))
        values = column if isinstance(column, list) else column.to_list()
        return np.fromiter(map(known.get, values, repeat(NONE)), np.int64, len(values))
    found = pl.Series(column).cast(pl.Enum(words), strict=False).to_physical()
    if found.null_count():
        found = found.cast(pl.Int64).fill_null(NONE)
    return found.to_numpy().astype(np.int64)


@lru_cache(maxsize=16)
def _positions(words: tuple[str, ...]) -> dict[str | None, int]:
    return {word: position for position, word in enumerate(words)}


def exploded(column: pl.Series) -> tuple[Ints, pl.Series | list[str]]:
    """Row number and value of each entry of a list column."""
    if len(column) < _FEW:
        lists = column.to_list()
        rows = np.arange(len(column), dtype=np.int64)
        return np.repeat(rows, [len(entries) for entries in lists]), [entry for entries in lists for entry in entries]
    lengths = column.list.len().to_numpy().astype(np.int64)
    return np.repeat(np.arange(len(column), dtype=np.int64), lengths), column.explode(empty_as_null=False)


def masks(column: pl.Series, words: Sequence[str]) -> Ints:
    """A list column of words as one bit mask a row; unknown words are left out."""
    if len(column) < _FEW:
        return np.array(_masks(column.to_list(), _bits(tuple(words))), np.int64)
    rows, values = exploded(column)
    codes = word_codes(values, words)
    mask = np.zeros(len(column), np.int64)
    starts = np.flatnonzero(np.diff(rows, prepend=NONE))
    if len(starts):
        bit = np.where(codes >= 0, np.int64(1) << np.maximum(codes, 0), 0)
        mask[rows[starts]] = np.bitwise_or.reduceat(bit, starts)
    return mask


def _masks(rows: list[list[str]], bit: dict[str, int]) -> list[int]:
    """The bits of each row's words."""
    found = []
    for words in rows:
        mask = 0
        for word in words:
            mask |= bit.get(word, 0)
        found.append(mask)
    return found


@lru_cache(maxsize=16)
def _bits(words: tuple[str, ...]) -> dict[str, int]:
    return {word: 1 << position for position, word in enumerate(words)}


def pair_names(first: pl.Series, a: Ints, second: pl.Series, b: Ints) -> tuple[pl.Series, Ints]:
    """Pairs written `A->B`, in code-point order, and which pair each of them is."""
    if max(len(a), len(first), len(second)) < SMALL:
        one, other = first.to_list(), second.to_list()
        texts = [f"{one[x]}->{other[y]}" for x, y in zip(a.tolist(), b.tolist(), strict=True)]
        order = sorted(range(len(texts)), key=texts.__getitem__)
        return pl.Series([texts[i] for i in order], dtype=pl.String), ints(order)
    written = first.gather(a) + "->" + second.gather(b)
    order_ = written.arg_sort()
    return written.gather(order_), ints(order_.to_numpy())


@lru_cache(maxsize=256)
def bits(words: tuple[str, ...], vocabulary: tuple[str, ...]) -> int:
    """The bit mask of some words of a vocabulary."""
    return sum(1 << vocabulary.index(word) for word in words)


@lru_cache(maxsize=256)
def among(words: tuple[str, ...], vocabulary: tuple[str, ...]) -> Bools:
    """For each code of a vocabulary whether it is one of the words; the last entry answers for `NONE`: no."""
    chosen = np.zeros(len(vocabulary) + 1, np.bool_)
    chosen[[vocabulary.index(word) for word in words]] = True
    chosen.flags.writeable = False
    return chosen
