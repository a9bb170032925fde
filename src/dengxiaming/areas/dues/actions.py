"""The verbs of the dues."""

import polars as pl

from dengxiaming.areas.dues.models import Due
from dengxiaming.areas.members import queries as members
from dengxiaming.ground import frames


def empty() -> None:
    """Take out every row."""
    frames.empty(Due)


def load(dues: pl.DataFrame) -> None:
    """Add a checked fact table of new rows, in its order; the members are there already."""
    rows = frames.filled(dues, ("excuse",)).rename({"member_id": "member"})
    frames.insert(Due, frames.keyed(rows, member=members.member_keys()))
