"""The verbs of units and organisations."""

import polars as pl

from dengxiaming.areas.organs.models import Coverage, Organization, Unit
from dengxiaming.ground import frames


def empty() -> None:
    """Take out every unit and organisation; whatever refers to them is gone already."""
    frames.empty(Coverage, Organization, Unit)


def load(units: pl.DataFrame, organizations: pl.DataFrame) -> None:
    """Put two checked fact tables into the empty tables, in their order (contract 1)."""
    unit_keys, keys = frames.keys(units["id"]), frames.keys(organizations["id"])
    texts = ("name", "category")
    frames.insert(Unit, frames.filled(units, texts).rename({"id": "code"}).with_columns(unit_keys["id"]))
    rows = frames.filled(organizations, ("name",)).drop("unit_ids").rename({"id": "code", "parent_id": "parent"})
    frames.insert(Organization, frames.keyed(rows, parent=keys).with_columns(keys["id"]))
    covered = (
        organizations.select(organization="id", unit="unit_ids")
        .explode("unit")
        .drop_nulls()
        .unique(maintain_order=True)
    )
    frames.insert(Coverage, frames.keyed(covered, organization=keys, unit=unit_keys))
