"""What a sample is made of: believable size, sound facts, the same for a seed everywhere, no help from the kernel."""

import ast
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import dengxiaming.exchange.sample as package
from dengxiaming.exchange import read_facts, write_facts
from dengxiaming.exchange.sample import Sample, build_sample
from dengxiaming.exchange.sample.build import Size
from dengxiaming.exchange.sample.dues import payable
from dengxiaming.law.loader import load_rulebook
from dengxiaming.reckoning import evaluate

HOME = Path(package.__file__).parent
DIGEST = """
import hashlib, sys
from dengxiaming.exchange.sample import build_sample
facts = build_sample(int(sys.argv[1]), "small").facts
text = "".join(frame.write_json() for frame in facts.tables().values())
print(hashlib.sha256(text.encode()).hexdigest())
"""


def digest(seed: int, hash_seed: int) -> str:
    """The sample's digest as another process sees it, where sets of objects are in another order."""
    run = subprocess.run(
        [sys.executable, "-c", DIGEST, str(seed)],
        env={**os.environ, "PYTHONHASHSEED": str(hash_seed)},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.strip()


@pytest.fixture(scope="module")
def city() -> Sample:
    return build_sample(7, "city")


def test_the_same_seed_gives_the_same_sample_in_every_process() -> None:
    assert digest(7, 4711) == digest(7, 42)
    assert digest(7, 42) != digest(8, 42)


def test_the_generator_does_not_ask_the_kernel() -> None:
    """decisions.md: the generator of the sample may not import the kernel, only the tables of facts."""
    asked = {
        node.module
        for file in HOME.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("dengxiaming.reckoning")
    }
    assert asked == {"dengxiaming.reckoning.facts"}


def test_the_city_has_the_size_of_a_city(city: Sample) -> None:
    facts = city.facts
    kinds = dict(facts.organizations.group_by("kind").len().iter_rows())
    assert 55 <= len(facts.units) <= 70
    assert 190 <= kinds["branch"] + kinds["joint_branch"] + kinds["temporary_branch"] <= 230
    assert 2700 <= facts.members["id"].n_unique() <= 3300
    assert facts.acts["on"].dt.year().is_in([2024, 2025, 2026]).sum() > 40_000
    assert {"work_committee", "party_group", "organ_committee", "general_branch", "group"} <= kinds.keys()
    assert facts.units["id"].to_list() == sorted(facts.units["id"])


def test_nothing_happens_or_is_written_after_the_day_of_the_sample(city: Sample) -> None:
    local = city.facts.acts["recorded_at"].dt.convert_time_zone("Asia/Shanghai")
    assert city.as_of == date(2026, 11, 24)
    assert city.facts.acts["on"].max() <= city.as_of
    assert local.dt.date().max() <= city.as_of
    assert (local.dt.date() >= city.facts.acts["on"]).all()
    assert local.dt.hour().is_between(8, 17).all()
    assert city.facts.dues["paid_on"].max() <= city.as_of
    assert city.facts.triggers["on"].max() <= city.as_of


def test_ids_are_short_and_no_id_stands_in_two_tables(city: Sample) -> None:
    facts = city.facts
    held = [facts.organizations["id"], facts.units["id"], facts.members["id"].unique()]
    held += [facts.posts["id"], facts.acts["id"], facts.triggers["id"]]
    ids = pl.concat(held)
    assert ids.n_unique() == len(ids)
    assert ids.str.contains(r"^[A-Z]{2}\d{2,6}$").all()


def test_every_reference_points_at_something(city: Sample) -> None:
    facts = city.facts
    organizations, members = facts.organizations["id"], facts.members["id"]
    assert facts.acts["organization_id"].is_in(organizations.implode()).all()
    assert facts.acts["actor_id"].drop_nulls().is_in(members.implode()).all()
    both = pl.concat([organizations, members])
    assert facts.acts["counterpart_ids"].explode().drop_nulls().is_in(both.implode()).all()
    asked = pl.concat([facts.triggers["id"], facts.acts["id"]])
    assert facts.acts["answers"].explode().drop_nulls().is_in(asked.implode()).all()
    assert facts.attendance["act_id"].is_in(facts.acts["id"].implode()).all()
    assert facts.posts["member_id"].is_in(members.implode()).all()


def test_stays_of_one_member_do_not_overlap(city: Sample) -> None:
    stays = city.facts.members.sort("id", "from")
    number, earlier = pl.col("from").cum_count().over("id"), pl.col("to").shift(1).over("id")
    again = stays.with_columns(number=number, earlier=earlier).filter(pl.col("number") > 1)
    assert len(again) > 10
    assert (again["earlier"] <= again["from"]).all()


@pytest.mark.parametrize(
    ("income", "retired", "dues"),
    [
        (300000, False, 1500),
        (300001, False, 3000),
        (500000, False, 5000),
        (500001, False, 7500),
        (1000000, False, 15000),
        (1000001, False, 20000),
        (500000, True, 2500),
        (500001, True, 5000),
    ],
)
def test_R5_2_dues_of_a_month(income: int, retired: bool, dues: int) -> None:
    assert payable(income, retired=retired) == dues


def test_an_unknown_size_is_refused_in_plain_words() -> None:
    with pytest.raises(ValueError, match="没有这样的样本"):
        build_sample(1, "village")  # type: ignore[arg-type]  # 故意给一个没有的名字


def test_the_sample_is_honest_on_earlier_days_too() -> None:
    """Seen from the end of any quarter nothing was overdue: the acts happened in time, not just before the last day."""
    facts, rulebook = build_sample(5, "small", faults=False).facts, load_rulebook()
    for as_of in (date(2024, 7, 1), date(2024, 12, 31), date(2025, 6, 30), date(2026, 3, 31), date(2026, 10, 1)):
        overdue = evaluate(facts, rulebook, as_of).filter(pl.col("status").is_in(["missed", "late", "raised"]))
        assert overdue.is_empty(), overdue


@pytest.mark.parametrize("size", ["small", "city"])
def test_the_sample_has_neither_defects_nor_warnings(size: Size, tmp_path: Path) -> None:
    facts = build_sample(3, size).facts
    write_facts(facts, tmp_path / "facts", fmt="parquet")
    reading = read_facts(tmp_path / "facts")
    assert reading.findings == ()
    for name, frame in facts.tables().items():
        assert reading.facts.tables()[name].height == frame.height
