"""Reads of transfers: one with its steps, those of organisations, and who is away and followed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from dengxiaming.areas.members.models import Member, Post, Stay, Trigger
from dengxiaming.areas.members.terms import KINDS, POSTS, TRIGGER_KINDS
from dengxiaming.areas.members.transfers.core import State
from dengxiaming.areas.members.transfers.models import Return, Step, Transfer
from dengxiaming.areas.members.transfers.terms import ANSWERS, AWAY, STEPS


@dataclass(frozen=True)
class Done:
    """A step as a page shows it."""

    step: str
    label: str
    on: date
    at: datetime
    by: str
    words: str


@dataclass(frozen=True)
class Shown:
    """A transfer as pages show it. `member` is "" while somebody from outside is not received."""

    code: str
    member: str
    name: str
    kind: str
    origin: str
    origin_name: str
    target: str
    target_name: str
    outside: str
    reason: str
    dues_until: str
    asked_at: datetime
    received_on: date | None
    answers: tuple[tuple[str, str, date], ...]
    ended: tuple[str, ...]
    steps: tuple[Done, ...]
    state: State

    @property
    def where_from(self) -> str:
        """The old branch, or the place beyond the city."""
        return self.origin_name or self.outside

    @property
    def where_to(self) -> str:
        """The new branch, or the place beyond the city."""
        return self.target_name or self.outside

    @property
    def triggered_on(self) -> date | None:
        """The first day from which a deadline is counted: that of what it answers."""
        return min((on for _, _, on in self.answers), default=None)

    @property
    def sides(self) -> frozenset[str]:
        """The branches here that it is about."""
        return frozenset(code for code in (self.origin, self.target) if code)

    def step(self, name: str) -> Done | None:
        """The latest step of a kind."""
        return next((one for one in reversed(self.steps) if one.step == name), None)


@dataclass(frozen=True)
class Away:
    """Somebody away for more than six months, followed until the transfer or the return."""

    trigger: str
    member: str
    name: str
    since: date
    note: str
    transfer: str
    back_on: date | None


def transfer(code: str) -> Shown | None:
    """One transfer."""
    found = _shown(Transfer.objects.filter(code=code))
    return found[0] if found else None


def of_organizations(codes: Collection[str], year: int) -> tuple[Shown, ...]:
    """What runs at these organisations, and what ended there in a year; the newest first."""
    here = Q(origin__code__in=codes) | Q(target__code__in=codes)
    return _shown(Transfer.objects.filter(here, Q(closed_at__isnull=True) | Q(closed_at__year=year)))


def of_member(member: str) -> tuple[Shown, ...]:
    """A member's transfers, the newest first."""
    return _shown(Transfer.objects.filter(member__code=member))


def answerable(member: str) -> dict[str, tuple[str, date]]:
    """What a transfer of the member can answer: words and day by trigger, none that one answered already."""
    given = Transfer.objects.filter(member__code=member, received_on__isnull=False).values_list("answers", flat=True)
    done = {code for codes in given for code in codes.split(";")}
    rows = Trigger.objects.filter(member__code=member, kind__in=ANSWERS, withdrawn_at__isnull=True).order_by("-on")
    return {one.code: (TRIGGER_KINDS[one.kind], one.on) for one in rows if one.code not in done}


def away(codes: Collection[str], day: date) -> tuple[Away, ...]:
    """Those in a stay in these organisations who are away, with those who came back; the longest away first."""
    here = Stay.objects.filter(organization__code__in=codes, since__lte=day).filter(Q(until=None) | Q(until__gt=day))
    rows = Trigger.objects.filter(kind=AWAY, withdrawn_at__isnull=True, member__in=here.order_by().values("member"))
    found = rows.select_related("member").order_by("on", "pk")
    backs = dict(Return.objects.filter(trigger__in=found.order_by()).values_list("trigger__code", "on"))
    people = [one.member_id for one in found]
    running = Transfer.objects.filter(member__in=people, closed_at__isnull=True).values_list("member", "code")
    moved = Transfer.objects.filter(member__in=people, received_on__isnull=False).values_list("answers", flat=True)
    answered = {code for codes in moved for code in codes.split(";")}
    at_work = dict(running)
    return tuple(
        Away(
            one.code, one.member.code, str(one.member), one.on, one.note, at_work.get(one.member.pk, ""),
            backs.get(one.code),
        )
        for one in found
        if one.member is not None and one.code not in answered
    )  # fmt: skip


def followed(member: str) -> str:
    """The trigger by which a member is followed as away; "" where none is, or they came back."""
    rows = Trigger.objects.filter(member__code=member, kind=AWAY, withdrawn_at__isnull=True, returned__isnull=True)
    last = Transfer.objects.filter(member__code=member, received_on__isnull=False).values_list("answers", flat=True)
    done = {code for codes in last for code in codes.split(";")}
    return next((one for one in rows.values_list("code", flat=True) if one not in done), "")


def returned(triggers: Collection[str]) -> dict[str, date]:
    """The day somebody came back, by trigger."""
    return dict(Return.objects.filter(trigger__code__in=triggers).values_list("trigger__code", "on"))


def gone(name: str = "") -> dict[str, str]:
    """Those who were members here and are in no branch now, by code: who comes back keeps their code."""
    inside = Stay.objects.filter(until__isnull=True).order_by().values("member")
    rows = Member.objects.exclude(pk__in=inside)
    rows = rows.filter(name=name) if name else rows
    return {code: called or code for code, called in rows.order_by("name", "code").values_list("code", "name")}


def would_end(member: str, kept: Collection[str]) -> tuple[str, ...]:
    """The posts that end with a transfer, in words; `kept` are the organisations where posts go on."""
    rows = Post.objects.filter(member__code=member, until__isnull=True).exclude(organization__code__in=kept)
    return tuple(f"{one.organization}{POSTS[one.post]}" for one in rows.select_related("organization").order_by("pk"))


def _shown(rows: QuerySet[Transfer]) -> tuple[Shown, ...]:
    steps = Prefetch("steps", Step.objects.select_related("by").order_by("pk"))
    found = list(rows.select_related("member", "origin", "target").prefetch_related(steps).order_by("-pk"))
    codes = {code for one in found for code in one.answers.split(";") if code}
    triggers = {
        code: (code, TRIGGER_KINDS[kind], on)
        for code, kind, on in Trigger.objects.filter(code__in=codes).values_list("code", "kind", "on")
    }
    posts = {
        post.code: f"{post.organization}{POSTS[post.post]}"
        for post in Post.objects.filter(code__in={code for one in found for code in one.ended.split(";") if code})
        .select_related("organization")
    }  # fmt: skip
    return tuple(_one(held, triggers, posts) for held in found)


def _one(held: Transfer, triggers: dict[str, tuple[str, str, date]], posts: dict[str, str]) -> Shown:
    steps = tuple(
        Done(one.step, STEPS[one.step], one.on, one.at, str(one.by or ""), one.words) for one in held.steps.all()
    )
    names = [one.step for one in steps]
    closed = next((one for one in names if one in {"receive", "refuse", "withdraw"}), "")
    return Shown(
        held.code, held.member.code if held.member else "", str(held.member or held.name), KINDS.get(held.kind, ""),
        held.origin.code if held.origin else "", str(held.origin or ""), held.target.code if held.target else "",
        str(held.target or ""), held.outside, held.reason, held.dues_until, held.asked_at, held.received_on,
        tuple(triggers[code] for code in held.answers.split(";") if code in triggers),
        tuple(posts[code] for code in held.ended.split(";") if code in posts), steps,
        State(held.origin is not None, held.target is not None, "release" in names, "accept" in names, closed),
    )  # fmt: skip
