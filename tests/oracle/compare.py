"""python tests/oracle/compare.py --seeds 0:50 : judges random fact sets twice and prints what differs first."""

import argparse
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))

from dengxiaming.law.loader import load_rulebook
from dengxiaming.law.model import Rulebook
from dengxiaming.reckoning import evaluate
from oracle.differences import first_differences
from oracle.judging import judge
from oracle.random_facts import random_dates, random_tables
from oracle.reading import frames


def compare(seed: int, rulebook: Rulebook, per_rule: int, rules: list[str] | None = None) -> tuple[int, str]:
    """How many rows were compared, and what differs ("" when nothing does)."""
    tables = random_tables(seed)
    as_of, known_by = random_dates(seed, tables)
    expected = judge(tables, as_of, known_by, rules=rules, upcoming=True)
    got = evaluate(frames(tables), rulebook, as_of, known_by, rules=rules, upcoming=True).to_dicts()
    if got == expected:
        return len(expected), ""
    said = first_differences(expected, got, per_rule)
    return len(expected), f"--- seed {seed}, as of {as_of}, known by {known_by}\n{said}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="0:50", help="first:end")
    parser.add_argument("--rule", action="append", help="only these rules")
    parser.add_argument("--per-rule", type=int, default=3, help="differences shown a rule and seed")
    asked = parser.parse_args()
    first, end = map(int, asked.seeds.split(":"))
    rulebook = load_rulebook()
    rows, differing = 0, 0
    for seed in range(first, end):
        count, said = compare(seed, rulebook, asked.per_rule, asked.rule)
        rows += count
        differing += bool(said)
        if said:
            print(said)
    print(f"{end - first} sets, {rows} rows, {differing} sets differ")
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()
