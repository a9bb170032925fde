"""The verbs of the register: a roster that was shown is confirmed; a member's particulars are corrected."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction

from dengxiaming.areas.members import core as roles
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.models import Member, Stay
from dengxiaming.areas.members.register import days, difference, queries
from dengxiaming.areas.members.register.columns import Layout
from dengxiaming.areas.members.register.difference import Changed, Difference, New
from dengxiaming.areas.members.register.models import Former, Particulars, Roster
from dengxiaming.areas.members.register.models import Layout as Said
from dengxiaming.areas.members.register.reading import Entry
from dengxiaming.areas.members.register.terms import COUNTED, PLAIN, SECRET
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import actions as ground
from dengxiaming.ground import cipher
from dengxiaming.ground.clock import ZONE
from dengxiaming.ground.codes import new_code
from dengxiaming.journal.actions import Receipt, Verb, verb
from dengxiaming.journal.actor import Actor

_OF_PARTICULARS: Final = frozenset({*PLAIN, *SECRET})


class Otherwise(Exception):  # noqa: N818  it is an answer to the user, named as such
    """What was shown is not what would be applied now: the register was changed meanwhile."""

    def __init__(self) -> None:
        super().__init__("您看的时候，名册被别人改过。下面是现在的差别，看一遍再确认。")


class Taken(Exception):  # noqa: N818  it is an answer to the user, named as such
    """The citizen's number is another member's."""

    def __init__(self) -> None:
        super().__init__("这个号码已经登记在另一名党员名下。核对号码；是同一个人登记了两次的，请找上级组织。")


@dataclass(frozen=True)
class Sent:
    """Who confirms, when, and the form's own token and content."""

    by: Actor
    at: datetime
    token: str = ""
    content: bytes = b""

    @property
    def day(self) -> date:
        """The local day."""
        return self.at.astimezone(ZONE).date()

    def verb(self, name: str) -> Verb:
        """The verb this sends."""
        return verb(name, self.by, self.at, self.token, self.content)


def mark(shown: Difference) -> str:
    """By which what was shown is known again. Keyed: of a small difference a plain digest could be tried out."""
    return cipher.blind(shown.content.hex(), "difference")


def remember(fingerprint: str, layout: Layout, at: datetime) -> None:
    """How the columns of a header are read, for the next roster with the same one."""
    text = json.dumps({str(position): column for position, column in sorted(layout.items())})
    Said.objects.update_or_create(fingerprint=fingerprint, defaults={"columns": text, "said_at": at})


def confirm(
    organization: str, entries: Sequence[Entry], branches: Collection[str], shown: str, sent: Sent
) -> Receipt | None:
    """Write what a roster says otherwise of some of its branches, all in one verb; nobody is taken out, nobody moved.
    Where more people change than one entry of the journal holds, the first of them: the others differ as before.

    Raises `Otherwise` where the register no longer differs as it was shown (`shown` is the `mark` of that).
    """
    with sent.verb("register.confirm") as work:
        _wait_for({one.branch for one in entries}, sent.day)
        found = difference.differ(entries, queries.register(organization, entries, sent.day))
        if mark(found) != shown or found.twice:
            raise Otherwise
        wanted = difference.portion(difference.only(found, branches))
        try:
            with transaction.atomic():
                added = _add(wanted.new, sent)
                first = _change(wanted.changed, work, sent)
        except IntegrityError as error:
            raise Otherwise from error
        _finish(organization, wanted, (added, first), work, sent)
    return work.receipt


def _wait_for(branches: Collection[str], day: date) -> None:
    """Rosters of the same branch are confirmed one after the other, and nobody's particulars are corrected meanwhile
    (SQLite has one writer anyhow).
    """
    list(Organization.objects.select_for_update().filter(code__in=branches).order_by("pk"))
    inside = Stay.objects.filter(organization__code__in=branches, since__lte=day, until__isnull=True)
    list(Member.objects.select_for_update().filter(pk__in=inside.order_by().values("member")).order_by("pk"))


def _add(new: Sequence[New], sent: Sent) -> list[str]:
    """New members with their stays and particulars."""
    people = {new_code("M"): one.entry for one in new}
    Member.objects.bulk_create(Member(code=code, name=entry.name) for code, entry in people.items())
    keys = dict(Member.objects.filter(code__in=people).values_list("code", "pk"))
    places = _places({code for one in people.values() for code in (one.branch, one.group) if code})
    Stay.objects.bulk_create(
        Stay(
            member_id=keys[code], kind=difference.kind_of(entry), organization_id=places[entry.branch],
            group_id=places.get(entry.group), since=_since(entry, sent.day),
        )
        for code, entry in people.items()
    )  # fmt: skip
    Particulars.objects.bulk_create(
        _written(Particulars(code=code, member_id=keys[code]), entry.values, sent) for code, entry in people.items()
    )
    return list(people)


def _since(entry: Entry, today: date) -> date:
    """Where the roster does not say since when: from today, so that nothing before is judged of them."""
    given = entry.values.get("since")
    return days.first(given) if given else today


def _change(changed: Sequence[Changed], work: Verb, sent: Sent) -> list[str]:
    """What is said otherwise of those who are held; those whose particulars begin with it."""
    codes = [one.member for one in changed]
    people = {one.code: one for one in Member.objects.select_for_update().filter(code__in=codes).order_by("pk")}
    held = {one.code: one for one in Particulars.objects.filter(code__in=codes)}
    stays = {
        one.member_id: one
        for one in Stay.objects.filter(
            member__code__in=codes, since__lte=sent.day, until__isnull=True
        ).select_related("organization")
    }  # fmt: skip
    groups = _places({one.new for each in changed for one in each.changes if one.column == "group"})
    new: list[Particulars] = []
    old: list[Particulars] = []
    former: list[Former] = []
    after: list[Stay] = []
    for one in changed:
        said = {change.column: change.new for change in one.changes}
        person = people[one.member]
        if difference.OF_MEMBER & said.keys():
            person.name = said.get("name", person.name)
            after += _seat(stays[person.pk], said, groups, sent.day)
            work.seal("member", one.member)
        if _OF_PARTICULARS & said.keys():
            row = held.get(one.member)
            former += _former(row, said, sent) if row else ()
            (new if row is None else old).append(
                _written(row or Particulars(code=one.member, member=person), said, sent)
            )
    Member.objects.bulk_update(people.values(), ["name"], batch_size=500)
    Stay.objects.bulk_update(stays.values(), ["kind", "group", "until"], batch_size=500)
    Stay.objects.bulk_create(after)
    Particulars.objects.bulk_create(new)
    Particulars.objects.bulk_update(old, [*PLAIN, *SECRET, "index", "recorded_at"], batch_size=200)
    Former.objects.bulk_create(former)
    for row in old:
        work.seal("particulars", row.code)
    return [row.code for row in new]


def _seat(stay: Stay, said: Mapping[str, str], groups: Mapping[str, int], today: date) -> list[Stay]:
    """The stay as it is said now. Who is confirmed was on probation until that day: the stay is parted there, and where
    the day is not said, today, so that nothing before is judged anew; the second part is given back.
    """
    stay.group_id = groups.get(said.get("group", ""), stay.group_id)
    if said.get("kind", stay.kind) == stay.kind:
        return []
    day = days.first(said["confirmed"]) if "confirmed" in said else today
    if said["kind"] != "full" or not stay.since < day <= today:
        stay.kind = said["kind"]
        return []
    stay.until = day
    return [
        Stay(
            member_id=stay.member_id, kind="full", organization_id=stay.organization_id, group_id=stay.group_id,
            since=day, leading=stay.leading, unit_id=stay.unit_id,
        )
    ]  # fmt: skip


def _former(row: Particulars, said: Mapping[str, str], sent: Sent) -> tuple[Former, ...]:
    """What statistics counted of a member until now, where it changes."""
    held = {name: getattr(row, name) for name in COUNTED}
    changes = any(said.get(name, value) != value for name, value in held.items())
    return (Former(particulars=row, until=sent.at, **held),) if changes else ()


def _written(row: Particulars, said: Mapping[str, str], sent: Sent) -> Particulars:
    """A row with what is said of it; what is not said stays."""
    for name in PLAIN:
        setattr(row, name, said.get(name, getattr(row, name)))
    for name in SECRET:
        if name in said:
            setattr(row, name, cipher.conceal(said[name], queries.about(row.code, name)) if said[name] else b"")
    if "identity" in said:
        row.index = queries.index(said["identity"])
    row.recorded_at = sent.at
    return row


def _places(codes: Collection[str]) -> dict[str, int]:
    return dict(Organization.objects.filter(code__in=codes).values_list("code", "pk"))


def _finish(
    organization: str, wanted: Difference, written: tuple[list[str], list[str]], work: Verb, sent: Sent
) -> None:  # fmt: skip
    """Grants, seals, and whose duties may stand differently. What is new goes into one root: a whole city's roster does
    not fit an entry record by record.
    """
    added, first = written
    roster = Roster.objects.create(
        code=new_code("R"), organization=Organization.objects.get(code=organization), at=sent.at,
        by=Member.objects.filter(code=sent.by.member).first(), added=len(added), changed=len(wanted.changed),
    )  # fmt: skip
    work.seal("roster", roster.code)
    work.seal_import({"member": added, "particulars": [*added, *first]}, replaces=False)
    people = {*added, *(one.member for one in wanted.changed)}
    ground.set_grants_of(people, roles.grants(members.spans(people)))
    work.touch(*members.homes(people))
    work.answer = roster.code


def correct(member: str, said: Mapping[str, str], reason: str, sent: Sent) -> Receipt | None:
    """A member's particulars are put right, field by field (those in `said`; "" takes one out). Raises `Taken`."""
    with sent.verb("particulars.correct") as work:
        person = Member.objects.select_for_update().get(code=member)
        row = Particulars.objects.filter(code=member).first() or Particulars(code=member, member=person)
        try:
            former = _former(row, said, sent) if row.pk else ()
            with transaction.atomic():
                _written(row, said, sent).save()
                Former.objects.bulk_create(former)
        except IntegrityError as error:
            raise Taken from error
        work.seal("particulars", member, reason)
        work.answer = member
    return work.receipt
