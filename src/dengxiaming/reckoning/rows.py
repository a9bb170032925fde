"""Verdict rows while they are still integers, and the one place where they become the contract's table (section 2)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl

from dengxiaming.law import vocabulary
from dengxiaming.reckoning.arrays import Bools, Bools2, Ints, ints, ranges
from dengxiaming.reckoning.facts import VERDICT
from dengxiaming.reckoning.tables import BACKFILLED, INCOMPLETE

NEVER: Final = 1 << 40  # no day: not satisfied
STATUSES: Final = tuple(vocabulary.STATUSES)
MET, LATE, OPEN, MISSED, UPCOMING, RAISED, WAIVED = range(len(STATUSES))
_BATCH: Final = 1 << 20
_CHUNKS: Final = 8  # beyond it Polars lays the pieces of a column together each time it looks something up
_COLUMNS: Final = (
    "bearer", "period", "opens", "due", "required", "counted", "satisfied", "status", "binding", "flags",
)  # fmt: skip
_SORT: Final = ("rule", "bearer_id", "opens_on", "period", "bearer_kind")


@dataclass(frozen=True)
class Evidence:
    """What was counted: of each row the entries lo … hi−1 of `held`, which are codes into `ids`."""

    ids: pl.Series
    lo: Ints
    hi: Ints
    held: Ints

    @classmethod
    def laid(cls, ids: pl.Series, counts: Ints, held: Ints) -> "Evidence":
        """How many each row has, and all of them in the order of the rows."""
        hi = counts.cumsum()
        return cls(ids, hi - counts, hi, held)

    @property
    def counts(self) -> Ints:
        """How many each row has."""
        return self.hi - self.lo

    @property
    def codes(self) -> Ints:
        """All of them, row by row."""
        return self.held[ranges(self.lo, self.hi)]

    def take(self, index: "Ints | Bools | slice[int, int]") -> "Evidence":
        """That of some of the rows, in the order given."""
        return replace(self, lo=self.lo[index], hi=self.hi[index])


@dataclass(frozen=True)
class Folded:
    """Duties that are met and of which nothing but their number is asked: `met[p, b]` is that of bearer b in the
    period `first` + p.
    """

    first: int
    met: Bools2


class Heading(NamedTuple):
    """What all rows of one duty share."""

    rule: str
    bearer_kind: str
    names: pl.Series
    labels: pl.Series


@dataclass(frozen=True)
class Rows:
    """The rows of one duty; periodic ones by bearer, opens_on, period.

    `bearer` and `period` are codes into `names` and `labels`.
    """

    rule: str
    bearer_kind: str
    names: pl.Series
    labels: pl.Series
    bearer: Ints
    period: Ints
    opens: Ints
    due: Ints
    required: Ints
    counted: Ints
    satisfied: Ints
    status: Ints
    binding: Bools
    flags: Ints
    evidence: Evidence | None = None
    folded: Folded | None = None

    def __len__(self) -> int:
        return len(self.bearer)

    def take(self, index: "Ints | Bools | slice[int, int]") -> "Rows":
        """Some of the rows, in the order given; what is folded is left behind."""
        evidence = None if self.evidence is None else self.evidence.take(index)
        columns: dict[str, Any] = {name: getattr(self, name)[index] for name in _COLUMNS}
        return replace(self, evidence=evidence, folded=None, **columns)

    @classmethod
    def split(
        cls, headings: "Sequence[Heading]", ends: Sequence[int], columns: dict[str, Any], evidence: Evidence | None
    ) -> "list[Rows]":
        """The rows of several duties, laid end to end in `columns`: those of the i-th from ends[i] to ends[i + 1]."""
        parts: list[Evidence | None] = [None] * len(headings)
        if evidence is not None:
            parts = [evidence.take(slice(a, b)) for a, b in pairwise(ends)]
        return [
            cls(*heading, **{name: column[a:b] for name, column in columns.items()}, evidence=part)
            for heading, (a, b), part in zip(headings, pairwise(ends), parts, strict=True)
        ]

    @classmethod
    def joined(cls, parts: "Sequence[Rows]", labels: pl.Series, period: Ints) -> "Rows":
        """Rows without evidence one after the other, under labels of their own."""
        columns: dict[str, Any] = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS}
        return replace(parts[0], **{**columns, "labels": labels, "period": period})

    def ordered(self) -> "Rows":
        """By bearer, opens_on, period; codes of names and labels are ranks of their text."""
        later, same = np.ones(max(len(self) - 1, 0), np.bool_), None
        for column in (self.bearer, self.opens, self.period):
            before, after = column[:-1], column[1:]
            later = after > before if same is None else later | (same & (after > before))
            same = after == before if same is None else same & (after == before)
        if later.all():
            return self
        return self.take(np.lexsort((self.period, self.opens, self.bearer)))


def status_of(as_of: int, opens: Ints, due: Ints, satisfied: Ints) -> Ints:
    """The status of each duty (contract 3.8)."""
    undone = np.where(as_of < opens, UPCOMING, np.where(as_of <= due, OPEN, MISSED))
    return np.where(satisfied == NEVER, undone, np.where(satisfied <= due, MET, LATE))


def any_flag(flags: Ints, lo: Ints, hi: Ints) -> Ints:
    """The flags that any of the entries lo … hi−1 carries."""
    result = np.zeros(len(lo), np.int64)
    if not flags.any():
        return result
    for bit in (BACKFILLED, INCOMPLETE):
        total = np.concatenate(([0], np.cumsum((flags & bit) > 0)))
        result |= np.where(total[hi] > total[lo], bit, 0)
    return result


def table(parts: Iterable[Rows]) -> pl.DataFrame:
    """All rows as the contract's table, sorted as it says."""
    held = sorted((part.ordered() for part in parts if len(part)), key=lambda part: part.rule)
    if not held:
        return pl.DataFrame(schema=VERDICT)
    frame = pl.concat([_frame(batch) for batch in _batches(held)], rechunk=False)
    ends = [0, *np.cumsum([len(part) for part in held]).tolist()]
    pieces, done = [], 0
    for _, group in groupby(range(len(held)), key=lambda i: held[i].rule):
        first, *others = group
        if others:  # several duties of one clause (S1-4): sort them together
            pieces += [frame[done : ends[first]], frame[ends[first] : ends[others[-1] + 1]].sort(_SORT)]
            done = ends[others[-1] + 1]
    return pl.concat([*pieces, frame[done:]], rechunk=False) if pieces else frame


def _batches(held: Sequence[Rows]) -> Iterator[list[Rows]]:
    """The rows in order, about a million at a time: what is written out needs no more than that much room beside it."""
    batch: list[Rows] = []
    size = 0
    for part in held:
        for start in range(0, len(part), _BATCH):
            batch.append(part.take(slice(start, start + _BATCH)) if len(part) > _BATCH else part)
            size += len(batch[-1])
            if size >= _BATCH:
                yield batch
                batch, size = [], 0
    if batch:
        yield batch


def _frame(held: Sequence[Rows]) -> pl.DataFrame:
    """All rows in one step: every text is a code into one pool."""
    texts = Texts()
    lengths = [len(part) for part in held]

    def column(name: str) -> Ints:
        return np.concatenate([getattr(part, name) for part in held])

    def each(words: Sequence[str]) -> Ints:
        return np.repeat(np.arange(len(held), dtype=np.int64) + texts.offset(pl.Series(words)), lengths)

    codes = {
        "rule": each([part.rule for part in held]),
        "bearer_kind": each([part.bearer_kind for part in held]),
        "bearer_id": np.concatenate([part.bearer + texts.offset(part.names) for part in held]),
        "period": np.concatenate([part.period + texts.offset(part.labels) for part in held]),
        "status": column("status") + texts.offset(_STATUS_TEXTS),
        "force": column("binding") + texts.offset(_FORCE_TEXTS),
    }
    counts, found = _evidence(held, texts)
    pool = texts.pool()
    columns = {
        **{name: pool[held] for name, held in codes.items()},
        "opens_on": _dates(column("opens")),
        "due_on": _dates(column("due")),
        "required": column("required"),
        "counted": column("counted"),
        "satisfied_on": _dates(column("satisfied")),
        "flags": _FLAGS[column("flags")],
        "evidence": _lists(counts, found, pool),
    }
    return pl.DataFrame({name: columns[name] for name in VERDICT})


_STATUS_TEXTS: Final = pl.Series(STATUSES)
_FORCE_TEXTS: Final = pl.Series(["advisory", "binding"])
_NO_IDS: Final = pl.Series("text", [[]], dtype=pl.List(pl.String))
_FLAGS: Final = pl.Series([[], ["backfilled"], ["incomplete"], ["backfilled", "incomplete"]], dtype=pl.List(pl.String))


class Texts:
    """The text columns that codes point into, laid end to end."""

    def __init__(self) -> None:
        self._offsets: dict[int, int] = {}
        self._parts: list[pl.Series] = []  # kept alive here: a column is known by its identity
        self._size = 0

    def offset(self, series: pl.Series) -> int:
        """Where a text column begins in the pool."""
        if id(series) not in self._offsets:
            self._offsets[id(series)] = self._size
            self._parts.append(series)
            self._size += len(series)
        return self._offsets[id(series)]

    def pool(self) -> pl.Series:
        """All texts."""
        return pl.concat([part.alias("text") for part in self._parts], rechunk=len(self._parts) > _CHUNKS)


def _evidence(held: Sequence[Rows], texts: Texts) -> tuple[Ints, Ints]:
    """How many ids each row has, and all of them as codes into the pool."""
    counts, codes = [], []
    for part in held:
        found = part.evidence
        if found is None:
            counts.append(np.zeros(len(part), np.int64))
        else:
            counts.append(found.counts)
            codes.append(found.codes + texts.offset(found.ids))
    return np.concatenate(counts), np.concatenate(codes) if codes else ints([])


def _lists(counts: Ints, codes: Ints, pool: pl.Series) -> pl.Series:
    """The ids of each row as one list; rows without any share one empty list.

    Rows with equally many ids are laid out as a table of that width: far less work than grouping.
    """
    hi, order = counts.cumsum(), counts.argsort(kind="stable")
    ids = pool[codes[ranges((hi - counts)[order], hi[order])]]
    lists, done = [_NO_IDS], 0
    for size, rows in enumerate(np.bincount(counts).tolist()):
        if size and rows:
            lists.append(ids[done : done + size * rows].reshape((rows, size)).cast(_NO_IDS.dtype))
            done += size * rows
    at = np.zeros(len(counts), np.int64)
    some = order[np.count_nonzero(counts == 0) :]
    at[some] = np.arange(1, len(some) + 1)
    return pl.concat(lists, rechunk=True)[at]


def _dates(days: Ints) -> pl.Series:
    """Day numbers as dates; null where there is no day."""
    never = days == NEVER
    if not never.any():
        return pl.Series(days.astype(np.int32)).cast(pl.Date)
    held = np.where(never, 0, days).astype("datetime64[D]")
    held[never] = np.datetime64("NaT")
    return pl.Series(held)
