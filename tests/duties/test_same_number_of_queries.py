"""Every question of a page takes as many queries for one organisation as for three."""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from areas.held_facts import worked
from dengxiaming.duties import queries
from dengxiaming.duties.queries import Filter, View
from dengxiaming.reckoning import Facts
from duties.conftest import Site

TODAY = date(2025, 11, 20)
QUESTIONS: dict[str, Callable[[View], object]] = {
    "制度": queries.law_standing,
    "全市": lambda view: queries.heatmap(view, view.closed),
    "组织": lambda view: queries.organization(view, "BR00"),
    "组织目录": queries.places,
    "清单": lambda view: queries.duties(view, Filter(rule="S2-1")),
    "说明": lambda view: queries.explanation(view, "S2-1", "BR00", "2025Q3"),
    "数": lambda _: queries.numbers(),
    "找": lambda _: queries.search("BR"),
}


def city(branches: int) -> Facts:
    """The first worked city with so many copies of its first branch, each with its people and acts."""
    tables = worked("first").tables()
    copies: dict[str, list[pl.DataFrame]] = {name: [] for name in tables}
    here = pl.col("organization_id") == "BR00"
    kept = {
        "organizations": tables["organizations"].filter(pl.col("id").is_in(["CITY", "PG0", "GB0"])),
        "units": tables["units"],
    }
    for number in range(branches):
        end = "" if number == 0 else f"-{number}"
        named = (pl.col("id") + end).alias("id")
        home = (pl.col("organization_id") + end).alias("organization_id")
        branch = tables["organizations"].filter(pl.col("id") == "BR00").with_columns(named)
        copies["organizations"].append(branch)
        copies["members"].append(
            tables["members"].filter(here).with_columns(named, home, pl.lit(None, pl.String).alias("group_id"))
        )
        acts = tables["acts"].filter(here & (pl.col("counterpart_ids").list.len() + pl.col("answers").list.len() == 0))
        copies["acts"].append(acts.with_columns(named, home, pl.lit(None, dtype=pl.String).alias("actor_id")))
    return Facts.of(
        organizations=pl.concat([kept["organizations"], *copies["organizations"]]),
        units=kept["units"],
        members=pl.concat(copies["members"]),
        acts=pl.concat(copies["acts"]),
    )


@pytest.mark.parametrize("moved", [False, True], ids=["今天", "移了日期"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_as_many_queries_for_three_as_for_one(site: Site, question: str, moved: bool) -> None:
    counted = []
    for branches in (1, 3):
        site(city(branches), TODAY)
        view = View(date(2025, 10, 31)) if moved else View.today()
        with CaptureQueriesContext(connection) as seen:
            QUESTIONS[question](view)
        counted.append(len(seen))
    assert counted[0] == counted[1], counted
    assert counted[0] <= 70  # 各个业务各有自己的表；任期另问一遍，不从会过时的一份里取
