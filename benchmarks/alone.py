"""One shard in memory, the kernel against one look at every value: `python -m benchmarks.alone SHARD` → JSON."""

import json
import statistics
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.child import cpu, scan_once
from dengxiaming.exchange.sample.nation import NATION_AS_OF
from dengxiaming.law.loader import load_rulebook
from dengxiaming.scale import Order
from dengxiaming.scale.run import verdicts
from dengxiaming.scale.store import read_shard

TIMES = 5


def median(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(TIMES):
        began = cpu()
        work()
        taken.append(cpu() - began)
    return statistics.median(taken)


if __name__ == "__main__":
    facts, home = read_shard(Path(sys.argv[1]))
    order = Order(load_rulebook(), NATION_AS_OF, rows="unmet")
    found = {"scan": median(lambda: scan_once(facts)), "judge": median(lambda: verdicts(facts, home, order))}
    print(json.dumps(found))
