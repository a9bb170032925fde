"""The verbs of units and organisations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from dengxiaming.areas.organs import queries
from dengxiaming.areas.organs.models import Coverage, Organization, Unit
from dengxiaming.ground import frames
from dengxiaming.journal.actions import verb
from dengxiaming.journal.actor import Actor


@dataclass(frozen=True)
class Located:
    """What a unit does and where it is; the point in millionths of a degree."""

    unit: str
    category: str
    area: str
    latitude: int | None
    longitude: int | None


def locate(found: Iterable[Located], by: Actor, at: datetime, token: str = "", content: bytes = b"") -> int:
    """Say of units what they do and where they are (S1-4, 地域相邻、行业相近): how many stand otherwise now.

    Raises `LookupError` for a unit that is not there.
    """
    with verb("unit.locate", by, at, token, content) as work:
        held = {unit.code: unit for unit in Unit.objects.select_for_update()}
        changed = 0
        for one in found:
            unit = held.get(one.unit)
            if unit is None:
                raise LookupError(f"没有编号为“{one.unit}”的单位。")
            given = {"category": one.category, "area": one.area, "latitude": one.latitude, "longitude": one.longitude}
            if any(getattr(unit, name) != value for name, value in given.items()):
                Unit.objects.filter(pk=unit.pk).update(**given)
                work.seal("unit", unit.code)
                changed += 1
                if unit.category != one.category:
                    # 全市热力图上写着类别
                    work.touch_everything()
        work.answer = str(changed)
    return changed


def empty() -> None:
    """Take out every unit and organisation; whatever refers to them is gone already."""
    frames.empty(Coverage, Organization, Unit)


def load(units: pl.DataFrame, organizations: pl.DataFrame) -> None:
    """Add two checked fact tables of new units and organisations, in their order (contract 1)."""
    texts = ("name", "category")
    rows = frames.filled(units, texts).rename({"id": "code"}).with_columns(area=pl.lit(""))
    frames.insert(Unit, rows.with_columns(frames.keys(Unit, units["id"])["id"]))
    new = frames.keys(Organization, organizations["id"])
    keys = pl.concat([queries.organization_keys(), new.select("code", "id")])
    rows = frames.filled(organizations, ("name",)).drop("unit_ids").rename({"id": "code", "parent_id": "parent"})
    frames.insert(Organization, frames.keyed(rows, parent=keys).with_columns(new["id"]))
    covered = (
        organizations.select(organization="id", unit="unit_ids")
        .explode("unit")
        .drop_nulls()
        .unique(maintain_order=True)
    )
    frames.insert(Coverage, frames.keyed(covered, organization=keys, unit=queries.unit_keys()))
