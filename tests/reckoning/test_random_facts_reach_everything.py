"""Random fact sets reach every status of every rule; otherwise comparing on them would prove little."""

import sys
from collections import Counter

from oracle.clauses import RECURRING, RESPONSES, RULES, STRUCTURE
from oracle.judging import judge
from oracle.random_facts import random_dates, random_tables

SEEDS = 120
STATUSES = ["met", "late", "open", "missed", "upcoming", "raised"]
# 待做之前就有的：月、季、半年的周期，和当年还没到的窗口
HAS_A_FUTURE = {line.rule for line in RECURRING if line.every != "year"} | {"D1-4", "D1-5", "S6-3", "S7-2"}


def reachable(rule: str) -> set[str]:
    """The statuses the contract lets a rule have."""
    if rule in {"S2-7", "S7-3"}:
        return {"raised"}
    if rule in STRUCTURE:
        return {"met", "missed"}
    usual = {"met", "open", "missed"} | ({"upcoming"} if rule in HAS_A_FUTURE else set())
    return usual | ({"late"} if rule in {*RESPONSES, "S2-8", "S8-1", "S6-4", "S7-2"} else set())


def test_every_status_of_every_rule_occurs_in_random_sets() -> None:
    seen: Counter[tuple[str, str]] = Counter()
    for seed in range(SEEDS):
        tables = random_tables(seed)
        as_of, known_by = random_dates(seed, tables)
        seen.update((row["rule"], row["status"]) for row in judge(tables, as_of, known_by, upcoming=True))
    lines = [f"{'rule':8}" + "".join(f"{status:>10}" for status in STATUSES)]
    lines += [f"{rule:8}" + "".join(f"{seen[rule, status]:>10}" for status in STATUSES) for rule in RULES]
    sys.stdout.write("\n".join(lines) + "\n")
    wanted = {(rule, status) for rule in RULES for status in reachable(rule)}
    assert not wanted - set(seen), f"没有出现过：{sorted(wanted - set(seen))}"
    assert not set(seen) - wanted, f"不该出现：{sorted(set(seen) - wanted)}"
