"""One country, three ways: in one process, by processes of this machine, on Spark. The same rows, the same bytes.

20,000 basic organisations and all that reaches across their shards; a quarter of their year, so that it stays quick.
Both runs over shards are broken off on the way: this machine's is killed, Spark's interrupted; neither judges twice.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from shards_in_memory import ORDER, rows_of

from dengxiaming.exchange.sample.nation import Plan, build_shard, laid_together
from dengxiaming.exchange.sample.nation.across import reach_across
from dengxiaming.law.loader import load_rulebook
from dengxiaming.reckoning import Facts, evaluate
from dengxiaming.scale import Order, evaluate_shards
from dengxiaming.scale.cut import Cutter
from dengxiaming.scale.homes import Homes
from dengxiaming.scale.made import at_home
from dengxiaming.scale.spark import on_spark
from dengxiaming.scale.store import named, write_index, write_shard

PLAN = Plan(seed=6, organizations=20_000)
AS_OF = date(2025, 3, 31)


@pytest.fixture(scope="module")
def order() -> Order:
    return Order(load_rulebook(), AS_OF)


@pytest.fixture(scope="module")
def country() -> tuple[Facts, Homes]:
    shards = [build_shard(PLAN, number) for number in range(PLAN.shards)]
    homes = pl.concat([at_home(facts, number) for number, facts in enumerate(shards)])
    whole = reach_across(laid_together(shards), shards).tables()
    whole["acts"] = whole["acts"].filter(pl.col("on") <= AS_OF)
    whole["dues"] = whole["dues"].filter(pl.col("month") <= AS_OF)
    whole["attendance"] = whole["attendance"].filter(pl.col("act_id").is_in(whole["acts"]["id"].implode()))
    facts = Facts.of(**whole)
    return facts, Homes.given(facts, homes)


@pytest.fixture(scope="module")
def cut(country: tuple[Facts, Homes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("country")
    cutter = Cutter(*country)
    for number in range(PLAN.shards):
        write_shard(folder / named(number), *cutter.cut(number))
    write_index(folder, PLAN.shards)
    return folder


@pytest.fixture(scope="module")
def judged_here(cut: Path, order: Order, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Judged by two processes that were killed on the way, and the rest by this one."""
    out = tmp_path_factory.mktemp("here")
    command = ["evaluate", str(cut), "--as-of", str(AS_OF), "--jobs", "2", "-o", str(out)]
    running = subprocess.Popen(
        [Path(sys.executable).with_name("dengxiaming"), *command],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    for _ in _until(lambda: len(done(out)) >= 2):
        assert running.poll() is None
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    for _ in _until(lambda: not alive(running.pid)):
        pass
    before = done(out)
    assert 2 <= len(before) < PLAN.shards
    assert evaluate_shards(cut, out, order, 1) == PLAN.shards - len(before)
    assert done(out).items() >= before.items()
    return out


def _until(reached: Callable[[], bool], seconds: float = 120) -> Iterator[None]:
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end
        yield
        time.sleep(0.02)


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def done(out: Path) -> dict[str, int]:
    """The shards judged, and when."""
    return {path.parent.name: path.stat().st_mtime_ns for path in out.glob("*/facts.sha256")}


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_shards_judged_by_processes_that_were_killed_give_the_rows_of_the_whole(
    country: tuple[Facts, Homes], cut: Path, judged_here: Path, order: Order
) -> None:
    whole = evaluate(country[0], order.rulebook, AS_OF)
    assert whole.height > 1_000_000
    assert_frame_equal(rows_of(cut, judged_here), whole.sort(ORDER))


def test_spark_broken_off_and_begun_again_writes_the_same_bytes(
    cut: Path, judged_here: Path, order: Order, tmp_path: Path
) -> None:
    def interrupt(finished: int, *_: object) -> None:
        if finished == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        evaluate_shards(cut, tmp_path, order, 2, interrupt, engine=on_spark("local[2]"))
    before = done(tmp_path)
    assert 2 <= len(before) < PLAN.shards
    assert evaluate_shards(cut, tmp_path, order, 2, engine=on_spark("local[2]")) == PLAN.shards - len(before)
    assert done(tmp_path).items() >= before.items()
    assert content(tmp_path) == content(judged_here)
