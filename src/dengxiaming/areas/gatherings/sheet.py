"""One record for its page and for the minute book: everything it holds, with names, votes judged, what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from dengxiaming.areas.gatherings import drafts, expected, kinds
from dengxiaming.areas.gatherings.models import Gathering, Holder, Item, Progress, Resolution, Roll
from dengxiaming.areas.gatherings.roll import OBSERVER, PRESENT, People
from dengxiaming.areas.gatherings.votes import Ballot, Outcome, outcome
from dengxiaming.areas.members.models import Trigger
from dengxiaming.areas.members.terms import TRIGGER_KINDS
from dengxiaming.ground.clock import ZONE
from dengxiaming.law.vocabulary import ATTENDANCE_STATUSES, ELEMENTS


@dataclass(frozen=True)
class Called:
    """One line of the roll, with names and words."""

    member: str
    name: str
    note: str
    status: str
    words: str
    reason: str
    made_up_on: date | None
    made_up_how: str


@dataclass(frozen=True)
class Step:
    """What became of a resolution on a day."""

    on: date
    text: str
    done: bool
    by: str


@dataclass(frozen=True)
class Resolved:
    """A resolution and what became of it."""

    code: str
    text: str
    owner: str
    owner_name: str
    due_on: date | None
    rectification: bool
    steps: tuple[Step, ...]

    @property
    def done_on(self) -> date | None:
        """The day it was done."""
        return next((step.on for step in self.steps if step.done), None)


@dataclass(frozen=True)
class Discussed:
    """An item of the agenda; `votes` as they were cast, `outcome` as the article judges them."""

    kind: str
    title: str
    lecturer: str
    speeches: str
    votes: Ballot | None
    votes_none: bool
    outcome: Outcome | None
    resolutions: tuple[Resolved, ...]


@dataclass(frozen=True)
class Sheet:
    """A record of one of those that held it. `others` are the rest of a joint one: code, name, whether they signed."""

    act: str
    gathering: str
    kinds: tuple[str, ...]
    title: str
    headings: tuple[str, ...]
    organization: str
    organization_name: str
    others: tuple[tuple[str, str, bool], ...]
    on: date
    starts: time | None
    ends: time | None
    place: str
    theme: str
    chair: str
    recorder: str
    recorded_at: datetime | None
    confirmed_by: str
    confirmed_at: datetime | None
    withdrawn_at: datetime | None
    late_days: int
    late_reason: str
    roll: tuple[Called, ...]
    observers: str
    items: tuple[Discussed, ...]
    studied: tuple[tuple[str, date | None], ...]
    stages: tuple[tuple[str, date | None, str], ...]
    answers: tuple[tuple[str, str], ...]
    filled: tuple[str, ...]
    missing: tuple[str, ...]
    counts_for: tuple[str, ...]

    def of_status(self, status: str) -> tuple[Called, ...]:
        """Those on the roll with a status."""
        return tuple(line for line in self.roll if line.status == status)

    @property
    def tally(self) -> dict[str, int]:
        """The roll in numbers: 应到, 出席, 请假, 缺席, 列席."""
        marks = [line.status for line in self.roll]
        called = sum(status != OBSERVER for status in marks)
        return {"expected": called, **{status: marks.count(status) for status in ATTENDANCE_STATUSES}}


def sheet(act: str) -> Sheet | None:
    """The record of an act; None where there is none. Whoever may see it was asked before."""
    rows = Holder.objects.select_related("gathering__chair", "organization", "recorder", "confirmed_by")
    holder = rows.filter(act=act).first()
    if holder is None:
        return None
    held, known = holder.gathering, kinds.load()
    listed = tuple(held.kinds.split(";"))
    people = _people(holder)
    filled = tuple(element for element in ELEMENTS if element in holder.elements.split(";"))
    entered = holder.recorded_at.astimezone(ZONE).date() if holder.recorded_at else held.on
    others = Holder.objects.filter(gathering=held).exclude(pk=holder.pk).select_related("organization")
    return Sheet(
        act=act,
        gathering=held.code,
        kinds=listed,
        title=known[listed[0]].title if len(listed) == 1 else f"{known.words(listed)}记录",
        headings=known.headings_of(listed),
        organization=holder.organization.code,
        organization_name=str(holder.organization),
        others=tuple((one.organization.code, str(one.organization), one.recorded_at is not None) for one in others),
        on=held.on,
        starts=held.starts,
        ends=held.ends,
        place=held.place,
        theme=held.theme,
        chair=str(held.chair or ""),
        recorder=str(holder.recorder or ""),
        recorded_at=holder.recorded_at,
        confirmed_by=str(holder.confirmed_by or ""),
        confirmed_at=holder.confirmed_at,
        withdrawn_at=held.withdrawn_at,
        late_days=max((entered - held.on).days, 0),
        late_reason=holder.late_reason,
        roll=_roll(holder, people),
        observers=holder.observers,
        items=_items(held, holder, people, joint=bool(others)),
        studied=tuple(held.studied.values_list("title", "issued_on")),
        stages=_stages(held),
        answers=_answers(held),
        filled=filled,
        missing=tuple(element for element in known.elements_of(listed) if element not in filled),
        counts_for=known.counts_for(listed),
    )


def _people(holder: Holder) -> People:
    """Those the register expected that day and who stand on the roll: what votes are counted by."""
    content = drafts.content_of(holder.act)
    people = expected.people(holder.organization.code, content, "", holder.gathering.on)
    called = set(holder.roll.values_list("member__code", flat=True))
    return replace(people, expected=tuple(person for person in people.expected if person.code in called))


def _roll(holder: Holder, people: People) -> tuple[Called, ...]:
    notes = {person.code: person.note for person in people.expected}
    rows = Roll.objects.filter(holder=holder).select_related("member")
    return tuple(
        Called(
            row.member.code, str(row.member), notes.get(row.member.code, ""), row.status,
            ATTENDANCE_STATUSES[row.status], row.reason, row.made_up_on, row.made_up_how,
        )
        for row in rows
    )  # fmt: skip


def _items(held: Gathering, holder: Holder, people: People, *, joint: bool) -> tuple[Discussed, ...]:
    resolved = _resolutions(held)
    there = set(holder.roll.filter(status=PRESENT).values_list("member__code", flat=True)) & people.voters
    rule = None if joint else kinds.load().vote_of(held.kinds.split(";"))
    found = []
    for row in held.items.select_related("lecturer"):
        votes = _votes(row)
        judged = outcome(rule, len(people.voters), len(there), votes) if rule and votes else None
        lecturer = str(row.lecturer) if row.lecturer else row.guest
        found.append(
            Discussed(
                row.kind, row.title, lecturer, row.speeches, votes, row.votes_none, judged, resolved.get(row.pk, ())
            )
        )
    return tuple(found)


def _votes(row: Item) -> Ballot | None:
    if row.in_favour is None:
        return None
    return Ballot(row.in_favour, row.against or 0, row.abstained or 0)


def _resolutions(held: Gathering) -> Mapping[int, tuple[Resolved, ...]]:
    steps: dict[int, list[Step]] = {}
    progress = Progress.objects.filter(resolution__gathering=held).select_related("written_by").order_by("on", "pk")
    for step in progress:
        by = str(step.written_by)
        steps.setdefault(step.resolution_id, []).append(Step(step.on, step.text, step.done, by))
    found: dict[int, tuple[Resolved, ...]] = {}
    for row in Resolution.objects.filter(gathering=held, item__isnull=False).select_related("owner"):
        owner = (row.owner.code, str(row.owner)) if row.owner else ("", "")
        done = tuple(steps.get(row.pk, ()))
        resolved = Resolved(row.code, row.text, *owner, row.due_on, row.rectification, done)
        found[row.item_id or 0] = (*found.get(row.item_id or 0, ()), resolved)
    return found


def _stages(held: Gathering) -> tuple[tuple[str, date | None, str], ...]:
    """The stages in their order, by their words."""
    known = kinds.load()
    done = {stage.kind: stage for stage in held.stages.all()}
    return tuple((known.stages[name].label, done[name].on, done[name].text) for name in known.stages if name in done)


def _answers(held: Gathering) -> tuple[tuple[str, str], ...]:
    """The triggers answered: code and words."""
    rows = Trigger.objects.filter(code__in=[code for code in held.answers.split(";") if code])
    return tuple((code, TRIGGER_KINDS[kind]) for code, kind in rows.values_list("code", "kind"))


@dataclass(frozen=True)
class Usual:
    """How an organisation did it last time: what a new form is filled with, so that nobody types it again."""

    starts: time | None
    ends: time | None
    place: str
    chair: str
    recorder: str


def usual(organization: str, of_kinds: tuple[str, ...]) -> Usual | None:
    """The last signed gathering of these kinds there; None where there was none."""
    rows = Holder.objects.filter(organization__code=organization, recorded_at__isnull=False)
    latest = rows.select_related("gathering__chair", "recorder").order_by("-gathering__on", "-pk")[:50]
    for holder in latest:
        held = holder.gathering
        if not set(of_kinds).isdisjoint(held.kinds.split(";")):
            chair, recorder = (one.code if one else "" for one in (held.chair, holder.recorder))
            return Usual(held.starts, held.ends, held.place, chair, recorder)
    return None


def places(organization: str) -> tuple[str, ...]:
    """The places this organisation met at, the latest first: to choose from instead of typing."""
    rows = Gathering.objects.filter(holders__organization__code=organization).exclude(place="").order_by("-on", "-pk")
    return tuple(dict.fromkeys(rows.values_list("place", flat=True)[:100]))


def themes(organization: str) -> tuple[str, ...]:
    """The themes this organisation had, the latest first: to choose from what comes again."""
    rows = Gathering.objects.filter(holders__organization__code=organization).exclude(theme="").order_by("-on", "-pk")
    return tuple(dict.fromkeys(rows.values_list("theme", flat=True)[:100]))
