"""A shard put together, with what is at home in it."""

from collections.abc import Iterable

import numpy as np
import polars as pl

from dengxiaming.exchange.sample.nation import acts, dues, tables
from dengxiaming.exchange.sample.nation.land import Land
from dengxiaming.exchange.sample.nation.plan import Plan
from dengxiaming.reckoning.facts import TABLES, Facts


def build_shard(plan: Plan, shard: int) -> Facts:
    """One work committee with all below it. The country's own, above it, has its acts in the first shard."""
    land = Land(shard, plan.size(shard), plan.rng(shard))
    organizations, units = tables.organizations(land)
    elections = tables.elected(land)
    members = tables.members(land)
    since = members.unique("id", keep="first", maintain_order=True)["from"].cast(pl.Int32).to_numpy().astype(np.int64)
    year, rolls, triggers = acts.year(land, elections)
    return Facts.of(
        organizations=organizations,
        units=units,
        members=members,
        posts=tables.posts(land, elections),
        acts=year,
        attendance=rolls,
        dues=dues.dues(land, since),
        triggers=triggers,
    )


def laid_together(shards: Iterable[Facts]) -> Facts:
    """Several shards as one fact set: what stands in all of them stands in it once."""
    held = list(shards)
    shared = {"organizations": ["id"], "triggers": ["id"]}
    frames = {name: pl.concat([facts.tables()[name] for facts in held]) for name in TABLES}
    once = {name: frames[name].unique(keys, keep="first", maintain_order=True) for name, keys in shared.items()}
    return Facts.of(**{**frames, **once})
