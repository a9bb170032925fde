"""Many at once, on both databases: every acknowledged record is in the journal, once, in order; one form is one record.

DXM_WRITERS=200 for as many writers on PostgreSQL (SQLite: at most 20) with two verbs each; the normal run has ten.
"""

import os
import time
from collections import defaultdict
from pathlib import Path

import pytest
from living import IMPORTED, city

import postgresql

WRITERS = int(os.environ.get("DXM_WRITERS", "10"))
EACH, PROCESSES = (2, 4) if "DXM_WRITERS" in os.environ else (1, 2)
MOST = {"sqlite": 20, "postgresql": 1000}


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_what_was_acknowledged_is_in_the_journal(vendor: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = tuple(one for one in postgresql._COMMON if not one.startswith("max_connections"))
    monkeypatch.setattr(postgresql, "_COMMON", (*room, f"max_connections={WRITERS + 20}"))
    threads = min(WRITERS, MOST[vendor]) // PROCESSES
    with city(vendor, tmp_path) as held:
        began = time.monotonic()
        writers = [held.begun("write", threads, EACH, number * threads) for number in range(PROCESSES)]
        meanwhile = held.there()
        said = held.said(*writers)
        seconds = time.monotonic() - began
        there = held.there()
    done = [one for one in said if "writer" in one]
    form = [one for one in said if "form" in one]
    assert (len(done), len(form)) == (PROCESSES * threads * EACH, PROCESSES * threads)
    first = [one["index"] for one in form if one["index"] is not None]
    assert (len(first), len({one["form"] for one in form}), there["same"]) == (1, 1, 1), "同一份表只成一条"
    indexes = sorted([*first, *(one["index"] for one in done)])
    assert indexes == list(range(IMPORTED, IMPORTED + len(done) + 1)), "没有空号，没有重号"
    assert there["entries"] == IMPORTED + len(indexes)
    assert all(there["held"][str(one["index"])] == one["code"] for one in done)
    assert len(set(there["held"].values())) == len(there["held"]) == len(indexes)
    turns = defaultdict(list)
    for one in done:
        turns[one["writer"]].append(one["index"])
    assert all(held == sorted(held) for held in turns.values()), "各人的次序"
    assert there["findings"] == meanwhile["findings"] == [], "写的时候核对也一样"
    assert meanwhile["entries"] <= there["entries"]
    busy = sum("busy" in one for one in said)
    print(f"{vendor}：{PROCESSES * threads}人同时写，{len(indexes)}条全部在，{seconds:.1f}秒，太忙重交{busy}次")
