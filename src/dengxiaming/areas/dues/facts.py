"""What the dues offer the kernel: `dues` of contract 1 in one query.

"As known" reads the versions the journal had at that time: a member's rows as they were sealed then. Whoever no verb
had touched by then stands as imported: rows nothing here refers to, and the openings of the others.
"""

import json
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from typing import Any, Final

import polars as pl

from dengxiaming.areas.dues import ledger
from dengxiaming.areas.dues.models import Due, Entry
from dengxiaming.areas.dues.terms import OPENING
from dengxiaming.ground import frames
from dengxiaming.journal.models import Seal
from dengxiaming.journal.queries import added_since
from dengxiaming.reckoning.facts import TABLES

_PATHS: Final = {"member_id": "member__code"}
Row = tuple[str, date, int, int, date | None, datetime, str | None]


def dues(members: Collection[str] | None = None, known_by: datetime | None = None) -> pl.DataFrame:
    """Every row, or those of some members, in the order they were loaded; `known_by`: as it was sealed then."""
    rows = Due.objects.all() if members is None else Due.objects.filter(member__code__in=members)
    schema = TABLES["dues"]
    if known_by is None:
        return frames.read(rows, {name: (_PATHS.get(name, name), dtype) for name, dtype in schema.items()})
    found = [one for one in _as_known(known_by) if members is None or one[0] in members]
    columns = ("member_id", "month", "payable", "paid", "paid_on", "recorded_at", "excuse")
    frame = pl.DataFrame(found, schema={name: schema[name] for name in columns}, orient="row")
    return frame.select(schema.keys())


def _as_known(known_by: datetime) -> Iterator[Row]:
    sealed = Seal.objects.filter(kind="dues", at__lte=known_by).order_by("version")
    latest: dict[str, str] = dict(sealed.values_list("code", "document"))
    for code, document in latest.items():
        yield from (_row(code, one) for one in json.loads(document)["months"])
    elsewhere = latest.keys() | added_since("dues", known_by)
    yield from (one for one in _imported() if one[0] not in elsewhere)


def _imported() -> Iterator[Row]:
    for due in ledger.bare(Due.objects.all()).select_related("member"):
        yield due.member.code, due.month, due.payable, due.paid, due.paid_on, due.recorded_at, due.excuse or None
    openings = Entry.objects.filter(payment__kind=OPENING).select_related("payment__member")
    for one in openings.order_by("pk"):
        held = one.payment
        on = held.on if one.paid else None
        yield held.member.code, one.month, one.payable, one.paid, on, held.recorded_at, held.note or None


def _row(code: str, held: dict[str, Any]) -> Row:
    paid_on = date.fromisoformat(held["paid_on"]) if held["paid_on"] else None
    recorded_at = datetime.strptime(held["recorded_at"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    month = date.fromisoformat(held["month"])
    return code, month, held["payable"], held["paid"], paid_on, recorded_at, held["excuse"] or None
