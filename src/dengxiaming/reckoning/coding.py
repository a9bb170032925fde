"""From Polars columns to integer columns: ids become ranks, words positions in their list, dates day numbers."""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import repeat
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from dengxiaming.reckoning.arrays import NONE, Bools, Ints, ints
from dengxiaming.reckoning.line import EVER, FOREVER

SMALL: Final = 20_000  # entries below which a plain Python dict beats a Polars join
_FEW: Final = 2_000  # entries below which plain Python beats a Polars cast or explode
_MANY: Final = 1 << 16  # lists taken apart at a time: what they hold then stays in the processor's caches
_FEWER: Final = 16  # so many times fewer references than names are searched for instead of joined
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
            return
        first, *others = (column.alias("id") for column in columns)
        self.names = _distinct(first)
        more = [column.drop_nulls().unique() for column in others]
        unknown = [column.filter(pl.Series(self._found(column) < 0)) for column in more]
        if any(map(len, unknown)):
            self.names = pl.concat([self.names, *unknown]).unique().sort().rechunk()

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def _dict(self) -> dict[str | None, int]:
        return {name: code for code, name in enumerate(self.names.to_list())}

    def code(self, column: pl.Series | list[str]) -> Ints:
        """The code of each reference; `NONE` where it is null or not in the table."""
        if not len(self.names) or not len(column):
            return np.full(len(column), NONE, np.int64)
        if len(self.names) < SMALL and len(column) < SMALL:
            known = self._dict
            values = column if isinstance(column, list) else column.to_list()
            return np.fromiter(map(known.get, values, repeat(NONE)), np.int64, len(values))
        refs = pl.Series("id", column, dtype=pl.String)
        if refs.null_count():
            codes = np.full(len(refs), NONE, np.int64)
            codes[refs.is_not_null().to_numpy()] = self.code(refs.drop_nulls())
            return codes
        runs = refs.rle()  # references mostly come in runs: each run is looked up once
        found = self._found(runs.struct.field("value"))
        return found if len(found) == len(refs) else found.repeat(runs.struct.field("len").to_numpy())

    def _found(self, refs: pl.Series) -> Ints:
        """The code of each of some texts: in order they are the names, few are searched for, many are joined."""
        size = len(self.names)
        if len(refs) == size and refs.equals(self.names):
            return np.arange(size, dtype=np.int64)
        if len(refs) * _FEWER < size:
            at = np.minimum(self.names.search_sorted(refs).to_numpy().astype(np.int64), size - 1)
            return np.where((self.names.gather(at) == refs).to_numpy(), at, NONE)
        known = pl.DataFrame({"id": self.names, "code": np.arange(size, dtype=np.int64)})
        found = refs.alias("id").to_frame().join(known, on="id", how="left", maintain_order="left")["code"]
        return found.fill_null(NONE).to_numpy()

    def find(self, name: str) -> int:
        """The code of one id, or `NONE`."""
        return int(self.code([name])[0])


def _distinct(column: pl.Series) -> pl.Series:
    """The distinct texts in order; tables are mostly in the order of their ids already."""
    if column.is_sorted():
        return column.rle().struct.field("value").alias("id").rechunk()
    return column.unique().sort().rechunk()


def rest(ids: Ids, column: pl.Series | list[str], others: Ints) -> Ints:
    """The code of each reference that is not one of `others`: an id stands in one of the two tables (contract 1)."""
    if isinstance(column, list):
        return ids.code(column)
    codes, left = np.full(len(column), NONE, np.int64), np.flatnonzero(others < 0)
    codes[left] = ids.code(column.gather(left))
    return codes


def by_day(on: Ints, code: Ints) -> Ints:
    """The order by day, then code. Days of one lifetime fit sixteen bits, which numpy sorts without comparing."""
    low = int(on.min(initial=FOREVER))
    if len(on) and int(on.max()) - low < 1 << 16 and (code[1:] > code[:-1]).all():
        return (on - low).astype(np.uint16).argsort(kind="stable")
    return np.lexsort((code, on))


def numbers(column: pl.Series, empty: int = 0) -> Ints:
    """A column of whole numbers; `empty` where it is null."""
    if not column.null_count():
        return column.to_numpy().astype(np.int64)
    held = column.to_numpy()  # floats, with NaN for null
    return np.where(np.isnan(held), empty, held).astype(np.int64)


def day_numbers(column: pl.Series, empty: int) -> Ints:
    """A date column as day numbers; `empty` where it is null; days no calendar page shows are open ends."""
    held = days(column, empty).astype(np.int64)
    if len(held) and (held.min() < EVER or held.max() > FOREVER):
        held = np.minimum(np.maximum(held, EVER), FOREVER)
    return held


def days(column: pl.Series, empty: int) -> npt.NDArray[np.int32]:
    """A date column as it is held; `empty` where it is null. Of few days NumPy asks for less than Polars."""
    if len(column) < _FEW:
        found = column.to_numpy().astype("datetime64[D]")
        held = found.astype(np.int32)
        held[np.isnat(found)] = empty
        return held
    physical = column.to_physical()
    return (physical.fill_null(empty) if physical.null_count() else physical).to_numpy()


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
    mask = np.zeros(len(column), np.int64)
    for start in range(0, len(column), _MANY):
        some = slice(start, start + _MANY)
        mask[some] = _masks_of_many(column[some], tuple(words))
    return mask


def _masks_of_many(column: pl.Series, words: tuple[str, ...]) -> Ints:
    lengths = column.list.len().to_numpy().astype(np.int64)
    mask, filled = np.zeros(len(column), np.int64), np.flatnonzero(lengths)
    if len(filled):
        codes = column.explode(empty_as_null=False).cast(pl.Enum(words), strict=False).to_physical()
        bit = np.append(np.int64(1) << np.arange(len(words)), 0)[codes.fill_null(len(words)).to_numpy()]
        mask[filled] = np.bitwise_or.reduceat(bit, (lengths.cumsum() - lengths)[filled])
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
