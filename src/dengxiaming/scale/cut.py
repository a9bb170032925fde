"""The facts one shard needs to judge its own: its organisations' closure, and what reaches in from outside.

Too much is harmless: a bearer whose home is elsewhere is left out of the rows. Too little is not, hence:
all stays and posts of everybody who ever stood in one of its organisations, the organisations they came from with
those organisations' posts and acts, everything above with its posts, acts done by or to these people or organisations
or answering what concerns them, with their rolls, triggers that name them or nobody, and every directive: whoever it
comes from, all must answer it.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from dengxiaming.reckoning import Facts
from dengxiaming.scale.homes import Homes

EVERYWHERE: Final = ("directive",)
"""The triggers that oblige organisations they do not name."""


@dataclass(frozen=True)
class Cutter:
    """One fact set and its homes; `cut` gives a shard."""

    facts: Facts
    homes: Homes

    def cut(self, shard: int) -> tuple[Facts, pl.DataFrame]:
        """The facts of a shard, and the ids at home in it, each with its organisation."""
        f = self.facts
        home = self.homes.organizations.filter(pl.col("shard") == shard)["id"]
        people = _both(
            _of(f.members, "organization_id", home)["id"], _of(f.posts, "organization_id", home)["member_id"]
        )
        stood = _both(
            _of(f.members, "id", people)["organization_id"], _of(f.posts, "member_id", people)["organization_id"]
        )
        touched = _both(home, stood)
        bearers = self.homes.bearers.filter(pl.col("shard") == shard).select("kind", "id", "organization")
        units = bearers.filter(pl.col("kind") == "unit")["id"]
        known = _both(people, _of(f.members, "organization_id", touched)["id"], _of(f.members, "unit_id", units)["id"])
        members = _of(f.members, "id", known)
        triggers = f.triggers.filter(
            pl.col("member_id").is_in(known.implode()) | pl.col("organization_id").is_in(touched.implode()) | _TO_ALL
        )
        acts = self._acts(home, touched, people, triggers)
        standing = self._upward(_both(touched, members["organization_id"], acts["organization_id"]))
        posts = f.posts.filter(
            pl.col("organization_id").is_in(self._upward(touched).implode())
            | pl.col("member_id").is_in(known.implode())
        )
        organizations = _of(f.organizations, "id", self._upward(_both(standing, posts["organization_id"])))
        named = _both(units, organizations["unit_ids"].explode(), members["unit_id"])
        cut = Facts.of(
            organizations=organizations,
            units=_of(f.units, "id", named),
            members=members,
            posts=posts,
            acts=acts,
            attendance=_of(f.attendance, "act_id", acts["id"]),
            dues=_of(f.dues, "member_id", people),
            triggers=triggers,
        )
        return cut, bearers.sort("kind", "id")

    def _acts(self, home: pl.Series, touched: pl.Series, people: pl.Series, triggers: pl.DataFrame) -> pl.DataFrame:
        table = self.facts.acts
        named = triggers.filter(~_TO_ALL)["id"]
        own = _of(table, "organization_id", home)["id"]
        toward = _of(self._counterparts, "name", _both(people, home))["id"]
        answering = _of(self._answers, "name", _both(named, own))["id"]
        return table.filter(
            pl.col("organization_id").is_in(touched.implode())
            | pl.col("actor_id").is_in(people.implode())
            | pl.col("id").is_in(_both(toward, answering).implode())
        )

    @cached_property
    def _counterparts(self) -> pl.DataFrame:
        return self.facts.acts.select("id", name="counterpart_ids").explode("name").drop_nulls()

    @cached_property
    def _answers(self) -> pl.DataFrame:
        return self.facts.acts.select("id", name="answers").explode("name").drop_nulls()

    def _upward(self, names: pl.Series) -> pl.Series:
        """The organisations and all above them."""
        held, rising = names, names
        while len(rising):
            above = _both(_of(self.facts.organizations, "id", rising)["parent_id"])
            rising = above.filter(~above.is_in(held.implode()))
            held = _both(held, rising)
        return held


_TO_ALL: Final = pl.col("kind").is_in(EVERYWHERE) | pl.all_horizontal(pl.col("member_id", "organization_id").is_null())


def _of(table: pl.DataFrame, column: str, names: pl.Series) -> pl.DataFrame:
    return table.filter(pl.col(column).is_in(names.implode()))


def _both(*names: pl.Series) -> pl.Series:
    """All of the ids once, without nulls."""
    return pl.concat([column.alias("id") for column in names]).drop_nulls().unique().sort()
