"""The columns of the eight fact tables (contract section 1) as cases write them, and what may stand in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from dengxiaming.law.vocabulary import (
    ACT_KINDS,
    ATTENDANCE_STATUSES,
    ELEMENTS,
    MEMBER_KINDS,
    ORGANIZATION_KINDS,
    POSTS,
    ROUTES,
    TRIGGER_KINDS,
)

Shape = Literal["text", "texts", "day", "instant", "month", "whole", "money", "flag"]


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds; `words` where it is a closed list, `needed` where a row without it means nothing."""

    shape: Shape
    words: Mapping[str, str] | None = None
    needed: bool = False


_TEXT: Final = Column("text")
_NAME: Final = Column("text", needed=True)
_TEXTS: Final = Column("texts")
_DAY: Final = Column("day")
_SET: Final = Column("day", needed=True)
_WHOLE: Final = Column("whole")
_TIME: Final = Column("instant")

TABLES: Final[Mapping[str, Mapping[str, Column]]] = MappingProxyType({
    "organizations": {
        "id": _NAME, "name": _TEXT, "kind": Column("text", ORGANIZATION_KINDS, needed=True), "parent_id": _TEXT,
        "unit_ids": _TEXTS, "party_day": _WHOLE, "established_on": _DAY, "dissolved_on": _DAY, "approved_on": _DAY,
        "records_from": _DAY,
    },
    "units": {"id": _NAME, "name": _TEXT, "category": _TEXT, "staff_count": _WHOLE, "party_workers": _WHOLE},
    "members": {
        "id": _NAME, "name": _TEXT, "kind": Column("text", MEMBER_KINDS), "organization_id": _NAME, "group_id": _TEXT,
        "from": _SET, "to": _DAY, "leading": Column("flag"), "unit_id": _TEXT,
    },
    "posts": {
        "id": _TEXT, "member_id": _NAME, "organization_id": _NAME, "post": Column("text", POSTS, needed=True),
        "from": _SET, "to": _DAY, "route": Column("text", ROUTES), "approved_on": _DAY, "filed_on": _DAY,
    },
    "acts": {
        "id": _TEXT, "kinds": Column("texts", ACT_KINDS, needed=True), "organization_id": _TEXT, "actor_id": _TEXT,
        "counterpart_ids": _TEXTS, "on": _SET, "recorded_at": _TIME, "answers": _TEXTS,
        "elements": Column("texts", ELEMENTS), "until": _DAY,
    },
    "attendance": {
        "act_id": _NAME, "member_id": _NAME, "status": Column("text", ATTENDANCE_STATUSES, needed=True),
        "made_up_on": _DAY,
    },
    "dues": {
        "member_id": _NAME, "month": Column("month", needed=True), "payable": Column("money", needed=True),
        "paid": Column("money", needed=True), "paid_on": _DAY, "recorded_at": _TIME, "excuse": _TEXT,
    },
    "triggers": {
        "id": _TEXT, "kind": Column("text", TRIGGER_KINDS, needed=True), "member_id": _TEXT, "organization_id": _TEXT,
        "on": _SET,
    },
})  # fmt: skip

KEYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "attendance": ("act_id", "member_id"),
    "dues": ("member_id", "month"),
})  # fmt: skip

VERDICT: Final = (
    "rule", "bearer_kind", "bearer_id", "bearer", "period", "opens_on", "due_on", "required", "counted",
    "satisfied_on", "status", "force", "flags", "evidence",
)  # fmt: skip
