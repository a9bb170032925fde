"""What a record is compared with before its signs are shown (P9): set-based reads, then pure `signs` and `likeness`.

A draft goes the same way as a signed record: what will be shown after signing is shown before saving.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet

from dengxiaming.areas.gatherings import core, kinds, likeness, roll, signs
from dengxiaming.areas.gatherings.fields import Form, clean, entries, mapping, texts
from dengxiaming.areas.gatherings.likeness import Elsewhere, Written
from dengxiaming.areas.gatherings.models import Fingerprint, Holder, Roll, Sentence, Shown
from dengxiaming.areas.gatherings.roll import People
from dengxiaming.areas.gatherings.signs import Document, Record, Sign
from dengxiaming.areas.members.models import Stay

_SITTING: Final = timedelta(days=1)
"""How far back the entries of one sitting are looked for: nobody sits longer."""

_AT_ONCE: Final = 5000
"""Fingerprints a query: databases limit how many values one statement carries."""

_STAYS: Final = {"members": "organization__code", "group": "group__code"}
"""Rolls made of stays: outside one's stay one does not stand on them."""


_beyond: list[Callable[[date, frozenset[str]], Iterable[Record]]] = []


def also_present(hook: Callable[[date, frozenset[str]], Iterable[Record]]) -> None:
    """An area above tells where else members were present on a day; once for each hook, at start."""
    if hook not in _beyond:
        _beyond.append(hook)


@dataclass(frozen=True)
class Looked:
    """The signs of one record, and the sentences and fingerprints that later ones are compared with."""

    signs: tuple[Sign, ...]
    sentences: tuple[str, ...]


def look(code: str, content: core.Content, people: People, at: datetime) -> Looked:
    """All signs of a form, as of `at`; of one without a day only those that need none."""
    typed, known = mapping(content), kinds.load()
    written = Written(code, core.passages(typed, known))
    sentences = likeness.counted(written.passages)
    found = list(signs.alike(code, likeness.likenesses(written, alike(code, sentences)), len(sentences)))
    record = _record(code, typed, people, at)
    if record is not None:
        base = known.roll_of(known.spelt_out(texts(typed.get("kinds"))), people.kind)
        found = [*signs.backfilled(record), *found, *signs.not_yet_issued(record)]
        imported = [one for beyond in _beyond for one in beyond(record.on, record.present)]
        found += signs.two_places(record, [*elsewhere_that_day(record), *imported])
        found += signs.out_of_stay(record, stays(record, base))
        found += signs.over_roll(record)
        found += [one for one in signs.one_sitting([*entered_lately(record), record]) if code in one.about]
    return Looked(tuple(found), sentences)


def shown(holder: Holder, sign: Sign) -> Shown:
    """A sign as the row that keeps it."""
    elsewhere = json.dumps([asdict(other) for other in sign.elsewhere], ensure_ascii=False) if sign.elsewhere else ""
    return Shown(
        holder=holder, sign=sign.id, kind=str(sign.kind), sentence=sign.sentence, detail="\n".join(sign.detail),
        subject=sign.subject, elsewhere=elsewhere, weak=sign.weak,
    )  # fmt: skip


def alike(code: str, sentences: Collection[str]) -> list[Elsewhere]:
    """The sentences of other records worth comparing with these: few, however many there are."""
    values = {value for sentence in sentences for value in likeness.fingerprints(sentence)}
    held = {
        value: sentences_
        for some in _some(values)
        for value, sentences_ in some.values_list("value").annotate(Count("pk"))
    }
    looked_up = likeness.telling(sentences, held)
    telling = {value for values_ in looked_up.values() for value in values_}
    keys = likeness.closest(
        looked_up, (row for some in _some(telling) for row in some.values_list("value", "sentence"))
    )
    standing = Q(holder__recorded_at__isnull=False, holder__gathering__withdrawn_at__isnull=True)
    others = Sentence.objects.filter(standing, pk__in=keys).exclude(holder__gathering__code=code).order_by()
    rows = others.values_list("holder__gathering__code", "holder__organization__code", "text").distinct()
    return [Elsewhere(*row) for row in sorted(rows)]


def _some(values: Collection[int]) -> Iterator[QuerySet[Fingerprint]]:
    """The rows of these fingerprints, so many at once as a statement carries."""
    asked = sorted(values)
    for start in range(0, len(asked), _AT_ONCE):
        yield Fingerprint.objects.filter(value__in=asked[start : start + _AT_ONCE]).order_by()


def elsewhere_that_day(record: Record) -> list[Record]:
    """Other gatherings of the same day where one of those present was present."""
    rows = Roll.objects.filter(
        member__code__in=record.present, status=roll.PRESENT, holder__recorded_at__isnull=False,
        holder__gathering__on=record.on, holder__gathering__withdrawn_at__isnull=True,
    ).exclude(holder__gathering__code=record.code)  # fmt: skip
    present: dict[int, set[str]] = {}
    for holder, member in rows.order_by().values_list("holder", "member__code"):
        present.setdefault(holder, set()).add(member)
    return [_signed(holder, frozenset(present[holder.pk])) for holder in _holders(Q(pk__in=present))]


def stays(record: Record, base: str) -> list[signs.Stay]:
    """The stays, at any time, of those present in the organisation whose roll it is."""
    if base not in _STAYS:
        return []
    rows = Stay.objects.filter(**{_STAYS[base]: record.organization}, member__code__in=record.present)
    return [signs.Stay(*row) for row in rows.values_list("member__code", "since", "until")]


def entered_lately(record: Record) -> list[Record]:
    """What the same organisation signed in the day before."""
    since = Q(recorded_at__gt=record.recorded_at - _SITTING, recorded_at__lte=record.recorded_at)
    rows = _holders(since & Q(organization__code=record.organization, gathering__withdrawn_at__isnull=True))
    return [_signed(holder, frozenset()) for holder in rows if holder.gathering.code != record.code]


def _holders(where: Q) -> Iterator[Holder]:
    yield from Holder.objects.filter(where).select_related("gathering", "organization")


def _signed(holder: Holder, present: frozenset[str]) -> Record:
    held = holder.gathering
    assert holder.recorded_at is not None  # noqa: S101  both callers ask for signed ones
    return Record(
        held.code, holder.organization.code, held.on, holder.recorded_at, held.starts, held.ends, present=present
    )


def _record(code: str, typed: core.Content, people: People, at: datetime) -> Record | None:
    """The form as the signs see it; None without a day."""
    form, on = Form(), core.day_of(typed)
    if on is None:
        return None
    part = roll.part_of(typed, people.organization)
    marks = {member: clean(mapping(line).get("status")) for member, line in mapping(part.get("roll")).items()}
    documents = tuple(
        Document(clean(entry.get("title")), form.day(entry.get("issued_on"), "", ""))
        for _, entry in entries(typed.get("studied"))
        if clean(entry.get("title"))
    )
    return Record(
        code,
        people.organization,
        on,
        at,
        form.time(typed.get("starts"), "", ""),
        form.time(typed.get("ends"), "", ""),
        present=frozenset(member for member, status in marks.items() if status == roll.PRESENT),
        observers=len(texts(part.get("delegates"))) + sum(status == roll.OBSERVER for status in marks.values()),
        registered=len(people.expected) or None,
        documents=documents,
    )
