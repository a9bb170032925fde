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
from rich.markdown import Markdown

from benchmarks import engines, month, nation, readme, sets

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


def openfisca(size: str, times: int) -> Figures:
    """OpenFisca's rows first, and only where they equal ours its time."""
    target = sets.HELD / f"{size}-openfisca.parquet"
    command = [
        BENCH_PYTHON,
        "benchmarks/openfisca_rules.py",
        sets.folder(size),
        str(sets.as_of(size)),
        target,
        str(times),
    ]
    ran = subprocess.run(command, cwd=sets.ROOT, check=False, capture_output=True, text=True)
    if ran.returncode:
        raise SystemExit(ran.stderr)
    theirs, ours = pl.read_parquet(target), pl.read_parquet(sets.HELD / f"{size}-ours.parquet")
    if not same_rows(theirs, ours):
        raise SystemExit(f"OpenFisca 的判定与我们的不同（{size}），没有计时。")
    return {**json.loads(ran.stdout), "rows": theirs.height}


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
        figures[size] |= {"compared": ours, "openfisca": openfisca(size, times)}
    console.print("量分片：本机和 Spark……")
    figures["engines"] = engines.measured()
    console.print("量页面……")
    figures["pages"] = child("pages", "city", 30, module="benchmarks.pages")
    console.print("在浏览器里做一个月……")
    figures["month"] = month.measured()
    return figures


def machine() -> Figures:
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "polars": version("polars"),
        "numpy": version("numpy"),
        "seed": sets.SEED,
    }


def main() -> None:
    figures = {"machine": machine(), **run()}
    console.print(Markdown(readme.speed_section(figures)))
    console.print("从一个市到全国，上一次 make nation 量的：")
    print(nation.table(json.loads((nation.RESULTS / "points.json").read_text(encoding="utf-8"))))
    RESULTS.mkdir(exist_ok=True)
    target = RESULTS / f"{figures['machine']['measured_at'][:10]}.json"
    target.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    readme.write(figures)
    console.print(f"写在 {target.relative_to(sets.ROOT)}、README.md 和 docs/scale.md")


if __name__ == "__main__":
    main()
