"""The tables of a world, column by column, and the words their codes stand for (contract 1 and 4)."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from dengxiaming.law import vocabulary
from dengxiaming.reckoning.arrays import Bools, Days, Ints
from dengxiaming.reckoning.coding import among, bits
from dengxiaming.reckoning.line import FOREVER

ORGANIZATION_KINDS: Final = tuple(vocabulary.ORGANIZATION_KINDS)
MEMBER_KINDS: Final = tuple(vocabulary.MEMBER_KINDS)
ROUTES: Final = tuple(vocabulary.ROUTES)
POSTS: Final = tuple(vocabulary.POSTS)
ACT_KINDS: Final = tuple(vocabulary.ACT_KINDS)
ELEMENTS: Final = tuple(vocabulary.ELEMENTS)
ATTENDANCE: Final = tuple(vocabulary.ATTENDANCE_STATUSES)
TRIGGER_KINDS: Final = tuple(vocabulary.TRIGGER_KINDS)

BRANCHES: Final = ("branch", "joint_branch", "temporary_branch")
GENERALS: Final = ("organ_committee", "general_branch")
COMMITTEE_POSTS: Final = ("secretary", "deputy_secretary", "committee_member", "discipline_commissioner")
WITH_RECORD: Final = (
    "members_meeting", "committee_meeting", "group_meeting", "lesson", "theme_day", "organization_life",
)  # fmt: skip

COMMITTEE_OF: Final = 3  # contract 4, committee_branch: members on committee posts that make a branch committee
BACKFILLED_AFTER_DAYS: Final = 15  # contract 2, flags: recorded more than 15 local calendar days after its day
BACKFILLED: Final = 1
INCOMPLETE: Final = 2


@dataclass(frozen=True)
class Organizations:
    """One entry a code."""

    kind: Ints
    parent: Ints
    established: Ints
    dissolved: Ints
    approved: Ints
    records_from: Ints
    covers_organization: Ints
    covers_unit: Ints

    def of_kind(self, *kinds: str) -> Bools:
        """Which organisations are of one of the kinds."""
        return among(kinds, ORGANIZATION_KINDS)[self.kind]


@dataclass(frozen=True)
class Stays:
    """One entry a row of `members`; `first`…`stop` as recorded, `since` no earlier than the branch's records_from."""

    member: Ints
    organization: Ints
    first: Ints
    since: Ints
    stop: Ints
    full: Bools
    leading: Bools
    unit: Ints


@dataclass(frozen=True)
class Holdings:
    """One entry a row of `posts`."""

    id: Ints
    member: Ints
    organization: Ints
    post: Ints
    first: Ints
    stop: Ints
    elected: Bools
    approved: Ints
    filed: Ints

    def of(self, *posts: str) -> Bools:
        """Which rows are of one of the posts."""
        return among(posts, POSTS)[self.post]


@dataclass(frozen=True)
class Acts:
    """The acts that exist and are known, in order of day, then id: an act's index is also its place in evidence.

    `recorded` is the local calendar day of recorded_at. `flags` are the bits `BACKFILLED` and `INCOMPLETE`.
    """

    id: Ints
    kinds: Ints
    organization: Ints
    actor: Ints
    on: Ints
    recorded: Ints
    elements: Ints
    until: Ints
    flags: Ints

    def __len__(self) -> int:
        return len(self.id)

    def of(self, *kinds: str) -> Ints:
        """The acts that list one of the kinds, ascending."""
        return np.flatnonzero((self.kinds & bits(kinds, ACT_KINDS)) != 0)

    @property
    def have_record(self) -> Bools:
        """Which acts have a record with the eleven elements (contract 1)."""
        return (self.kinds & bits(WITH_RECORD, ACT_KINDS)) > 0


@dataclass(frozen=True)
class Toward:
    """One entry a counterpart: the act, and the member or organisation it was done to or with."""

    act: Ints
    member: Ints
    organization: Ints


@dataclass(frozen=True)
class Answering:
    """One entry an answer: the act, and the trigger or act it lists."""

    act: Ints
    trigger: Ints
    answered: Ints


@dataclass(frozen=True)
class Attendance:
    """One entry a row of `attendance` whose act exists and is known."""

    act: Ints
    member: Ints
    status: Ints
    made_up: Ints

    def is_(self, status: str) -> Bools:
        """Which rows have the status."""
        return self.status == ATTENDANCE.index(status)


@dataclass(frozen=True)
class Triggers:
    """The triggers that have happened."""

    id: Ints
    kind: Ints
    member: Ints
    organization: Ints
    on: Ints


UNPAID: Final = FOREVER  # a day after all days
SETTLED: Final = -FOREVER  # and one before all: nothing need be paid


@dataclass(frozen=True)
class Dues:
    """The dues rows that are known; `month` is its first day, `paid` the day enough was, or one of the two above."""

    member: Ints
    month: Days
    paid: Days
