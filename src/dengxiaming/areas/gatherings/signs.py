"""Signs for people to judge (P9): what stands out about a record, said as a fact, shown to its branch first.

Each sign is one plain decision over what it is given. It states days, hours and counts, never what they mean; the
branch can explain it in words, kept by the sign's `id`. No sign reaches a rule, and none knows photos, lengths, log-ins
or study time. What belongs to another record is kept apart in `elsewhere`, for readers who may read both.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from hashlib import blake2b
from typing import Final

from dengxiaming.areas.gatherings.likeness import Elsewhere, Likeness
from dengxiaming.ground.clock import ZONE
from dengxiaming.reckoning.explaining.wording import day, moment
from dengxiaming.reckoning.tables import BACKFILLED_AFTER_DAYS

SITTING_PAUSE: Final = timedelta(hours=1)
"""Entries less than this apart are one sitting: writing up one meeting takes minutes, a lunch break is longer."""

SITTING_MONTHS: Final = 6
"""One sitting with gatherings from this many different months stands out. Half a year of a monthly duty: who catches up
a quarter after an illness or a change of secretary stays below it."""


class SignKind(StrEnum):
    """What stands out."""

    BACKFILLED = "backfilled"
    LIKENESS = "likeness"
    NOT_YET_ISSUED = "not_yet_issued"
    TWO_PLACES = "two_places"
    OUT_OF_STAY = "out_of_stay"
    OVER_ROLL = "over_roll"
    ONE_SITTING = "one_sitting"


LABELS: Final = {
    SignKind.BACKFILLED: "补录",
    SignKind.LIKENESS: "与以往记录相同的句子",
    SignKind.NOT_YET_ISSUED: "学习在发布之前",
    SignKind.TWO_PLACES: "同一时间在两处",
    SignKind.OUT_OF_STAY: "不在册时出席",
    SignKind.OVER_ROLL: "出席多于在册",
    SignKind.ONE_SITTING: "一次记入多个月",
}


@dataclass(frozen=True, slots=True)
class Document:
    """A document studied; without its day of issue nothing can be said."""

    title: str
    issued_on: date | None


@dataclass(frozen=True, slots=True)
class Record:
    """One branch's record of a gathering. `code` is the gathering's, the same for all branches of a joint one.

    `present`: members on the roll as present. `typed` is the number present where one was written by hand (a paper
    record, an import); `registered` how many were on the register that day; `observers` are not among `present`.
    """

    code: str
    organization: str
    on: date
    recorded_at: datetime
    starts: time | None = None
    ends: time | None = None
    present: frozenset[str] = frozenset()
    observers: int = 0
    typed: int | None = None
    registered: int | None = None
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Stay:
    """A member in the branch of the record, as the register has it: `until` is the first day no longer in it."""

    member: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that stands out. `about`: the branch's own records; `subject`: the member, title or first record meant.

    `weak`: the record leaves it open; shown to the branch alone, with what to fill in.
    """

    kind: SignKind
    sentence: str
    about: tuple[str, ...]
    detail: tuple[str, ...] = ()
    subject: str = ""
    elsewhere: tuple[Elsewhere, ...] = ()
    weak: bool = False

    @property
    def id(self) -> str:
        """Stable within its record (a sitting: its organisation) while the words and the other side may change, so
        that an explanation stays with it. It tells nothing of the subject.
        """
        subject = blake2b(self.subject.encode(), digest_size=8).hexdigest()
        return f"{self.kind}-{subject}" if self.subject else str(self.kind)


def backfilled_days(record: Record) -> int:
    """Days from the event to its entry by the calendar of Shanghai; always computed, always shown."""
    return max((record.recorded_at.astimezone(ZONE).date() - record.on).days, 0)


def backfilled(record: Record) -> Iterator[Sign]:
    """From 16 days on, as the flag of the contract: 补录 +N天."""
    days = backfilled_days(record)
    if days > BACKFILLED_AFTER_DAYS:
        entered = day(record.recorded_at.astimezone(ZONE).date())
        sentence = f"补录 +{days}天：活动在{day(record.on)}，{entered}记入。"
        yield Sign(SignKind.BACKFILLED, sentence, (record.code,))


def alike(code: str, found: Iterable[Likeness], of: int) -> Iterator[Sign]:
    """Sentences nearly the same as earlier ones, out of `of` compared: its own in `detail`, the others' elsewhere."""
    likenesses = tuple(found)
    own = tuple(dict.fromkeys(one.sentence for one in likenesses))
    if own:
        sentence = f"比对了{of}句，其中{len(own)}句与以往的记录几乎相同。套话、书名、引文和发言不比对。"
        yield Sign(SignKind.LIKENESS, sentence, (code,), own, elsewhere=tuple(one.other for one in likenesses))


def not_yet_issued(record: Record) -> Iterator[Sign]:
    """Each document whose day of issue is after the day it was studied. The same day is in order."""
    for document in record.documents:
        if document.issued_on is not None and document.issued_on > record.on:
            title = f"《{document.title.strip('《》')}》"
            sentence = f"{day(record.on)}学习了{title}，填的发布日期是{day(document.issued_on)}。"
            yield Sign(SignKind.NOT_YET_ISSUED, sentence, (record.code,), subject=document.title)


def two_places(record: Record, others: Iterable[Record]) -> Iterator[Sign]:
    """Each member present here who was present at another gathering at the same time.

    Two spans overlap when each begins before the other ends; one that begins as the other ends does not. Without an end
    a gathering stands for its first moment alone, so that only a certain overlap is said. Where one has no start, the
    day is all there is: two gatherings of one organisation on one day are ordinary and nothing is said; in two
    organisations it is a weak sign, and filling in the hours settles it.
    """
    same_day = [one for one in others if one.on == record.on and one.code != record.code]
    for member in sorted(record.present):
        there = [one for one in same_day if member in one.present]
        if certain := [one for one in there if _overlap(record, one)]:
            yield _in_two_places(record, member, certain, weak=False)
        elif open_ := [one for one in there if _undecided(record, one)]:
            yield _in_two_places(record, member, open_, weak=True)


def out_of_stay(record: Record, stays: Iterable[Stay]) -> Iterator[Sign]:
    """Each member present who was in this branch before or after that day, but not on it. Observers are not meant."""
    by_member: dict[str, list[Stay]] = {}
    for stay in sorted(stays, key=lambda stay: stay.since):
        by_member.setdefault(stay.member, []).append(stay)
    for member in sorted(record.present & by_member.keys()):
        held = by_member[member]
        if not any(stay.since <= record.on and (stay.until is None or record.on < stay.until) for stay in held):
            spans = tuple(f"在册：{day(stay.since)}转入{_left(stay)}" for stay in held)
            sentence = f"{day(record.on)}的出席名单上有这名党员，{_why_not(record.on, held)}。"
            yield Sign(SignKind.OUT_OF_STAY, sentence, (record.code,), spans, subject=member)


def over_roll(record: Record) -> Iterator[Sign]:
    """More present than on the register that day. Observers may be in a number written by hand, so they are allowed."""
    if record.registered is None:
        return
    present = max(len(record.present), record.typed or 0)
    written_by_hand = present > len(record.present)
    if present > record.registered + (record.observers if written_by_hand else 0):
        sentence = f"出席{present}人，当天在册{record.registered}人，列席{record.observers}人。"
        yield Sign(SignKind.OVER_ROLL, sentence, (record.code,))


def one_sitting(records: Iterable[Record]) -> Iterator[Sign]:
    """Each sitting of one organisation that entered gatherings from half a year or more. Imports are not passed in.

    The subject is the first record of the sitting: more entries leave the sign, and its explanation, the same.
    """
    for sitting in _sittings(sorted(records, key=lambda one: (one.recorded_at, one.code))):
        months = {(one.on.year, one.on.month) for one in sitting}
        if len(months) >= SITTING_MONTHS:
            days = sorted(one.on for one in sitting)
            sentence = (
                f"{moment(sitting[0].recorded_at)}至{moment(sitting[-1].recorded_at)}一次记了{len(sitting)}条，"
                f"活动在{day(days[0])}到{day(days[-1])}之间，分在{len(months)}个月里。"
            )
            detail = tuple(f"{day(one.on)}的活动，{moment(one.recorded_at)}记入" for one in sitting)
            about = tuple(one.code for one in sitting)
            yield Sign(SignKind.ONE_SITTING, sentence, about, detail, subject=sitting[0].code)


def _in_two_places(record: Record, member: str, there: list[Record], *, weak: bool) -> Sign:
    if weak:
        sentence = "这名党员当天在两个组织的出席名单上，其中有记录没写起止时间。补上时间就能分清。"
    else:
        sentence = "这名党员在这次活动的出席名单上，同一时间也在另一次活动的出席名单上。"
    others = tuple(Elsewhere(one.code, one.organization, _when(one)) for one in sorted(there, key=lambda one: one.code))
    return Sign(SignKind.TWO_PLACES, sentence, (record.code,), (_when(record),), member, others, weak)


def _overlap(one: Record, other: Record) -> bool:
    if one.starts is None or other.starts is None:
        return False
    first, second = sorted(((one.starts, one.ends), (other.starts, other.ends)), key=lambda span: span[0])
    return first[0] == second[0] or (first[1] is not None and second[0] < first[1])


def _undecided(one: Record, other: Record) -> bool:
    return (one.starts is None or other.starts is None) and one.organization != other.organization


def _sittings(entered: list[Record]) -> Iterator[list[Record]]:
    """Cut where the pause between two entries is too long for one sitting."""
    sitting: list[Record] = []
    for record in entered:
        if sitting and record.recorded_at - sitting[-1].recorded_at >= SITTING_PAUSE:
            yield sitting
            sitting = []
        sitting.append(record)
    if sitting:
        yield sitting


def _why_not(on: date, held: list[Stay]) -> str:
    """The stay before it says when the member left; without one, the first says when they came."""
    left = [stay.until for stay in held if stay.until is not None and stay.until <= on]
    return f"名册上{day(max(left))}转出" if left else f"名册上{day(held[0].since)}转入"


def _left(stay: Stay) -> str:
    return "，未转出" if stay.until is None else f"，{day(stay.until)}转出"


def _when(record: Record) -> str:
    """2026年3月15日14:30—16:00, as far as it was written."""
    if record.starts is None:
        return f"{day(record.on)}，没写起止时间"
    return f"{day(record.on)}{record.starts:%H:%M}" + (f"—{record.ends:%H:%M}" if record.ends else "开始")
