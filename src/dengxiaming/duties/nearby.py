"""What can stand differently after something was recorded with some organisations, and no more facts than decide it.

A verb touches organisations S (`ground.touch`). Call *core* S with the groups of its branches and the branches of its
groups, *people* all who ever had a stay or a post in the core, *above* the organisations above the core. A record of S
can change these rows and no others:

- those standing with the core (D2-5 looks only at triggers of members further down, see below);
- a member's own of the people, wherever they stand: a talk with somebody since transferred counts where they are now;
- a general's talks with one of the people (D2-4), wherever the general is;
- above, what counts the acts of everybody below (S9-1 and its like), and D2-5 for triggers of the people;
- what is judged on a day (structure, ratio), today and on the last day of every closed quarter, of the core and of the
  units it covers or its stays name: only where organisations, stays or posts were written.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl
from django.db.models import Q

from dengxiaming.areas.dues import facts as dues
from dengxiaming.areas.members import facts as members
from dengxiaming.areas.members import queries as register
from dengxiaming.areas.organs import facts as organs
from dengxiaming.areas.organs.queries import while_standing
from dengxiaming.areas.organs.terms import BRANCHES, CITY, GENERALS, GROUP
from dengxiaming.duties import edition, facts
from dengxiaming.ground.memory import Memory
from dengxiaming.law.model import Duty, Rulebook
from dengxiaming.reckoning import Facts

STRUCTURAL: Final = frozenset({"unit", "organization", "member"})
"""The kinds of records that structure, ratio and units are judged by."""
_LOOKS_AT: Final = {"dues": STRUCTURAL | {"dues"}, "streak": STRUCTURAL | {"dues"}}
"""The kinds of records some forms are judged by; the others may look at any."""


def touches_structure(kinds: Collection[str]) -> bool:
    """Whether structure and ratio look at records of these kinds; of none told, they may."""
    return not kinds or not STRUCTURAL.isdisjoint(kinds)


@dataclass(frozen=True)
class Lines:
    """The tree of organisations as parents."""

    parent: dict[str, str | None]
    kind: dict[str, str]
    table: pl.DataFrame
    """The organisations as facts."""

    @classmethod
    def standing(cls) -> "Lines":
        """Of the organisations as they stand."""
        return while_standing(_lines, cls._read)

    @classmethod
    def _read(cls) -> "Lines":
        table = organs.organizations()
        rows = table.select("id", "parent_id", "kind").rows()
        return cls({code: parent for code, parent, _ in rows}, {code: kind for code, _, kind in rows}, table)

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """Those right below each."""
        found: dict[str, list[str]] = {}
        for code, parent in self.parent.items():
            if parent is not None:
                found.setdefault(parent, []).append(code)
        return found

    def above(self, codes: Collection[str]) -> set[str]:
        """These organisations and all above them."""
        found: set[str] = set()
        for code in codes:
            one: str | None = code
            while one is not None and one not in found:
                found.add(one)
                one = self.parent.get(one)
        return found

    def below(self, codes: Collection[str]) -> set[str]:
        """These organisations and all below them."""
        found, waiting = set[str](), [code for code in codes if code in self.parent]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting.extend(self.children.get(one, ()))
        return found

    def core(self, touched: Collection[str]) -> set[str]:
        """These organisations that exist, the groups of a branch and the branch of a group."""
        found = {code for code in touched if code in self.kind}
        found |= {parent for code in found if self.kind[code] == GROUP and (parent := self.parent[code]) is not None}
        return found | {code for code, kind in self.kind.items() if kind == GROUP and self.parent[code] in found}

    def tops(self, codes: Collection[str]) -> set[str]:
        """The topmost organisation of each line, the 工委 above all of them left out but where it is meant itself."""
        found = set()
        for code in codes:
            one, parent = code, self.parent.get(code)
            while parent is not None and self.kind[parent] != CITY:
                one, parent = parent, self.parent.get(parent)
            found.add(one)
        return found

    def of_kind(self, codes: Collection[str], kinds: Collection[str]) -> set[str]:
        """Those of some kinds."""
        return {code for code in codes if self.kind.get(code) in kinds}


_lines: Final = Memory[Lines](2)


@dataclass(frozen=True)
class Nearby:
    """What one touched set reaches. `rows` and `stored` say the same of judged rows and of stored ones."""

    book: Rulebook
    lines: Lines
    core: frozenset[str]
    people: frozenset[str]
    triggers: frozenset[str]
    kinds: frozenset[str]

    @classmethod
    def of(cls, touched: Collection[str], book: Rulebook, kinds: Collection[str] = ()) -> "Nearby":
        """As the records stand now. `kinds` of records were written; none: any may have been."""
        lines = Lines.standing()
        core = lines.core(touched)
        people = register.people_of(core)
        happened = frozenset(register.triggers_of(people))
        return cls(book, lines, frozenset(core), frozenset(people), happened, frozenset(kinds))

    @property
    def is_most(self) -> bool:
        """Whether so much is touched that judging everything is no more work."""
        return 3 * len(self.core) > len(self.lines.kind)

    @cached_property
    def above(self) -> frozenset[str]:
        """All above the core, without it."""
        return frozenset(self.lines.above(self.core)) - self.core

    @cached_property
    def homes(self) -> frozenset[str]:
        """The organisations where the people have stays and posts."""
        return frozenset(register.homes(self.people))

    @cached_property
    def facts(self) -> Facts:
        """The facts that decide all rows reached but structure; rows of other bearers are not to be relied on."""
        stays = members.members(self.people)
        led = set(stays.filter(pl.col("leading"))["organization_id"])
        led_by = self.lines.below(self.lines.of_kind(self.core, GENERALS))
        places = self.lines.above(self.core | self.homes) | led_by
        heads = self.lines.of_kind(self.core | self.above, BRANCHES | GENERALS)
        acts, roll = facts.acts_around(self.core | led, self.people, self._kinds_below, self.lines.below(heads))
        held_in = self.lines.above([*places, *acts["organization_id"]])
        return Facts.of(
            organizations=self.lines.table.filter(pl.col("id").is_in(list(held_in))),
            members=stays,
            posts=members.posts(self.people, places),
            acts=acts,
            attendance=roll,
            dues=dues.dues(self.people if self._asks(_LOOKS_AT["dues"]) else ()),
            triggers=members.triggers(self.people, self.core),
        )

    @cached_property
    def units(self) -> frozenset[str]:
        """The units the core covers, and those its stays name."""
        covered = self.lines.table.filter(pl.col("id").is_in(list(self.core)))["unit_ids"].explode().drop_nulls()
        stays = members.stays_in(self.core, ())
        return frozenset(covered) | frozenset(stays["unit_id"].drop_nulls())

    @cached_property
    def structure(self) -> Facts:
        """The facts that decide units, structure and ratio of the core and its units, on any day."""
        covering = pl.col("unit_ids").list.set_intersection(list(self.units)).list.len() > 0
        inside = self.core | set(self.lines.table.filter(covering)["id"])
        stays = members.stays_in(inside, self.units)
        places = self.lines.above(inside | set(stays["organization_id"]))
        return Facts.of(
            organizations=self.lines.table.filter(pl.col("id").is_in(list(places))),
            units=organs.units(),
            members=stays,
            posts=members.posts((), self.core),
        )

    @cached_property
    def rules(self) -> tuple[str, ...]:
        """All duties but structure and ratio that look at what was written."""
        dated = edition.dated_duties(self.book)
        looking = (duty for duty in self.book.duties if self._asks(_LOOKS_AT.get(duty.form, self.kinds)))
        return tuple(duty.id for duty in looking if duty.id not in dated)

    def rows(self, judged: pl.DataFrame) -> pl.DataFrame:
        """The rows of these rules that are reached."""
        here, up = list(self.core), list(self.above)
        of_people = pl.col("bearer_id").is_in(list(self.people))
        counted = pl.col("bearer_id").str.split_exact("->", 1).struct.field("field_1").is_in(list(self.people))
        far = pl.col("rule").is_in(self._ids(self._far))
        return judged.filter(
            (pl.col("organization").is_in(here) & ~far)
            | ((pl.col("bearer_kind") == "member") & of_people)
            | (pl.col("rule").is_in(self._ids(self._pairs)) & counted)
            | (pl.col("rule").is_in(self._ids(self._below)) & pl.col("organization").is_in(up))
            | (far & pl.col("period").is_in(list(self.triggers)))
        )

    def stored(self) -> tuple[Q, ...]:
        """The stored rows of these rules in a daily judging that may be reached; `rows` says which are. A member's own
        are found by the member: who stands with the core is one of the people.
        """
        far, here = Q(rule__in=self._ids(self._far)), Q(organization__code__in=self.core, rule__in=self.rules)
        homes = self.lines.above(self.core | self.homes)
        return (
            here & ~far & ~Q(bearer_kind="member"),
            Q(rule__in=self.rules, bearer_kind="member", bearer_id__in=self.people),
            Q(rule__in=self._ids(self._pairs), organization__code__in=homes),
            Q(rule__in=self._ids(self._below), organization__code__in=self.above),
            far & Q(period__in=self.triggers),
        )

    def structure_rows(self, judged: pl.DataFrame) -> pl.DataFrame:
        """The rows of structure and ratio that are reached."""
        return judged.filter(
            pl.col("unit").is_in(list(self.units))
            | pl.col("organization").is_in(list(self.core)).fill_null(value=False)
        )

    def structure_stored(self) -> Q:
        """The stored rows of structure and ratio that are reached."""
        return Q(unit__code__in=self.units) | Q(organization__code__in=self.core)

    def _asks(self, of_kinds: Collection[str]) -> bool:
        return not self.kinds or not self.kinds.isdisjoint(of_kinds)

    def _ids(self, duties: tuple[Duty, ...]) -> list[str]:
        return [duty.id for duty in duties]

    @cached_property
    def _below(self) -> tuple[Duty, ...]:
        return tuple(d for d in self.book.duties if any(c.held_by == "bearer_or_below" for c in d.counts))

    @cached_property
    def _kinds_below(self) -> frozenset[str]:
        return frozenset(kind for duty in self._below for counts in duty.counts for kind in counts.kinds)

    @cached_property
    def _far(self) -> tuple[Duty, ...]:
        return tuple(duty for duty in self.book.duties if duty.bearer == "nearest_general")

    @cached_property
    def _pairs(self) -> tuple[Duty, ...]:
        return tuple(duty for duty in self.book.duties if duty.bearer == "general_to_branch_secretary")
