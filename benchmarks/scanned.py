"""Every column the kernel reads of every shard gone through once: `python -m benchmarks.scanned DIR JOBS`."""

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from benchmarks.child import scan_once
from dengxiaming.scale.store import names, read_shard


def scan(place: Path) -> None:
    scan_once(read_shard(place)[0])


def main() -> None:
    folder, jobs = Path(sys.argv[1]), int(sys.argv[2])
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        list(pool.map(scan, [folder / name for name in names(folder)]))


if __name__ == "__main__":
    main()
