"""The eight tables of a fact set as the kernel sees them, and the verdict table it gives back (contract 1 and 2).

Intervals are closed on the left and open on the right; a null end means still in force. Money is integer 分. `month` is
the first day of the month. `recorded_at` is an instant (UTC inside); its local calendar day is Asia/Shanghai's.
Empty texts are null, never "". Lists are never null. Frames are valid when they come here: defects are exchange's work.
"""

from dataclasses import dataclass, fields
from typing import Final

import polars as pl

Schema = dict[str, pl.DataType]

_TEXT: Final = pl.String()
_LIST: Final = pl.List(pl.String())
_DAY: Final = pl.Date()
_INSTANT: Final = pl.Datetime("us", "UTC")

TABLES: Final[dict[str, Schema]] = {
    "organizations": {
        "id": _TEXT, "name": _TEXT, "kind": _TEXT, "parent_id": _TEXT, "unit_ids": _LIST, "party_day": pl.Int64(),
        "established_on": _DAY, "dissolved_on": _DAY, "approved_on": _DAY, "records_from": _DAY,
    },
    "units": {
        "id": _TEXT, "name": _TEXT, "category": _TEXT, "staff_count": pl.Int64(), "party_workers": pl.Int64(),
    },
    "members": {
        "id": _TEXT, "name": _TEXT, "kind": _TEXT, "organization_id": _TEXT, "group_id": _TEXT,
        "from": _DAY, "to": _DAY, "leading": pl.Boolean(), "unit_id": _TEXT,
    },
    "posts": {
        "id": _TEXT, "member_id": _TEXT, "organization_id": _TEXT, "post": _TEXT, "from": _DAY, "to": _DAY,
        "route": _TEXT, "approved_on": _DAY, "filed_on": _DAY,
    },
    "acts": {
        "id": _TEXT, "kinds": _LIST, "organization_id": _TEXT, "actor_id": _TEXT, "counterpart_ids": _LIST,
        "on": _DAY, "recorded_at": _INSTANT, "answers": _LIST, "elements": _LIST, "until": _DAY,
    },
    "attendance": {"act_id": _TEXT, "member_id": _TEXT, "status": _TEXT, "made_up_on": _DAY},
    "dues": {
        "member_id": _TEXT, "month": _DAY, "payable": pl.Int64(), "paid": pl.Int64(), "paid_on": _DAY,
        "recorded_at": _INSTANT, "excuse": _TEXT,
    },
    "triggers": {"id": _TEXT, "kind": _TEXT, "member_id": _TEXT, "organization_id": _TEXT, "on": _DAY},
}  # fmt: skip

VERDICT: Final[Schema] = {
    "rule": _TEXT, "bearer_kind": _TEXT, "bearer_id": _TEXT, "period": _TEXT, "opens_on": _DAY, "due_on": _DAY,
    "required": pl.Int64(), "counted": pl.Int64(), "satisfied_on": _DAY, "status": _TEXT, "force": _TEXT,
    "flags": _LIST, "evidence": _LIST,
}  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """One complete fact set: eight frames with exactly the columns and types of `TABLES`."""

    organizations: pl.DataFrame
    units: pl.DataFrame
    members: pl.DataFrame
    posts: pl.DataFrame
    acts: pl.DataFrame
    attendance: pl.DataFrame
    dues: pl.DataFrame
    triggers: pl.DataFrame

    @classmethod
    def of(cls, **tables: pl.DataFrame) -> "Facts":
        """A fact set from some of the tables; the others are empty. Raises `ValueError` on a wrong column or type."""
        unknown = tables.keys() - TABLES.keys()
        if unknown:
            raise ValueError(f"没有这样的表：{'、'.join(sorted(unknown))}")
        held = {name: tables.get(name, pl.DataFrame(schema=schema)) for name, schema in TABLES.items()}
        for name, frame in held.items():
            if dict(frame.schema) != TABLES[name]:
                raise ValueError(f"{name} 的列或类型不对：{frame.schema}")
        return cls(**held)

    def tables(self) -> dict[str, pl.DataFrame]:
        """The frames by table name, in the contract's order."""
        return {f.name: getattr(self, f.name) for f in fields(self)}
