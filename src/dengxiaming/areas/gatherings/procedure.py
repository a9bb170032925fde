"""A procedure that people walk step by step, as data: what comes next, until when it is meant, how a vote came out.

Nothing in it moves by itself. An area keeps its steps in a TOML file beside its code: a `step` for each, a `stop` for
each way to leave it, an `end` for each outcome that ends it.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from dengxiaming.areas.gatherings import kinds, votes
from dengxiaming.areas.gatherings.votes import Ballot, Outcome


@dataclass(frozen=True)
class Stage:
    """One kind of step."""

    id: str
    label: str
    article: str
    within: int
    does: str
    outcomes: Mapping[str, str]
    counts: bool = False
    paper: str = ""
    by_superior: bool = False


@dataclass(frozen=True)
class Stages:
    """The whole course, and why it may stop."""

    course: tuple[Stage, ...]
    stops: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, kind: str) -> Stage:
        """A stage by its id."""
        return next(one for one in self.course if one.id == kind)

    def after(self, done: Sequence[str]) -> Stage | None:
        """What comes next after these steps; None at the end."""
        return next((one for one in self.course if one.id not in done), None)


@cache
def stages(package: str) -> Stages:
    """The course in a package's `steps.toml`, read once."""
    held = tomllib.loads(files(package).joinpath("steps.toml").read_text(encoding="utf-8"))
    return Stages(
        tuple(Stage(**one) for one in held["step"]), MappingProxyType({one["id"]: one["label"] for one in held["stop"]})
    )


def due_on(stage: Stage, since: date) -> date:
    """The last day meant for a step, counted from the one before."""
    return since + timedelta(days=stage.within)


def vote(entitled: int, present: int, ballot: Ballot) -> Outcome:
    """How the members' meeting voted, by R1-5: both numbers against those *expected*."""
    return votes.outcome(kinds.load().votes["R1-5"], entitled, present, ballot)
