"""From a city to the whole nation: `python -m benchmarks.nation [SIZE …] [--jobs 2]`, `nation` unless told.

Makes the shards, goes through the same columns once without judging, judges them for the summary and the rows not met,
and reports. What was broken off goes on where it was, shard by shard, and its time is added up. Figures are kept in
`benchmarks/results/scale`, plots in `docs/pictures`. Nothing here is asserted.
"""

import argparse
import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
from rich.console import Console

from benchmarks import plots, sets
from benchmarks.steps import run
from dengxiaming.exchange.sample.nation import MEMBERS, NATION_AS_OF, ORGANIZATIONS, Plan
from dengxiaming.scale.store import names

SIZES = {"city": 5_250, "hundredth": 52_500, "province": 157_500, "tenth": 525_000, "nation": ORGANIZATIONS}
FIRST, LAST = "<!-- 全国 -->", "<!-- 全国完 -->"
RESULTS = Path(__file__).parent / "results" / "scale"
PICTURES = sets.ROOT / "docs" / "pictures"
PICTURED = {"scale-time": "用时随规模按比例增长", "scale-memory": "片不再变大以后，内存不再增长"}
_COMMAND = [sys.executable, "-c", "from dengxiaming.cli import main; main()"]
_ALL_ROWS_UP_TO = SIZES["hundredth"]
console = Console()
Figures = dict[str, Any]


def measured(size: str, jobs: int) -> Figures:
    """Every step of one size. A step that is done is not done again."""
    plan = Plan(sets.SEED, SIZES[size])
    held = sets.HELD / "scale" / size
    shards, out = held / "shards", held / "out"
    if (held / "made_by").exists() and (held / "made_by").read_text("utf-8") != sets.generator():
        shutil.rmtree(held)
    held.mkdir(parents=True, exist_ok=True)
    (held / "made_by").write_text(sets.generator(), encoding="utf-8")
    ask = ["--as-of", str(NATION_AS_OF), "--jobs", str(jobs)]
    made = ["--size", "nation", "--seed", str(plan.seed), "--organizations", str(plan.organizations)]
    steps = {
        "make": [*_COMMAND, "sample", *made, "--jobs", str(jobs), str(shards)],
        "scan": [sys.executable, "-m", "benchmarks.scanned", str(shards), str(jobs)],
        "judge": [*_COMMAND, "evaluate", str(shards), *ask, "--rows", "unmet", "-o", str(out)],
    }
    if plan.organizations <= _ALL_ROWS_UP_TO:
        steps["all_rows"] = [*_COMMAND, "evaluate", str(shards), *ask, "-o", str(held / "all")]
    taken = {}
    for name, command in steps.items():
        console.print(f"{size}：{name}……")
        taken[name] = run(command, held / f"{name}.json")
    alone = [sys.executable, "-m", "benchmarks.alone", str(shards / names(shards)[0])]
    ran = subprocess.run(alone, cwd=sets.ROOT, check=True, capture_output=True, text=True)
    taken["alone"] = json.loads(ran.stdout.splitlines()[-1])
    found = {"organizations": plan.organizations, "shards": plan.shards, "jobs": jobs, "steps": taken}
    return found | counted(shards, out) | {"bytes": {name: _bytes(held / name) for name in ("shards", "out", "all")}}


def counted(shards: Path, out: Path) -> Figures:
    """What was judged: rows of facts, duties by status, rows written."""
    facts: dict[str, int] = {}
    for path in shards.glob("*/*.parquet"):
        facts[path.stem] = facts.get(path.stem, 0) + pl.scan_parquet(path).select(pl.len()).collect().item()
    status: dict[str, int] = {}
    summary = written = 0
    for name in names(shards):
        counts = pl.read_parquet(out / name / "summary.parquet", columns=["status", "count"], hive_partitioning=False)
        summary += counts.height
        for word, number in counts.group_by("status").agg(pl.col("count").cast(pl.Int64).sum()).iter_rows():
            status[word] = status.get(word, 0) + number
        written += pl.scan_parquet(out / name / "rows.parquet").select(pl.len()).collect().item()
    return {"facts": facts, "duties": status, "summary_rows": summary, "rows_written": written}


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def table(points: dict[str, Figures]) -> str:
    """One line a size, for the README and `docs/scale.md`."""
    lines = [
        "| 基层组织 | 党员 | 事实 | 判定 | 造 | 扫一遍 | 判定用时 | 判定 CPU | 每秒判定 | 内存峰值 | 是扫一遍的 |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for point in sorted(points.values(), key=lambda one: one["organizations"]):
        steps, duties = point["steps"], sum(point["duties"].values())
        judge, scan = steps["judge"], steps["scan"]
        rows = sum(number for name, number in point["facts"].items() if name != "home")
        times = " | ".join(_span(steps[name]["wall"]) for name in ("make", "scan", "judge"))
        members = point["organizations"] * MEMBERS // ORGANIZATIONS
        what = f"{point['organizations']:,} | {members:,} | {rows:,} 行 | {duties:,} 项"
        speed = f"{_span(judge['cpu'])} | {duties / judge['wall']:,.0f} 项 | {judge['peak_mib']:,.0f} MiB"
        lines.append(f"| {what} | {times} | {speed} | {judge['cpu'] / scan['cpu']:.1f} 倍 |")
    return "\n".join(lines)


def section(points: dict[str, Figures]) -> str:
    """The README's words on it."""
    largest = max(points.values(), key=lambda one: one["organizations"])
    full = max((one for one in points.values() if "all_rows" in one["steps"]), key=lambda one: one["organizations"])
    times = ORGANIZATIONS // full["organizations"]
    steps, alone = full["steps"], largest["steps"]["alone"]
    cost = times * (steps["all_rows"]["cpu"] - steps["judge"]["cpu"]) / 60
    made = (
        "按党内统计公报的比例造一个国家（`docs/commands.md`，`sample --size nation`）："
        "一年的党费、活动、谈话、部署和答复，每二十个支部有一个记点名。"
        "最大的一片 7,000 个组织，两个进程，一个进程一次只有一片在内存里；"
        "写下全部的计数和没有完成的每一项。扫一遍：读同样的 Parquet，每一列看一遍，什么也不判；"
        "倍数是 CPU 之比，连读带写都在里面："
    )
    pictures = " ".join(f"![{title}](docs/pictures/{name}.svg)" for name, title in PICTURED.items())
    said = (
        f"读好以后只比引擎：判一片的 CPU 是把它在内存里看一遍的 {alone['judge'] / alone['scan']:.0f} 倍。"
        f"把每一项都写出来，全国要多用 CPU {cost:.0f} 分，占 {_size(times * full['bytes']['all'])}"
        f"（照 {full['organizations']:,} 个组织的一次推算）；"
        f"{largest['organizations']:,} 个组织的事实占 {_size(largest['bytes']['shards'])}，"
        f"计数和没有完成的占 {_size(largest['bytes']['out'])}。"
    )
    return "\n\n".join((made, table(points), pictures, said))


def write(points: dict[str, Figures]) -> None:
    readme = sets.ROOT / "README.md"
    before, rest = readme.read_text(encoding="utf-8").split(FIRST, 1)
    readme.write_text(f"{before}{FIRST}\n{section(points)}\n{LAST}{rest.split(LAST, 1)[1]}", encoding="utf-8")


def _size(held: int) -> str:
    return f"{held / 2**20:.0f} MiB" if held < 2**30 else f"{held / 2**30:.1f} GiB"


def _span(seconds: float) -> str:
    return f"{seconds:.1f} 秒" if seconds < 90 else f"{seconds / 60:.1f} 分"


def keep(size: str, point: Figures) -> dict[str, Figures]:
    """Put the figures of a size with the others, and draw them anew."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    target = RESULTS / "points.json"
    points: dict[str, Figures] = json.loads(target.read_text("utf-8")) if target.exists() else {}
    points[size] = {"measured_at": datetime.now(UTC).isoformat(timespec="seconds"), **point}
    target.write_text(json.dumps(points, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    drawn = sorted(points.values(), key=lambda one: one["organizations"])
    sizes = [one["organizations"] for one in drawn]
    lines = {
        "造": [one["steps"]["make"]["wall"] for one in drawn],
        "判定": [one["steps"]["judge"]["wall"] for one in drawn],
        "扫一遍": [one["steps"]["scan"]["wall"] for one in drawn],
    }
    time = plots.drawn(PICTURED["scale-time"], "基层组织数", "秒", sizes, lines, log=True)
    (PICTURES / "scale-time.svg").write_text(time, encoding="utf-8")
    peaks = {"判定时全部进程的内存峰值": [one["steps"]["judge"]["peak_mib"] for one in drawn]}
    memory = plots.drawn(PICTURED["scale-memory"], "基层组织数", "MiB", sizes, peaks, log=False)
    (PICTURES / "scale-memory.svg").write_text(memory, encoding="utf-8")
    return points


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", default=["nation"], choices=[*SIZES], metavar="SIZE")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--again", action="store_true", help="forget what was measured of these sizes")
    asked = parser.parse_args()
    for size in asked.sizes:
        if asked.again:
            shutil.rmtree(sets.HELD / "scale" / size, ignore_errors=True)
        points = keep(size, measured(size, asked.jobs))
        write(points)
        print(table(points))


if __name__ == "__main__":
    main()
