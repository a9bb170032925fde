"""Random fact sets reach every status of every rule; otherwise comparing on them would prove little."""

from collections import Counter

from oracle.clauses import RECURRING, RESPONSES, RULES, STRUCTURE
from oracle.judging import judge
from oracle.random_facts import random_dates, random_tables

AT_LEAST, AT_MOST = 60, 400
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
    """Set after set, from seed 0 on, until everything has occurred; the table says after how many."""
    wanted = {(rule, status) for rule in RULES for status in reachable(rule)}
    seen: Counter[tuple[str, str]] = Counter()
    for seed in range(AT_MOST):
        tables = random_tables(seed)
        for drawn in (seed, seed + AT_MOST):
            as_of, known_by = random_dates(drawn, tables)
            seen.update((row["rule"], row["status"]) for row in judge(tables, as_of, known_by, upcoming=True))
        if seed >= AT_LEAST and wanted <= seen.keys():
            break
    print(f"{seed + 1} 套\n{'rule':8}" + "".join(f"{status:>10}" for status in STATUSES))
    for rule in RULES:
        print(f"{rule:8}" + "".join(f"{seen[rule, status]:>10}" for status in STATUSES))
    assert not wanted - seen.keys(), f"没有出现过：{sorted(wanted - seen.keys())}"
    assert not seen.keys() - wanted, f"不该出现：{sorted(seen.keys() - wanted)}"
