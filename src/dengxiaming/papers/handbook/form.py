"""What a year's handbook is filled from. Dues are not in it; of talks day and open reason, never their content."""

from dataclasses import dataclass
from datetime import date

from dengxiaming.papers.anchor import Anchor
from dengxiaming.papers.minute_page.form import MinutePage
from dengxiaming.papers.quarter_register.form import QuarterRegister


@dataclass(frozen=True)
class Post:
    """A post in the organisation and who held it, with its group where it is a group's leader."""

    title: str
    name: str
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True)
class Group:
    """A Party group: leader and members."""

    name: str
    leader: str = ""
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Member:
    """One on the roll of members. `note` is 预备党员, 转入 and the like, with its day."""

    name: str
    sex: str = ""
    born_on: date | None = None
    joined_on: date | None = None
    group: str = ""
    note: str = ""


@dataclass(frozen=True)
class Plan:
    """A plan: `period` is 2026年, 2026年第1季度, 2026年3月; `text` what was written."""

    period: str
    title: str
    text: str = ""
    made_on: date | None = None


@dataclass(frozen=True)
class Due:
    """A resolution of the year and what became of it."""

    on: date
    text: str
    owner: str = ""
    due_on: date | None = None
    done_on: date | None = None
    record: str = ""


@dataclass(frozen=True)
class Talk:
    """A talk: when, between whom, for which reason. There is no field for what was said."""

    on: date
    by: str
    with_whom: str
    reason: str


@dataclass(frozen=True)
class Service:
    """A community service of the year."""

    on: date
    community: str
    theme: str
    present: int
    record: str = ""
    filed_on: date | None = None


@dataclass(frozen=True)
class Handbook:
    """The year of a branch, in one book."""

    organization: str
    superior: str
    year: int
    as_of: date
    founded_on: date | None = None
    term: str = ""
    posts: tuple[Post, ...] = ()
    groups: tuple[Group, ...] = ()
    members: tuple[Member, ...] = ()
    year_plans: tuple[Plan, ...] = ()
    quarter_plans: tuple[Plan, ...] = ()
    month_plans: tuple[Plan, ...] = ()
    pages: tuple[MinutePage, ...] = ()
    resolutions: tuple[Due, ...] = ()
    talks: tuple[Talk, ...] = ()
    services: tuple[Service, ...] = ()
    registers: tuple[QuarterRegister, ...] = ()
    anchor: Anchor | None = None
