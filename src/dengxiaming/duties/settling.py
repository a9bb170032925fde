"""What a record would settle: judged with it and without it, by the same kernel, from no more facts than matter."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Final

import polars as pl

from dengxiaming.areas.members import queries as members
from dengxiaming.areas.organs import queries as organs
from dengxiaming.duties import edition, judge, reach, words
from dengxiaming.duties.nearby import Nearby
from dengxiaming.duties.shapes import DutyLine
from dengxiaming.duties.view import View
from dengxiaming.ground.memory import Memory
from dengxiaming.ground.queries import facts_version
from dengxiaming.law import vocabulary
from dengxiaming.reckoning import TABLES, Facts

_KEY: Final = ("rule", "bearer_kind", "bearer_id", "period")
_UNDONE: Final = ("open", "upcoming", "missed")
_DONE: Final = ("met", "late")
_ID: Final = "~"
"""No code of ours or of a city's begins so."""
_nearby: Final = Memory[tuple[Nearby, Facts]](16)


@dataclass(frozen=True)
class Planned:
    """A record not written yet: what it would tell the kernel. Its roll is not known, its elements are all filled."""

    organization: str
    kinds: tuple[str, ...]
    on: date
    actor: str = ""
    counterparts: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()

    @property
    def touched(self) -> frozenset[str]:
        """The organisations such a record touches (`ground.touch`)."""
        people = {self.actor, *self.counterparts} - {""}
        return frozenset({self.organization, *self.counterparts, *members.homes(people)}) | frozenset(
            members.concerned(self.answers) if self.answers else ()
        )

    def act(self) -> pl.DataFrame:
        """The row of `acts`."""
        row = {
            "id": _ID, "kinds": list(self.kinds), "organization_id": self.organization,
            "actor_id": self.actor or None, "counterpart_ids": list(self.counterparts), "on": self.on,
            "recorded_at": datetime.combine(self.on, time(), UTC), "answers": list(self.answers),
            "elements": list(vocabulary.ELEMENTS), "until": None,
        }  # fmt: skip
        return pl.DataFrame([row], schema=TABLES["acts"])


def would_settle(view: View, planned: Planned) -> tuple[DutyLine, ...]:
    """The duties within reach that are not done and such a record would meet, as they would stand then, by due_on.

    A day still to come is judged as that day. What asks who was there (D1-8, S6-4) is left out: nobody was called yet.
    """
    kinds = set(planned.kinds)
    book = edition.rulebook()
    rules = [d.id for d in book.duties if any(kinds.intersection(counts.kinds) for counts in d.counts)]
    if not rules:
        return ()
    near, held = _around(planned.touched)
    then = replace(view, as_of=max(view.as_of, planned.on), known_by=None)
    acts = pl.concat([held.acts, planned.act()])
    before, after = (
        reach.seen(near.rows(judge.judged(facts, book, then, rules)), view.reach)
        for facts in (held, replace(held, acts=acts))
    )
    undone = reach.named(before, view.reach).filter(pl.col("status").is_in(_UNDONE))
    done = after.filter(pl.col("status").is_in(_DONE), pl.col("bearer_id") != _ID)
    rows = done.join(undone, on=_KEY, how="semi").sort("due_on", *_KEY)
    return words.lines(rows, words.Names.of(rows, organs.Tree(), book))


def _around(touched: Collection[str]) -> tuple[Nearby, Facts]:
    """The facts near by, kept while nothing is written: a form asks again at every box that is ticked."""

    def make() -> tuple[Nearby, Facts]:
        near = Nearby.of(touched, edition.rulebook(), {"gathering"})
        return near, near.facts

    return _nearby.get((facts_version(), frozenset(touched)), make)
