"""Nothing is lost or judged twice where a trigger, a talk, a move or a meeting reaches from one shard into another.

More random sets: DXM_SEEDS=0:300.
"""

import os

import polars as pl
import pytest
from mixed import mixed
from polars.testing import assert_frame_equal
from shards_in_memory import ORDER, summary, with_what_is_held
from two_sides import AS_OF, CASES, Case, facts

from dengxiaming.law.loader import load_rulebook
from dengxiaming.reckoning import Facts, evaluate
from dengxiaming.reckoning.counted import COUNTED
from dengxiaming.scale import Order
from dengxiaming.scale.cut import Cutter
from dengxiaming.scale.homes import Homes
from dengxiaming.scale.run import verdicts
from oracle.random_facts import random_dates
from oracle.reading import frames

FIRST, END = map(int, os.environ.get("DXM_SEEDS", "0:3").split(":"))
Judged = tuple[Facts, Homes, pl.DataFrame, list[pl.DataFrame]]


@pytest.fixture(scope="module")
def judged() -> Judged:
    held, order = facts(), Order(load_rulebook(), AS_OF)
    homes = Homes.of(held, 8)
    cutter = Cutter(held, homes)
    parts = [verdicts(*cutter.cut(shard), order)[0] for shard in range(homes.shards)]
    return held, homes, evaluate(held, order.rulebook, AS_OF), parts


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule} {case.bearer} {case.says}")
def test_what_reaches_across_is_judged_once_and_as_in_the_whole(case: Case, judged: Judged) -> None:
    _, homes, whole, parts = judged
    one, other = (set(homes.bearers.filter(pl.col("id") == name)["shard"]) for name in case.apart)
    assert one != other, "这一条没有跨片"
    duty = (pl.col("rule") == case.rule, pl.col("bearer_id") == case.bearer, pl.col("period") == case.period)
    row = whole.filter(*duty)
    assert (row["status"].to_list(), row["evidence"].list.join(";").to_list()) == ([case.status], [case.evidence])
    assert_frame_equal(pl.concat(parts).filter(*duty), row)
    print(f"{case.says}：{case.rule} {case.bearer} {case.period} {case.status}")


def test_all_rows_are_those_of_the_whole(judged: Judged) -> None:
    _, homes, whole, parts = judged
    assert homes.shards == 4
    assert_frame_equal(pl.concat(parts).sort(ORDER), whole.sort(ORDER))


@pytest.mark.parametrize("seed", range(FIRST, END))
def test_random_sets_mixed_together_give_the_rows_and_counts_of_the_whole(seed: int) -> None:
    tables = mixed(seed)
    held, order = frames(tables), Order(load_rulebook(), *random_dates(seed, tables), upcoming=True)
    homes = Homes.of(held, 6)
    cutter = Cutter(held, homes)
    rows, counted = zip(*(verdicts(*cutter.cut(shard), order) for shard in range(homes.shards)), strict=True)
    whole = evaluate(held, order.rulebook, order.as_of, order.known_by, upcoming=True)
    assert homes.shards > 1
    assert_frame_equal(pl.concat(rows).sort(ORDER), whole.sort(ORDER))
    home = with_what_is_held(held, homes.bearers.select("kind", "id", "organization"))
    assert_frame_equal(pl.concat(counted).sort(COUNTED), summary(whole, home, order.rulebook))
