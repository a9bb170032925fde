"""The made-up country laid out as shards, one in memory at a time; what is already there is left as it is."""

from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from dengxiaming.exchange.sample.nation import Plan, build_shard, laid_together
from dengxiaming.exchange.sample.nation.across import reach_across
from dengxiaming.reckoning import Facts
from dengxiaming.scale.cut import Cutter
from dengxiaming.scale.homes import Homes
from dengxiaming.scale.store import named, put, write_index, write_shard

PLAN = "plan.txt"


def make_shards(plan: Plan, folder: Path, jobs: int = 1, done: Callable[[int, int], None] = lambda *_: None) -> int:
    """Make what is not yet there; how many shards were made. Raises `ValueError` where another country lies there."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / PLAN).exists() and (folder / PLAN).read_text("utf-8") != repr(plan):
        raise ValueError(f"{folder} 里是另一份样例：大小或种子不同。换一个输出文件夹。")
    put(folder / PLAN, repr(plan).encode())
    waiting = [number for number in range(plan.shards) if not (folder / named(number) / "home.parquet").exists()]
    finished = plan.shards - len(waiting)
    for _ in _each(plan, folder, waiting, jobs):
        finished += 1
        done(finished, plan.shards)
    write_index(folder, plan.shards)
    return len(waiting)


def _each(plan: Plan, folder: Path, waiting: list[int], jobs: int) -> Iterable[None]:
    if jobs == 1 or len(waiting) < 2:
        for number in waiting:
            make_shard(plan, folder / named(number), number)
            yield
        return
    with ProcessPoolExecutor(min(jobs, len(waiting)), get_context("spawn")) as pool:
        made = [pool.submit(make_shard, plan, folder / named(number), number) for number in waiting]
        for future in as_completed(made):
            future.result()
            yield


def make_shard(plan: Plan, place: Path, number: int) -> None:
    """Make one shard. It needs nothing of any other."""
    facts = build_shard(plan, number)
    homes = Homes.given(facts, at_home(facts, number))
    write_shard(place, facts, homes.bearers.select("kind", "id", "organization").sort("kind", "id"))


def at_home(facts: Facts, shard: int) -> pl.DataFrame:
    """The organisations of a shard that are at home in it: the country's own in the first."""
    held = facts.organizations if shard == 0 else facts.organizations.filter(pl.col("parent_id").is_not_null())
    return held.select("id", shard=pl.lit(shard, dtype=pl.Int64))


def make_across(plan: Plan, folder: Path, done: Callable[[int, int], None] = lambda *_: None) -> int:
    """The same, but with transfers, talks, posts, filings and answers that reach across shards; all in memory."""
    shards = [build_shard(plan, number) for number in range(plan.shards)]
    organizations = pl.concat([at_home(facts, number) for number, facts in enumerate(shards)])
    facts = reach_across(laid_together(shards), shards)
    cutter = Cutter(facts, Homes.given(facts, organizations))
    for number in range(plan.shards):
        write_shard(folder / named(number), *cutter.cut(number))
        done(number + 1, plan.shards)
    write_index(folder, plan.shards)
    return plan.shards
