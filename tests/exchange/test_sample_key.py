"""The sample city against the kernel: every planted fault is found, and nothing else is accused."""

import csv
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from dengxiaming.exchange.sample import Sample, build_sample, write_key
from dengxiaming.exchange.sample.build import Size
from dengxiaming.law.loader import load_rulebook
from dengxiaming.reckoning import evaluate

Accused = set[tuple[str, str, str, str]]
SAMPLES: list[tuple[Size, int]] = [("small", 1), ("small", 2), ("small", 3), ("city", 1), ("city", 2), ("city", 3)]


def judged(sample: Sample) -> pl.DataFrame:
    return evaluate(sample.facts, load_rulebook(), sample.as_of)


def accused(rows: pl.DataFrame) -> Accused:
    wrong = rows.filter(pl.col("status").is_in(["missed", "late", "raised", "waived"]))
    return set(wrong.select("rule", "bearer_id", "period", "status").iter_rows())


def flagged(rows: pl.DataFrame) -> Accused:
    return set(rows.explode("flags").drop_nulls("flags").select("rule", "bearer_id", "period", "flags").iter_rows())


def in_key(sample: Sample, *, flags: bool) -> Accused:
    return {(f.rule, f.bearer_id, f.period, f.status) for f in sample.key if f.is_flag == flags}


@pytest.mark.parametrize(("size", "seed"), SAMPLES)
def test_every_planted_fault_is_found_and_nothing_else_accused(size: Size, seed: int) -> None:
    sample = build_sample(seed, size)
    rows = judged(sample)
    assert accused(rows) == in_key(sample, flags=False)
    assert flagged(rows) == in_key(sample, flags=True)
    assert len(in_key(sample, flags=False)) >= {"small": 14, "city": 120}[size]


@pytest.mark.parametrize(("size", "seed"), [("small", 4), ("small", 5), ("city", 4)])
def test_without_faults_nobody_owes_anything(size: Size, seed: int) -> None:
    sample = build_sample(seed, size, faults=False)
    rows = judged(sample)
    assert sample.key == ()
    assert accused(rows) == set()
    assert flagged(rows) == set()
    assert set(rows["status"].unique()) == {"met", "open"}


def test_the_city_shows_every_rule_and_accuses_under_every_rule() -> None:
    """One fault at least for each duty of the rulebook, so that no rule of the kernel goes untried."""
    sample = build_sample(1, "city")
    duties = {duty.id for duty in load_rulebook().duties}
    assert set(judged(sample)["rule"].unique()) == duties
    assert {f.rule for f in sample.key if not f.is_flag} == duties


def test_faults_are_many_and_spread_over_the_city() -> None:
    sample = build_sample(1, "city")
    planted = {f.planted: f.what for f in sample.key}
    assert 100 <= len(planted) <= 140
    units = [name for name in sample.facts.units["name"] if any(what.startswith(name) for what in planted.values())]
    assert 20 <= len(units) <= 60
    statuses = Counter(f.status for f in sample.key)
    assert statuses.keys() == {"missed", "late", "raised", "backfilled", "incomplete"}


def test_the_key_is_written_in_both_languages(tmp_path: Path) -> None:
    sample = build_sample(1, "small")
    write_key(sample.key, tmp_path / "key.csv")
    with (tmp_path / "key.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][1:3] == ["rule 条款", "bearer_id 承担者编号"]
    assert len(rows) == len(sample.key) + 1
    assert {row[4] for row in rows[1:]} <= {"missed", "late", "raised", "backfilled", "incomplete"}
    assert {row[5] for row in rows[1:]} <= {"未做", "迟做", "需关注", "补录", "要素不全"}
    assert all(row[6].endswith("。") for row in rows[1:])
