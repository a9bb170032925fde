"""The verbs of imported acts."""

import polars as pl

from dengxiaming.areas.affairs.models import Act, ActKind, Answer, Attendance, Counterpart
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.organs import queries as organs
from dengxiaming.ground import frames


def empty() -> None:
    """Take out every act and roll."""
    frames.empty(Attendance, Answer, Counterpart, ActKind, Act)


def load(acts: pl.DataFrame, attendance: pl.DataFrame) -> None:
    """Put two checked fact tables into the empty tables, in their order; organisations, members and
    triggers are there already.

    Every act has its recorded_at. What an act lists twice counts once (contract 3.7).
    """
    people, organizations = members.member_keys(), organs.organization_keys()
    act_keys, trigger_keys = frames.keys(acts["id"]), members.trigger_keys()
    done = acts.drop("kinds", "counterpart_ids", "answers").rename(
        {"id": "code", "organization_id": "organization", "actor_id": "actor"}
    )
    done = done.with_columns(pl.col("elements").list.join(";"), act_keys["id"])
    frames.insert(Act, frames.keyed(done, organization=organizations, actor=people))
    frames.insert(ActKind, frames.keyed(_each(acts, "kinds", "kind"), act=act_keys))
    met = _each(acts, "counterpart_ids", "member").with_columns(organization="member")
    frames.insert(Counterpart, frames.keyed(met, act=act_keys, member=people, organization=organizations))
    answers = _each(acts, "answers", "trigger").with_columns(answered="trigger")
    frames.insert(Answer, frames.keyed(answers, act=act_keys, trigger=trigger_keys, answered=act_keys))
    roll = attendance.rename({"act_id": "act", "member_id": "member"})
    frames.insert(Attendance, frames.keyed(roll, act=act_keys, member=people))


def _each(acts: pl.DataFrame, lists: str, name: str) -> pl.DataFrame:
    """One row for each entry of a list column: `act` (its code) and the entry."""
    entries = acts.select(pl.col("id").alias("act"), pl.col(lists).alias(name)).explode(name).drop_nulls()
    return entries.unique(maintain_order=True)
