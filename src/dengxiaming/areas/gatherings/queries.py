"""Reads of gatherings for pages: lists within the reader's reach, what is still to do, notices, use of a room, signs.

A page about one record asks its policy by `place`; the lists here take a reader and show what that reader reaches.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Prefetch, Q, QuerySet

from dengxiaming.areas.gatherings import kinds
from dengxiaming.areas.gatherings.drafts import recorders
from dengxiaming.areas.gatherings.models import (
    Draft,
    Holder,
    Invited,
    Notice,
    Progress,
    Remark,
    Resolution,
    Roll,
    Shown,
)
from dengxiaming.areas.gatherings.roll import OBSERVER, ON_LEAVE, PRESENT
from dengxiaming.areas.gatherings.signs import LABELS, SignKind
from dengxiaming.areas.organs.queries import Tree
from dengxiaming.ground.clock import ZONE
from dengxiaming.ground.policy import Place, Reader, Scope, may, reached
from dengxiaming.law.vocabulary import ELEMENTS


def reach(reader: Reader, action: str, tree: Tree) -> frozenset[str]:
    """The organisations where the reader may do this by post or stay; what is about the reader comes beside."""
    found: set[str] = set()
    for scope, code in reached(reader, action):
        if scope is Scope.ANY:
            return frozenset(tree.nodes)
        if scope in {Scope.OWN, Scope.WITHIN} and code in tree.nodes:
            found |= {code, *(one for one in tree.children.get(code, ()) if tree.nodes[one].kind == "group")}
        if scope in {Scope.BELOW, Scope.WITHIN}:
            found |= set(tree.below(code))
    return frozenset(found)


def place(act: str) -> Place | None:
    """Where a record belongs: to whoever held it; it is about everybody it names. For `gathering.*`."""
    holder = Holder.objects.filter(act=act).select_related("organization", "gathering__chair").first()
    if holder is None:
        return None
    named = set(Roll.objects.filter(holder=holder).values_list("member__code", flat=True))
    named |= {held.code for held in (holder.gathering.chair, holder.recorder) if held is not None}
    named |= set(holder.gathering.items.filter(lecturer__isnull=False).values_list("lecturer__code", flat=True))
    return Tree().place(holder.organization.code, named)


def signed(acts: Collection[str]) -> frozenset[str]:
    """Which of these acts are signed records that stand."""
    rows = Holder.objects.filter(act__in=acts, recorded_at__isnull=False, gathering__withdrawn_at__isnull=True)
    return frozenset(rows.values_list("act", flat=True))


def place_of_writing(act: str) -> Place | None:
    """Where the writing of a record belongs: to whoever held it; it is its recorder's own. For `gathering.write`:
    whoever only stood on the roll changes nothing.
    """
    holder = Holder.objects.filter(act=act).select_related("organization", "recorder").first()
    if holder is None:
        return None
    return Tree().place(holder.organization.code, {holder.recorder.code} if holder.recorder else ())


def place_of_draft(code: str) -> Place | None:
    """Where a draft belongs: it is about the recorder it names."""
    organization = Draft.objects.filter(code=code).values_list("organization__code", flat=True).first()
    return None if organization is None else Tree().place(organization, recorders(code))


def place_of_notice(code: str) -> Place | None:
    """Where a notice belongs: it is about everybody invited."""
    notice = Notice.objects.filter(code=code).select_related("organization").first()
    if notice is None:
        return None
    return Tree().place(notice.organization.code, notice.invited.values_list("member__code", flat=True))


def place_of_resolution(code: str) -> Place | None:
    """Where a resolution belongs: to the first that held the gathering; it is about its owner."""
    found = Resolution.objects.filter(code=code).select_related("owner", "gathering").first()
    holder = Holder.objects.filter(gathering=found.gathering).select_related("organization").first() if found else None
    if found is None or holder is None:
        return None
    return Tree().place(holder.organization.code, {found.owner.code} if found.owner else ())


@dataclass(frozen=True)
class Line:
    """A record in a list. `missing` are the elements not filled, in words; `late_days` from the day to its entry."""

    act: str
    kinds: tuple[str, ...]
    words: str
    on: date
    theme: str
    organization: str
    organization_name: str
    recorder: str
    recorded_at: datetime | None
    confirmed_at: datetime | None
    withdrawn_at: datetime | None
    present: int
    expected: int
    late_days: int
    missing: tuple[str, ...]


def records(reader: Reader, tree: Tree, year: int, organization: str = "") -> tuple[Line, ...]:
    """The records of a year within reach, of one organisation or all, the newest first; one query."""
    within = reach(reader, "gathering.read", tree)
    rows = Holder.objects.filter(gathering__on__year=year, organization__code__in=within)
    if organization:
        rows = rows.filter(organization__code=organization)
    counted = rows.annotate(
        there=Count("roll", filter=Q(roll__status=PRESENT)), called=Count("roll", filter=~Q(roll__status=OBSERVER))
    )
    ordered = counted.select_related("gathering", "organization", "recorder").order_by("-gathering__on", "-pk")
    return tuple(_line(holder, holder.there, holder.called) for holder in ordered)


def _line(holder: Holder, present: int, expected: int) -> Line:
    held, known = holder.gathering, kinds.load()
    listed = tuple(held.kinds.split(";"))
    filled = holder.elements.split(";")
    entered = holder.recorded_at.astimezone(ZONE).date() if holder.recorded_at else None
    return Line(
        act=holder.act,
        kinds=listed,
        words=known.words(listed),
        on=held.on,
        theme=held.theme,
        organization=holder.organization.code,
        organization_name=str(holder.organization),
        recorder=str(holder.recorder or ""),
        recorded_at=holder.recorded_at,
        confirmed_at=holder.confirmed_at,
        withdrawn_at=held.withdrawn_at,
        present=present,
        expected=expected,
        late_days=max((entered - held.on).days, 0) if entered else 0,
        missing=tuple(ELEMENTS[one] for one in known.elements_of(listed) if one not in filled) if entered else (),
    )


@dataclass(frozen=True)
class Task:
    """A resolution that is not done yet, with the last that was said of it."""

    code: str
    act: str
    organization: str
    text: str
    owner: str
    owner_name: str
    due_on: date | None
    rectification: bool
    last: str
    last_on: date | None


def open_resolutions(reader: Reader, tree: Tree, organizations: Collection[str] | None = None) -> tuple[Task, ...]:
    """What was resolved and is not done, within reach (of some organisations, or all of it) or the reader's own to do;
    the most urgent first.
    """
    within = reach(reader, "gathering.read", tree)
    within = within if organizations is None else within & set(organizations)
    holders = Holder.objects.filter(recorded_at__isnull=False, gathering__withdrawn_at__isnull=True)
    theirs = Q(gathering__holders__in=holders.filter(organization__code__in=within))
    if reader.member:
        theirs |= Q(gathering__holders__in=holders, owner__code=reader.member)
    progress = Prefetch("progress", Progress.objects.order_by("on", "pk"))
    rows = Resolution.objects.filter(theirs).exclude(progress__done=True).distinct()
    held = rows.select_related("owner").prefetch_related(progress, "gathering__holders__organization")
    found = [_task(row, within) for row in held]
    return tuple(sorted(found, key=lambda task: (task.due_on or date.max, task.code)))


def _task(row: Resolution, within: frozenset[str]) -> Task:
    holders = list(row.gathering.holders.all())
    nearest = next((one for one in holders if one.organization.code in within), holders[0])
    last = [*row.progress.all()][-1:]
    return Task(
        code=row.code,
        act=nearest.act,
        organization=nearest.organization.code,
        text=row.text,
        owner=row.owner.code if row.owner else "",
        owner_name=str(row.owner or ""),
        due_on=row.due_on,
        rectification=row.rectification,
        last=last[0].text if last else "",
        last_on=last[0].on if last else None,
    )


@dataclass(frozen=True)
class Owed:
    """A member on leave who has not made it up."""

    act: str
    member: str
    name: str
    on: date
    theme: str
    organization: str


def make_ups(reader: Reader, tree: Tree, organizations: Collection[str] | None = None) -> tuple[Owed, ...]:
    """Leaves of the kinds that are made up for, not made up yet: within reach (of some organisations, or all of it), or
    the reader's own.
    """
    within = reach(reader, "gathering.write", tree)
    within = within if organizations is None else within & set(organizations)
    known = kinds.load()
    made_up_for = {kind.id for kind in known.values() if kind.make_up}
    own = Q(member__code=reader.member) if reader.member else Q(pk__in=())
    rows = Roll.objects.filter(
        Q(holder__organization__code__in=within) | own, status=ON_LEAVE, made_up_on__isnull=True,
        holder__recorded_at__isnull=False, holder__gathering__withdrawn_at__isnull=True,
    ).select_related("holder__gathering", "holder__organization", "member")  # fmt: skip
    return tuple(
        Owed(
            row.holder.act, row.member.code, str(row.member), row.holder.gathering.on, row.holder.gathering.theme,
            row.holder.organization.code,
        )
        for row in rows.order_by("holder__gathering__on", "pk")
        if not made_up_for.isdisjoint(row.holder.gathering.kinds.split(";"))
    )  # fmt: skip


@dataclass(frozen=True)
class Announced:
    """A notice. `seen_at` is that of the member whose inbox it is in; nobody else's."""

    code: str
    organization: str
    organization_name: str
    words: str
    theme: str
    on: date
    starts: time | None
    ends: time | None
    place: str
    agenda: tuple[str, ...]
    documents: tuple[str, ...]
    issued_at: datetime
    cancelled_at: datetime | None
    seen_at: datetime | None = None


def inbox(member: str, since: date) -> tuple[Announced, ...]:
    """The notices for a member from a day on: the inbox, and the calendar feed."""
    rows = Invited.objects.filter(member__code=member, notice__on__gte=since).select_related("notice__organization")
    return tuple(_announced(row.notice, row.seen_at) for row in rows.order_by("notice__on", "notice__starts", "pk"))


def notice(code: str) -> Announced | None:
    """One notice; whoever may see it was asked before."""
    row = Notice.objects.filter(code=code).select_related("organization").first()
    return _announced(row, None) if row else None


def notices(reader: Reader, tree: Tree, since: date) -> tuple[Announced, ...]:
    """The notices of the organisations whose notices the reader may write."""
    within = reach(reader, "notice.write", tree)
    rows = Notice.objects.filter(organization__code__in=within, on__gte=since).select_related("organization")
    return tuple(_announced(row, None) for row in rows.order_by("on", "starts", "pk"))


def _announced(row: Notice, seen_at: datetime | None) -> Announced:
    return Announced(
        row.code, row.organization.code, str(row.organization), kinds.load().words(row.kinds.split(";")), row.theme,
        row.on, row.starts, row.ends, row.place, tuple(row.agenda.splitlines()), tuple(row.documents.splitlines()),
        row.issued_at, row.cancelled_at, seen_at,
    )  # fmt: skip


@dataclass(frozen=True)
class Use:
    """One use of a room."""

    place: str
    on: date
    starts: time | None
    ends: time | None
    words: str
    organization_name: str
    act: str


def uses(reader: Reader, tree: Tree, first: date, last: date) -> tuple[Use, ...]:
    """Who used which room when: taken from the meetings' places, never asked again."""
    standing = Q(recorded_at__isnull=False, gathering__withdrawn_at__isnull=True, gathering__on__range=(first, last))
    rows = Holder.objects.filter(standing, organization__code__in=reach(reader, "gathering.read", tree))
    ordered = rows.exclude(gathering__place="").select_related("gathering", "organization")
    return tuple(
        Use(
            row.gathering.place, row.gathering.on, row.gathering.starts, row.gathering.ends,
            kinds.load().words(row.gathering.kinds.split(";")), str(row.organization), row.act,
        )
        for row in ordered.order_by("gathering__place", "gathering__on", "gathering__starts", "pk")
    )  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """A sign, what the branch says to it, and the other side where the reader may read both."""

    sign: str
    act: str
    label: str
    sentence: str
    detail: tuple[str, ...]
    subject: str
    weak: bool
    others: tuple[tuple[str, str, str], ...]
    remarks: tuple["Said", ...]


@dataclass(frozen=True)
class Said:
    """Words on a sign, a duty or a roll."""

    text: str
    by: str
    at: datetime


def signs(reader: Reader, tree: Tree, act: str) -> tuple[Seen, ...]:
    """The signs of a record the reader may see, each with its remarks. Codes, organisations and texts of other records
    only where the reader may read those too (decisions, unsaid 10).
    """
    rows = Shown.objects.filter(holder__act=act).select_related("holder__organization")
    said = remarks(f"sign:{act}:")
    found = []
    for row in rows:
        here = tree.place(row.holder.organization.code)
        if may(reader, "sign.read_weak" if row.weak else "sign.read", here):
            about = f"sign:{act}:{row.sign}"
            found.append(
                Seen(
                    row.sign, act, LABELS[SignKind(row.kind)], row.sentence, tuple(row.detail.splitlines()),
                    row.subject, row.weak, _others(reader, tree, row), said.get(about, ()),
                )
            )  # fmt: skip
    return tuple(found)


def _others(reader: Reader, tree: Tree, row: Shown) -> tuple[tuple[str, str, str], ...]:
    held = json.loads(row.elsewhere) if row.elsewhere else []
    return tuple(
        (one["code"], one["organization"], one["text"])
        for one in held
        if one["organization"] in tree.nodes and may(reader, "gathering.read", tree.place(one["organization"]))
    )


def remarks_on(abouts: Collection[str]) -> dict[str, tuple[Said, ...]]:
    """Words on each of these, in the order they were written."""
    return _said(Remark.objects.filter(about__in=abouts))


def remarks(about: str) -> dict[str, tuple[Said, ...]]:
    """Words whose `about` begins so, in the order they were written."""
    return _said(Remark.objects.filter(about__startswith=about))


def _said(rows: QuerySet[Remark]) -> dict[str, tuple[Said, ...]]:
    found: dict[str, tuple[Said, ...]] = {}
    for row in rows.select_related("written_by"):
        found[row.about] = (*found.get(row.about, ()), Said(row.text, str(row.written_by), row.written_at))
    return found
