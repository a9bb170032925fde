"""Stays and posts as they were known at a moment: what verbs sealed since stands as its last version of then has it
(design.md, "Facts are submitted records"). `facts.py` reads the tables as they are now.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import polars as pl

from dengxiaming.areas.organs.models import Organization, Unit
from dengxiaming.chain.canonical import Json
from dengxiaming.journal.queries import as_known
from dengxiaming.journal.sealed import Document, as_text

Changed = dict[str, Document | None]


def members(now: pl.DataFrame, known_by: datetime) -> pl.DataFrame:
    """The stays of now, put back to how they stood then; members who came since are gone."""
    changed = as_known("member", known_by)
    return _put_back(now, "id", changed, list(_stays(changed))) if changed else now


def posts(now: pl.DataFrame, known_by: datetime) -> pl.DataFrame:
    """The posts of now, put back likewise."""
    changed = as_known("member", known_by)
    return _put_back(now, "member_id", changed, list(_posts(changed))) if changed else now


def _put_back(now: pl.DataFrame, whose: str, changed: Changed, rows: list[dict[str, object]]) -> pl.DataFrame:
    """Of members who changed since only the rows of then."""
    then = pl.DataFrame(rows, schema=now.schema)
    return pl.concat([now.filter(~pl.col(whose).is_in(list(changed))), then])


def _stays(changed: Changed) -> Iterator[dict[str, object]]:
    places, offices = (dict(table.objects.values_list("pk", "code")) for table in (Organization, Unit))
    for code, document, one in _parts(changed, "stays"):
        yield {
            "id": code, "name": as_text(document["name"]) or None, "kind": one["kind"],
            "organization_id": places[one["organization_id"]], "group_id": places.get(one["group_id"]),
            "from": _day(one["since"]), "to": _day(one["until"]), "leading": one["leading"],
            "unit_id": offices.get(one["unit_id"]),
        }  # fmt: skip


def _posts(changed: Changed) -> Iterator[dict[str, object]]:
    places = dict(Organization.objects.values_list("pk", "code"))
    for code, _, one in _parts(changed, "posts"):
        yield {
            "id": one["code"], "member_id": code, "organization_id": places[one["organization_id"]],
            "post": one["post"], "from": _day(one["since"]), "to": _day(one["until"]), "route": one["route"] or None,
            "approved_on": _day(one["approved_on"]), "filed_on": _day(one["filed_on"]),
        }  # fmt: skip


def _parts(changed: Changed, name: str) -> Iterator[tuple[str, Document, Any]]:
    for code, document in changed.items():
        rows: Any = document[name] if document else ()
        for one in rows:
            yield code, document or {}, one


def _day(text: Json) -> date | None:
    return date.fromisoformat(str(text)) if text else None
