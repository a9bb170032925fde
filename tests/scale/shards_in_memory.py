"""A country of shards laid together again, and its rows counted one by one: what shards are held against."""

from pathlib import Path
from typing import Final

import polars as pl

from dengxiaming.law.model import Rulebook
from dengxiaming.reckoning import Facts
from dengxiaming.reckoning.counted import COUNTED, calendar_rules
from dengxiaming.scale.store import names, read_shard

ORDER: Final = ("rule", "bearer_id", "opens_on", "period", "bearer_kind")
_HOME_ID: Final = pl.col("bearer_id").str.split("->").list.first()  # a pair is at home where its first is
_KEYS: Final = {
    "organizations": ["id"], "units": ["id"], "members": ["id", "from"], "posts": ["id"], "acts": ["id"],
    "attendance": ["act_id", "member_id"], "dues": ["member_id", "month"], "triggers": ["id"],
}  # fmt: skip


def read_whole(folder: Path) -> Facts:
    """All shards as one fact set, what stands in several of them once: for sets that fit in memory."""
    held = [read_shard(folder / name)[0].tables() for name in names(folder)]
    return Facts.of(**{
        table: pl.concat([tables[table] for tables in held]).unique(keys, keep="first", maintain_order=True)
        for table, keys in _KEYS.items()
    })  # fmt: skip


def rows_of(folder: Path, out: Path) -> pl.DataFrame:
    """All rows of a finished run, in the contract's order: for sets that fit in memory."""
    parts = [pl.read_parquet(out / name / "rows.parquet", hive_partitioning=False) for name in names(folder)]
    return pl.concat(parts).sort(ORDER)


def summary_of(folder: Path, out: Path) -> pl.DataFrame:
    """The counts of a finished run: an organisation is at home in one shard, so they are only laid together."""
    parts = [pl.read_parquet(out / name / "summary.parquet", hive_partitioning=False) for name in names(folder)]
    return pl.concat(parts).sort(COUNTED)


def with_what_is_held(facts: Facts, home: pl.DataFrame) -> pl.DataFrame:
    """What is at home with the posts and acts of the organisations at home."""
    own = home.filter(pl.col("kind") == "organization")["id"].implode()
    held = (("post", facts.posts), ("act", facts.acts))
    return pl.concat([
        home,
        *(
            frame.filter(pl.col("organization_id").is_in(own)).select(
                "id", kind=pl.lit(kind), organization="organization_id"
            ).select(home.columns)
            for kind, frame in held
        ),
    ])  # fmt: skip


def summary(rows: pl.DataFrame, home: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """The counts from rows written out, of all bearers in `home`: what `verdicts` gives without writing them."""
    period = pl.when(pl.col("rule").is_in(calendar_rules(rulebook))).then("period")
    month = pl.col("opens_on").dt.strftime("%Y-%m")
    held = rows.select("rule", "status", period=period.otherwise(month), id=_HOME_ID, kind="bearer_kind")
    firsts = home.filter(pl.col("kind").is_in(["organization", "member"])).with_columns(kind=pl.lit("pair"))
    return (
        held.join(pl.concat([home, firsts]), on=["kind", "id"], how="left").group_by(COUNTED).len("count").sort(COUNTED)
    )
