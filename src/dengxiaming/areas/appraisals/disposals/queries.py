"""Reads of disposals."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from dengxiaming.areas.appraisals.disposals import core
from dengxiaming.areas.appraisals.disposals.actions import about
from dengxiaming.areas.appraisals.models import Disposal, Step
from dengxiaming.areas.appraisals.terms import MEASURES, UNQUALIFIED
from dengxiaming.areas.gatherings import procedure
from dengxiaming.areas.gatherings.procedure import Stage
from dengxiaming.areas.gatherings.votes import Ballot
from dengxiaming.areas.members.models import Trigger
from dengxiaming.ground import cipher


@dataclass(frozen=True)
class Done:
    """One step as it was taken."""

    kind: str
    label: str
    on: date
    outcome: str
    text: str
    number: str
    vote: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True)
class Held:
    """A disposal with its steps; `next` is what people do next, `due` until when."""

    code: str
    organization: str
    member: str
    name: str
    measure: str
    until: date | None
    opened_on: date
    opened_by: str
    asked: str
    settled_on: date | None
    end: str
    end_words: str
    ended_on: date | None
    steps: tuple[Done, ...]
    next: Stage | None
    due: date | None


def of_organization(organization: str) -> tuple[Held, ...]:
    """The disposals of a branch, open ones first."""
    found = _held(Disposal.objects.filter(organization__code=organization).order_by("-pk"))
    return tuple(sorted(found, key=lambda one: bool(one.end)))


def asked_of(organization: str) -> tuple[Held, ...]:
    """The disposals that wait for a superior's decision."""
    rows = Disposal.objects.filter(asked__code=organization, end="", settled_on__isnull=True)
    return _held(rows.order_by("pk"))


def disposal(code: str) -> Held | None:
    """One disposal."""
    found = _held(Disposal.objects.filter(code=code))
    return found[0] if found else None


def place_of(code: str) -> tuple[str, str, str] | None:
    """The branch, the member and the superior asked ("" for none yet) of a disposal."""
    rows = Disposal.objects.filter(code=code).values_list("organization__code", "member__code", "asked__code")
    found = rows.first()
    return (found[0], found[1], found[2] or "") if found else None


def of_triggers(triggers: Collection[str]) -> dict[str, str]:
    """By trigger that a disposal answers: the latest."""
    return dict(Disposal.objects.filter(answers__in=triggers).order_by("pk").values_list("answers", "code"))


def matter(trigger: str) -> tuple[str, str] | None:
    """Whose matter a trigger is that a disposal answers: the member's code and name; None where it is none."""
    rows = Trigger.objects.filter(code=trigger, kind=UNQUALIFIED, member__isnull=False, withdrawn_at__isnull=True)
    return rows.values_list("member__code", "member__name").first()


def _held(rows: QuerySet[Disposal]) -> tuple[Held, ...]:
    joined = rows.select_related("organization", "member", "opened_by", "asked")
    return tuple(_one(one) for one in joined.prefetch_related("steps__recorded_by"))


def _one(row: Disposal) -> Held:
    steps = tuple(_done(row.code, one) for one in row.steps.all())
    following = None if row.end else core.following(row.measure, [one.kind for one in steps])
    since = steps[-1].on if steps else row.opened_on
    due = row.until if following and following.id == "over" else None
    if following is not None and due is None:
        due = procedure.due_on(following, since)
    return Held(
        row.code, row.organization.code, row.member.code, str(row.member), MEASURES[row.measure], row.until,
        row.opened_on, str(row.opened_by), str(row.asked or ""), row.settled_on, row.end,
        {**core.ENDS, **core.stages().stops}.get(row.end, ""), row.ended_on, steps, following, due,
    )  # fmt: skip


def _done(code: str, one: Step) -> Done:
    if one.kind == "stop":
        label, outcome = "不再往下办", core.stages().stops[one.outcome]
    else:
        stage = core.stages().of(one.kind)
        label, outcome = stage.label, stage.outcomes[one.outcome]
    voted = ""
    if one.entitled is not None and one.present is not None:
        ballot = Ballot(one.in_favour or 0, one.against or 0, one.abstained or 0)
        voted = procedure.vote(one.entitled, one.present, ballot).words
    text = cipher.reveal(bytes(one.text), about(code, one.kind)) if one.text else ""
    return Done(
        one.kind, label, one.on, outcome, text, one.number, voted, str(one.recorded_by), one.recorded_at
    )  # fmt: skip
