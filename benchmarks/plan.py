"""How long the planner of joint branches takes (S1-4): `python -m benchmarks.plan [UNITS …]`, else 65, 200 and 1000.

Made-up small units over a city: towns of different sizes, one to two full members each, six trades, and joint branches
there already. Nothing here is asserted; figures are printed.
"""

import math
import random
import sys
import time
from datetime import date

from benchmarks import sets
from dengxiaming.areas.structure.planner import limits as local
from dengxiaming.areas.structure.planner.candidates import candidates
from dengxiaming.areas.structure.planner.sites import Host, Site
from dengxiaming.areas.structure.planner.solve import solve

DAY = date(2026, 11, 24)
MIDDLE = (50_780_000, 121_520_000)
TRADES = ("林", "农", "水", "路", "学", "医")
UNITS = [int(size) for size in sys.argv[1:]] or [65, 200, 1000]


def town(units: int, seed: int) -> tuple[list[Site], list[Host]]:
    """Units around towns, one town for forty of them; a joint branch with two units in every other town."""
    drawn = random.Random(seed)
    centres = [_around(drawn, MIDDLE, 60_000) for _ in range(max(2, units // 40))]
    sites = [_site(drawn, f"U{number:04}", drawn.choice(centres)) for number in range(units)]
    hosts = [
        Host(f"L{at}", f"联合支部{at}", tuple(_site(drawn, f"H{at}-{n}", centre) for n in range(2)))
        for at, centre in enumerate(centres[::2])
    ]
    return sites, hosts


def _site(drawn: random.Random, code: str, centre: tuple[int, int]) -> Site:
    full = drawn.choice((0, 1, 1, 2, 2))
    return Site(code, code, drawn.choice(TRADES), point=_around(drawn, centre, 4_000), full=full, members=full + 1)


def _around(drawn: random.Random, centre: tuple[int, int], metres: int) -> tuple[int, int]:
    """A point at most so far from another: a degree of latitude is 111 km."""
    far, way = metres * math.sqrt(drawn.random()), drawn.uniform(0, 2 * math.pi)
    north, east = far * math.cos(way) / 111_000, far * math.sin(way) / 111_000 / math.cos(math.radians(50.8))
    return centre[0] + round(north * 1e6), centre[1] + round(east * 1e6)


def measure(units: int) -> None:
    numbers, seconds = local.limits(DAY, 3, 5), local.local("seconds", DAY)
    sites, hosts = town(units, sets.SEED)
    began = time.perf_counter()
    found = candidates(sites, hosts, numbers)
    print(f"{units:5} 个单位：{len(found)} 种支部，{time.perf_counter() - began:.1f} 秒列出", flush=True)
    for weighing in local.weighings():
        began, used = time.perf_counter(), time.process_time()
        solved = solve(sites, found, numbers, weighing, seconds)
        unproven = "没有证出" if solved.gap is None else f"离最好至多 {solved.gap:.2%}"
        proof = "没有更好的" if solved.is_proven else unproven
        print(
            f"      {weighing.label}：{len(solved.chosen)} 个支部，剩下 {len(solved.left_over)} 个单位，{proof}，"
            f"{time.perf_counter() - began:.1f} 秒（处理器 {time.process_time() - used:.1f} 秒）", flush=True,
        )  # fmt: skip


if __name__ == "__main__":
    for size in UNITS:
        measure(size)
