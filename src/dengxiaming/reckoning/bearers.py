"""Who bears a duty, and on which days: each bearer word of the rulebook as one small function (contract section 4).

The days a bearer is in force are frozen at as_of: a later day counts as as_of itself does (contract 3.5).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl

from dengxiaming.reckoning.arrays import NONE, Bools, Ints, lookup, match, pick, ranges, unique
from dengxiaming.reckoning.coding import pair_names
from dengxiaming.reckoning.conditions import Subjects
from dengxiaming.reckoning.line import STRETCH, Spans, place
from dengxiaming.reckoning.tables import BRANCHES, COMMITTEE_POSTS, GENERALS
from dengxiaming.reckoning.world import World

Test = Callable[[Ints, Ints], Bools]


@dataclass(frozen=True)
class Bearers:
    """All bearers of one word: kind, days in force, names by code, and what is tested on the period's last day.

    `organization` and `member` say of each code which organisation and which member it stands for (`NONE`: none);
    `other` is the second member of a pair of members.
    """

    kind: str
    spans: Spans
    names: pl.Series
    organization: Ints
    member: Ints
    test: Test | None = None
    other: Ints | None = None

    @cached_property
    def everyone(self) -> Ints:
        """The codes of all who are ever in force, ascending."""
        return unique(self.spans.owners)

    @cached_property
    def subjects(self) -> Subjects:
        """`everyone`, as what acts are counted for."""
        return Subjects.of(self.organization[self.everyone], self.member[self.everyone])


class Cast:
    """The bearers of a world, each word worked out once."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._known: dict[str, Bearers] = {}

    def bearers(self, word: str) -> Bearers:
        """The bearers of a word. Raises `KeyError` for a word the rulebook's check would have refused."""
        if word not in self._known:
            self._known[word] = _WORDS[word](self)
        return self._known[word]

    @cached_property
    def in_force(self) -> Spans:
        """Organisations, on the days they are in force."""
        return self.world.in_force.frozen(self.world.as_of)

    @cached_property
    def organization_codes(self) -> tuple[Ints, Ints]:
        """The code of each organisation, and that none of them is a member."""
        size = len(self.world.organization_ids)
        return np.arange(size, dtype=np.int64), np.full(size, NONE, np.int64)

    @cached_property
    def member_codes(self) -> tuple[Ints, Ints]:
        """The code of each member, and that none of them is an organisation."""
        size = len(self.world.member_ids)
        return np.arange(size, dtype=np.int64), np.full(size, NONE, np.int64)

    def of_organizations(self, keep: Bools, test: Test | None = None) -> Bearers:
        """Organisations that pass, while in force."""
        spans = self.in_force
        code, nobody = self.organization_codes
        names = self.world.organization_ids.names
        return Bearers("organization", spans.where(keep[spans.owners]), names, code, nobody, test)

    def of_members(self, spans: Spans, test: Test | None = None) -> Bearers:
        """Members, on the days given."""
        code, nowhere = self.member_codes
        return Bearers("member", spans.frozen(self.world.as_of), self.world.member_ids.names, nowhere, code, test)

    def holders(self, posts: tuple[str, ...], organizations: Bools) -> Spans:
        """Members while they hold any such post in an organisation that passes and is in force, days united."""
        seats = self.world.seats(*posts)
        organization = seats.owners // len(self.world.member_ids)
        return self.while_in_force(seats.where(organizations[organization])).named(
            lambda seat: seat % len(self.world.member_ids)
        )

    def while_in_force(self, seats: Spans) -> Spans:
        """The days of seats on which their organisation is in force."""
        force = self.world.in_force
        organization = seats.owners // len(self.world.member_ids)
        at = lookup(force.owners, np.arange(len(force.starts), dtype=np.int64), organization)
        held = at >= 0
        return Spans.of(
            seats.owners[held],
            np.maximum(seats.first[held], force.first[at[held]]),
            np.minimum(seats.stop[held], force.stop[at[held]]),
        )

    @cached_property
    def members_in_force(self) -> Spans:
        """Members, on the days of their stays."""
        s = self.world.stays
        return Spans.of(s.member, s.since, s.stop)


def existing(
    bearers: Sequence[Bearers], width: int, calendar: tuple[Ints, Ints, Ints], as_of: int
) -> tuple[Ints, Ints]:
    """The duties that exist, for several kinds of bearer: pairs (owner, place in the calendar), ascending.

    The owner is a bearer of the i-th kind as i × width + its code; the calendar has the kind, first and last day of
    every period. Contract 3.5: in force on the period's last day (or as_of where earlier) and on at least half of its
    days.
    """
    of, first, last = calendar
    shift = np.repeat(
        np.arange(len(bearers), dtype=np.int64) * (width * STRETCH), [len(b.spans.starts) for b in bearers]
    )
    spans = Spans(
        np.concatenate([b.spans.starts for b in bearers]) + shift,
        np.concatenate([b.spans.stops for b in bearers]) + shift,
    )
    owners, begins, ends = spans.owners, spans.first, place(of, last)
    lo = ends.searchsorted(place(owners // width, begins))
    hi = np.maximum(ends.searchsorted(place(owners // width, spans.stop)), lo)
    span, at = np.arange(len(lo), dtype=np.int64).repeat(hi - lo), ranges(lo, hi)
    owner = owners[span]
    enough = begins[span] <= first[at]
    partly = np.flatnonzero(~enough)
    if len(partly):
        since, until = first[at[partly]], last[at[partly]]
        enough[partly] = 2 * spans.covered(owner[partly], since, until) >= until - since + 1
    for i, kind in enumerate(bearers):
        if kind.test is not None:
            a, b = owner.searchsorted((i * width, (i + 1) * width))
            enough[a:b] &= kind.test(owner[a:b] - i * width, np.minimum(last[at[a:b]], as_of))
    return owner[enough], at[enough]


@dataclass(frozen=True)
class _Pairs:
    first: Ints
    second: Ints
    days: Spans
    names: tuple[pl.Series, pl.Series]

    def bearers(self, as_of: int, test: Callable[[Ints, Ints, Ints], Bools] | None) -> Bearers:
        """Code the pairs in the order of their written form `A->B`; `days` owners index `first` and `second`."""
        size = len(self.names[1])
        keys = self.first * size + self.second
        distinct = unique(keys)
        code = distinct.searchsorted(keys)
        a, b = distinct // max(size, 1), distinct % max(size, 1)
        written, order = pair_names(self.names[0], a, self.names[1], b)
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order), dtype=np.int64)
        a, b = a[order], b[order]
        spans = self.days.named(lambda row: rank[code[row]])
        tested = None if test is None else (lambda pair, on: test(a[pair], b[pair], on))
        if self.names[0] is self.names[1]:
            nobody = np.full(len(a), NONE, np.int64)
            return Bearers("pair", spans.frozen(as_of), written, nobody, a, tested, other=b)
        return Bearers("pair", spans.frozen(as_of), written, a, b, tested)


def _branches(cast: Cast) -> Bearers:
    return cast.of_organizations(cast.world.organizations.of_kind(*BRANCHES))


def _committee_branches(cast: Cast) -> Bearers:
    return cast.of_organizations(cast.world.organizations.of_kind(*BRANCHES), cast.world.is_committee_branch)


def _kinds(*kinds: str) -> Callable[[Cast], Bearers]:
    return lambda cast: cast.of_organizations(cast.world.organizations.of_kind(*kinds))


def _top(cast: Cast) -> Bearers:
    """A branch or general whose parent is a party group, a work committee, or none."""
    o = cast.world.organizations
    under = pick(o.of_kind("party_group", "work_committee"), o.parent, empty=True)
    return cast.of_organizations(o.of_kind(*BRANCHES, *GENERALS) & under)


def _party_group_members(cast: Cast) -> Bearers:
    groups = cast.world.organizations.of_kind("party_group")
    return cast.of_members(cast.holders(("party_group_member", "secretary"), groups))


def _branch_secretaries(cast: Cast) -> Bearers:
    return cast.of_members(cast.holders(("secretary",), cast.world.organizations.of_kind(*BRANCHES)))


def _members(cast: Cast) -> Bearers:
    return cast.of_members(cast.members_in_force)


def _leading_members(cast: Cast) -> Bearers:
    s = cast.world.stays
    return cast.of_members(Spans.of(s.member[s.leading], s.since[s.leading], s.stop[s.leading]))


def _members_outside_committee(cast: Cast) -> Bearers:
    """Members who hold no committee post in the branch of their stay."""
    world = cast.world

    def outside(member: Ints, on: Ints) -> Bools:
        return ~world.seats(*COMMITTEE_POSTS).holds(world.seat(world.branch_of(member, on), member), on)

    return cast.of_members(cast.members_in_force, outside)


def _general_to_branch_secretary(cast: Cast) -> Bearers:
    """A general and each secretary of a branch below it; not the general's own secretary."""
    world = cast.world
    o, p, force = world.organizations, world.posts, world.in_force
    rows = np.flatnonzero(p.of("secretary") & pick(o.of_kind(*BRANCHES), p.organization, empty=False))
    below, above = world.ancestors
    general = o.of_kind(*GENERALS)[above] if len(above) else np.zeros(0, np.bool_)
    i, j = match(p.organization[rows], below[general])
    post, first = rows[i], above[general][j]
    start, stop = np.full(len(o.kind), 0, np.int64), np.full(len(o.kind), 0, np.int64)
    start[force.owners], stop[force.owners] = force.first, force.stop
    branch = p.organization[post]
    days = Spans.of(
        np.arange(len(post), dtype=np.int64),
        np.maximum.reduce([p.first[post], start[branch], start[first]]),
        np.minimum.reduce([p.stop[post], stop[branch], stop[first]]),
    )

    def others(general_: Ints, member: Ints, on: Ints) -> Bools:
        return ~world.seats("secretary").holds(world.seat(general_, member), on)

    pairs = _Pairs(first, p.member[post], days, (world.organization_ids.names, world.member_ids.names))
    return pairs.bearers(world.as_of, others)


def _committee_pairs(cast: Cast) -> Bearers:
    """Two members, in force while both hold committee posts in one and the same branch in force, A < B."""
    world = cast.world
    size = len(world.member_ids)
    seats = world.seats(*COMMITTEE_POSTS)
    branches = world.organizations.of_kind(*BRANCHES)
    seats = cast.while_in_force(seats.where(branches[seats.owners // max(size, 1)]))
    branch, member = seats.owners // max(size, 1), seats.owners % max(size, 1)
    a, b = match(branch, branch)
    a, b = a[member[a] < member[b]], b[member[a] < member[b]]
    days = Spans.of(
        np.arange(len(a), dtype=np.int64),
        np.maximum(seats.first[a], seats.first[b]),
        np.minimum(seats.stop[a], seats.stop[b]),
    )
    pairs = _Pairs(member[a], member[b], days, (world.member_ids.names, world.member_ids.names))
    return pairs.bearers(world.as_of, None)


_WORDS: Final[dict[str, Callable[[Cast], Bearers]]] = {
    "branch": _branches,
    "committee_branch": _committee_branches,
    "group": _kinds("group"),
    "party_group": _kinds("party_group"),
    "general": _kinds(*GENERALS),
    "branch_or_general": _kinds(*BRANCHES, *GENERALS),
    "city": _kinds("work_committee"),
    "top": _top,
    "party_group_member": _party_group_members,
    "branch_secretary": _branch_secretaries,
    "member": _members,
    "leading_member": _leading_members,
    "member_outside_committee": _members_outside_committee,
    "general_to_branch_secretary": _general_to_branch_secretary,
    "committee_pair": _committee_pairs,
}
