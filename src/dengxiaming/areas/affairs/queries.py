"""Reads of acts."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Prefetch, Q, QuerySet

from dengxiaming.areas.affairs.models import Act, ActKind, Answer, Attendance, ContactPoint, Counterpart, Room
from dengxiaming.areas.affairs.terms import ACT_KINDS, SENSITIVE_KINDS
from dengxiaming.areas.gatherings.roll import PRESENT
from dengxiaming.areas.gatherings.signs import Record


def count() -> int:
    """How many acts are held."""
    return Act.objects.count()


def taken(codes: Collection[str]) -> set[str]:
    """Which of these codes are an act's here, one taken back too."""
    return set(Act.objects.filter(code__in=list(codes)).values_list("code", flat=True))


def act_words(codes: Collection[str]) -> dict[str, tuple[str, date]]:
    """Of acts: their kinds in words, joined, and their day."""
    words: dict[str, list[str]] = {}
    days: dict[str, date] = {}
    rows = ActKind.objects.filter(act__code__in=codes).values_list("act__code", "kind", "act__on")
    for code, kind, day in rows:
        words.setdefault(code, []).append(ACT_KINDS.get(kind, kind))
        days[code] = day
    return {code: ("、".join(kinds), days[code]) for code, kinds in words.items()}


def answered(organization: str, triggers: Collection[str]) -> frozenset[str]:
    """Which of these this organisation has answered with an act that stands, recorded here or imported."""
    rows = Answer.objects.filter(act__organization__code=organization, act__withdrawn_at__isnull=True)
    return frozenset(rows.filter(trigger__code__in=triggers).values_list("trigger__code", flat=True))


def present_on(day: date, members: frozenset[str]) -> Iterator[Record]:
    """The acts that stand at which some of these were present on a day, as the signs of P9 compare them: no hours."""
    rows = Attendance.objects.filter(
        act__on=day, act__withdrawn_at__isnull=True, member__code__in=members, status=PRESENT
    ).order_by("act")
    told = rows.values_list("act__code", "act__organization__code", "act__recorded_at", "member__code")
    for (code, organization, at), many in groupby(told, key=lambda row: row[:3]):
        yield Record(code, organization, day, at, present=frozenset(row[3] for row in many))


def organization_of(act: str) -> str | None:
    """The code of the organisation that held an act."""
    return Act.objects.filter(code=act).values_list("organization__code", flat=True).first()


@dataclass(frozen=True)
class Recorded:
    """An act as pages list it."""

    code: str
    organization: str
    kinds: tuple[str, ...]
    on: date
    title: str
    text: str
    actor_name: str
    counterparts: tuple[str, ...]
    imported: bool
    withdrawn: bool

    @property
    def is_sensitive(self) -> bool:
        """Whether only those who deal with it may read it (`act.sensitive`)."""
        return not SENSITIVE_KINDS.isdisjoint(self.kinds)

    @property
    def label(self) -> str:
        """The kinds in words."""
        return "、".join(ACT_KINDS.get(kind, kind) for kind in self.kinds)


def act(code: str) -> Recorded | None:
    """One act."""
    found = _recorded(Act.objects.filter(code=code))
    return found[0] if found else None


def of_organization(code: str, year: int) -> tuple[Recorded, ...]:
    """What an organisation recorded in a year, the newest first."""
    return _recorded(Act.objects.filter(organization__code=code, on__year=year))


def rooms(organizations: Collection[str]) -> tuple[tuple[str, str, str], ...]:
    """The activity rooms of organisations: organisation, name, note."""
    rows = Room.objects.filter(organization__code__in=organizations).order_by("pk")
    return tuple(rows.values_list("organization__code", "name", "note"))


def contact_points(member: str, day: date) -> tuple[tuple[str, str], ...]:
    """Where a member of a party group keeps contact on a day: code and name of the branch."""
    held = ContactPoint.objects.filter(member__code=member, since__lte=day)
    held = held.filter(Q(until__isnull=True) | Q(until__gt=day)).order_by("pk")
    return tuple(held.values_list("organization__code", "organization__name"))


def _recorded(rows: QuerySet[Act]) -> tuple[Recorded, ...]:
    others = Prefetch("counterparts", Counterpart.objects.select_related("member", "organization"))
    found = rows.select_related("organization", "actor").prefetch_related("kinds", others).order_by("-on", "-pk")
    return tuple(
        Recorded(
            one.code, one.organization.code, tuple(kind.kind for kind in one.kinds.all()), one.on, one.title, one.text,
            str(one.actor or ""), tuple(str(who.member or who.organization) for who in one.counterparts.all()),
            one.recorded_by_id is None, one.withdrawn_at is not None,
        )
        for one in found
    )  # fmt: skip
