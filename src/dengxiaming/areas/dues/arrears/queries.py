"""Reads of arrears: who has not paid for how long, and the cases people opened."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from dengxiaming.areas.dues import core, queries
from dengxiaming.areas.dues.arrears import core as course
from dengxiaming.areas.dues.arrears.core import ENDS, Stage, due_on, stages
from dengxiaming.areas.dues.models import Case, Due, Step
from dengxiaming.areas.gatherings.votes import Ballot
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import cipher


@dataclass(frozen=True)
class Run:
    """Months of a member next to each other that are over and not settled."""

    member: str
    name: str
    months: tuple[date, ...]
    case: str = ""

    @property
    def length(self) -> int:
        """How many."""
        return len(self.months)

    @property
    def words(self) -> str:
        """Which: 2026年4月到9月."""
        first, last = self.months[0], self.months[-1]
        year = f"{last.year}年" if last.year != first.year else ""
        return f"{first.year}年{first.month}月" + (f"到{year}{last.month}月" if last != first else "")


def unpaid(people: Collection[str], today: date, effective: date) -> dict[str, tuple[tuple[date, ...], ...]]:
    """Of members the runs of unpaid months that are over, as S7-2 and S7-3 count them (contract 4): months that exist,
    from the edition's day of effect on, and from the first day of records of the branch.
    """
    stays = queries.stays(people)
    homes = Organization.objects.filter(code__in={one.organization for spans in stays.values() for one in spans})
    recorded = dict(homes.values_list("code", "records_from"))
    stays = {
        code: [replace(one, since=max(one.since, recorded[one.organization] or date.min)) for one in spans]
        for code, spans in stays.items()
    }
    rows = Due.objects.filter(member__code__in=people).order_by()
    settled = {
        (code, month)
        for code, month, payable, paid, excuse in rows.values_list("member__code", "month", "payable", "paid", "excuse")
        if core.is_met(payable, paid, excuse)
    }
    found = {}
    for code, spans in stays.items():
        first = max(min(one.since for one in spans), effective)
        over = core.months(first, core.after(core.first_of(today), -1)) if first <= today else ()
        wanted = (one for one in over if one >= effective and core.owes(spans, one))
        found[code] = core.runs(one for one in wanted if (code, one) not in settled)
    return found


def arrears(organization: str, today: date, effective: date, at_least: int) -> tuple[Run, ...]:
    """The members of a branch with so many unpaid months in a row, by name: nobody is ranked."""
    people = {code: name for code, (name, _) in queries.roster(organization, today).items()}
    there = members.stayers(organization, today)
    people = {code: name for code, name in people.items() if code in there}
    opened = dict(Case.objects.filter(member__code__in=people, end="").values_list("member__code", "code"))
    found = [
        Run(code, people[code], run, opened.get(code, ""))
        for code, runs in unpaid(people, today, effective).items()
        for run in runs
        if len(run) >= at_least
    ]
    return tuple(sorted(found, key=lambda one: (one.name, one.member, one.months)))


def own(member: str, today: date, effective: date, at_least: int) -> tuple[Run, ...]:
    """The same of one member, for themself."""
    found = unpaid([member], today, effective).get(member, ())
    return tuple(Run(member, "", run) for run in found if len(run) >= at_least)


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
    """A case with its steps; `next` is what people do next, `due` until when."""

    code: str
    organization: str
    member: str
    name: str
    first: date
    last: date
    opened_on: date
    opened_by: str
    asked: str
    end: str
    end_words: str
    ended_on: date | None
    steps: tuple[Done, ...]
    next: Stage | None
    due: date | None

    @property
    def months(self) -> tuple[date, ...]:
        """The months it is about."""
        return core.months(self.first, self.last)

    def step(self, kind: str) -> Done | None:
        """A step that was taken."""
        return next((one for one in self.steps if one.kind == kind), None)


def cases(organization: str) -> tuple[Held, ...]:
    """The cases of a branch, open ones first."""
    found = _held(Case.objects.filter(organization__code=organization).order_by("-pk"))
    return tuple(sorted(found, key=lambda one: bool(one.end)))


def asked_of(organization: str) -> tuple[Held, ...]:
    """The cases that wait for a superior's decision."""
    return tuple(
        one
        for one in _held(Case.objects.filter(asked__code=organization, end="").order_by("pk"))
        if one.next is not None and one.next.by_superior
    )


def case(code: str) -> Held | None:
    """One case."""
    found = _held(Case.objects.filter(code=code))
    return found[0] if found else None


def place_of(code: str) -> tuple[str, str, str] | None:
    """The branch, the member and the superior asked ("" for none yet) of a case."""
    found = Case.objects.filter(code=code).values_list("organization__code", "member__code", "asked__code").first()
    return (found[0], found[1], found[2] or "") if found else None


def _held(rows: QuerySet[Case]) -> tuple[Held, ...]:
    taken = Prefetch("steps", Step.objects.select_related("recorded_by").order_by("pk"))
    known = stages()
    found = []
    for one in rows.select_related("organization", "member", "opened_by", "asked").prefetch_related(taken):
        steps = tuple(_done(one.code, step) for step in one.steps.all())
        nothing = known.after([step.kind for step in steps]) if not one.end else None
        since = steps[-1].on if steps else one.opened_on
        found.append(Held(
            one.code, one.organization.code, one.member.code, str(one.member), one.first, one.last, one.opened_on,
            str(one.opened_by), str(one.asked or ""), one.end, {**ENDS, **known.stops}.get(one.end, ""), one.ended_on,
            steps, nothing, due_on(nothing, since) if nothing else None,
        ))  # fmt: skip
    return tuple(found)


def _done(code: str, step: Step) -> Done:
    known = stages()
    stage = next((one for one in known.course if one.id == step.kind), None)
    outcomes = stage.outcomes if stage else known.stops
    counted = ""
    if step.entitled is not None:
        ballot = Ballot(step.in_favour or 0, step.against or 0, step.abstained or 0)
        counted = course.vote(step.entitled, step.present or 0, ballot).words
    return Done(
        step.kind, stage.label if stage else "停办", step.on, outcomes.get(step.outcome, step.outcome),
        cipher.reveal(bytes(step.text), f"dues_case:{code}:{step.kind}") if bytes(step.text) else "", step.number,
        counted, str(step.recorded_by), step.recorded_at,
    )  # fmt: skip
