"""How an election goes on: the steps done and to do, and which ballot comes next (S8-3, R3-11 … R3-13). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dengxiaming.areas.elections import core
from dengxiaming.areas.elections.core import Contest, Outcome, Tally
from dengxiaming.areas.elections.numbers import Edition
from dengxiaming.areas.elections.terms import (
    AMONG_EQUALS,
    DELEGATE,
    DEPUTY,
    ELECTED_POSTS,
    FIRST,
    LED,
    MEMBER,
    REPEATED,
    SECRETARY,
    SUPPLEMENTARY,
)


@dataclass(frozen=True)
class Held:
    """A ballot as it was held. `tally` is None until it is counted; it decides nothing until another teller checked."""

    number: int
    post: str
    sort: str
    contest: Contest
    by_committee: bool = False
    tally: Tally | None = None
    is_checked: bool = False
    consenting: int | None = None
    is_abandoned: bool = False

    def outcome(self, edition: Edition) -> Outcome | None:
        """What it came to; None until it is counted and checked."""
        if self.is_abandoned:
            return Outcome(void=True, open_seats=self.contest.seats)
        if self.tally is None or not self.is_checked:
            return None
        return core.outcome(edition, self.contest, self.tally)


@dataclass(frozen=True)
class Wanted:
    """How many of each post are to be elected, and whether there is a committee that elects its secretary (R3-13)."""

    seats: int
    secretaries: int
    deputies: int
    has_committee: bool
    delegates: int = 0

    def number(self, post: str) -> int:
        """How many of a post."""
        return {DELEGATE: self.delegates, MEMBER: self.seats, SECRETARY: self.secretaries, DEPUTY: self.deputies}[post]

    def by_committee(self, post: str) -> bool:
        """Whether the committee elects it, or the members' meeting (S1-8)."""
        return post in LED and self.has_committee


@dataclass(frozen=True)
class Next:
    """The ballot to be held next. `candidates` are fixed for another ballot among equals or a repeated one."""

    post: str
    sort: str
    seats: int
    by_committee: bool
    candidates: tuple[str, ...] = ()
    may_give_up: bool = False


@dataclass(frozen=True)
class Course:
    """Where the voting stands: who is elected to what so far, and what is next; neither `open` nor `next`: all done."""

    elected: dict[str, tuple[str, ...]]
    open: Held | None = None
    next: Next | None = None

    @property
    def is_complete(self) -> bool:
        """Whether every post is settled."""
        return self.open is None and self.next is None


def course(edition: Edition, wanted: Wanted, rounds: Sequence[Held]) -> Course:
    """Where the voting stands after these ballots."""
    elected: dict[str, tuple[str, ...]] = dict.fromkeys(ELECTED_POSTS, ())
    for post in ELECTED_POSTS:
        held = [one for one in rounds if one.post == post]
        waiting = next((one for one in held if one.outcome(edition) is None), None)
        made = [one.outcome(edition) for one in held]
        elected[post] = tuple(member for one in made if one is not None for member in one.elected)
        if waiting is not None:
            return Course(elected, open=waiting)
        todo = _next(edition, wanted, post, held)
        if todo is not None:
            return Course(elected, next=todo)
    return Course(elected)


def _next(edition: Edition, wanted: Wanted, post: str, held: Sequence[Held]) -> Next | None:
    seats, by_committee = wanted.number(post), wanted.by_committee(post)
    if not held:
        return Next(post, FIRST, seats, by_committee) if seats else None
    last = held[-1]
    made = last.outcome(edition)
    if made is None or made.is_settled or last.consenting is not None:
        return None
    if made.void:
        return Next(post, REPEATED, last.contest.seats, by_committee, tuple(last.contest.candidates))
    if made.tied:
        return Next(post, AMONG_EQUALS, made.open_seats, by_committee, made.tied)
    may_give_up = post not in LED and bool(made.elected or len(held) > 1)
    return Next(post, SUPPLEMENTARY, made.open_seats, by_committee, may_give_up=may_give_up)


@dataclass(frozen=True)
class Done:
    """What of an election has been done."""

    requested: bool
    permitted: bool
    called: bool
    met: bool
    voted: bool
    reported: bool
    approved: bool


@dataclass(frozen=True)
class Step:
    """One step: its word, who does it, the article, and where it stands: done, now, or later."""

    id: str
    label: str
    who: str
    article: str
    state: str


_STEPS = (
    ("request", "酝酿和请示", "本组织", "文件三(二)8，R2-10"),
    ("permit", "上级批复", "上级", "文件三(二)8，R2-10"),
    ("call", "定名册，发通知", "本组织", "R3-3、R3-6"),
    ("meet", "开大会：点名，推选监票人", "本组织", "R3-5、R3-7"),
    ("vote", "投票、计票", "监票人", "R3-8 … R3-13"),
    ("report", "报批、备案", "本组织", "S1-9，R1-15"),
    ("approve", "上级审批，任职生效", "上级", "R2-4，R3-13"),
)


def steps(done: Done) -> tuple[Step, ...]:
    """The steps in their order (S8-3: none is left out); the first not done is the one to do now."""
    finished = (
        done.requested, done.permitted, done.called, done.met, done.voted, done.reported, done.approved
    )  # fmt: skip
    at = finished.index(False) if False in finished else len(finished)
    states = ("done" if place < at else "now" if place == at else "later" for place in range(len(_STEPS)))
    return tuple(Step(*words, state) for words, state in zip(_STEPS, states, strict=True))


def months_before(day: date, months: int) -> date:
    """The same day some months before, or that month's last day (contract 4, S8-1)."""
    whole = day.year * 12 + day.month - 1 - months
    year, month = divmod(whole, 12)
    for back in range(4):
        try:
            return date(year, month + 1, day.day - back)
        except ValueError:
            continue
    raise ValueError(f"{day}往前{months}个月没有这一天。")
