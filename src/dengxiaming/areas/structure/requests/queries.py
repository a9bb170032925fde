"""Reads of requests."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from dengxiaming.areas.structure.models import Request
from dengxiaming.areas.structure.requests.core import month_after, state
from dengxiaming.areas.structure.terms import ACTS, STATES
from dengxiaming.law.vocabulary import ORGANIZATION_KINDS


@dataclass(frozen=True)
class Asked:
    """A request with everything that became of it."""

    code: str
    organization: str
    organization_name: str
    approver: str
    approver_name: str
    act: str
    subject: str
    subject_name: str
    kind: str
    name: str
    parent: str
    parent_name: str
    receiver: str
    receiver_name: str
    units: tuple[tuple[str, str], ...]
    moves: bool
    starts_on: date | None
    ends_on: date | None
    reason: str
    number: str
    asked_on: date
    asked_by: str
    asked_by_code: str
    decision: str
    decided_on: date | None
    decided_by: str
    decision_number: str
    decision_note: str
    in_force_on: date | None
    state: str
    decided_at: datetime | None
    asked_at: datetime

    @property
    def due_on(self) -> date:
        """By when it is decided on (R1-3)."""
        return month_after(self.asked_on)

    @property
    def words(self) -> str:
        """What is asked for: 成立某某联合支部."""
        return f"{ACTS[self.act]}{self.name if self.act == 'found' else self.subject_name}"

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return ORGANIZATION_KINDS.get(self.kind, "")

    @property
    def state_label(self) -> str:
        """How it stands, in words."""
        return STATES[self.state]

    def days_over(self, today: date) -> int:
        """How many days the month has been over without a decision, or was when it came."""
        return max(0, ((self.decided_on or today) - self.due_on).days) if self.state != "withdrawn" else 0


def request(code: str) -> Asked | None:
    """One request."""
    return next(_asked(Request.objects.filter(code=code)), None)


def everywhere() -> tuple[Asked, ...]:
    """All requests, the newest first."""
    return tuple(_asked(Request.objects.all()))


def of_organizations(organizations: Collection[str]) -> tuple[Asked, ...]:
    """The requests these organisations made or decide on, the newest first."""
    places = Q(organization__code__in=organizations) | Q(approver__code__in=organizations)
    return tuple(_asked(Request.objects.filter(places)))


def _asked(rows: QuerySet[Request]) -> Iterator[Asked]:
    links = ("organization", "approver", "subject", "parent", "receiver", "asked_by", "decided_by")
    for one in rows.select_related(*links).prefetch_related("covered__unit"):
        yield Asked(
            one.code, one.organization.code, str(one.organization), one.approver.code, str(one.approver), one.act,
            one.subject.code if one.subject else "", str(one.subject or ""), one.kind, one.name,
            one.parent.code if one.parent else "", str(one.parent or ""),
            one.receiver.code if one.receiver else "", str(one.receiver or ""),
            tuple((held.unit.code, str(held.unit)) for held in one.covered.all()), one.moves, one.starts_on,
            one.ends_on, one.reason, one.number, one.asked_on, str(one.asked_by), one.asked_by.code, one.decision,
            one.decided_on, str(one.decided_by or ""), one.decision_number, one.decision_note, one.in_force_on,
            state(one.decision, one.in_force_on, withdrawn=one.withdrawn_at is not None), one.decided_at, one.asked_at,
        )  # fmt: skip
