"""What exists and what is in force on a day (contract 3.1 to 3.5), and how a row is settled (3.8, section 2)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from oracle.clauses import ADVISORY, BRANCH_KINDS, COMMITTEE_POSTS, ELEMENTS, GENERAL_KINDS, KINDS_WITH_A_RECORD
from oracle.days import Span, both, days_held, holds, local_day, span, united

Row = dict[str, Any]
Tables = dict[str, list[Row]]
# 一件算数的事：哪一天、编号、活动本身（任职、补交之类没有活动，为空）
Deed = tuple[date, str, Row | None]


class World:
    """A fact set as it exists on as_of and as it was known at known_by."""

    def __init__(self, tables: Tables, as_of: date, known_by: datetime | None, effect: date) -> None:
        self.as_of, self.effect = as_of, effect
        self.organizations = {row["id"]: row for row in tables["organizations"]}
        self.units = {row["id"]: row for row in tables["units"]}
        self.stays = tables["members"]
        self.posts = tables["posts"]
        self.triggers = [row for row in tables["triggers"] if row["on"] <= as_of]
        self.acts = [
            {**row, "kinds": set(row["kinds"]), "counterparts": set(row["counterpart_ids"]) - {row["actor_id"]}}
            for row in tables["acts"]
            if row["on"] <= as_of and (known_by is None or row["recorded_at"] <= known_by)
        ]
        self.dues = {
            (row["member_id"], row["month"]): row
            for row in tables["dues"]
            if known_by is None or row["recorded_at"] <= known_by
        }
        self.roll: dict[str, dict[str, Row]] = {}
        for row in tables["attendance"]:
            self.roll.setdefault(row["act_id"], {})[row["member_id"]] = row
        self.stays_of = _grouped(self.stays, "id")
        self.posts_in = _grouped(self.posts, "organization_id")
        self.acts_by_kind: dict[str, list[Row]] = {}
        for act in self.acts:
            for kind in act["kinds"]:
                self.acts_by_kind.setdefault(kind, []).append(act)
        self.organization_span = cache(self._organization_span)
        self.stay_span = cache(self._stay_span_of)
        self.ancestors = cache(self._ancestors)
        self.member_spans = cache(self._member_spans)

    # --- 组织 ---

    def kind(self, organization_id: str) -> str:
        return str(self.organizations[organization_id]["kind"])

    def of_kind(self, kinds: set[str]) -> list[str]:
        return [key for key, row in self.organizations.items() if row["kind"] in kinds]

    def branches(self) -> list[str]:
        return self.of_kind(BRANCH_KINDS)

    def generals(self) -> list[str]:
        return self.of_kind(GENERAL_KINDS)

    def _ancestors(self, organization_id: str) -> tuple[str, ...]:
        """The organisations strictly above, nearest first."""
        above = []
        parent = self.organizations[organization_id]["parent_id"]
        while parent:
            above.append(parent)
            parent = self.organizations[parent]["parent_id"]
        return tuple(above)

    def _organization_span(self, organization_id: str) -> tuple[Span, ...]:
        """established_on ≤ d < dissolved_on and d ≥ records_from."""
        row = self.organizations[organization_id]
        life = span(row["established_on"], row["dissolved_on"])
        return tuple(both([life], [span(row["records_from"], None)]))

    def organization_in_force(self, organization_id: str, day: date) -> bool:
        return holds(self.organization_span(organization_id), day)

    def judged_from(self, organization_id: str) -> date:
        """S: the later of the date of effect and records_from (3.3)."""
        return max(self.effect, self.organizations[organization_id]["records_from"] or self.effect)

    # --- 党员 ---

    def _stay_span_of(self, member_id: str, begins: date) -> tuple[Span, ...]:
        """from ≤ d < to and d ≥ records_from of its branch."""
        stay = next(row for row in self.stays_of[member_id] if row["from"] == begins)
        records_from = self.organizations[stay["organization_id"]]["records_from"]
        return tuple(both([span(stay["from"], stay["to"])], [span(records_from, None)]))

    def stay_in_force(self, stay: Row, day: date) -> bool:
        return holds(self.stay_span(stay["id"], stay["from"]), day)

    def _member_spans(self, member_id: str) -> tuple[Span, ...]:
        return tuple(
            united(s for stay in self.stays_of.get(member_id, []) for s in self.stay_span(member_id, stay["from"]))
        )

    def stay_on(self, member_id: str, day: date) -> Row | None:
        """The member's stay on the day; stays do not overlap, so there is one at most."""
        return next((stay for stay in self.stays_of.get(member_id, []) if self.stay_in_force(stay, day)), None)

    def members_staying_in(self, organization_id: str, day: date) -> set[str]:
        return {s["id"] for s in self.stays if s["organization_id"] == organization_id and self.stay_in_force(s, day)}

    def full_members(self, organization_id: str) -> set[str]:
        """Full(o) on as_of (section 5)."""
        return {
            stay["id"]
            for stay in self.stays
            if stay["organization_id"] == organization_id
            and stay["kind"] == "full"
            and self.stay_in_force(stay, self.as_of)
        }

    # --- 职务：from ≤ d < to，不问组织 ---

    def holders(self, organization_id: str, names: set[str], day: date) -> set[str]:
        """The distinct members who hold one of these posts there on that day."""
        return {
            post["member_id"]
            for post in self.posts_in.get(organization_id, [])
            if post["post"] in names and holds([span(post["from"], post["to"])], day)
        }

    def is_secretary(self, member_id: str | None, organization_id: str, day: date) -> bool:
        return member_id in self.holders(organization_id, {"secretary"}, day)

    def is_committee_branch(self, organization_id: str, day: date) -> bool:
        return len(self.holders(organization_id, COMMITTEE_POSTS, day)) >= 3

    # --- 存在（3.5）与列出（3.1） ---

    def exists(self, spans: Iterable[Span], first: date, last: date) -> bool:
        """In force on the last day (or as_of where earlier) and on at least half of the period's days."""
        held = list(spans)
        length = (last - first).days + 1
        return holds(held, min(last, self.as_of)) and 2 * days_held(held, first, last, self.as_of) >= length

    # --- 一行判定 ---

    def status(self, satisfied_on: date | None, opens_on: date, due_on: date) -> str:
        """What is done is met or late, even before it opens (读法 2); only then the calendar speaks."""
        if satisfied_on is not None:
            return "met" if satisfied_on <= due_on else "late"
        if self.as_of < opens_on:
            return "upcoming"
        return "open" if self.as_of <= due_on else "missed"

    def settled(
        self,
        rule: str,
        bearer: tuple[str, str],
        period: str,
        window: tuple[date, date],
        required: int,
        deeds: list[Deed],
    ) -> Row:
        """A row whose count is the deeds done, satisfied on the day of the required-th in order of date, then id."""
        done = sorted(deeds, key=lambda deed: deed[:2])
        satisfied_on = done[required - 1][0] if len(done) >= required else None
        return verdict(
            rule, bearer, period, window, required, len(done), satisfied_on,
            self.status(satisfied_on, *window),
            flags_of(act for _, _, act in done if act is not None),
            [key for _, key, _ in done],
        )  # fmt: skip


def verdict(
    rule: str,
    bearer: tuple[str, str],
    period: str,
    window: tuple[date, date],
    required: int,
    counted: int,
    satisfied_on: date | None,
    status: str,
    flags: Iterable[str] = (),
    evidence: Iterable[str] = (),
) -> Row:
    """The columns of section 2, in its order."""
    return {
        "rule": rule,
        "bearer_kind": bearer[0],
        "bearer_id": bearer[1],
        "period": period,
        "opens_on": window[0],
        "due_on": window[1],
        "required": required,
        "counted": counted,
        "satisfied_on": satisfied_on,
        "status": status,
        "force": "advisory" if rule in ADVISORY else "binding",
        "flags": sorted(flags),
        "evidence": list(evidence),
    }


def flags_of(acts: Iterable[Row]) -> set[str]:
    """backfilled: recorded more than 15 local days after its day. incomplete: has a record, lacks an element."""
    flags = set()
    for act in acts:
        if local_day(act["recorded_at"]) - act["on"] > timedelta(days=15):
            flags.add("backfilled")
        if has_record(act) and not set(act["elements"]) >= ELEMENTS:
            flags.add("incomplete")
    return flags


def has_record(act: Row) -> bool:
    return bool(set(act["kinds"]) & KINDS_WITH_A_RECORD)


def deeds_of(acts: Iterable[Row]) -> list[Deed]:
    return [(act["on"], act["id"], act) for act in acts]


def _grouped(rows: list[Row], column: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[column], []).append(row)
    return groups
