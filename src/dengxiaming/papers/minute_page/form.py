"""What a minute-book page is filled from: a record of one of those that held it, eleven elements and more (S2-8)."""

from dataclasses import dataclass
from datetime import date, datetime, time

from dengxiaming.papers.anchor import Anchor


@dataclass(frozen=True)
class Away:
    """Who was not there: why, and what was made up for it. `status` is the word: 请假, 缺席."""

    name: str
    status: str
    reason: str = ""
    made_up_on: date | None = None
    made_up_how: str = ""


@dataclass(frozen=True)
class Votes:
    """A vote in its three numbers; `outcome` is the sentence with its base, `article` what decides (R1-5)."""

    in_favour: int
    against: int
    abstained: int
    outcome: str = ""
    article: str = ""


@dataclass(frozen=True)
class Resolution:
    """What was resolved, who sees to it, until when; `done_on` where it is closed."""

    text: str
    owner: str = ""
    due_on: date | None = None
    done_on: date | None = None
    rectification: bool = False


@dataclass(frozen=True)
class Item:
    """One item of the agenda. `kind` is the Chinese label where the record is of several kinds. Without `votes`,
    `votes_none` says that nothing was voted on.
    """

    title: str
    kind: str = ""
    lecturer: str = ""
    speeches: str = ""
    votes: Votes | None = None
    votes_none: bool = False
    resolutions: tuple[Resolution, ...] = ()


@dataclass(frozen=True)
class Studied:
    """A document that was studied, and the day it was issued."""

    title: str
    issued_on: date | None = None


@dataclass(frozen=True)
class Stage:
    """A stage of an organisation-life meeting, by its Chinese name (S3-2)."""

    name: str
    on: date | None = None
    text: str = ""


@dataclass(frozen=True)
class MinutePage:
    """One page (or more) of the minute book.

    `title` is what stands above, 支部党员大会记录; `kinds` the Chinese names of all its kinds. `missing` names elements
    nobody filled (S2-8); what else has no value is 无. `late_days` is how many days after it was entered, 0 where in
    time. `answers` names what the meeting responded to, 督查 and the like. `version` counts from 1; `corrected` says
    why where it is more.
    """

    title: str
    organization: str
    kinds: tuple[str, ...]
    theme: str
    on: date
    record: str
    starts: time | None = None
    ends: time | None = None
    place: str = ""
    chair: str = ""
    recorder: str = ""
    held_with: tuple[str, ...] = ()
    expected: int = 0
    present: tuple[str, ...] = ()
    away: tuple[Away, ...] = ()
    observers: tuple[str, ...] = ()
    studied: tuple[Studied, ...] = ()
    items: tuple[Item, ...] = ()
    stages: tuple[Stage, ...] = ()
    answers: tuple[str, ...] = ()
    recorded_at: datetime | None = None
    secretary: str = ""
    confirmed_at: datetime | None = None
    late_days: int = 0
    late_reason: str = ""
    version: int = 1
    corrected: str = ""
    missing: tuple[str, ...] = ()
    withdrawn_at: datetime | None = None
    anchor: Anchor | None = None
