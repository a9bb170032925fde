"""The areas' facts put together as the kernel takes them: the whole city, or what can matter to one organisation."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

import polars as pl

from dengxiaming.areas.affairs import facts as affairs
from dengxiaming.areas.appraisals import facts as appraisals
from dengxiaming.areas.dues import facts as dues
from dengxiaming.areas.elections import facts as elections
from dengxiaming.areas.gatherings import facts as gatherings
from dengxiaming.areas.members import facts as members
from dengxiaming.areas.members.transfers import facts as transfers
from dengxiaming.areas.organs import facts as organs
from dengxiaming.areas.service import facts as service
from dengxiaming.areas.talks import facts as talks
from dengxiaming.ground.memory import Memory
from dengxiaming.ground.queries import facts_version
from dengxiaming.reckoning import Facts
from dengxiaming.reckoning.facts import TABLES


class Records(Protocol):
    """What an area that holds acts offers in its `facts.py`; keys are its own."""

    def acts(self, keys: Collection[int] | None = None, known_by: datetime | None = None) -> pl.DataFrame:
        """Every act, or those with some keys; `known_by`: as the versions in force then have it."""
        ...

    def attendance(self, keys: Collection[int] | None = None, known_by: datetime | None = None) -> pl.DataFrame:
        """The rolls of every act, or of those with some keys."""
        ...

    def act_keys(self, organizations: Collection[str], members: Collection[str]) -> set[int]:
        """Acts held by these organisations, done by or to them or these members, or answering what concerns them."""
        ...

    def act_keys_of(self, kinds: Collection[str], organizations: Collection[str] | None = None) -> set[int]:
        """Acts of these kinds, of some organisations if told."""
        ...


RECORDS: Final[tuple[Records, ...]] = (
    affairs, gatherings, talks, service, transfers, elections, appraisals
)  # fmt: skip
"""The areas that hold acts: a new one is one more name here."""


def acts_around(
    organizations: Collection[str],
    people: Collection[str],
    kinds: Collection[str] = (),
    holders: Collection[str] = (),
    *,
    rolls: bool = True,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The acts that concern these organisations and members, with their rolls; and of some kinds those of `holders`.
    Most areas hold none of them, and are asked for nothing more.
    """
    acts, roll = [pl.DataFrame(schema=TABLES["acts"])], [pl.DataFrame(schema=TABLES["attendance"])]
    for area in RECORDS:
        near = area.act_keys(organizations, people)
        if wanted := near | area.act_keys_of(kinds, holders):
            acts.append(area.acts(wanted))
        if near and rolls:
            roll.append(area.attendance(near))
    return pl.concat(acts), pl.concat(roll)


def whole(known_by: datetime | None = None) -> Facts:
    """Every fact held; a fixed number of queries. `known_by`: records sealed by a verb as the versions in force at that
    moment have them, so that a later correction or withdrawal does not change what was known (design.md, "Facts are
    submitted records"); imported rows by their recorded_at, which the kernel looks at itself, and those that have none
    (organisations, stays, posts) as they were imported.
    """
    return Facts.of(
        organizations=organs.organizations(known_by),
        units=organs.units(known_by),
        members=members.members(known_by=known_by),
        posts=members.posts(known_by=known_by),
        acts=pl.concat([area.acts(known_by=known_by) for area in RECORDS]),
        attendance=pl.concat([area.attendance(known_by=known_by) for area in RECORDS]),
        dues=dues.dues(known_by=known_by),
        triggers=members.triggers(known_by=known_by),
    )


@dataclass(frozen=True)
class Needs:
    """What a question needs of what there is much of: the organisations below, what the members did anywhere, the
    dues, the rolls.
    """

    below: bool = True
    anywhere: bool = True
    dues: bool = True
    rolls: bool = True


EVERYTHING: Final = Needs()


def around(centre: Iterable[str], people: Iterable[str] = (), needs: Needs = EVERYTHING) -> Facts:
    """The facts that decide every duty standing with the organisations `centre` (and those below them), and every duty
    of the members `people`.

    They are: those organisations, all above them, those that cover a unit of theirs, and those where their members were
    before or hold posts; their members with the whole history; the acts held by them, done by or to them, or answering
    what happened to them; everybody those acts name. Rows of other bearers in the result are not to be relied on.
    """
    tables = Tables.held()
    inner = tables.below(centre) if needs.below else set(centre)
    if 2 * len(inner) > len(tables.organizations):
        return whole()
    own = tables.people(inner) | set(people)
    sharing = tables.sharing_units(inner)
    scene = inner | sharing | (tables.homes_of(own) if needs.anywhere else set())
    acts, roll = acts_around(scene, own if needs.anywhere else (), rolls=needs.rolls)
    everybody = own | tables.people(sharing) | _named(acts, roll, tables.members)
    places = tables.above(scene | tables.homes_of(everybody) | set(acts["organization_id"]))
    of_people, in_places = pl.col("member_id").is_in(list(everybody)), pl.col("organization_id").is_in(list(places))
    nobodys = pl.col("member_id").is_null() & pl.col("organization_id").is_null()
    return Facts.of(
        organizations=tables.organizations.filter(pl.col("id").is_in(list(places))),
        units=tables.units,
        members=tables.members.filter(pl.col("id").is_in(list(everybody))),
        posts=tables.posts.filter(of_people | in_places),
        acts=acts,
        attendance=roll,
        dues=dues.dues(own if needs.dues else ()),
        triggers=tables.triggers.filter(of_people | in_places | nobodys),
    )


def of_terms(code: str) -> Facts:
    """The facts that decide when the terms of an organisation end: its elections, the extensions given to it by
    whoever stood above it then; other acts held by it or done to it do not matter.
    """
    held: tuple[Records, ...] = (affairs, elections)  # imported, and entered here: no other area elects
    acts = [area.acts(area.act_keys([code], ())) for area in held]
    return Facts.of(organizations=organs.organizations().filter(id=code), acts=pl.concat(acts))


def _named(acts: pl.DataFrame, roll: pl.DataFrame, stays: pl.DataFrame) -> set[str]:
    """The members whom acts and rolls name."""
    named = {*acts["actor_id"].drop_nulls(), *acts["counterpart_ids"].explode().drop_nulls(), *roll["member_id"]}
    return named & set(stays["id"])


class Tables:
    """The small tables, whole, kept for one version of the facts: a city has a few thousand rows of them."""

    @classmethod
    def held(cls) -> "Tables":
        """Those of the facts as they are."""
        return _tables.get(facts_version(), cls)

    def __init__(self) -> None:
        self.units = organs.units()
        self.triggers = members.triggers()
        self.organizations = organs.organizations()
        self.members = members.members()
        self.posts = members.posts()
        self._parent = dict(self.organizations.select("id", "parent_id").iter_rows())

    def above(self, codes: Iterable[str]) -> set[str]:
        """These organisations and all above them."""
        found: set[str] = set()
        for code in codes:
            one: str | None = code
            while one is not None and one not in found:
                found.add(one)
                one = self._parent.get(one)
        return found

    def below(self, codes: Iterable[str]) -> set[str]:
        """These organisations and all below them."""
        roots = set(codes)
        return {code for code in self._parent if not roots.isdisjoint(self.above([code]))} | roots

    def sharing_units(self, codes: set[str]) -> set[str]:
        """The organisations that cover a unit which one of these covers."""
        covered = self.organizations.select("id", unit="unit_ids").explode("unit").drop_nulls()
        units = covered.filter(pl.col("id").is_in(list(codes)))["unit"]
        return set(covered.filter(pl.col("unit").is_in(units.implode()))["id"])

    def people(self, codes: set[str]) -> set[str]:
        """The members with a stay or a post in one of these organisations, at any time."""
        inside = pl.col("organization_id").is_in(list(codes)) | pl.col("group_id").is_in(list(codes))
        stays = self.members.filter(inside)["id"]
        return {*stays, *self.posts.filter(pl.col("organization_id").is_in(list(codes)))["member_id"]}

    def homes_of(self, people: set[str]) -> set[str]:
        """The organisations and groups where these members have a stay or a post, at any time."""
        stays = self.members.filter(pl.col("id").is_in(list(people)))
        posts = self.posts.filter(pl.col("member_id").is_in(list(people)))
        return {*stays["organization_id"], *stays["group_id"].drop_nulls(), *posts["organization_id"]}


_tables: Final = Memory[Tables](2)
