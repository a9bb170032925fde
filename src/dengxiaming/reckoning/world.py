"""A fact set as integer columns, seen on one day: only what exists as of `as_of` and is known by `known_by`.

Ids become codes: the rank of the id in its table in code-point order, so that comparing codes compares ids. Days are
days since 1970-01-01. Every part is built when first asked for. Contract sections 1 and 3.
"""

from datetime import UTC, date, datetime
from functools import cached_property

import numpy as np
import polars as pl

from dengxiaming.reckoning.arrays import NONE, Bools, Ints, ints, pick, unique
from dengxiaming.reckoning.coding import (
    Ids,
    among,
    bits,
    by_day,
    day_numbers,
    days,
    exploded,
    filled,
    local_days,
    masks,
    rest,
    word_codes,
)
from dengxiaming.reckoning.facts import Facts
from dengxiaming.reckoning.line import EVER, FOREVER, Headcount, Spans, place
from dengxiaming.reckoning.periods import day_number
from dengxiaming.reckoning.tables import (
    ACT_KINDS,
    ATTENDANCE,
    BACKFILLED,
    BACKFILLED_AFTER_DAYS,
    COMMITTEE_OF,
    COMMITTEE_POSTS,
    ELEMENTS,
    INCOMPLETE,
    MEMBER_KINDS,
    ORGANIZATION_KINDS,
    POSTS,
    ROUTES,
    SETTLED,
    TRIGGER_KINDS,
    UNPAID,
    WITH_RECORD,
    Acts,
    Answering,
    Attendance,
    Dues,
    Holdings,
    Organizations,
    Stays,
    Toward,
    Triggers,
)


class World:
    """The facts as of a day, as known by an instant."""

    def __init__(self, facts: Facts, effect: date, as_of: date, known_by: datetime | None) -> None:
        self.facts = facts
        self.effect = day_number(effect)
        self.effect_date = effect
        self.as_of = day_number(as_of)
        self.as_of_date = as_of
        self.known_by = known_by
        self._seats: dict[tuple[str, ...], Spans] = {}

    @cached_property
    def today(self) -> pl.Series:
        """as_of as the one label of what is judged on it."""
        return pl.Series([self.as_of_date.isoformat()])

    @cached_property
    def organization_ids(self) -> Ids:
        """Codes of organisations."""
        return Ids(self.facts.organizations["id"])

    @cached_property
    def unit_ids(self) -> Ids:
        """Codes of units."""
        return Ids(self.facts.units["id"])

    @cached_property
    def member_ids(self) -> Ids:
        """Codes of members; a post may name somebody who has no stay, and an act somebody who has neither."""
        return Ids(self.facts.members["id"], self.facts.posts["member_id"])

    @cached_property
    def act_ids(self) -> Ids:
        """Codes of all acts, known or not."""
        return Ids(self.facts.acts["id"])

    @cached_property
    def trigger_ids(self) -> Ids:
        """Codes of all triggers."""
        return Ids(self.facts.triggers["id"])

    @cached_property
    def post_ids(self) -> Ids:
        """Codes of posts."""
        return Ids(self.facts.posts["id"])

    @cached_property
    def organizations(self) -> Organizations:
        """The organisations, one entry a code."""
        table = self.facts.organizations
        code = self.organization_ids.code(table["id"])
        order = code.argsort()
        rows, units = exploded(table["unit_ids"])
        unit = self.unit_ids.code(units)
        width = max(len(self.unit_ids), 1)
        covers = unique((code[rows] * width + unit)[unit >= 0])
        return Organizations(
            kind=word_codes(table["kind"], ORGANIZATION_KINDS)[order],
            parent=self.organization_ids.code(table["parent_id"])[order],
            established=day_numbers(table["established_on"], EVER)[order],
            dissolved=day_numbers(table["dissolved_on"], FOREVER)[order],
            approved=day_numbers(table["approved_on"], FOREVER)[order],
            records_from=day_numbers(table["records_from"], EVER)[order],
            covers_organization=covers // width,
            covers_unit=covers % width,
        )

    @cached_property
    def stays(self) -> Stays:
        """Every stay of every member."""
        table = self.facts.members
        organization = self.organization_ids.code(table["organization_id"])
        first = day_numbers(table["from"], EVER)
        return Stays(
            member=self.member_ids.code(table["id"]),
            organization=organization,
            first=first,
            since=np.maximum(first, pick(self.organizations.records_from, organization, EVER)),
            stop=day_numbers(table["to"], FOREVER),
            full=word_codes(table["kind"], MEMBER_KINDS) == MEMBER_KINDS.index("full"),
            leading=filled(table["leading"]),
            unit=self.unit_ids.code(table["unit_id"]),
        )

    @cached_property
    def posts(self) -> Holdings:
        """Every post ever held."""
        table = self.facts.posts
        return Holdings(
            id=self.post_ids.code(table["id"]),
            member=self.member_ids.code(table["member_id"]),
            organization=self.organization_ids.code(table["organization_id"]),
            post=word_codes(table["post"], POSTS),
            first=day_numbers(table["from"], EVER),
            stop=day_numbers(table["to"], FOREVER),
            elected=among(("elected_by_members", "elected_by_committee"), ROUTES)[word_codes(table["route"], ROUTES)],
            approved=day_numbers(table["approved_on"], FOREVER),
            filed=day_numbers(table["filed_on"], FOREVER),
        )

    @cached_property
    def _acts_known(self) -> tuple[Ints, Ints, Ints]:
        """The acts that exist as of the day and are known by the instant, in order of day, then id: row and code.

        With them, the other way round, each row's place among them, `NONE` for the others. The table itself is left as
        it is: nearly all of it exists, and filtering lists of texts costs more than coding the few that do not.
        """
        table = self.facts.acts
        on = day_numbers(table["on"], FOREVER)
        exists = (on <= self.as_of) & self._known(table["recorded_at"])
        code = self.act_ids.code(table["id"])
        if exists.all():
            row = by_day(on, code)
        else:
            held = np.flatnonzero(exists)
            row = held[by_day(on[held], code[held])]
        place_of = np.full(len(code), NONE, np.int64)
        place_of[row] = np.arange(len(row), dtype=np.int64)
        return row, code[row], place_of

    @cached_property
    def acts(self) -> Acts:
        """The acts that exist as of the day and are known by the instant."""
        table, (row, code, _) = self.facts.acts, self._acts_known
        on, recorded = day_numbers(table["on"], EVER)[row], local_days(table["recorded_at"])[row]
        kinds, elements = masks(table["kinds"], ACT_KINDS)[row], masks(table["elements"], ELEMENTS)[row]
        incomplete = ((kinds & bits(WITH_RECORD, ACT_KINDS)) > 0) & (np.bitwise_count(elements) < len(ELEMENTS))
        return Acts(
            id=code,
            kinds=kinds,
            organization=self.organization_ids.code(table["organization_id"])[row],
            actor=self.member_ids.code(table["actor_id"])[row],
            on=on,
            recorded=recorded,
            elements=elements,
            until=day_numbers(table["until"], EVER)[row],
            flags=BACKFILLED * (recorded - on > BACKFILLED_AFTER_DAYS) + INCOMPLETE * incomplete,
        )

    @cached_property
    def toward(self) -> Toward:
        """Whom the acts were done to or with; nobody is their own counterpart."""
        *_, place_of = self._acts_known
        row, names = exploded(self.facts.acts["counterpart_ids"])
        act, member = place_of[row], self.member_ids.code(names)
        organization = rest(self.organization_ids, names, member)
        if (act < 0).any():
            known = act >= 0
            act, member, organization = act[known], member[known], organization[known]
        member = np.where(member == self.acts.actor[act], NONE, member)
        return Toward(act, member, organization)

    @cached_property
    def answering(self) -> Answering:
        """What the acts answer."""
        *_, place_of = self._acts_known
        row, names = exploded(self.facts.acts["answers"])
        act, trigger = place_of[row], self.trigger_ids.code(names)
        answered = self._places(rest(self.act_ids, names, trigger))
        if (act < 0).any():
            known = act >= 0
            act, trigger, answered = act[known], trigger[known], answered[known]
        return Answering(act, trigger, answered)

    @cached_property
    def attendance(self) -> Attendance:
        """The rolls of the known acts."""
        table = self.facts.attendance
        index = self._places(self.act_ids.code(table["act_id"]))
        if (index < 0).any():
            table, index = table.filter(index >= 0), index[index >= 0]
        return Attendance(
            act=index,
            member=self.member_ids.code(table["member_id"]),
            status=word_codes(table["status"], ATTENDANCE),
            made_up=day_numbers(table["made_up_on"], FOREVER),
        )

    @cached_property
    def rolled(self) -> Bools:
        """Which acts have a roll at all."""
        rolled = np.zeros(len(self.acts), np.bool_)
        rolled[self.attendance.act] = True
        return rolled

    def _places(self, code: Ints) -> Ints:
        """The place of each act by its code; `NONE` where it does not exist or is not known."""
        places = np.full(len(self.act_ids) + 1, NONE, np.int64)  # one more for those that are no act
        places[self.acts.id] = np.arange(len(self.acts), dtype=np.int64)
        return places[code]

    @cached_property
    def triggers(self) -> Triggers:
        """What has happened by the day and obliges somebody to answer."""
        table = self.facts.triggers
        on = day_numbers(table["on"], FOREVER)
        if (on > self.as_of).any():
            table, on = table.filter(on <= self.as_of), on[on <= self.as_of]
        return Triggers(
            id=self.trigger_ids.code(table["id"]),
            kind=word_codes(table["kind"], TRIGGER_KINDS),
            member=self.member_ids.code(table["member_id"]),
            organization=self.organization_ids.code(table["organization_id"]),
            on=on,
        )

    @cached_property
    def dues(self) -> Dues:
        """What is known to be paid, in half the room of other tables: it is larger than all of them together."""
        table = self.facts.dues
        known = self._known(table["recorded_at"])
        if not known.all():
            table = table.filter(known)
        payable, paid = table["payable"].to_numpy(), table["paid"].to_numpy()
        paid_on = days(table["paid_on"], UNPAID)
        day = np.where((paid >= payable) & (paid_on <= self.as_of), np.maximum(paid_on, EVER), np.int32(UNPAID))
        day[filled(table["excuse"]) | (payable == 0)] = SETTLED
        return Dues(self.member_ids.code(table["member_id"]), days(table["month"], UNPAID), day)

    def _known(self, recorded_at: pl.Series) -> Bools:
        """Which rows were recorded by known_by (contract 3.2)."""
        if self.known_by is None:
            return np.ones(len(recorded_at), np.bool_)
        return (recorded_at <= self.known_by.astimezone(UTC)).to_numpy()

    def judged_from(self, organization: Ints) -> Ints:
        """S of contract 3.3: the later of the date of effect and the organisation's records_from."""
        return np.maximum(pick(self.organizations.records_from, organization, EVER), self.effect)

    @cached_property
    def in_force(self) -> Spans:
        """Organisations, on the days they are in force (contract 3.4)."""
        o = self.organizations
        return Spans.of(np.arange(len(o.kind), dtype=np.int64), np.maximum(o.established, o.records_from), o.dissolved)

    @cached_property
    def ancestors(self) -> tuple[Ints, Ints]:
        """Every pair (organisation, one above it), nearest first."""
        below, above = np.arange(len(self.organizations.kind), dtype=np.int64), self.organizations.parent
        pairs: list[tuple[Ints, Ints]] = []
        while (above >= 0).any() and len(pairs) < len(self.organizations.kind):
            below, above = below[above >= 0], above[above >= 0]
            pairs.append((below, above))
            above = self.organizations.parent[above]
        if not pairs:
            return ints([]), ints([])
        return np.concatenate([b for b, _ in pairs]), np.concatenate([a for _, a in pairs])

    def seat(self, organization: Ints, member: Ints) -> Ints:
        """One key for an organisation and a member; `NONE` where either is missing."""
        return np.where((organization >= 0) & (member >= 0), organization * len(self.member_ids) + member, NONE)

    def seats(self, *posts: str) -> Spans:
        """When each member holds any of the posts in each organisation, whether or not the organisation is in force."""
        if posts not in self._seats:
            held = self.posts.of(*posts)
            p = self.posts
            self._seats[posts] = Spans.of(self.seat(p.organization[held], p.member[held]), p.first[held], p.stop[held])
        return self._seats[posts]

    @cached_property
    def committee_size(self) -> Headcount:
        """How many different members hold committee posts in an organisation."""
        return Headcount.of(self.seats(*COMMITTEE_POSTS), lambda seats: seats // len(self.member_ids))

    @cached_property
    def memberships(self) -> Spans:
        """When each member has a stay in force in each organisation, by seat."""
        s = self.stays
        return Spans.of(self.seat(s.organization, s.member), s.since, s.stop)

    @cached_property
    def membership_size(self) -> Headcount:
        """How many different members have a stay in force in an organisation."""
        return Headcount.of(self.memberships, lambda seats: seats // len(self.member_ids))

    @cached_property
    def _stays_in_turn(self) -> tuple[Ints, Ints]:
        """The stays that are in force at all, by member, then day; and where on the line each begins."""
        s = self.stays
        held = np.flatnonzero((s.member >= 0) & (s.since < s.stop))
        begun = place(s.member[held], s.since[held])
        order = begun.argsort(kind="stable")
        return held[order], begun[order]

    def branch_of(self, member: Ints, on: Ints) -> Ints:
        """The organisation of each member's stay in force on each day; `NONE` without one."""
        s = self.stays
        order, begun = self._stays_in_turn
        at = begun.searchsorted(place(member, on), "right") - 1
        if not len(order):
            return np.full(len(member), NONE, np.int64)
        held = order[np.maximum(at, 0)]
        there = (at >= 0) & (member >= 0) & (s.member[held] == member) & (s.stop[held] > on)
        return np.where(there, s.organization[held], NONE)

    @cached_property
    def trigger_branches(self) -> Ints:
        """The organisation of the stay of each trigger's member on its day; `NONE` without one."""
        return self.branch_of(self.triggers.member, self.triggers.on)

    def is_committee_branch(self, organization: Ints, on: Ints | int) -> Bools:
        """Whether at least three different members hold committee posts in it on the day (contract 4)."""
        return self.committee_size.at(organization, on) >= COMMITTEE_OF
