"""A province for measuring: 150,000 organisations, 3 million members, the dues and main acts of 2025, made in columns.

Regular on purpose: 4,000 units with an organ committee and 25 branches, 4,000 with a general branch and 3, 8,000 with
one branch; every branch has 25 members. One act in a hundred is left out and one payment in a hundred is late, so that
all statuses occur. There are no rolls, except who came from above to the organisation life meetings, and no key.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from dengxiaming.exchange.sample.province_acts import year_of_acts
from dengxiaming.exchange.sample.province_frame import Days, Land, instants, numbered
from dengxiaming.reckoning.facts import TABLES, Facts

PROVINCE_AS_OF: Final = date(2025, 12, 31)
_CITIES: Final = 100
_SHAPES: Final = ((4000, 25), (4000, 3), (8000, 1))
_MEMBERS: Final = 25
_ORGANIZATIONS: Final = 150_000
_SEATS: Final = ("secretary", "deputy_secretary", "discipline_commissioner", "committee_member", "committee_member")
_FROM: Final = date(2025, 1, 1)


def build_province(seed: int) -> Facts:
    """The fact set; about a minute and some gigabytes."""
    rng = np.random.default_rng([seed, 2025])
    land = _land(rng)
    acts, observers, triggers = year_of_acts(rng, land)
    return Facts.of(
        organizations=land.organizations,
        units=_units(rng, land),
        members=land.members,
        posts=_posts(land),
        acts=acts,
        attendance=observers,
        dues=_dues(rng, land.members["id"]),
        triggers=triggers,
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """For each unit how many branches it has; for each branch the number of its unit."""

    branches_of: np.ndarray
    unit_of: np.ndarray
    with_general: int

    @classmethod
    def of(cls) -> "_Plan":
        branches_of = np.repeat([b for _, b in _SHAPES], [u for u, _ in _SHAPES])
        return cls(branches_of, np.repeat(np.arange(len(branches_of)), branches_of), _SHAPES[0][0] + _SHAPES[1][0])


def _land(rng: np.random.Generator) -> Land:
    plan = _Plan.of()
    units = len(plan.branches_of)
    ids = {
        "city": pl.concat([pl.Series(["GW000"]), numbered("GW", 3, _CITIES)]),
        "party_group": numbered("DZ", 5, units),
        "general": numbered("ZZ", 4, plan.with_general),
        "branch": numbered("ZB", 6, len(plan.unit_of)),
    }
    ids["group"] = numbered("XZ", 4, _ORGANIZATIONS - sum(len(s) for s in ids.values()))
    general_of = np.where(plan.unit_of < plan.with_general, plan.unit_of, -1)
    above = pl.DataFrame({"general": general_of, "unit": plan.unit_of}).select(
        pl.when(pl.col("general") >= 0)
        .then(ids["general"].gather(np.maximum(general_of, 0)))
        .otherwise(ids["party_group"].gather(plan.unit_of))
    )
    kinds = pl.Series(["organ_committee"] * _SHAPES[0][0] + ["general_branch"] * _SHAPES[1][0])
    unit = numbered("DW", 5, units)
    city_of = ids["city"].gather(np.arange(units) % _CITIES + 1)
    organizations = pl.concat(
        [
            _orgs(ids["city"], "work_committee", pl.Series([None] + ["GW000"] * _CITIES, dtype=pl.String), None),
            _orgs(ids["party_group"], "party_group", city_of, unit),
            _orgs(ids["general"], kinds, ids["party_group"].head(plan.with_general), unit.head(plan.with_general)),
            _orgs(ids["branch"], "branch", above.to_series(), unit.gather(plan.unit_of)),
            _orgs(ids["group"], "group", ids["branch"].head(len(ids["group"])), None),
        ]
    )
    return Land(ids, plan.unit_of, plan.with_general, organizations, _members(rng, ids["branch"]))


def _orgs(ids: pl.Series, kind: str | pl.Series, parent: pl.Series, unit: pl.Series | None) -> pl.DataFrame:
    units = pl.concat_list("unit") if unit is not None else pl.lit([], dtype=pl.List(pl.String))
    founded = date(2012, 6, 1)
    return (
        pl.DataFrame({"id": ids, "parent_id": parent, "unit": ids if unit is None else unit})
        .with_columns(kind=pl.lit(kind) if isinstance(kind, str) else kind, unit_ids=units, name=pl.col("id"))
        .with_columns(
            party_day=pl.lit(15, dtype=pl.Int64),
            established_on=pl.lit(founded),
            dissolved_on=pl.lit(None, dtype=pl.Date),
            approved_on=pl.lit(founded),
            records_from=pl.lit(_FROM),
        )
        .select(list(TABLES["organizations"]))
    )


def _members(rng: np.random.Generator, branches: pl.Series) -> pl.DataFrame:
    count = len(branches) * _MEMBERS
    place = np.arange(count) % _MEMBERS
    return (
        pl.DataFrame({"id": numbered("DY", 7, count)})
        .with_columns(
            name=pl.col("id"),
            kind=pl.lit("full"),
            organization_id=branches.gather(np.arange(count) // _MEMBERS),
            group_id=pl.lit(None, dtype=pl.String),
            to=pl.lit(None, dtype=pl.Date),
            leading=pl.Series(place == _MEMBERS - 1),
            unit_id=pl.lit(None, dtype=pl.String),
        )
        .with_columns(Days(date(2005, 1, 1), date(2023, 12, 1)).draw(rng, count).alias("from"))
        .select(list(TABLES["members"]))
    )


def _units(rng: np.random.Generator, land: Land) -> pl.DataFrame:
    members = np.bincount(land.unit_of) * _MEMBERS
    staff = (members * rng.uniform(1.1, 1.6, len(members))).astype(np.int64)
    workers = -(-staff * 2 // 100) - (rng.random(len(members)) < 0.05)
    ids = numbered("DW", 5, len(members))
    columns = {"id": ids, "name": ids, "staff_count": staff, "party_workers": workers}
    return pl.DataFrame(columns).with_columns(category=pl.lit("政府")).select(list(TABLES["units"]))


def _posts(land: Land) -> pl.DataFrame:
    """Five seats in each branch and in each general (people of its first branch), a secretary in each party group."""
    seats = [_seats(land.ids["branch"], land.members_at(place), role) for place, role in enumerate(_SEATS)]
    seats += [
        _seats(land.ids["general"], land.first_members(10 + place).head(land.with_general), role)
        for place, role in enumerate(_SEATS)
    ]
    seats.append(_seats(land.ids["party_group"], land.first_members(_MEMBERS - 1), "secretary", elected=False))
    held = pl.concat(seats)
    return held.with_columns(id=numbered("ZW", 6, len(held))).select(list(TABLES["posts"]))


def _seats(orgs: pl.Series, people: pl.Series, role: str, *, elected: bool = True) -> pl.DataFrame:
    heads = role in {"secretary", "deputy_secretary"}
    filled, empty = pl.lit(date(2023, 6, 21)), pl.lit(None, dtype=pl.Date)
    return pl.DataFrame({"member_id": people, "organization_id": orgs}).with_columns(
        post=pl.lit(role),
        route=pl.lit("elected_by_members" if elected else "appointed"),
        approved_on=filled if heads else empty,
        filed_on=empty if heads else filled,
        to=empty,
        **{"from": pl.lit(date(2023, 6, 14))},
    )


def _dues(rng: np.random.Generator, members: pl.Series) -> pl.DataFrame:
    """Twelve rows a member; one in a hundred paid late, one in two hundred not at all."""
    count = len(members)
    payable = pl.Series(rng.integers(40, 160, count, dtype=np.int64) * 100)
    return pl.concat([_month_of_dues(rng, members, payable, month) for month in range(1, 13)], rechunk=False)


def _month_of_dues(rng: np.random.Generator, members: pl.Series, payable: pl.Series, month: int) -> pl.DataFrame:
    count, first = len(members), np.datetime64(f"2025-{month:02d}-01")
    chance = rng.random(count, dtype=np.float32)
    paid_on = first + rng.integers(0, 27, count, dtype=np.int16) + np.where(chance < 0.01, 30, 0)
    unpaid = pl.Series(chance > 0.995)
    days = pl.Series("paid_on", paid_on.astype("datetime64[D]"))
    return (
        pl.DataFrame({"member_id": members, "payable": payable, "unpaid": unpaid, "paid_on": days})
        .with_columns(
            month=pl.lit(first.item()),
            paid=pl.when("unpaid").then(0).otherwise(pl.col("payable")).cast(pl.Int64),
            recorded_at=instants(pl.col("paid_on")),
            paid_on=pl.when("unpaid").then(None).otherwise(pl.col("paid_on")),
            excuse=pl.lit(None, dtype=pl.String),
        )
        .select(list(TABLES["dues"]))
    )
