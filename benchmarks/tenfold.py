"""The sample city ten times over, under one 工委: ten cities made from ten seeds, each with codes of its own."""

from pathlib import Path
from typing import Final

import polars as pl

from benchmarks import sets
from dengxiaming.exchange.sample import build_sample
from dengxiaming.reckoning import TABLES, Facts

TIMES: Final = 10
_CITY: Final = "GW01"
_CODES: Final = ("id", "parent_id", "organization_id", "group_id", "unit_id", "member_id", "actor_id", "act_id")
_LISTS: Final = ("unit_ids", "counterpart_ids", "answers")


def tenfold() -> Facts:
    """The facts; kept as parquet under var/bench, made again when the generator changes."""
    folder = sets.folder("tenfold")
    mark = folder / "made_by"
    if not mark.exists() or mark.read_text(encoding="utf-8") != sets.generator():
        _make(folder)
        mark.write_text(sets.generator(), encoding="utf-8")
    return Facts.of(**{name: pl.read_parquet(folder / f"{name}.parquet") for name in TABLES})


def _make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    cities = [_renamed(build_sample(seed, "city").facts, f"K{seed}") for seed in range(1, TIMES + 1)]
    for name in TABLES:
        # 工委十份里都有，留一份
        key = ("id",) if name == "organizations" else None
        whole = pl.concat([city[name] for city in cities])
        whole = whole.unique(key, keep="first", maintain_order=True) if key else whole
        whole.write_parquet(folder / f"{name}.parquet")


def _renamed(facts: Facts, mark: str) -> dict[str, pl.DataFrame]:
    return {
        name: table.with_columns(
            *(_marked(pl.col(column), mark).alias(column) for column in _CODES if column in table.columns),
            *(
                pl.col(column).list.eval(_marked(pl.element(), mark)).alias(column)
                for column in _LISTS
                if column in table.columns
            ),
        )
        for name, table in facts.tables().items()
    }


def _marked(code: pl.Expr, mark: str) -> pl.Expr:
    return pl.when(code == _CITY).then(code).otherwise(pl.lit(mark) + code)
