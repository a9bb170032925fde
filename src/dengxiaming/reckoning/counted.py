"""Rows counted without being written out: by rule, organisation, period and status, for what a shard is home to.

What anybody above a branch reads. A period that is the id of an act, a trigger, a post or a term would count one by
one; such a duty is counted in the month in which it opens.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from dengxiaming.law.model import Rulebook
from dengxiaming.reckoning.arrays import NONE, Ints, ints, pick, unique
from dengxiaming.reckoning.judging import Judging
from dengxiaming.reckoning.periods import month_index
from dengxiaming.reckoning.rows import MET, STATUSES, Rows, Texts
from dengxiaming.reckoning.world import World

COUNTED: Final = ("rule", "organization", "period", "status")


def calendar_rules(rulebook: Rulebook) -> list[str]:
    """The duties whose period is the calendar's own, or made of it (patterns, streaks)."""
    return sorted({duty.id for duty in rulebook.duties if duty.every or duty.watches})


class Placing:
    """Under which organisation each bearer's rows are counted. `home` has the ids at home by kind, each with its own.

    `names` are those of the organisations, and at the end none: for a unit that no organisation covers.
    """

    def __init__(self, world: World, home: pl.DataFrame) -> None:
        self.world = world
        bodies, people, units = world.organization_ids, world.member_ids, world.unit_ids
        self.names = pl.concat([bodies.names, pl.Series([None], dtype=pl.String)])
        self._of = {}
        for kind, ids in (("organization", bodies), ("member", people), ("unit", units)):
            own = home.filter(pl.col("kind") == kind)
            under = np.where(own["organization"].is_null(), len(bodies), bodies.code(own["organization"]))
            self._of[kind] = _spread(ids.code(own["id"]), under, len(ids))
        acts, posts = world.acts, world.posts
        self._of["act"] = _spread(acts.id, self._own(acts.organization), len(world.act_ids))
        self._of["post"] = _spread(posts.id, self._own(posts.organization), len(world.post_ids))
        self._pairs: dict[int, tuple[pl.Series, Ints]] = {}

    def _own(self, organization: Ints) -> Ints:
        return pick(self._of["organization"], organization, NONE)

    def bearers(self, rows: Rows) -> Ints:
        """For each code of the rows' bearers the organisation, or `NONE` where the bearer is at home elsewhere."""
        return self._of[rows.bearer_kind] if rows.bearer_kind != "pair" else self._first_of(rows.names)

    def _first_of(self, names: pl.Series) -> Ints:
        """A pair is at home where its first is."""
        if id(names) not in self._pairs:
            first = names.str.split_exact("->", 1).struct.field("field_0")
            bodies, people = self.world.organization_ids.code(first), self.world.member_ids.code(first)
            at = np.where(bodies >= 0, self._own(bodies), pick(self._of["member"], people, NONE))
            self._pairs[id(names)] = names, at
        return self._pairs[id(names)][1]


def _spread(code: Ints, value: Ints, size: int) -> Ints:
    found = np.full(size, NONE, np.int64)
    known = code >= 0
    found[code[known]] = value[known]
    return found


def at_home(placing: Placing, parts: Iterable[Rows], *, unmet: bool) -> list[Rows]:
    """The rows of those at home; only those not met where so wished."""
    kept = []
    for part in parts:
        keep = placing.bearers(part)[part.bearer] >= 0
        if unmet:
            keep &= part.status != MET
        kept.append(part.take(np.flatnonzero(keep)))
    return kept


def counts(judging: Judging, placing: Placing, parts: Iterable[Rows]) -> pl.DataFrame:
    """How many rows there are, with `COUNTED` and their number, sorted so."""
    calendar = set(calendar_rules(judging.rulebook))
    held = sorted(parts, key=lambda part: part.rule)
    found = [_count(placing, part, calendar=part.rule in calendar) for part in held]
    texts = Texts()
    lengths = [len(one.organization) for one in found]
    rules = np.repeat(
        np.arange(len(held), dtype=np.int64) + texts.offset(pl.Series([one.rule for one in held])), lengths
    )
    periods = [one.period + texts.offset(one.labels) for one in found]
    organizations = [one.organization + texts.offset(placing.names) for one in found]
    statuses = [one.status + texts.offset(_WORDS) for one in found]
    pool = texts.pool()
    columns = (rules, *(np.concatenate([ints([]), *column]) for column in (organizations, periods, statuses)))
    frame = pl.DataFrame({name: pool[codes] for name, codes in zip(COUNTED, columns, strict=True)}).with_columns(
        count=pl.Series(np.concatenate([ints([]), *(one.number for one in found)])).cast(pl.UInt32)
    )
    several = {rule for rule, times in Counter(part.rule for part in held).items() if times > 1}
    ends = [0, *np.cumsum(lengths).tolist()]
    pieces, done = [], 0
    for rule in sorted(several):  # S1-4 is two duties
        own = [number for number, part in enumerate(held) if part.rule == rule]
        first, last = ends[own[0]], ends[own[-1] + 1]
        merged = frame[first:last].group_by(COUNTED).agg(pl.col("count").sum()).sort(COUNTED)
        pieces += [frame[done:first], merged]
        done = last
    counted = pl.concat([*pieces, frame[done:]])
    return counted.sort(COUNTED) if counted["organization"].null_count() else counted


class Counted(NamedTuple):
    """The counts of one duty, sorted: organisation, period and status as codes."""

    organization: Ints
    period: Ints
    labels: pl.Series
    status: Ints
    number: Ints


def _count(placing: Placing, part: Rows, *, calendar: bool) -> Counted:
    """Every row is a number made of organisation, period and status, in the order of their texts."""
    place, bodies = placing.bearers(part), len(placing.names)
    period, labels = (part.period, part.labels) if calendar else _months(part.opens)
    folded = part.folded
    ends = [] if folded is None else [folded.first, folded.first + len(folded.met) - 1]
    base, last = min([*ends, int(period.min(initial=len(labels)))]), max([*ends, int(period.max(initial=-1))])
    used = np.bincount(part.status, minlength=len(STATUSES)) > 0
    used[MET] |= folded is not None
    words = np.sort(_RANK[used])
    rank = words.searchsorted(_RANK)
    width = max(last - base + 1, 1) * max(len(words), 1)
    organization = place[part.bearer]
    key = organization * width + (period - base) * len(words) + rank[part.status]
    found = np.bincount(key[organization >= 0], minlength=bodies * width)
    if folded is not None:
        home = np.flatnonzero(place >= 0)
        under = place[home]
        for month, met in enumerate(folded.met, folded.first - base):
            found[month * len(words) + rank[MET] :: width] += np.bincount(under[met[home]], minlength=bodies)
    keys = np.flatnonzero(found)
    inside = keys % width
    status = words[inside % max(len(words), 1)] if len(words) else keys
    return Counted(keys // width, inside // max(len(words), 1) + base, labels, status, found[keys])


_WORDS: Final = pl.Series(sorted(STATUSES))
_RANK: Final = ints([sorted(STATUSES).index(status) for status in STATUSES])


def _months(opens: Ints) -> tuple[Ints, pl.Series]:
    """For each day the place of its month among those that occur, and their names."""
    months = month_index(opens)
    held = unique(months)
    named = [f"{1970 + int(month) // 12:04}-{int(month) % 12 + 1:02}" for month in held]
    return held.searchsorted(months), pl.Series(named, dtype=pl.String)
