"""Fact sets to load into the site: the two worked ones, and random ones as the site would let them in."""

from datetime import date, datetime
from functools import cache
from pathlib import Path

import polars as pl

from dengxiaming.reckoning import Facts
from oracle.random_facts import random_tables
from oracle.reading import frames, read_arguments, read_tables

EXAMPLES = Path(__file__).parents[1] / "conformance" / "examples"


@cache
def worked(name: str) -> Facts:
    return frames(read_tables(EXAMPLES / name / "facts"))


def worked_dates(name: str) -> tuple[date, datetime | None]:
    return read_arguments(EXAMPLES / name / "arguments.txt")


@cache
def messy(seed: int) -> Facts:
    """A random fact set; stays that end before they begin are defects, which the exchange would leave out."""
    tables = random_tables(seed)
    tables["members"] = [row for row in tables["members"] if row["to"] is None or row["to"] > row["from"]]
    known = {row["id"] for row in tables["members"]}
    held = frames(tables).tables()
    for name in ("posts", "attendance", "dues"):
        held[name] = held[name].filter(pl.col("member_id").is_in(known))
    nobody = pl.col("member_id").is_null() | pl.col("member_id").is_in(known)
    held["triggers"] = held["triggers"].filter(nobody)
    ids = known | set(held["organizations"]["id"])
    named = held["acts"].filter(pl.col("actor_id").is_null() | pl.col("actor_id").is_in(known))
    named = named.filter(pl.col("counterpart_ids").list.eval(pl.element().is_in(ids)).list.all())
    answerable = set(held["triggers"]["id"]) | set(named["id"])
    named = named.filter(pl.col("answers").list.eval(pl.element().is_in(answerable)).list.all())
    named = named.filter(
        pl.col("answers").list.eval(pl.element().is_in(set(held["triggers"]["id"]) | set(named["id"]))).list.all()
    )
    held["acts"] = named
    held["attendance"] = held["attendance"].filter(pl.col("act_id").is_in(named["id"].implode()))
    return Facts.of(**held)
