"""Where a verdict row stands: the organisation at whose page it is shown and in whose units it is counted.

An organisation's row stands with itself, an act's and a post's with their organisation. A member's row stands with
the branch of the member's stay on the day that makes the duty (a trigger's day; else the last day, or as_of where
earlier), or the branch nearest in time; a duty somebody has by a post (D1-7, S2-5, L2-2) with the organisation of that
post. A pair stands with its first end where that is an organisation (D2-4), else with the branch in whose committee
both sit (S5-1a). A unit's row stands with no organisation.
"""

from datetime import date
from typing import Final

import polars as pl

from dengxiaming.areas.members.terms import COMMITTEE_POSTS, PARTY_GROUP_POSTS
from dengxiaming.areas.organs.terms import BRANCHES, PARTY_GROUP
from dengxiaming.law.model import Rulebook
from dengxiaming.reckoning import Facts

_EVER: Final = date(1, 1, 1)
_FOREVER: Final = date(9999, 12, 31)


def place(verdicts: pl.DataFrame, facts: Facts, rulebook: Rulebook) -> pl.DataFrame:
    """Add the columns `organization` (code or null) and `unit` (code, for a unit's row) to verdict rows; same order.
    The rows say in `as_of` which day they were judged.
    """
    rows = verdicts.with_row_index("row").with_columns(_anchor(facts).alias("anchor"))
    kinds, parts = set(rows["bearer_kind"].unique()), [_plain(rows, facts)]
    if "member" in kinds:
        parts += [_by_post(rows, facts, rulebook), _by_stay(rows, facts, rulebook)]
    if "pair" in kinds:
        parts.append(_pairs(rows, facts))
    found = pl.concat(parts)
    placed = rows.join(found, on="row", how="left", maintain_order="left").drop("row", "anchor")
    unit = pl.when(pl.col("bearer_kind") == "unit").then("bearer_id")
    return placed.with_columns(unit.alias("unit"))


def _anchor(facts: Facts) -> pl.Expr:
    days = facts.triggers.select("id", "on")
    trigger = pl.col("period").replace_strict(days["id"], days["on"], default=None, return_dtype=pl.Date)
    return pl.coalesce(trigger, pl.min_horizontal("due_on", "as_of"))


def _plain(rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Organisations, acts and posts."""
    own = rows.filter(pl.col("bearer_kind") == "organization").select("row", organization="bearer_id")
    held = [
        rows.filter(pl.col("bearer_kind") == kind)
        .join(table.select("id", organization="organization_id"), left_on="bearer_id", right_on="id")
        .select("row", "organization")
        for kind, table in (("act", facts.acts), ("post", facts.posts))
    ]
    return pl.concat([own, *held])


def _bearers(rulebook: Rulebook, *names: str) -> list[str]:
    return [duty.id for duty in rulebook.duties if duty.bearer in names]


def _by_post(rows: pl.DataFrame, facts: Facts, rulebook: Rulebook) -> pl.DataFrame:
    """Members who have the duty by a post: the organisation of that post, the lowest id of several."""
    kinds = facts.organizations.select(organization="id", kind="kind")
    posts = facts.posts.rename({"organization_id": "organization"}).join(kinds, on="organization")
    of_party_group = (pl.col("kind") == PARTY_GROUP) & pl.col("post").is_in(list(PARTY_GROUP_POSTS))
    of_branch = pl.col("kind").is_in(list(BRANCHES)) & (pl.col("post") == "secretary")
    return pl.concat(
        [
            _nearest(
                _members(rows, _bearers(rulebook, "party_group_member")), posts.filter(of_party_group), "member_id"
            ),
            _nearest(_members(rows, _bearers(rulebook, "branch_secretary")), posts.filter(of_branch), "member_id"),
        ]
    )


def _by_stay(rows: pl.DataFrame, facts: Facts, rulebook: Rulebook) -> pl.DataFrame:
    """All other members: the branch of the stay."""
    by_post = _bearers(rulebook, "party_group_member", "branch_secretary")
    others = rows.filter((pl.col("bearer_kind") == "member") & ~pl.col("rule").is_in(by_post))
    return _nearest(others, facts.members.rename({"organization_id": "organization"}), "id")


def _members(rows: pl.DataFrame, rules: list[str]) -> pl.DataFrame:
    return rows.filter((pl.col("bearer_kind") == "member") & pl.col("rule").is_in(rules))


def _pairs(rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """A pair `A->B`."""
    ends = pl.col("bearer_id").str.split_exact("->", 1).struct
    pairs = rows.filter(pl.col("bearer_kind") == "pair").with_columns(
        ends.field("field_0").alias("first"), ends.field("field_1").alias("second")
    )
    organizations = facts.organizations["id"].implode()
    with_organization = pl.col("first").is_in(organizations)
    own = pairs.filter(with_organization).select("row", organization="first")
    people = pairs.filter(~with_organization)
    committee = facts.posts.filter(pl.col("post").is_in(list(COMMITTEE_POSTS))).select(
        "member_id", "from", "to", organization="organization_id"
    )
    shared = people.join(
        committee.select("member_id", "organization").unique(), left_on="second", right_on="member_id"
    ).select("row", "organization")
    candidates = (
        people.join(committee, left_on="first", right_on="member_id")
        .join(shared, on=["row", "organization"], how="semi")
        .pipe(_ranked)
    )
    return pl.concat([own, candidates])


def _nearest(rows: pl.DataFrame, spans: pl.DataFrame, key: str) -> pl.DataFrame:
    """For each row the organisation of the span in force on its anchor, else of the nearest in time."""
    return _ranked(rows.join(spans.select(key, "from", "to", "organization"), left_on="bearer_id", right_on=key))


def _ranked(candidates: pl.DataFrame) -> pl.DataFrame:
    """`row`, `organization`: one a row, the span with the least distance to the anchor, then the lowest id."""
    begins, ends = pl.col("from").fill_null(_EVER), pl.col("to").fill_null(_FOREVER)
    days = (
        pl.when(begins > pl.col("anchor"))
        .then((begins - pl.col("anchor")).dt.total_days())
        .when(ends <= pl.col("anchor"))
        .then((pl.col("anchor") - ends).dt.total_days() + 1)
        .otherwise(0)
    )
    return (
        candidates.with_columns(days.alias("distance"))
        .sort("row", "distance", "organization")
        .unique("row", keep="first", maintain_order=True)
        .select("row", "organization")
    )
