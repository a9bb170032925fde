"""A command run to its end with everything it starts, watched from outside: wall, CPU and memory of all together."""

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile

from benchmarks import sets

TICK, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
EVERY = 0.1
_SESSION, _USER, _SYSTEM, _RSS = 3, 11, 12, 21  # man proc_pid_stat，减去编号和名字


def watched(command: Sequence[str | Path]) -> dict[str, float]:
    """Peak of the sum of what its processes hold in memory (shared pages counted for each), and their CPU."""
    began = time.perf_counter()
    said = TemporaryFile()  # noqa: SIM115  到命令结束都要它
    running = subprocess.Popen([*map(str, command)], cwd=sets.ROOT, stdout=said, stderr=said, start_new_session=True)
    cpu: dict[str, float] = {}
    peak = 0
    while running.poll() is None:
        held = 0
        for name, fields in _of_session(running.pid):
            cpu[name] = (int(fields[_USER]) + int(fields[_SYSTEM])) / TICK
            held += int(fields[_RSS]) * PAGE
        peak = max(peak, held)
        time.sleep(EVERY)
    wall = time.perf_counter() - began
    if running.returncode:
        said.seek(0)
        raise SystemExit(said.read().decode())
    return {"wall": wall, "cpu": sum(cpu.values()), "peak_mib": peak / 2**20}


def _of_session(leader: int) -> list[tuple[str, list[str]]]:
    found = []
    for place in Path("/proc").iterdir():
        if not place.name.isdigit():
            continue
        try:
            fields = (place / "stat").read_text().rpartition(") ")[2].split()
        except OSError:  # 刚刚结束
            continue
        if int(fields[_SESSION]) == leader:
            found.append((place.name, fields))
    return found
