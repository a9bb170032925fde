"""Reads of appraisals: how far one is, what each person wrote and was found, what came of it."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from dengxiaming.areas.appraisals.core import Course
from dengxiaming.areas.appraisals.models import Appraisal, Draft, Meeting, Opinion, Participant, SelfAppraisal
from dengxiaming.areas.appraisals.terms import GRADES
from dengxiaming.areas.ballots import queries as ballots
from dengxiaming.areas.ballots.core import FEWEST, Tally
from dengxiaming.areas.gatherings.models import Holder
from dengxiaming.ground import cipher

_APPRAISAL = "appraisal"


def about(what: str, code: str, member: str) -> str:
    """To what an enciphered text of a member in an appraisal is bound."""
    return f"appraisal:{what}:{code}:{member}"


@dataclass(frozen=True)
class Listed:
    """An appraisal in a list."""

    code: str
    year: int
    organization: str
    organization_name: str
    now: str
    opened_at: datetime
    participants: frozenset[str]


def of_organization(organization: str) -> tuple[Listed, ...]:
    """The appraisals of a branch, the latest first."""
    rows = Appraisal.objects.filter(organization__code=organization, withdrawn_at__isnull=True).order_by("-year")
    return tuple(_listed(one) for one in rows.select_related("organization", "ballot"))


def _listed(held: Appraisal) -> Listed:
    people = Participant.objects.filter(appraisal=held, excused="").values_list("member__code", flat=True)
    return Listed(
        held.code, held.year, held.organization.code, str(held.organization), course(held).now, held.opened_at,
        frozenset(people),
    )  # fmt: skip


def involved(code: str) -> tuple[str, frozenset[str]] | None:
    """Of an appraisal: its branch, and who takes part."""
    held = Appraisal.objects.filter(code=code).values_list("organization__code", flat=True).first()
    if held is None:
        return None
    people = Participant.objects.filter(appraisal__code=code, excused="").values_list("member__code", flat=True)
    return held, frozenset(people)


def course(held: Appraisal) -> Course:
    """How far it is."""
    people = Participant.objects.filter(appraisal=held, excused="").values("member")
    handed = SelfAppraisal.objects.filter(appraisal=held, member__in=people).count()
    opinions = Opinion.objects.filter(appraisal=held, member__in=people)
    measured = held.ballot is not None and held.ballot.closed_at is not None
    return Course(
        len(people), handed, held.mutual_on, Meeting.objects.filter(appraisal=held).exists(), measured,
        opinions.count(), opinions.filter(told_at__isnull=False).count(),
    )  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """What the committee found: the grade and its words."""

    grade: str
    text: str

    @property
    def word(self) -> str:
        """The grade in words."""
        return GRADES[self.grade]


def finding(row: Opinion) -> Finding:
    """An opinion, deciphered."""
    held = json.loads(cipher.reveal(bytes(row.finding), about("opinion", row.appraisal.code, row.member.code)))
    return Finding(held["grade"], held["text"])


@dataclass(frozen=True)
class Line:
    """One participant: how far they are, and (for whoever may read it) their grade."""

    member: str
    name: str
    excused: str
    handed_at: datetime | None
    grade: str
    told_at: datetime | None
    answered_at: datetime | None
    trigger: str

    @property
    def word(self) -> str:
        """The grade in words."""
        return GRADES.get(self.grade, "")


@dataclass(frozen=True)
class Shown:
    """An appraisal as its page shows it."""

    row: Appraisal
    course: Course
    lines: tuple[Line, ...]
    meetings: tuple[tuple[str, str, date], ...]
    standing: ballots.Standing | None

    @property
    def there(self) -> tuple[Line, ...]:
        """Those who take part."""
        return tuple(one for one in self.lines if not one.excused)

    def count(self, grade: str) -> int:
        """How many were found to be of a grade."""
        return sum(one.grade == grade for one in self.lines)


def appraisal(code: str) -> Shown | None:
    """One appraisal; None where there is none."""
    rows = Appraisal.objects.select_related("organization", "ballot", "opened_by")
    held = rows.filter(code=code).first()
    if held is None:
        return None
    handed = dict(SelfAppraisal.objects.filter(appraisal=held).values_list("member__code", "handed_at"))
    opinions = {one.member.code: one for one in _opinions(held)}
    lines = []
    for one in Participant.objects.filter(appraisal=held).select_related("member"):
        found = opinions.get(one.member.code)
        lines.append(Line(
            one.member.code, str(one.member), one.excused, handed.get(one.member.code),
            finding(found).grade if found else "", found.told_at if found else None,
            found.answered_at if found else None, found.trigger if found else "",
        ))  # fmt: skip
    meetings = Meeting.objects.filter(appraisal=held).values_list(
        "record__act", "record__gathering__theme", "record__gathering__on"
    )
    standing = ballots.standing(held.ballot.code) if held.ballot else None
    return Shown(held, course(held), tuple(lines), tuple(meetings), standing)


def _opinions(held: Appraisal) -> list[Opinion]:
    return list(Opinion.objects.filter(appraisal=held).select_related("member", "appraisal"))


@dataclass(frozen=True)
class Linkable:
    """A signed record that can stand for the mutual appraisal."""

    act: str
    words: str
    on: date
    is_appraisal: bool


def linkable(held: Appraisal) -> tuple[Linkable, ...]:
    """The signed records of the branch and its groups on the day of the mutual appraisal."""
    if held.mutual_on is None:
        return ()
    rows = Holder.objects.filter(
        gathering__on=held.mutual_on, recorded_at__isnull=False, gathering__withdrawn_at__isnull=True
    )
    own = rows.filter(organization=held.organization) | rows.filter(organization__parent=held.organization)
    return tuple(
        Linkable(
            one.act, f"{one.organization}：{one.gathering.theme}", one.gathering.on,
            one.organization == held.organization and _APPRAISAL in one.gathering.kinds.split(";"),
        )
        for one in own.select_related("organization", "gathering")
    )  # fmt: skip


@dataclass(frozen=True)
class Own:
    """What one member wrote, was found and said: for themself and for whoever may read it. `tally` is how the measure
    came out for them; None where too few voted to tell, or before it is over.
    """

    member: str
    name: str
    text: str
    on_paper: bool
    handed_at: datetime | None
    opinion: str
    finding: Finding | None
    decided_on: date | None
    told_at: datetime | None
    answer: str
    answered_at: datetime | None
    trigger: str
    tally: tuple[tuple[str, int], ...] | None

    @property
    def as_told(self) -> "Own":
        """As the member may know it: nothing of what was found before it was told."""
        return self if self.told_at else replace(self, finding=None, decided_on=None, tally=None)


def own(code: str, member: str) -> Own | None:
    """One participant of an appraisal; None where they take no part."""
    return next(iter(owns(code, [member])), None)


def owns(code: str, people: Collection[str]) -> tuple[Own, ...]:
    """Several participants, in the order of the register; as many queries as for one."""
    joined = Participant.objects.filter(appraisal__code=code, member__code__in=people, excused="")
    rows = list(joined.select_related("member", "appraisal__ballot"))
    if not rows:
        return ()
    held = rows[0].appraisal
    texts = SelfAppraisal.objects.filter(appraisal=held).select_related("member")
    written = {one.member.code: one for one in texts}
    found = {one.member.code: one for one in _opinions(held)}
    tally = ballots.result(held.ballot.code) if held.ballot else None
    return tuple(_own(one, written.get(one.member.code), found.get(one.member.code), tally) for one in rows)


def _own(held: Participant, written: SelfAppraisal | None, row: Opinion | None, tally: Tally | None) -> Own:
    code, member = held.appraisal.code, held.member.code
    return Own(
        member, str(held.member), cipher.reveal(bytes(written.text), about("self", code, member)) if written else "",
        written is not None and written.on_paper,
        written.handed_at if written else None, row.code if row else "", finding(row) if row else None,
        row.decided_on if row else None, row.told_at if row else None,
        cipher.reveal(bytes(row.answer), about("answer", code, member)) if row and row.answer else "",
        row.answered_at if row else None, row.trigger if row else "", _grades(tally, member),
    )  # fmt: skip


def _grades(tally: Tally | None, member: str) -> tuple[tuple[str, int], ...] | None:
    if tally is None or not tally.broken_down or tally.cast < FEWEST:
        return None
    counts = tally.by_question.get(member, {})
    return tuple((word, counts.get(grade, 0)) for grade, word in GRADES.items())


def draft(code: str, member: str) -> str:
    """What somebody is writing of themselves and has not handed in; "" for nothing."""
    held = Draft.objects.filter(appraisal__code=code, member__code=member).first()
    return cipher.reveal(bytes(held.text), about("draft", code, member)) if held else ""


def version(text: str) -> str:
    """Which text a page was opened with: "" for none. Only compared, kept nowhere."""
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""


def to_write(member: str) -> tuple[tuple[str, int, date], ...]:
    """The appraisals in which a member has not handed in yet: code, year, until when."""
    rows = Appraisal.objects.filter(
        participants__member__code=member, participants__excused="", mutual_on__isnull=True, withdrawn_at__isnull=True
    )
    return tuple(rows.exclude(self_appraisals__member__code=member).values_list("code", "year", "hand_in_by"))
