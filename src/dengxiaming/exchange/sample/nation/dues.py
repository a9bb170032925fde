"""Twelve months of dues of each member of a shard, member by member."""

from datetime import date
from typing import Final

import numpy as np
import polars as pl

from dengxiaming.exchange.sample.nation.book import instants
from dengxiaming.exchange.sample.nation.land import Ints, Land
from dengxiaming.exchange.sample.nation.tables import NOBODY, days, number
from dengxiaming.reckoning.facts import TABLES

_FIRSTS: Final = np.array([number(date(2025, month, 1)) for month in range(1, 13)])
_LATE, _UNPAID, _EXCUSED, _NEVER = 0.01, 0.005, 0.001, 0.0005


def dues(land: Land, since: Ints) -> pl.DataFrame:
    """One payment in a hundred is late, one in two hundred missing, one member in two thousand never pays."""
    rng, count = land.rng, land.size.members
    member, month = np.arange(count).repeat(12), np.tile(np.arange(12), count)
    owed = (_FIRSTS + 31)[month] > since[member]
    member, month = member[owed], month[owed]
    payable = (rng.integers(2, 80, count) * 200)[member]
    chance = rng.random(len(member), dtype=np.float32)
    on = _FIRSTS[month] + rng.integers(0, 27, len(member)) + np.where(chance < _LATE, 30, 0)
    never = (rng.random(count, dtype=np.float32) < _NEVER)[member]
    excused = chance > 1 - _EXCUSED
    unpaid = (chance > 1 - _EXCUSED - _UNPAID) | never
    excuse = pl.DataFrame({"x": excused}).select(pl.when("x").then(pl.lit("因病住院"))).to_series()
    return pl.DataFrame({
        "member_id": land.members.gather(member),
        "month": days(_FIRSTS[month]),
        "payable": payable,
        "paid": np.where(unpaid, 0, payable),
        "paid_on": days(np.where(unpaid, NOBODY, on)),
        "recorded_at": instants(on),
        "excuse": excuse,
    }, schema=TABLES["dues"])  # fmt: skip
