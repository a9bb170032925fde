"""Shards give the rows of the whole, each once; a run goes on where it was killed."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dengxiaming.exchange.sample import build_sample
from dengxiaming.law.loader import load_rulebook
from dengxiaming.reckoning import Facts, evaluate
from dengxiaming.scale import Order, evaluate_shards, is_sharded, write_shards
from dengxiaming.scale.run import ORDER, rows_of

AS_OF = date(2026, 3, 31)


@pytest.fixture(scope="module")
def facts() -> Facts:
    return build_sample(1, "small").facts


@pytest.fixture(scope="module")
def sharded(facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shards")
    write_shards(facts, folder, 6)
    return folder


def test_shards_together_give_the_rows_of_the_whole(facts: Facts, sharded: Path, tmp_path: Path) -> None:
    order = Order(load_rulebook(), AS_OF)
    assert is_sharded(sharded)
    assert evaluate_shards(sharded, tmp_path, order, 1) > 1
    whole = evaluate(facts, order.rulebook, AS_OF).sort(ORDER)
    assert_frame_equal(rows_of(sharded, tmp_path), whole)
    shards = pl.concat(
        [
            pl.read_parquet(path, hive_partitioning=False).with_columns(at=pl.lit(path.parent.name))
            for path in sharded.glob("*/home.parquet")
        ]
    )
    assert shards["id"].is_unique().all()
