"""The verbs of members, posts and triggers."""

import polars as pl

from dengxiaming.areas.members.models import Member, Post, Stay, Trigger
from dengxiaming.areas.organs import queries as organs
from dengxiaming.ground import frames


def empty() -> None:
    """Take out every member, stay, post and trigger; whatever refers to them is gone already."""
    frames.empty(Trigger, Post, Stay, Member)


def load(members: pl.DataFrame, posts: pl.DataFrame, triggers: pl.DataFrame) -> None:
    """Put three checked fact tables into the empty tables, in their order; the organisations are there already.

    A member's name is that of the latest row that gives one.
    """
    people = members.group_by("id", maintain_order=True).agg(pl.col("name").drop_nulls().last())
    keys, organizations, units = frames.keys(people["id"]), organs.organization_keys(), organs.unit_keys()
    frames.insert(Member, frames.filled(people, ("name",)).rename({"id": "code"}).with_columns(keys["id"]))
    stays = members.drop("name").rename(
        {
            "id": "member",
            "organization_id": "organization",
            "group_id": "group",
            "unit_id": "unit",
            "from": "since",
            "to": "until",
        }
    )
    stays = stays.with_columns(pl.col("leading").fill_null(value=False))
    frames.insert(Stay, frames.keyed(stays, member=keys, organization=organizations, group=organizations, unit=units))
    held = frames.filled(posts, ("route",)).rename(
        {"id": "code", "member_id": "member", "organization_id": "organization", "from": "since", "to": "until"}
    )
    frames.insert(Post, frames.keyed(held, member=keys, organization=organizations))
    happened = triggers.rename({"id": "code", "member_id": "member", "organization_id": "organization"})
    happened = happened.with_columns(note=pl.lit(""))
    frames.insert(Trigger, frames.keyed(happened, member=keys, organization=organizations))
