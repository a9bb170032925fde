"""What the organisations offer the kernel: `organizations` and `units` of contract 1, a query for each table read."""

from typing import Final

import polars as pl

from dengxiaming.areas.organs.models import Coverage, Organization, Unit
from dengxiaming.ground import frames
from dengxiaming.reckoning.facts import TABLES

_TEXT: Final = pl.String()
_DAY: Final = pl.Date()


def units() -> pl.DataFrame:
    """Every unit, in the order it was loaded."""
    schema = TABLES["units"]
    paths = {"id": "code"}
    return frames.read(Unit.objects.all(), {name: (paths.get(name, name), dtype) for name, dtype in schema.items()})


def organizations() -> pl.DataFrame:
    """Every organisation, in the order it was loaded; the units it covers as a list."""
    schema = TABLES["organizations"]
    paths = {"id": "code", "parent_id": "parent__code"}
    plain = {name: (paths.get(name, name), dtype) for name, dtype in schema.items() if name != "unit_ids"}
    covered = frames.read(
        Coverage.objects.all(), {"id": ("organization__code", _TEXT), "unit_ids": ("unit__code", _TEXT)}
    )
    return frames.gathered(frames.read(Organization.objects.all(), plain), covered).select(list(schema))
