"""Organisations, units, members and posts of a shard as tables."""

from datetime import date
from random import Random
from typing import Final

import numpy as np
import polars as pl

from dengxiaming.exchange.sample.names import person_name
from dengxiaming.exchange.sample.nation.land import SEATED, Ints, Land, numbered
from dengxiaming.exchange.sample.nation.plan import FROM
from dengxiaming.reckoning.facts import TABLES

SEATS: Final = ("secretary", "deputy_secretary", "discipline_commissioner", "committee_member", "committee_member")
SMALL_SEATS: Final = ("secretary", "discipline_commissioner", "committee_member")
_FOUNDED: Final = date(2012, 6, 1)
_TERM_DAYS: Final = 3 * 365
NOBODY: Final = -1
_NAMES: Final = 5_000


def days(numbers: Ints) -> pl.Series:
    """Day numbers as dates; null below 0."""
    held = pl.Series(numbers.astype(np.int32))
    return pl.select(pl.when(held >= 0).then(held).cast(pl.Date)).to_series()


def number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - date(1970, 1, 1)).days


def picked(ids: pl.Series, at: Ints) -> pl.Series:
    """The ids at some places; null where the place is below 0."""
    if (at >= 0).all():
        return ids.gather(at)
    return ids.gather(pl.Series(at).set(pl.Series(at < 0), None))


def organizations(land: Land) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Organisations and units."""
    first, end = land.first, land.first["end"]
    kinds = np.full(end, "branch", object)
    kinds[0:2] = "work_committee"
    kinds[first["party_group"] : first["committee"]] = "party_group"
    kinds[first["committee"] : first["general"]] = "organ_committee"
    kinds[first["general"] : first["branch"]] = "general_branch"
    kinds[first["branch"] + land.joint] = "joint_branch"
    kinds[first["branch"] + land.temporary] = "temporary_branch"
    kinds[first["group"] :] = "group"
    parent = np.zeros(end, np.int64)
    parent[0] = NOBODY
    parent[first["party_group"] : first["committee"]] = first["city"]
    parent[land.top_organizations] = land.above_tops
    parent[first["general"] : first["general"] + land.nested] = first["committee"] + np.arange(land.nested)
    general, committee = land.general_of, land.committee_of
    above = np.where(general >= 0, first["general"] + general, first["committee"] + committee)
    below = np.setdiff1d(np.arange(land.size.branches), land.lone)
    parent[first["branch"] + below] = above[below]
    parent[first["group"] :] = first["branch"] + land.grouped.repeat(2)
    unit_of = np.full(end, NOBODY, np.int64)
    unit_of[land.top_organizations] = np.arange(land.tops)
    unit_of[first["party_group"] : first["committee"]] = land.led
    unit_of[first["general"] : first["general"] + land.nested] = np.arange(land.nested)
    unit_of[first["branch"] : first["group"]] = land.top_of
    ids = land.organizations
    frame = pl.DataFrame({"id": ids, "name": ids, "kind": pl.Series(kinds.tolist()), "parent_id": picked(ids, parent)})
    unit_ids = numbered("U", land.shard, 5, land.tops + 3 * len(land.joint))
    lists = pl.DataFrame({"unit": picked(unit_ids, unit_of)}).select(
        pl.when(pl.col("unit").is_null()).then(pl.lit([], dtype=pl.List(pl.String))).otherwise(pl.concat_list("unit"))
    )
    joined = _joint_units(land, unit_ids)
    names = frame.with_columns(lists.to_series().alias("unit_ids")).with_columns(
        pl.Series("row", np.arange(end)),
        party_day=pl.lit(15, dtype=pl.Int64),
        established_on=pl.lit(_FOUNDED),
        dissolved_on=pl.lit(None, dtype=pl.Date),
        approved_on=pl.lit(_FOUNDED),
        records_from=pl.lit(FROM),
    )
    held = names.join(joined, on="row", how="left", maintain_order="left").with_columns(
        unit_ids=pl.coalesce("joined", "unit_ids")
    )
    return held.select(list(TABLES["organizations"])), _units(land, unit_ids)


def _joint_units(land: Land, unit_ids: pl.Series) -> pl.DataFrame:
    """The units each joint branch covers: its own and three more, or one or two of them."""
    some = 1 + np.arange(len(land.joint)) % 3
    extra = pl.DataFrame({
        "row": np.repeat(land.first["branch"] + land.joint, some),
        "unit": unit_ids.gather(np.concatenate([joint_unit(land, k, np.arange(n)) for k, n in enumerate(some)])),
    }) if len(some) else pl.DataFrame(schema={"row": pl.Int64, "unit": pl.String})  # fmt: skip
    own = pl.DataFrame({
        "row": land.first["branch"] + land.joint, "unit": unit_ids.gather(land.top_of[land.joint])
    })  # fmt: skip
    return pl.concat([own, extra]).group_by("row", maintain_order=True).agg(joined=pl.col("unit").sort())


def joint_unit(land: Land, joint: int, which: Ints) -> Ints:
    """The numbers of the further units of a joint branch."""
    return land.tops + 3 * joint + which


def _units(land: Land, unit_ids: pl.Series) -> pl.DataFrame:
    people = np.bincount(land.top_of, weights=land.counts, minlength=land.tops).astype(np.int64)
    staff = np.concatenate(
        [(people * land.rng.uniform(1.1, 1.6, land.tops)).astype(np.int64), np.full(3 * len(land.joint), 4)]
    )
    workers = np.maximum(-(-staff * 2 // 100), 1) - (land.rng.random(len(staff)) < 0.05)
    used = np.ones(len(staff), np.bool_)
    used[land.tops :] = (np.arange(3 * len(land.joint)) % 3) <= (np.arange(len(land.joint)) % 3).repeat(3)
    return (
        pl.DataFrame({"id": unit_ids, "name": unit_ids, "staff_count": staff, "party_workers": workers})
        .with_columns(category=pl.lit("样例"))
        .select(list(TABLES["units"]))
        .filter(pl.Series(used))
    )


def members(land: Land) -> pl.DataFrame:
    """A stay for each member; one in three hundred moved to the next branch during the year and has two."""
    count, rng, branch = land.size.members, land.rng, land.branch_of
    since = rng.integers(number(date(1985, 1, 1)), number(date(2024, 12, 1)), count)
    fresh = (rng.random(count) < 0.015) & (land.place >= SEATED)
    since[fresh] = rng.integers(number(FROM), number(date(2025, 11, 30)), int(fresh.sum()))
    pool = Random(land.shard)  # noqa: S311  造样本用的随机数，不保守任何秘密
    names = pl.Series([person_name(pool) for _ in range(_NAMES)]).gather(rng.integers(0, _NAMES, count))
    group = np.full(land.size.branches, NOBODY, np.int64)
    group[land.grouped] = land.first["group"] + 2 * np.arange(len(land.grouped))
    group = np.where(group[branch] >= 0, group[branch] + land.place % 2, NOBODY)
    own = joint_member_units(land)
    leading = np.zeros(count, np.bool_)
    leading[land.lasts[land.first_below[land.led]]] = True
    leading[land.lasts[land.first_below[land.led]] - 1] = True
    frame = pl.DataFrame({
        "id": land.members,
        "name": names,
        "kind": pl.Series(np.where(fresh, "probationary", "full").tolist()),
        "organization_id": land.organizations.gather(land.first["branch"] + branch),
        "group_id": picked(land.organizations, group),
        "from": days(since),
        "to": pl.Series([None], dtype=pl.Date).new_from_index(0, count),
        "leading": leading,
        "unit_id": own,
    }).select(list(TABLES["members"]))  # fmt: skip
    moving = np.flatnonzero(
        (rng.random(count) < 1 / 300) & (land.place >= 5) & (np.arange(count) < land.lasts[branch] - 1) & ~fresh
    )
    when = rng.integers(number(date(2025, 2, 1)), number(date(2025, 10, 31)), len(moving))
    then = np.full(count, NOBODY, np.int64)
    then[moving] = when
    target = land.organizations.gather(land.first["branch"] + (branch[moving] + 1) % land.size.branches)
    nowhere = pl.lit(None, dtype=pl.String)
    second = frame[moving].with_columns(
        organization_id=target, group_id=nowhere, unit_id=nowhere, **{"from": days(when)}
    )
    return pl.concat([frame.with_columns(to=days(then)), second]).sort("id", "from")


def joint_member_units(land: Land) -> pl.Series:
    """The unit of each member of a joint branch, one after the other; null for everybody else."""
    at = np.full(land.size.members, NOBODY, np.int64)
    for number_, branch in enumerate(land.joint):
        people = land.starts[branch] + np.arange(land.counts[branch])
        units = np.concatenate(
            [land.top_of[branch : branch + 1], joint_unit(land, number_, np.arange(1 + number_ % 3))]
        )
        at[people] = units[np.arange(len(people)) % len(units)]
    return picked(numbered("U", land.shard, 5, land.tops + 3 * len(land.joint)), at)


def elected(land: Land) -> Ints:
    """The day of the last election of each branch, then of each general branch, then of each committee."""
    size = land.size.branches + land.size.generals + land.size.committees
    drawn = land.rng.integers(number(date(2023, 1, 10)), number(date(2025, 11, 30)), size)
    return np.where(land.rng.random(size) < 0.02, number(date(2022, 6, 14)), drawn)  # 有的该换届没有换


def posts(land: Land, elections: Ints) -> pl.DataFrame:
    """The seats of branches and of those above them; whoever was elected this year sat there the term before too."""
    first, b, g = land.first, land.size.branches, land.size.generals
    parts = []

    def seat(role: str, bodies: Ints, people: Ints, on: Ints, *, elected: bool = True) -> None:
        kept = land.rng.random(len(bodies)) > 0.01
        parts.append((role, elected, bodies[kept], people[kept], on[kept]))

    branch = np.arange(b)
    seat("secretary", first["branch"] + branch, land.starts, elections[:b])
    for held, seats in ((5, SEATS), (3, SMALL_SEATS)):
        of = np.flatnonzero(land.seats == held)
        for place in range(1, held):
            seat(seats[place], first["branch"] + of, land.starts[of] + place, elections[of])
    of = np.flatnonzero(land.seats == 1)
    seat("discipline_designee", first["branch"] + of, land.starts[of] + 1, elections[of], elected=False)
    for sort, size, start, chairs in (("general", g, b, 3), ("committee", land.size.committees, b + g, 5)):
        for place in range(chairs):
            bodies, people = above_seats(land, sort, place)
            seat(SEATS[place], first[sort] + bodies, people, elections[start : start + size][bodies])
    group = first["party_group"] + np.arange(len(land.led))
    leader = land.lasts[land.first_below[land.led]]
    old = np.full(len(group), number(date(2023, 6, 14)))
    seat("secretary", group, leader, old, elected=False)
    seat("party_group_member", group, leader - 1, old, elected=False)
    rows = pl.concat([_terms(land, *part) for part in parts])
    return rows.with_columns(id=numbered("ZW", land.shard, 6, len(rows))).select(list(TABLES["posts"]))


def above_seats(land: Land, sort: str, place: int) -> tuple[Ints, Ints]:
    """Which generals or committees have that seat, and who sits there: the last member of a branch below."""
    over = land.general_of if sort == "general" else land.committee_of
    size = land.size.generals if sort == "general" else land.size.committees
    below = np.argsort(np.where(over < 0, size, over), kind="stable")
    counts = np.bincount(over[over >= 0], minlength=size)
    starts = counts.cumsum() - counts
    bodies = np.flatnonzero(counts > place)
    return bodies, land.lasts[below[starts[bodies] + place]]


def _terms(land: Land, role: str, elected: bool, bodies: Ints, people: Ints, on: Ints) -> pl.DataFrame:
    again = np.flatnonzero(on >= number(FROM))
    bodies, people = np.concatenate([bodies, bodies[again]]), np.concatenate([people, people[again]])
    since = np.concatenate([on, on[again] - _TERM_DAYS])
    until = np.concatenate([np.full(len(on), NOBODY), on[again]])
    done = since + land.rng.integers(1, 13, len(since)) + np.where(land.rng.random(len(since)) < 0.02, 30, 0)
    heads = role in {"secretary", "deputy_secretary"}
    filed, nothing = days(done), days(np.full(len(done), NOBODY))
    return pl.DataFrame({
        "member_id": land.members.gather(people),
        "organization_id": land.organizations.gather(bodies),
        "from": days(since),
        "to": days(until),
        "approved_on": filed if heads else nothing,
        "filed_on": nothing if heads else filed,
    }).with_columns(
        post=pl.lit(role), route=pl.lit("elected_by_members" if elected else "appointed")
    )  # fmt: skip
