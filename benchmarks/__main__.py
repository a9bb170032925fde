"""`make bench`: measure, compare, print the table, keep the figures. Each measurement runs in a process of its own."""

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl
from rich.console import Console
from rich.table import Table

from benchmarks import sets

RESULTS = Path(__file__).parent / "results"
BENCH_PYTHON = sets.ROOT / ".bench-venv" / "bin" / "python"
COMPARED = ["rule", "bearer_id", "period", "opens_on", "due_on", "required", "counted", "satisfied_on", "status"]
Figures = dict[str, Any]
console = Console()


def child(what: str, size: str, times: int = 0, *, module: str = "benchmarks.child") -> Figures:
    """One measurement; a child that fails ends the run with its own words."""
    command = [sys.executable, "-m", module, what, size, str(times)]
    ran = subprocess.run(command, cwd=sets.ROOT, check=False, capture_output=True, text=True)
    if ran.returncode:
        raise SystemExit(f"{' '.join(command)}\n{ran.stderr}")
    found: Figures = json.loads(ran.stdout.splitlines()[-1])
    return found


def openfisca(size: str) -> Figures:
    """OpenFisca's rows first, and only where they equal ours its time."""
    target = sets.HELD / f"{size}-openfisca.parquet"
    command = [BENCH_PYTHON, "benchmarks/openfisca_rules.py", sets.folder(size), str(sets.AS_OF), target]
    ran = subprocess.run(command, cwd=sets.ROOT, check=False, capture_output=True, text=True)
    if ran.returncode:
        raise SystemExit(ran.stderr)
    theirs, ours = pl.read_parquet(target), pl.read_parquet(sets.HELD / f"{size}-ours.parquet")
    if not same_rows(theirs, ours):
        raise SystemExit(f"OpenFisca 的判定与我们的不同（{size}），没有计时。")
    seconds = json.loads(ran.stdout)
    return {**seconds, "median": seconds["build"] + seconds["calculate"], "rows": theirs.height}


def same_rows(theirs: pl.DataFrame, ours: pl.DataFrame) -> bool:
    def plain(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.select(pl.col(name).cast(pl.String) for name in COMPARED).sort(COMPARED)

    return theirs.height > 0 and plain(theirs).equals(plain(ours))


def run() -> Figures:
    for size in ("city", "branch", "province"):
        if not sets.ready(size):
            console.print(f"造 {size} 的事实……")
            child("make", size)
    figures: Figures = {}
    for size, times in (("branch", 200), ("city", 9), ("province", 0)):
        console.print(f"量 {size}……")
        figures[size] = {"judge": child("judge", size, times), "scan": child("scan", size, max(times, 3))}
    for size, times in (("branch", 50), ("city", 9), ("province", 1)):
        console.print(f"与 OpenFisca 对照 {size}……")
        ours = child("compared", size, times)
        figures[size] |= {"compared": ours, "openfisca": openfisca(size)}
    console.print("量页面……")
    figures["pages"] = child("pages", "city", 30, module="benchmarks.pages")
    return figures


def show(figures: Figures) -> None:
    table = Table(
        "什么",
        "多少行判定",
        "时间",
        "CPU",
        "内存峰值",
        "扫一遍同样的列",
        "是扫描的",
        title="判定全部条款",
        title_justify="left",
    )
    for size, name in (("branch", "一个支部，热"), ("city", "一个市，三年，热"), ("province", "一个省，一年，冷")):
        judge, scan = figures[size]["judge"], figures[size]["scan"]
        wall = judge.get("median", judge["first"])
        table.add_row(
            name, f"{judge['rows']:,}", seconds(wall), seconds(judge["cpu"]), f"{judge['peak_mib']:,.0f} MiB",
            seconds(scan["median"]), f"{wall / scan['median']:.1f} 倍",
        )  # fmt: skip
    console.print(table)
    branch = figures["branch"]["judge"]
    console.print(
        f"一个支部，冷：进程内第一次 {seconds(branch['first'])}；装规则库 {seconds(branch['rulebook'])}；"
        f"新进程从头到尾 {seconds(branch['from_start'])}。"
    )
    table = Table(
        "同样的事实，只判 S2-1、S1-1 至 S1-4",
        "行",
        "我们",
        "OpenFisca",
        "差几倍",
        title="与 OpenFisca 对照",
        title_justify="left",
    )
    for size, name in (("branch", "一个支部"), ("city", "一个市"), ("province", "一个省")):
        ours, theirs = figures[size]["compared"], figures[size]["openfisca"]
        table.add_row(
            name, f"{ours['rows']:,}", seconds(ours["median"]), seconds(theirs["median"]),
            f"{theirs['median'] / ours['median']:.1f}",
        )  # fmt: skip
    console.print(table)
    table = Table("页面（样例市，服务器端）", "次数", "p50", "p95", "查询", title_justify="left")
    for page in figures["pages"]["pages"]:
        table.add_row(
            page["name"], str(page["times"]), seconds(page["p50"]), seconds(page["p95"]), str(page["queries"])
        )
    console.print(table)


def seconds(value: float) -> str:
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def machine() -> Figures:
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "polars": version("polars"),
        "numpy": version("numpy"),
        "as_of": str(sets.AS_OF),
        "seed": sets.SEED,
    }


def main() -> None:
    figures = {"machine": machine(), **run()}
    show(figures)
    RESULTS.mkdir(exist_ok=True)
    target = RESULTS / f"{figures['machine']['measured_at'][:10]}.json"
    target.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    console.print(f"写在 {target.relative_to(sets.ROOT)}")


if __name__ == "__main__":
    main()
