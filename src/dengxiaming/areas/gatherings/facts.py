"""What the gatherings offer the kernel: `acts` and `attendance` of contract 1, one act for each signed holder.

The act's id is the holder's (`G7K3F2Q`, in a joint gathering `G7K3F2Q@ZB3`). Where several lectured, the first is its
actor and each further one gave a lesson that is an act of its own, `G7K3F2Q+2`, without roll: a contract act has one
actor, and each of them gave a lesson (S2-5, D3-3). What was withdrawn or not signed is no fact.

"As known" reads the versions the journal had at that time: a record as it was sealed then.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import polars as pl
from django.db.models import Q, QuerySet

from dengxiaming.areas.gatherings import core, kinds
from dengxiaming.areas.gatherings.models import Gathering, Holder, Item, Roll
from dengxiaming.areas.gatherings.roll import PRESENT
from dengxiaming.areas.members.models import Member, Trigger
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import frames
from dengxiaming.ground.among import among
from dengxiaming.journal.models import Seal
from dengxiaming.reckoning.facts import TABLES

Document = Mapping[str, Any]
"""A record's document, as the journal keeps it."""

_ROLL: Final = {"act_id": "holder__act", "member_id": "member__code"}
_STANDING: Final = Q(recorded_at__isnull=False, gathering__withdrawn_at__isnull=True)


@dataclass(frozen=True)
class Held:
    """One signed holder: what an act is made of. `trained` were present at a training."""

    act: str
    kinds: tuple[str, ...]
    organization: str
    chair: str
    lecturers: tuple[str, ...]
    on: date
    recorded_at: datetime
    answers: tuple[str, ...]
    elements: tuple[str, ...]
    trained: tuple[str, ...]


def acts(keys: Collection[int] | None = None, known_by: datetime | None = None) -> pl.DataFrame:
    """Every act, or those of some holders (see `act_keys`); `known_by`: as it was sealed then."""
    held = _held(keys) if known_by is None else _as_known(known_by)
    return pl.DataFrame([row for one in held for row in _acts(one)], schema=TABLES["acts"], orient="row")


def attendance(keys: Collection[int] | None = None, known_by: datetime | None = None) -> pl.DataFrame:
    """Every roll, or those of some holders; `known_by`: as it was sealed then."""
    if known_by is not None:
        return pl.DataFrame(list(_rolls_as_known(known_by)), schema=TABLES["attendance"], orient="row")
    signed = Q(holder__recorded_at__isnull=False, holder__gathering__withdrawn_at__isnull=True)
    rows = among(Roll.objects.filter(signed), "holder__pk", keys)
    return frames.read(rows, {name: (_ROLL.get(name, name), dtype) for name, dtype in TABLES["attendance"].items()})


def act_keys(organizations: Collection[str], members: Collection[str]) -> set[int]:
    """The keys of the acts that can matter to these organisations and members: held by them, led or lectured by them,
    attended as a training by them, or answering what happened to them.
    """
    found = set(_standing().filter(organization__in=_organizations(organizations)).values_list("pk", flat=True))
    people = Member.objects.filter(code__in=members).order_by()
    found.update(_standing().filter(gathering__chair__in=people).values_list("pk", flat=True))
    lectures = Item.objects.filter(lecturer__in=people).order_by().values("gathering")
    found.update(_standing().filter(gathering__in=lectures).values_list("pk", flat=True))
    there = Roll.objects.filter(member__in=people, status=PRESENT).order_by().values("holder")
    found.update(_standing().filter(_lists(_training()), pk__in=there).values_list("pk", flat=True))
    happened = Trigger.objects.filter(Q(member__in=people) | Q(organization__in=_organizations(organizations)))
    return found | _answering(set(happened.values_list("code", flat=True)))


def act_keys_of(of_kinds: Collection[str], organizations: Collection[str] | None = None) -> set[int]:
    """The keys of the acts that list one of these kinds; only those held by some organisations, if told."""
    rows = _standing().filter(_lists(of_kinds))
    if organizations is not None:
        rows = rows.filter(organization__in=_organizations(organizations))
    listed = rows.values_list("pk", "gathering__kinds")
    return {pk for pk, found in listed if not set(of_kinds).isdisjoint(found.split(";"))}


def _acts(held: Held) -> Iterator[Sequence[object]]:
    """The act, and one more for each further lecturer. Nobody is their own counterpart (contract 1)."""
    known = kinds.load()
    actors = core.actors(known, held.kinds, held.chair, held.lecturers)
    first, *further = actors or (None,)
    counterparts = [who for who in held.trained if who != first]
    given = [one for one in held.kinds if known[one].lecturer] if further else []
    what = (held.on, held.recorded_at, list(held.answers), list(held.elements), None)
    yield (held.act, list(held.kinds), held.organization, first, counterparts, *what)
    for number, lecturer in enumerate(further, start=2):
        yield (f"{held.act}+{number}", given, held.organization, lecturer, [], *what)


def _held(keys: Collection[int] | None) -> Iterator[Held]:
    """The signed holders in the order of signing; three queries."""
    rows = among(_standing(), "pk", keys)
    lecturers: dict[int, list[str]] = {}
    items = Item.objects.filter(lecturer__isnull=False, gathering__in=rows.values("gathering")).order_by("position")
    for gathering, lecturer in items.values_list("gathering", "lecturer__code"):
        lecturers.setdefault(gathering, []).append(lecturer)
    trained: dict[int, list[str]] = {}
    there = Roll.objects.filter(holder__in=rows.filter(_lists(_training())), status=PRESENT).order_by("pk")
    for holder, member in there.values_list("holder", "member__code"):
        trained.setdefault(holder, []).append(member)
    columns = rows.order_by("recorded_at", "pk").values_list(
        "pk", "act", "gathering", "gathering__kinds", "organization__code", "gathering__chair__code", "gathering__on",
        "recorded_at", "gathering__answers", "elements",
    )  # fmt: skip
    for pk, act, gathering, listed, organization, chair, on, recorded_at, answers, elements in columns:
        assert recorded_at is not None  # noqa: S101  signed ones only
        yield Held(
            act, _split(listed), organization, chair or "", tuple(lecturers.get(gathering, ())), on, recorded_at,
            _split(answers), _split(elements), tuple(trained.get(pk, ())) if _trains(_split(listed)) else (),
        )  # fmt: skip


def _as_known(known_by: datetime) -> Iterator[Held]:
    """From the records as they were sealed by then, in the order of signing."""
    members = dict(Member.objects.values_list("pk", "code"))
    organizations = dict(Organization.objects.values_list("pk", "code"))
    found = [_from_document(*pair, members, organizations) for pair in _sealed(known_by)]
    yield from sorted(found, key=lambda held: (held.recorded_at, held.act))


def _rolls_as_known(known_by: datetime) -> Iterator[Sequence[object]]:
    members = dict(Member.objects.values_list("pk", "code"))
    for document, holder in _sealed(known_by):
        for line in _lines(document, holder):
            yield holder["act"], members[line["member_id"]], line["status"], _day(line["made_up_on"])


def _sealed(known_by: datetime) -> Iterator[tuple[Document, Document]]:
    """Record and holder, of every holder that was signed, as the last version sealed by then has them."""
    seals = Seal.objects.filter(kind="gathering", at__lte=known_by).order_by("version")
    for text in dict(seals.values_list("code", "document")).values():
        document = json.loads(text) if text else {}  # 文字抹掉了的，只剩摘要
        if document.get("withdrawn_at", "") is None:
            yield from ((document, holder) for holder in document["holders"] if holder["recorded_at"] is not None)


def _from_document(
    document: Document, holder: Document, members: dict[int, str], organizations: dict[int, str]
) -> Held:
    items = sorted(document["items"], key=lambda item: int(item["position"]))
    present = [members[line["member_id"]] for line in _lines(document, holder) if line["status"] == PRESENT]
    listed = _split(document["kinds"])
    return Held(
        act=holder["act"],
        kinds=listed,
        organization=organizations[holder["organization_id"]],
        chair=members.get(document["chair_id"], ""),
        lecturers=tuple(members[item["lecturer_id"]] for item in items if item["lecturer_id"] is not None),
        on=date.fromisoformat(document["on"]),
        recorded_at=_instant(holder["recorded_at"]),
        answers=_split(document["answers"]),
        elements=_split(holder["elements"]),
        trained=tuple(present) if _trains(listed) else (),
    )


def _lines(document: Document, holder: Document) -> Iterator[Document]:
    yield from (line for line in document["roll"] if line["holder_id"] == holder["id"])


def _trains(listed: Collection[str]) -> bool:
    return not _training().isdisjoint(listed)


def _standing() -> QuerySet[Holder]:
    return Holder.objects.filter(_STANDING).order_by()


def _organizations(codes: Collection[str]) -> QuerySet[Organization]:
    """Written as a sub-query, so that each half of an "or" goes through its own index."""
    return Organization.objects.filter(code__in=codes).order_by()


def _training() -> frozenset[str]:
    return frozenset(kind.id for kind in kinds.load().values() if kind.trains)


def _lists(of_kinds: Collection[str]) -> Q:
    """Gatherings whose list holds one of these, or a kind whose name holds it: the caller looks again."""
    found = Q(pk__in=())
    for kind in of_kinds:
        found |= Q(gathering__kinds__contains=kind)
    return found


def _answering(triggers: Collection[str]) -> set[int]:
    """The acts that answer one of these triggers; few answer any."""
    if not triggers:
        return set()
    answering = Gathering.objects.exclude(answers="").order_by()
    listed = answering.values_list("pk", "answers")
    found = [pk for pk, answers in listed if not set(triggers).isdisjoint(answers.split(";"))]
    return set(_standing().filter(gathering__in=found).values_list("pk", flat=True))


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _instant(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
