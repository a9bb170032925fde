"""The made-up country: its proportions, a shard made alone, and rows that do not change when people move across."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from polars.testing import assert_frame_equal
from shards_in_memory import ORDER, read_whole, rows_of, summary_of

from dengxiaming.cli.program import program
from dengxiaming.exchange.sample.nation import NATION_AS_OF, Plan, build_shard, laid_together
from dengxiaming.law.loader import load_rulebook
from dengxiaming.reckoning import evaluate
from dengxiaming.scale import Order, evaluate_shards, summed
from dengxiaming.scale.made import make_shards
from dengxiaming.scale.store import named, names, read_shard

PLAN = Plan(seed=3, organizations=1_800)


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("country") / "made"
    make_shards(PLAN, folder)
    return folder


def test_the_proportions_are_those_of_the_statistics() -> None:
    nation = Plan(1)
    sizes = [nation.size(number) for number in range(nation.shards)]
    assert sum(size.committees for size in sizes) == 306_000
    assert sum(size.generals for size in sizes) == 330_000
    assert sum(size.branches for size in sizes) == 4_614_000
    assert sum(size.members for size in sizes) == 100_271_000


def test_the_shards_are_the_country(country: Path) -> None:
    shards = [build_shard(PLAN, number) for number in range(PLAN.shards)]
    whole, made = laid_together(shards), read_whole(country)
    assert PLAN.shards == 2
    for name, frame in made.tables().items():
        keys = [column for column, kind in frame.schema.items() if kind != pl.List(pl.String())]
        assert_frame_equal(frame.sort(keys), whole.tables()[name].sort(keys))
    assert whole.members["id"].n_unique() == 1_800 * 100_271_000 // 5_250_000
    kinds = dict(whole.organizations["kind"].value_counts().iter_rows())
    assert kinds["organ_committee"] == 104
    assert kinds["general_branch"] == 113
    assert kinds["branch"] + kinds["joint_branch"] + kinds["temporary_branch"] == 1_583


def test_a_shard_made_again_alone_is_the_same(country: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    make_shards(PLAN, broken)
    (broken / named(1) / "home.parquet").unlink()
    assert make_shards(PLAN, broken) == 1
    for path in country.rglob("*.parquet"):
        assert (broken / path.relative_to(country)).read_bytes() == path.read_bytes()
    with pytest.raises(ValueError, match="另一份"):
        make_shards(Plan(4, PLAN.organizations), broken)


def test_rows_are_the_same_when_people_and_acts_reach_across_shards(tmp_path: Path) -> None:
    country = tmp_path / "across"
    ask = ["sample", "--seed", "3", "--size", "nation", "--organizations", "1800", "--across", str(country)]
    assert CliRunner().invoke(program, ask).exit_code == 0
    whole, order = read_whole(country), Order(load_rulebook(), NATION_AS_OF, rows="unmet")
    moved = whole.members.filter(pl.col("from") == date(2025, 7, 1), pl.col("id") == pl.col("name"))
    assert len(moved) > 5
    assert (moved["id"].str.slice(2, 3) != moved["organization_id"].str.slice(2, 3)).all()
    apart = [set(read_shard(country / name)[1]["id"]) for name in names(country)]
    assert not apart[0] & apart[1]
    evaluate_shards(country, tmp_path / "out", order, 1)
    unmet = evaluate(whole, order.rulebook, NATION_AS_OF, unmet=True)
    assert_frame_equal(rows_of(country, tmp_path / "out"), unmet.sort(ORDER))
    assert_frame_equal(summary_of(country, tmp_path / "out"), summed(whole, order))
