"""Reads of the development of members: one course with its steps, and those of a branch."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from dengxiaming.areas.members.development import core, rules
from dengxiaming.areas.members.development.core import Done, Next
from dengxiaming.areas.members.development.models import Applicant, Milestone
from dengxiaming.areas.members.development.terms import ASKED, HANDED, MOVES, OUTCOMES, RESULTS
from dengxiaming.areas.members.models import Member, Stay


@dataclass(frozen=True)
class Line:
    """A step done, as a page shows it: what was given in words, the edition it is judged by, what it missed."""

    step: str
    label: str
    on: date
    at: datetime
    by: str
    given: tuple[tuple[str, str], ...]
    edition: str
    late: str
    withdrawn: bool
    refused: bool


@dataclass(frozen=True)
class Course:
    """One person's way, as a page shows it on a day. `place` is the branch it stands with today; `contacts` who was
    named to accompany it; `goes_to` the branch that was handed the papers and has not taken it on yet.
    """

    code: str
    name: str
    member: str
    place: str
    place_name: str
    stage: str
    lines: tuple[Line, ...]
    done: tuple[Done, ...]
    next: tuple[Next, ...]
    ends: date | None
    closed: bool
    why: str
    contacts: tuple[str, ...]
    goes_to: str

    @property
    def first_due(self) -> Next | None:
        """The next step with the earliest last day."""
        return min((one for one in self.next if one.due), key=lambda one: one.due or date.max, default=None)


def done_of(who: Applicant) -> tuple[Done, ...]:
    """The steps that stand, in the order they were noted."""
    return _done(who.milestones.filter(withdrawn_at__isnull=True).order_by("pk"))


def _done(rows: Iterable[Milestone]) -> tuple[Done, ...]:
    """The steps themselves; where they were taken is no step."""
    return tuple(Done(one.step, one.on, _given(one)) for one in rows if one.step not in MOVES)


def handed_to(who: Applicant) -> str:
    """The branch the papers were handed to and that has not taken the course on yet; "" where there is none."""
    rows = who.milestones.filter(step__in=MOVES, withdrawn_at__isnull=True).order_by("-pk")
    latest = rows.first() if who.closed_at is None else None
    return _given(latest)["place"] if latest is not None and latest.step == HANDED else ""


def handed(code: str) -> str:
    """The same, by the course's code."""
    who = Applicant.objects.filter(code=code).first()
    return handed_to(who) if who else ""


def arriving(codes: Collection[str]) -> tuple[tuple[str, str, str, date, str], ...]:
    """Who is to be taken on by these branches: code, name, from where, handed over on, to which branch."""
    rows = Milestone.objects.filter(step=HANDED, withdrawn_at__isnull=True, applicant__closed_at__isnull=True)
    found = [
        (one.applicant, one.on, _given(one)["place"])
        for one in rows.select_related("applicant__organization").order_by("pk")
    ]
    return tuple(
        (who.code, who.name, str(who.organization), on, to)
        for who, on, to in found
        if to in codes and handed_to(who) == to
    )


def place_of(who: Applicant) -> str:
    """The branch a course stands with: that of the application; of somebody on probation, where they are now."""
    if who.member is None:
        return who.organization.code
    stay = Stay.objects.filter(member=who.member).order_by("-since").select_related("organization").first()
    return stay.organization.code if stay else who.organization.code


def place(code: str) -> str:
    """The branch a course stands with, by code; "" where there is no such course."""
    who = Applicant.objects.filter(code=code).select_related("organization", "member").first()
    return place_of(who) if who else ""


def course(code: str, today: date) -> Course | None:
    """One course."""
    found = _courses(Applicant.objects.filter(code=code), today)
    return found[0] if found else None


def of_organizations(codes: Collection[str], today: date) -> tuple[Course, ...]:
    """The open courses at these branches, the earliest last day first."""
    there = Stay.objects.filter(organization__code__in=codes, until__isnull=True).order_by().values("member")
    here = Q(member__isnull=True, organization__code__in=codes) | Q(member__in=there)
    found = _courses(Applicant.objects.filter(here, closed_at__isnull=True), today)
    return tuple(sorted(found, key=lambda one: (due.due or date.max) if (due := one.first_due) else date.max))


def minded(member: str, codes: Collection[str], today: date) -> tuple[Course, ...]:
    """The open courses at these branches, and those that a member was named to accompany and still does."""
    named = Milestone.objects.filter(step="contacts", withdrawn_at__isnull=True, given__contains=member)
    here = Q(member__isnull=True, organization__code__in=codes) | Q(pk__in=named.order_by().values("applicant"))
    there = Stay.objects.filter(organization__code__in=codes, until__isnull=True).order_by().values("member")
    found = _courses(Applicant.objects.filter(here | Q(member__in=there), closed_at__isnull=True), today)
    return tuple(one for one in found if one.place in codes or member in one.contacts)


def closed(codes: Collection[str], today: date) -> tuple[Course, ...]:
    """The courses that ended at these branches, the newest first."""
    rows = Applicant.objects.filter(organization__code__in=codes, closed_at__isnull=False).order_by("-closed_at")
    return _courses(rows[:50], today)


def unminded(codes: Collection[str]) -> tuple[tuple[str, str, date], ...]:
    """Those on probation at these branches for whom no course is open: code, name, since when."""
    minded = Applicant.objects.filter(member__isnull=False, closed_at__isnull=True).order_by().values("member")
    rows = Stay.objects.filter(organization__code__in=codes, kind="probationary", until__isnull=True)
    found = rows.exclude(member__in=minded).order_by("since").values_list("member__code", "member__name", "since")
    return tuple((code, name or code, since) for code, name, since in found)


def _courses(rows: QuerySet[Applicant], today: date) -> tuple[Course, ...]:
    """Five queries, however many."""
    steps = Prefetch("milestones", Milestone.objects.select_related("by").order_by("pk"))
    held = list(rows.select_related("organization", "member").prefetch_related(steps))
    stays = Stay.objects.filter(member__in=[one.member_id for one in held if one.member_id]).order_by("since")
    where = {
        member: (code, name or code)
        for member, code, name in stays.values_list("member", "organization__code", "organization__name")
    }
    named = {
        code for one in held for step in one.milestones.all() for code in _given(step).get("people", "").split(";")
    }
    people = dict(Member.objects.filter(code__in=named).values_list("code", "name"))
    homes = Stay.objects.filter(member__code__in=named, until__isnull=True)
    there = frozenset(homes.values_list("member__code", "organization__code"))
    return tuple(
        _course(
            one, where.get(one.member_id or 0, (one.organization.code, str(one.organization))), today, people, there
        )
        for one in held
    )


def _course(
    who: Applicant, where: tuple[str, str], today: date, people: Mapping[str, str], there: frozenset[tuple[str, str]]
) -> Course:  # fmt: skip
    rows = who.milestones.all()
    done = _done(one for one in rows if one.withdrawn_at is None)
    moves = [one for one in rows if one.withdrawn_at is None and one.step in MOVES]
    contacts = tuple(one.given["people"].split(";") if (one := core.last(done, "contacts")) else ())
    lost = contacts and who.member is None and not any((code, where[0]) in there for code in contacts)
    again = (Next(rules.steps()["contacts"], rule="原来的培养联系人不在本支部，重新指定"),) if lost else ()
    is_closed = who.closed_at is not None
    return Course(
        who.code, who.name, who.member.code if who.member else "", *where, core.stage(done), _lines(rows, people), done,
        () if is_closed else (*again, *core.open_steps(done, today)), core.probation_end(done), is_closed, who.why,
        tuple(contacts), _given(moves[-1])["name"] if moves and moves[-1].step == HANDED and not is_closed else "",
    )  # fmt: skip


def _lines(rows: Iterable[Milestone], people: Mapping[str, str]) -> tuple[Line, ...]:
    before: list[Done] = []
    found = []
    for one in rows:
        found.append(_line(one, tuple(before), people))
        before += _done([one] if one.withdrawn_at is None else [])
    return tuple(found)


def _line(one: Milestone, before: tuple[Done, ...], people: Mapping[str, str]) -> Line:
    step, given = rules.steps().get(one.step), _given(one)
    words = tuple((ASKED[name], _words(name, given[name], people)) for name in ASKED if given.get(name))
    late = core.is_late(step, one.on, before) if step and not one.withdrawn_at else ""
    label = step.label if step else MOVES[one.step].format(given["name"])
    return Line(
        one.step, label, one.on, one.at, str(one.by or ""), words, rules.edition_on(one.on).title, late,
        one.withdrawn_at is not None, given.get("outcome") == "no",
    )  # fmt: skip


def _given(one: Milestone) -> dict[str, str]:
    held: dict[str, str] = json.loads(one.given)
    return held


def _words(name: str, text: str, people: Mapping[str, str]) -> str:
    if name == "people":
        return "、".join(people.get(code) or code for code in text.split(";"))
    return {"outcome": OUTCOMES, "result": RESULTS}.get(name, {}).get(text, text)
