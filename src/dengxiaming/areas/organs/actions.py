"""The verbs of units and organisations."""

import polars as pl

from dengxiaming.areas.organs import queries
from dengxiaming.areas.organs.models import Coverage, Organization, Unit
from dengxiaming.ground import frames


def empty() -> None:
    """Take out every unit and organisation; whatever refers to them is gone already."""
    frames.empty(Coverage, Organization, Unit)


def load(units: pl.DataFrame, organizations: pl.DataFrame) -> None:
    """Add two checked fact tables of new units and organisations, in their order (contract 1)."""
    texts = ("name", "category")
    rows = frames.filled(units, texts).rename({"id": "code"})
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
