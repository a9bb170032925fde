"""Judging a folder of shards: several processes, one shard in memory each, and nothing judged twice after a kill."""

import copyreg
import json
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date, datetime
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from typing import Final, Literal

import polars as pl

from dengxiaming.law.model import Rulebook
from dengxiaming.reckoning import Facts
from dengxiaming.reckoning.counted import Placing, at_home, counts
from dengxiaming.reckoning.evaluate import begin, wanted
from dengxiaming.reckoning.rows import table
from dengxiaming.scale.cut import EVERYWHERE
from dengxiaming.scale.homes import Homes
from dengxiaming.scale.store import digest, names, parquet, put, read_shard


# 规则库里的词表是只读的字典；送到别的进程去要能写成字节
def _read_only(held: dict[object, object]) -> "MappingProxyType[object, object]":
    return MappingProxyType(held)


def _as_bytes(
    held: "MappingProxyType[object, object]",
) -> tuple[Callable[..., "MappingProxyType[object, object]"], tuple[dict[object, object]]]:
    return _read_only, (dict(held),)


copyreg.pickle(MappingProxyType, _as_bytes)

RowsWanted = Literal["all", "unmet", "none"]
MANIFEST: Final = "manifest.json"


@dataclass(frozen=True)
class Order:
    """What is asked of every shard."""

    rulebook: Rulebook
    as_of: date
    known_by: datetime | None = None
    rules: tuple[str, ...] | None = None
    upcoming: bool = False
    rows: RowsWanted = "all"

    def described(self) -> dict[str, object]:
        """What decides the rows besides the facts, as the manifest keeps it."""
        return {
            "rulebook": self.rulebook.content_hash,
            "exemptions": [repr(exemption) for exemption in self.rulebook.exemptions],
            "as_of": self.as_of.isoformat(),
            "known_by": self.known_by and self.known_by.isoformat(),
            "rules": self.rules and sorted(self.rules),
            "upcoming": self.upcoming,
            "rows": self.rows,
        }


def verdicts(facts: Facts, home: pl.DataFrame, order: Order) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Of the bearers at home in a shard the rows asked for, and how many there are of all."""
    judging = begin(
        facts, order.rulebook, order.as_of, order.known_by, upcoming=order.upcoming, folding=order.rows != "all"
    )
    parts = judging.judge(wanted(order.rulebook, order.rules))
    placing = Placing(judging.world, home)
    shown = [] if order.rows == "none" else at_home(placing, parts, unmet=order.rows == "unmet")
    return table(shown), counts(judging, placing, parts)


def summed(facts: Facts, order: Order) -> pl.DataFrame:
    """How many rows a whole fact set has, by rule, organisation, period and status."""
    return verdicts(facts, Homes.of(facts, 1).bearers, order)[1]


Engine = Callable[[Path, Path, Order, list[str]], Iterable[None]]
"""Judges the shards of those names from one folder into another; says so after each."""


def evaluate_shards(
    folder: Path,
    out: Path,
    order: Order,
    jobs: int,
    done: Callable[[int, int, bool], None] = lambda *_: None,
    *,
    engine: Engine | None = None,
) -> int:
    """Judge what is not yet judged; how many shards were. `done` hears: how many, of how many, whether judged now.

    By so many processes of this machine unless another `engine` is given.
    Raises `ValueError` where `out` holds the answer to another question, or the rulebook asks what no shard can answer.
    """
    _answerable(order.rulebook)
    out.mkdir(parents=True, exist_ok=True)
    asked = json.dumps(order.described(), ensure_ascii=False, indent=1, sort_keys=True).encode()
    if (out / MANIFEST).exists() and (out / MANIFEST).read_bytes() != asked:
        raise ValueError(f"{out} 里是另一次判定的结果：规则、日期或选项不同。换一个输出文件夹。")
    put(out / MANIFEST, asked)
    shards = names(folder)
    waiting = [name for name in shards if not is_done(folder / name, out / name)]
    finished = len(shards) - len(waiting)
    if finished:
        done(finished, len(shards), False)
    each = engine or processes(jobs)
    for _ in each(folder, out, order, waiting):
        finished += 1
        done(finished, len(shards), True)
    return len(waiting)


def _answerable(rulebook: Rulebook) -> None:
    for duty in rulebook.duties:
        if duty.bearer.startswith("every_") and not set(duty.answers) <= set(EVERYWHERE):
            raise ValueError(
                f"{duty.id} 要没有点名的组织也答复 {'、'.join(duty.answers)}：没有送到每一片，分片判不了，要整份判。"
            )


def processes(jobs: int) -> Engine:
    """So many processes of this machine at once; one alone is this one."""

    def each(folder: Path, out: Path, order: Order, waiting: list[str]) -> Iterable[None]:
        if jobs == 1 or len(waiting) < 2:
            for name in waiting:
                judge_shard(folder / name, out / name, order)
                yield
            return
        pool = ProcessPoolExecutor(min(jobs, len(waiting)), get_context("spawn"), _end_with_parent)
        try:
            started = [pool.submit(judge_shard, folder / name, out / name, order) for name in waiting]
            for future in as_completed(started):
                future.result()
                yield
        finally:
            pool.shutdown(cancel_futures=True)  # 按了 Ctrl-C，或有一片判不了：手上的判完，其余的不再开始

    return each


def _end_with_parent() -> None:
    """A worker ends at once when the process it works for was killed: what goes on then is another run's."""

    def watch() -> None:
        parent = parent_process()
        if parent is not None:
            wait([parent.sentinel])
            os._exit(1)

    Thread(target=watch, daemon=True).start()


def judge_shard(place: Path, target: Path, order: Order) -> None:
    """Judge one shard. The mark of the facts it was judged from is written last."""
    mark = digest(place)
    facts, home = read_shard(place)
    rows, counted = verdicts(facts, home, order)
    target.mkdir(parents=True, exist_ok=True)
    put(target / "summary.parquet", parquet(counted))
    put(target / "rows.parquet", parquet(rows))
    put(target / "facts.sha256", mark.encode())


def is_done(place: Path, target: Path) -> bool:
    """Whether it is judged from the facts as they are now."""
    mark = target / "facts.sha256"
    return mark.exists() and mark.read_text("utf-8") == digest(place)
