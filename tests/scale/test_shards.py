"""Shards give the rows of the whole, each once; a run goes on where it was killed."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from polars.testing import assert_frame_equal
from shards_in_memory import ORDER, rows_of, summary, summary_of, with_what_is_held

from dengxiaming.cli.program import program
from dengxiaming.exchange.sample import build_sample
from dengxiaming.law.loader import load_rulebook
from dengxiaming.reckoning import Facts, evaluate
from dengxiaming.scale import Order, evaluate_shards, is_sharded, spark, summed, write_shards
from dengxiaming.scale.homes import Homes
from dengxiaming.scale.run import MANIFEST
from oracle.random_facts import random_dates, random_tables
from oracle.reading import frames

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


def test_what_is_left_after_a_kill_is_judged_and_the_bytes_are_the_same(sharded: Path, tmp_path: Path) -> None:
    order = Order(load_rulebook(), AS_OF, rows="unmet")
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    everything = evaluate_shards(sharded, whole, order, 1)

    def kill(finished: int, *_: object) -> None:
        if finished == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        evaluate_shards(sharded, broken, order, 1, kill)
    assert evaluate_shards(sharded, broken, order, 2) == everything - 2
    assert evaluate_shards(sharded, broken, order, 1) == 0
    assert _bytes(broken) == _bytes(whole)
    with pytest.raises(ValueError, match="另一次"):
        evaluate_shards(sharded, broken, Order(order.rulebook, date(2026, 3, 30), rows="unmet"), 1)


def test_the_summary_equals_counting_the_rows(facts: Facts, sharded: Path, tmp_path: Path) -> None:
    order = Order(load_rulebook(), AS_OF, rows="unmet")
    evaluate_shards(sharded, tmp_path, order, 1)
    whole = evaluate(facts, order.rulebook, AS_OF)
    home = with_what_is_held(facts, Homes.of(facts, 1).bearers.select("kind", "id", "organization"))
    counts = summary_of(sharded, tmp_path)
    assert_frame_equal(counts, summary(whole, home, order.rulebook))
    assert counts["count"].sum() == len(whole)
    assert_frame_equal(summed(facts, order), counts)
    unmet = whole.filter(pl.col("status") != "met")
    assert_frame_equal(evaluate(facts, order.rulebook, AS_OF, unmet=True), unmet)
    assert_frame_equal(rows_of(sharded, tmp_path), unmet.sort(ORDER))


@pytest.mark.parametrize("seed", [1000, 1001, 1006, 1010])
def test_the_summary_of_random_facts_equals_counting_their_rows(seed: int) -> None:
    tables = random_tables(seed)
    found, order = frames(tables), Order(load_rulebook(), *random_dates(seed, tables), upcoming=True, rows="none")
    rows = evaluate(found, order.rulebook, order.as_of, order.known_by, upcoming=True)
    home = Homes.of(found, 1).bearers.drop("shard")
    assert_frame_equal(summed(found, order), summary(rows, with_what_is_held(found, home), order.rulebook))


def test_a_broken_shard_is_named(sharded: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(sharded, broken)
    (broken / "shard=00001" / "dues.parquet").write_bytes(b"PAR1")
    with pytest.raises(ValueError, match="shard=00001 读不出来"):
        evaluate_shards(broken, tmp_path / "out", Order(load_rulebook(), AS_OF), 1)


def test_a_rule_that_all_must_answer_to_what_not_every_shard_knows_is_refused(sharded: Path, tmp_path: Path) -> None:
    book = load_rulebook()
    duties = [replace(duty, answers=("opinion",)) for duty in book.rule_of["D3-2"].duties]
    rules = {**book.rules, "D3-2": replace(book.rules["D3-2"], duties=tuple(duties))}
    with pytest.raises(ValueError, match=r"D3-2 .*opinion"):
        evaluate_shards(sharded, tmp_path, Order(replace(book, rules=rules), AS_OF), 1)


def test_spark_that_is_not_there_is_said_with_the_remedy(sharded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = ["evaluate", str(sharded), "--as-of", "2026-03-31", "-o", "out", "--engine", "spark"]
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    without_java = CliRunner().invoke(program, ask)
    monkeypatch.setattr(spark, "find_spec", lambda _: None)
    without_pyspark = CliRunner().invoke(program, ask)
    assert without_java.exit_code == without_pyspark.exit_code == 66
    assert "JAVA_HOME 是 /nowhere" in without_java.output
    assert "openjdk-17-jre-headless" in without_java.output
    assert "pip install 'dengxiaming[spark]'" in without_pyspark.output
    alone = CliRunner().invoke(program, [*ask[:-2], "--master", "yarn"])
    assert (alone.exit_code, "--engine spark" in alone.output) == (64, True)


def _bytes(folder: Path) -> dict[str, bytes]:
    held = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert MANIFEST in held
    return held


def test_the_commands_cut_judge_and_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke
    assert run(program, ["sample", "--seed", "1", "--size", "small", "facts"]).exit_code == 0
    assert run(program, ["shard", "facts", "cut", "--count", "4"]).exit_code == 0
    ask = ["evaluate", "cut", "--as-of", "2026-03-31", "--rows", "unmet"]
    assert run(program, ask).exit_code == 64
    first, again = run(program, [*ask, "-o", "out"]), run(program, [*ask, "-o", "out"])
    assert first.exit_code == again.exit_code == 0
    assert "这一次判了 0 片" in again.output
    flat = ["evaluate", "facts", *ask[2:], "-o", "flat.parquet"]
    assert run(program, flat).exit_code == 0
    assert_frame_equal(rows_of(tmp_path / "cut", tmp_path / "out"), pl.read_parquet("flat.parquet").sort(ORDER))
    assert run(program, [*flat[:4], "--summary", "-o", "sums.csv"]).exit_code == 0
    sums = pl.read_csv("sums.csv", schema_overrides={"period": pl.String, "count": pl.UInt32})
    assert_frame_equal(sums, summary_of(tmp_path / "cut", tmp_path / "out"))
    shown = run(program, [*flat[:4], "--summary"]).output
    assert f"{sums['count'].sum()} 项" in shown
    assert "S7-2" in shown
