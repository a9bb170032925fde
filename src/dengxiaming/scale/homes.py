"""Which shard is home to what: every organisation, member, unit, post and act has exactly one.

Organisations stay together with all that is above and below them, up to the work committees over the party groups:
those are cut from what is below them. Organisations that cover one unit stay together too.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from dengxiaming.reckoning import Facts

HOME = {"id": pl.String(), "shard": pl.Int64()}


@dataclass(frozen=True)
class Homes:
    """Where everything is at home: organisations with their `shard`, and `bearers`.

    `bearers` are the organisations, members and units (`kind`: a unit may have the id of an organisation), each with
    its shard and with the organisation its rows are counted under: a member's last, a unit's first; none for a unit
    that no organisation covers. A post or an act is at home where its organisation is.
    """

    shards: int
    organizations: pl.DataFrame
    bearers: pl.DataFrame

    @classmethod
    def of(cls, facts: Facts, shards: int) -> "Homes":
        """Lay whole organisations into at most so many shards, about as many members in each."""
        return cls.given(facts, _organizations(facts, shards))

    @classmethod
    def given(cls, facts: Facts, organizations: pl.DataFrame) -> "Homes":
        """The homes of all others where those of the organisations are given."""
        home = organizations.rename({"id": "organization"})
        held = pl.concat([_stays(facts), facts.posts.select("member_id", "organization_id", "from")])
        members = (
            held.rename({"member_id": "id", "organization_id": "organization"})
            .join(home, on="organization")
            .sort("id", "from", "organization", nulls_last=True)
            .unique("id", keep="last", maintain_order=True)
            .select("id", "organization", "shard", kind=pl.lit("member"))
        )
        covered = facts.organizations.select(unit="unit_ids", organization="id").explode("unit").drop_nulls()
        first = covered.group_by("unit").agg(pl.col("organization").min()).rename({"unit": "id"})
        units = facts.units.select("id", kind=pl.lit("unit")).join(first, on="id", how="left")
        own = organizations.select("id", kind=pl.lit("organization"), organization="id")
        placed = pl.concat([own, units]).join(home, on="organization", how="left")
        bearers = pl.concat([placed, members.select(placed.columns)]).with_columns(pl.col("shard").fill_null(0))
        return cls(max(organizations["shard"].to_list(), default=0) + 1, organizations, bearers)


def _stays(facts: Facts) -> pl.DataFrame:
    return facts.members.select(pl.col("id").alias("member_id"), "organization_id", "from")


def _organizations(facts: Facts, shards: int) -> pl.DataFrame:
    table = facts.organizations.select("id", "kind", "parent_id", "unit_ids").sort("id")
    if not len(table):
        return pl.DataFrame(schema=HOME)
    rows = table.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    row_of = dict(zip(rows["id"].to_list(), range(len(rows)), strict=True))
    parent = [row_of.get(name, -1) for name in rows["parent_id"].to_list()]
    over = _over_party_groups(rows["kind"].to_list(), parent)
    up = [(i, above) for i, above in enumerate(parent) if above >= 0 and not over[above]]
    shared = rows.select("row", "unit_ids").explode("unit_ids").drop_nulls().sort("unit_ids", "row")
    unit, row = shared["unit_ids"].to_numpy(), shared["row"].to_numpy()
    same = np.flatnonzero(unit[1:] == unit[:-1])
    left = np.concatenate([np.array([i for i, _ in up], np.int64), row[same]])
    right = np.concatenate([np.array([above for _, above in up], np.int64), row[same + 1]])
    edges = coo_array((np.ones(len(left), np.int8), (left, right)), shape=(len(rows), len(rows)))
    _, part = connected_components(edges, directed=False)
    people = facts.members.group_by("organization_id").len()
    stays = rows.join(people, left_on="id", right_on="organization_id", how="left", maintain_order="left")["len"]
    weight = np.bincount(part, weights=1 + stays.fill_null(0).to_numpy())
    shard = np.minimum((np.cumsum(weight) - weight) * shards // weight.sum(), shards - 1).astype(np.int64)
    _, dense = np.unique(shard, return_inverse=True)
    return pl.DataFrame({"id": rows["id"], "shard": dense.astype(np.int64)[part]}, schema=HOME)


def _over_party_groups(kinds: list[str], parent: list[int]) -> list[bool]:
    """Work committees with nothing but work committees above them: a shard need not hold all that is below."""
    over = []
    for i, kind in enumerate(kinds):
        at, steps, clear = parent[i], 0, kind == "work_committee"
        while clear and at >= 0 and steps < len(kinds):
            clear, at, steps = kinds[at] == "work_committee", parent[at], steps + 1
        over.append(clear)
    return over
