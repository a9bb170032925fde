"""The made-up city while it is being made: small mutable objects that know each other, not yet rows of a table.

Everything here compares by identity. Ids of acts, posts and triggers are given at the very end (`tables.py`), in order
of date, so that a record's id reads like a running number in a minute book.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

COMMITTEE_POSTS = frozenset({"secretary", "deputy_secretary", "committee_member", "discipline_commissioner"})
BRANCH_KINDS = frozenset({"branch", "joint_branch", "temporary_branch"})
GENERAL_KINDS = frozenset({"organ_committee", "general_branch"})


@dataclass(slots=True, eq=False)
class Unit:
    """A 机关单位; `full` is how many full members it is meant to have, `movable` whether transfers may touch it."""

    id: str
    name: str
    category: str
    shape: str
    full: int
    movable: bool
    staff: int = 0
    workers: int = 0


@dataclass(slots=True, eq=False)
class Org:
    """A party organisation."""

    id: str
    name: str
    kind: str
    parent: "Org | None"
    units: list[Unit]
    established: date
    approved: date | None = None
    party_day: int | None = None
    dissolved: date | None = None

    def above(self) -> "Iterator[Org]":
        """The organisations above, nearest first."""
        held = self.parent
        while held is not None:
            yield held
            held = held.parent


@dataclass(slots=True, eq=False)
class Person:
    """A party member; `base` is the monthly income in 分 from which dues are reckoned."""

    id: str
    name: str
    base: int
    retired_on: date | None = None


@dataclass(slots=True, eq=False)
class Stay:
    """One stay of a person in a branch, closed on the left, open on the right."""

    person: Person
    org: Org
    since: date
    until: date | None = None
    kind: str = "full"
    group: Org | None = None
    leading: bool = False
    unit: Unit | None = None

    def holds(self, day: date) -> bool:
        """In force on `day`."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(slots=True, eq=False)
class Post:
    """A post held by a person."""

    person: Person
    org: Org
    post: str
    since: date
    until: date | None = None
    route: str | None = None
    approved: date | None = None
    filed: date | None = None
    id: str = ""

    def holds(self, day: date) -> bool:
        """In force on `day`."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(slots=True, eq=False)
class Trigger:
    """Something happened that obliges somebody to answer."""

    kind: str
    on: date
    person: Person | None = None
    org: Org | None = None
    id: str = ""


Mark = tuple[str, date | None]
PRESENT: Mark = ("present", None)
ABSENT: Mark = ("absent", None)
OBSERVER: Mark = ("observer", None)


@dataclass(slots=True, eq=False)
class Act:
    """One thing done. `recorded` is the local day and the minute of that day; `blanks` the elements left empty."""

    kinds: list[str]
    org: Org
    on: date
    recorded: tuple[date, int]
    actor: Person | None = None
    others: list[Person | Org] = field(default_factory=list)
    answers: "list[Trigger | Act]" = field(default_factory=list)
    blanks: tuple[str, ...] = ()
    until: date | None = None
    roll: dict[Person, Mark] = field(default_factory=dict)
    id: str = ""


@dataclass(slots=True, eq=False)
class Due:
    """One member's dues of one month, in 分; `paid_on` is None when nothing was paid."""

    person: Person
    month: date
    payable: int
    paid: int
    paid_on: date | None
    recorded: tuple[date, int]
    excuse: str | None = None


@dataclass(eq=False)
class World:
    """The whole city, with the few look-ups that making it needs."""

    rng: random.Random
    units: list[Unit] = field(default_factory=list)
    orgs: list[Org] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    acts_of: dict[Org, list[Act]] = field(default_factory=lambda: defaultdict(list))
    dues: dict[tuple[Person, date], Due] = field(default_factory=dict)
    triggers: list[Trigger] = field(default_factory=list)
    stays_of_org: dict[Org, list[Stay]] = field(default_factory=lambda: defaultdict(list))
    stays_of: dict[Person, list[Stay]] = field(default_factory=lambda: defaultdict(list))
    posts_of_org: dict[Org, list[Post]] = field(default_factory=lambda: defaultdict(list))
    posts_of: dict[Person, list[Post]] = field(default_factory=lambda: defaultdict(list))

    def add_stay(self, stay: Stay) -> Stay:
        """Enter a stay and index it."""
        self.stays.append(stay)
        self.stays_of_org[stay.org].append(stay)
        self.stays_of[stay.person].append(stay)
        return stay

    def add_post(self, post: Post) -> Post:
        """Enter a post and index it."""
        self.posts.append(post)
        self.posts_of_org[post.org].append(post)
        self.posts_of[post.person].append(post)
        return post

    def add_act(self, act: Act) -> Act:
        """Enter an act under the organisation that held it."""
        self.acts_of[act.org].append(act)
        return act

    def acts(self) -> Iterator[Act]:
        """Every act, by organisation."""
        for held in self.acts_of.values():
            yield from held

    def of_kind(self, *kinds: str) -> list[Org]:
        """The organisations of these kinds, in the city's order."""
        return [o for o in self.orgs if o.kind in kinds]

    def branches(self) -> list[Org]:
        """Every branch of any kind."""
        return [o for o in self.orgs if o.kind in BRANCH_KINDS]

    def generals(self) -> list[Org]:
        """Every organ committee and general branch."""
        return [o for o in self.orgs if o.kind in GENERAL_KINDS]

    def tops(self) -> list[Org]:
        """Branches and generals right under a party group or the work committee."""
        return [o for o in self.branches() + self.generals() if o.parent and o.parent.kind not in GENERAL_KINDS]

    def below(self, org: Org) -> list[Org]:
        """The branches right below a general."""
        return [o for o in self.branches() if o.parent is org]

    def city(self) -> Org:
        """The work committee."""
        return self.orgs[0]

    def secretary(self, org: Org, day: date) -> Person | None:
        """The secretary of `org` on `day`."""
        return next((p.person for p in self.posts_of_org[org] if p.post == "secretary" and p.holds(day)), None)

    def committee(self, org: Org, day: date) -> list[Person]:
        """The distinct holders of committee posts on `day`, secretary first."""
        held = [p.person for p in self.posts_of_org[org] if p.post in COMMITTEE_POSTS and p.holds(day)]
        return list(dict.fromkeys(held))

    def stays_on(self, org: Org, day: date) -> list[Stay]:
        """The stays in a branch on `day`."""
        return [s for s in self.stays_of_org[org] if s.holds(day)]

    def stay(self, person: Person, day: date) -> Stay | None:
        """The person's stay on `day`."""
        return next((s for s in self.stays_of[person] if s.holds(day)), None)

    def full(self, org: Org, day: date) -> int:
        """How many full members a branch has on `day`."""
        return sum(s.kind == "full" for s in self.stays_on(org, day))
