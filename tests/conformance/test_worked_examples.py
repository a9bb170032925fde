"""The two worked fact sets of the contract: the oracle and the kernel must each give exactly their verdicts."""

import json
from functools import cache
from pathlib import Path

import pytest

from dengxiaming.law.loader import load_rulebook
from dengxiaming.reckoning import evaluate
from oracle.differences import first_differences
from oracle.judging import judge
from oracle.reading import frames, read_arguments, read_tables
from oracle.world import Row, Tables

EXAMPLES = Path(__file__).parent / "examples"
SETS = {"first": 1558, "second": 4977}


@cache
def facts_of(name: str) -> Tables:
    return read_tables(EXAMPLES / name / "facts")


def compared(row: Row) -> Row:
    """The columns compared, dates as text: all but bearer_kind."""
    return {
        column: value.isoformat() if hasattr(value, "isoformat") else value
        for column, value in row.items()
        if column != "bearer_kind"
    }


def expected_rows(name: str) -> list[Row]:
    lines = (EXAMPLES / name / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("name", SETS)
def test_the_oracle_gives_the_worked_verdicts(name: str) -> None:
    as_of, known_by = read_arguments(EXAMPLES / name / "arguments.txt")
    rows = [compared(row) for row in judge(facts_of(name), as_of, known_by)]
    expected = expected_rows(name)
    assert len(expected) == SETS[name]
    assert rows == expected, first_differences(expected, rows)


@pytest.mark.parametrize("name", SETS)
def test_the_kernel_gives_the_worked_verdicts(name: str) -> None:
    as_of, known_by = read_arguments(EXAMPLES / name / "arguments.txt")
    verdicts = evaluate(frames(facts_of(name)), load_rulebook(), as_of, known_by)
    rows = [compared(row) for row in verdicts.to_dicts()]
    expected = expected_rows(name)
    assert rows == expected, first_differences(expected, rows)
    assert {row["bearer_kind"] for row in verdicts.to_dicts()} <= {
        "organization",
        "member",
        "unit",
        "act",
        "post",
        "pair",
    }
