"""Run a command with all its processes watched: wall, CPU and the greatest memory they held together."""

import json
import os
import subprocess
import time
from pathlib import Path

_TICK, _PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
_LOOK_EVERY = 0.25
_KEEP_EVERY = 20


def run(command: list[str], kept: Path) -> dict[str, float | bool]:
    """The figures of a command. Kept as it runs: broken off and run again, its times are added up.

    Raises `SystemExit` where it fails.
    """
    before = json.loads(kept.read_text("utf-8")) if kept.exists() else {"wall": 0.0, "cpu": 0.0, "peak_mib": 0.0}
    if before.get("done"):
        return before
    begun, peak, cpu, looks = time.perf_counter(), 0.0, 0.0, 0
    process = subprocess.Popen(command, start_new_session=True)
    while process.poll() is None:
        time.sleep(_LOOK_EVERY)
        used, held = _session(process.pid)
        cpu, peak, looks = max(cpu, used), max(peak, held), looks + 1
        if looks % _KEEP_EVERY == 0:
            _keep(kept, before, time.perf_counter() - begun, cpu, peak, done=False)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}：退出码 {process.returncode}")
    spent = os.times()  # the command and all it waited for, with what was run before it
    ended = spent.children_user + spent.children_system
    cpu = max(cpu, ended - _ENDED[0])
    _ENDED[0] = ended
    return _keep(kept, before, time.perf_counter() - begun, cpu, peak, done=True)


_ENDED = [0.0]


def _keep(
    kept: Path, before: dict[str, float], wall: float, cpu: float, peak: float, *, done: bool
) -> dict[str, float | bool]:
    found: dict[str, float | bool] = {
        "wall": before["wall"] + wall,
        "cpu": before["cpu"] + cpu,
        "peak_mib": max(before["peak_mib"], peak),
        "done": done,
    }
    kept.write_text(json.dumps(found), encoding="utf-8")
    return found


def _session(leader: int) -> tuple[float, float]:
    """CPU seconds and MiB of all processes of a session."""
    cpu = pages = 0
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "stat").read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        if int(words[3]) == leader:
            ended = slice(11, 15) if int(place.name) == leader else slice(11, 13)
            cpu += sum(map(int, words[ended]))
            pages += int(words[21])
    return cpu / _TICK, pages * _PAGE / 2**20
