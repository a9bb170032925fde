"""What the organisations offer the kernel: `organizations` and `units` of contract 1, a query for each table read."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any, Final

import polars as pl

from dengxiaming.areas.organs.models import Coverage, Organization, Unit
from dengxiaming.areas.organs.queries import while_standing
from dengxiaming.chain.canonical import Json
from dengxiaming.ground import frames
from dengxiaming.ground.memory import Memory
from dengxiaming.journal.queries import as_known
from dengxiaming.journal.sealed import Document, as_text
from dengxiaming.reckoning.facts import TABLES

_TEXT: Final = pl.String()
_DAY: Final = pl.Date()
_COLUMN: Final = {"id": "code"}
_whole: Final = Memory[pl.DataFrame](2)


def units(known_by: datetime | None = None) -> pl.DataFrame:
    """Every unit, in the order it was loaded; `known_by`: as it stood then."""
    schema = TABLES["units"]
    paths = {"id": "code"}
    frame = frames.read(Unit.objects.all(), {name: (paths.get(name, name), dtype) for name, dtype in schema.items()})
    changed = {} if known_by is None else as_known("unit", known_by)
    then = [[_value(held[_COLUMN.get(name, name)], name) for name in schema] for held in changed.values() if held]
    return _with(frame, changed, then)


def organizations(known_by: datetime | None = None) -> pl.DataFrame:
    """Every organisation, in the order it was loaded; the units it covers as a list. `known_by`: as it stood then. The
    process keeps it for as long as it stands (`queries.while_standing`).
    """
    frame = while_standing(_whole, _read)
    changed = {} if known_by is None else as_known("organization", known_by)
    return _with(frame, changed, list(_organizations(changed.values()))) if changed else frame


def _read() -> pl.DataFrame:
    schema = TABLES["organizations"]
    paths = {"id": "code", "parent_id": "parent__code"}
    plain = {name: (paths.get(name, name), dtype) for name, dtype in schema.items() if name != "unit_ids"}
    covered = frames.read(
        Coverage.objects.all(), {"id": ("organization__code", _TEXT), "unit_ids": ("unit__code", _TEXT)}
    )
    return frames.gathered(frames.read(Organization.objects.all(), plain), covered).select(list(schema))


def _organizations(changed: Iterable[Document | None]) -> Iterator[list[object]]:
    """Rows from documents."""
    places, offices = (dict(table.objects.values_list("pk", "code")) for table in (Organization, Unit))
    for held in filter(None, changed):
        coverage: Any = held["coverage"]
        parent: Any = held["parent_id"]
        known = {"unit_ids": [offices[one["unit_id"]] for one in coverage], "parent_id": places.get(parent)}
        yield [
            known[name] if name in known else _value(held[_COLUMN.get(name, name)], name)
            for name in TABLES["organizations"]
        ]


def _value(value: Json, name: str) -> object:
    """A value of a document as the fact table has it."""
    if name.endswith("_on") or name == "records_from":
        return date.fromisoformat(str(value)) if value else None
    return value if isinstance(value, int) else as_text(value) or None


def _with(frame: pl.DataFrame, changed: Collection[str], then: list[list[object]]) -> pl.DataFrame:
    """The rows of what did not change since, and those of then of what did."""
    rows = pl.DataFrame(then, schema=frame.schema, orient="row")
    return pl.concat([frame.filter(~pl.col("id").is_in(list(changed))), rows])
