"""One measurement in one process, so that its peak memory is its own. `python -m benchmarks.child WHAT SIZE` → JSON."""

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

STARTED = time.perf_counter()

import polars as pl  # noqa: E402  导入也在量的时间里

from benchmarks import sets  # noqa: E402  导入在计时或设置之后
from dengxiaming.law.loader import load_rulebook  # noqa: E402  导入在计时或设置之后
from dengxiaming.reckoning import Facts, evaluate  # noqa: E402  导入在计时或设置之后

IMPORTED = time.perf_counter()
COMPARED = ("S1-1", "S1-2", "S1-3", "S1-4", "S2-1")


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(work: Callable[[], pl.DataFrame | None], times: int) -> dict[str, object]:
    walls, cpus, rows = [], [], 0
    for _ in range(times):
        wall, used = time.perf_counter(), cpu()
        made = work()
        walls.append(time.perf_counter() - wall)
        cpus.append(cpu() - used)
        rows = 0 if made is None else made.height
    ordered = sorted(walls)
    return {
        "first": walls[0],
        "median": statistics.median(walls),
        "p95": ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))],
        "cpu": statistics.median(cpus),
        "times": times,
        "rows": rows,
    }


def judge(size: str, times: int) -> dict[str, object]:
    before_book = time.perf_counter()
    book = load_rulebook()
    before_facts = time.perf_counter()
    facts, day = sets.load(size), sets.as_of(size)
    held = time.perf_counter()
    base = peak_mib()
    first = timed(lambda: evaluate(facts, book, day), 1)
    from_start = time.perf_counter() - STARTED
    found = timed(lambda: evaluate(facts, book, day), times) if times else first
    return found | {
        "imports": IMPORTED - STARTED,
        "rulebook": before_facts - before_book,
        "facts": held - before_facts,
        "first": first["first"],
        "from_start": from_start,
        "facts_mib": base,
        "peak_mib": peak_mib(),
        "counts": {name: frame.height for name, frame in facts.tables().items()},
    }


def compared(size: str, times: int) -> dict[str, object]:
    """Only the rules OpenFisca has; the rows go where the parent compares them."""
    facts, book, day = sets.load(size), load_rulebook(), sets.as_of(size)
    rows = evaluate(facts, book, day, rules=COMPARED)
    rows.filter(pl.col("bearer_kind") != "organization", pl.col("rule") != "S2-1").vstack(
        rows.filter(pl.col("rule") == "S2-1")
    ).write_parquet(sets.HELD / f"{size}-ours.parquet")
    return timed(lambda: evaluate(facts, book, day, rules=COMPARED), times) | {
        "rows": rows.height,
        "peak_mib": peak_mib(),
    }


def scan(size: str, times: int) -> dict[str, object]:
    """Each column the kernel reads, gone through once: its greatest value."""
    facts = sets.load(size)
    return timed(lambda: scan_once(facts), times) | {"peak_mib": peak_mib()}


def scan_once(facts: Facts) -> None:
    read = sets.columns_read(facts)
    for name, frame in facts.tables().items():
        lists = [column for column in read[name] if frame.schema[column] == pl.List(pl.String())]
        plain = [column for column in read[name] if column not in lists]
        frame.lazy().select(
            *(pl.col(column).max() for column in plain),
            *(pl.col(column).explode().max().alias(column) for column in lists),
        ).collect()


def make(size: str, _times: int) -> dict[str, object]:
    wall = time.perf_counter()
    sets.make(size)
    return {"first": time.perf_counter() - wall, "peak_mib": peak_mib()}


WORK = {"judge": judge, "compared": compared, "scan": scan, "make": make}

if __name__ == "__main__":
    what, size, times = sys.argv[1:4]
    Path(sets.HELD).mkdir(parents=True, exist_ok=True)
    print(json.dumps(WORK[what](size, int(times))))
