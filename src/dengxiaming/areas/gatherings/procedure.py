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
from dengxiaming.ground.problem import Problem


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


@dataclass(frozen=True)
class Taken:
    """One step as it was taken: when, how it came out, what was written down, and a vote's numbers by name."""

    on: date
    outcome: str = ""
    text: str = ""
    number: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


def outcome(stage: Stage, taken: Taken) -> str:
    """How a step came out: a vote by R1-5, nobody types whether it was carried."""
    if not stage.counts:
        return taken.outcome
    counts = taken.counts
    return "carried" if vote(counts["entitled"], counts["present"], _ballot(counts)).passed else "not_carried"


def wrong(stage: Stage, taken: Taken) -> Problem | None:
    """What makes no sense in a step, wherever it is walked; None where nothing does."""
    counts = taken.counts
    if stage.counts and not _ballot(counts).total <= counts["present"] <= counts["entitled"]:
        return Problem("present", "数对不上：到会的不能多于应到的，票数不能多于到会的。")
    if outcome(stage, taken) not in stage.outcomes:
        return Problem("outcome", "还没有选结果。")
    return None


def mistimed(on: date, before: date, today: date) -> Problem | None:
    """A step before the one before it, or of a day that has not come."""
    if on < before:
        return Problem("on", f"这一步的日期不能早于上一步（{before.isoformat()}）。")
    if on > today:
        return Problem("on", f"{on.isoformat()}还没有到。办了以后再记。")
    return None


def _ballot(counts: Mapping[str, int]) -> Ballot:
    return Ballot(counts["in_favour"], counts["against"], counts["abstained"])


def due_on(stage: Stage, since: date) -> date:
    """The last day meant for a step, counted from the one before."""
    return since + timedelta(days=stage.within)


def vote(entitled: int, present: int, ballot: Ballot) -> Outcome:
    """How the members' meeting voted, by R1-5: both numbers against those *expected*."""
    return votes.outcome(kinds.load().votes["R1-5"], entitled, present, ballot)
