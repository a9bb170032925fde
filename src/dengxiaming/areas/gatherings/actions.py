"""The verbs of gatherings: a draft is kept, a record is signed, confirmed, corrected, made up for, followed up.

A draft is not sealed. Every other verb is one transaction with one entry in the journal. Times and actors are told.
"""

import json
from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction

from dengxiaming.areas.gatherings import candidates, core, drafts, expected, kinds, likeness
from dengxiaming.areas.gatherings.agenda import Item as TypedItem
from dengxiaming.areas.gatherings.core import Problems, Submission
from dengxiaming.areas.gatherings.drafts import FormContent, Kept
from dengxiaming.areas.gatherings.fields import mapping
from dengxiaming.areas.gatherings.models import (
    Draft,
    Fingerprint,
    Gathering,
    Holder,
    Invited,
    Item,
    Notice,
    Progress,
    Remark,
    Resolution,
    Roll,
    Sentence,
    Shown,
    Stage,
    Studied,
)
from dengxiaming.areas.gatherings.refusals import Elsewhere, Gone, NotReady, Refused
from dengxiaming.areas.gatherings.roll import ON_LEAVE, People
from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import frames
from dengxiaming.ground.clock import ZONE
from dengxiaming.ground.codes import new_code
from dengxiaming.journal.actions import Receipt, verb
from dengxiaming.journal.actor import Actor


def empty() -> None:
    """Take out everything, for an import that replaces everything; nothing is sealed then."""
    frames.empty(
        Fingerprint, Sentence, Shown, Remark, Progress, Resolution, Item, Stage, Studied, Roll, Holder, Gathering,
        Invited, Notice, Draft,
    )  # fmt: skip


def save_draft(code: str, organization: str, content: core.Content, version: int, by: Actor, at: datetime) -> int:
    """Keep what was typed, and say which version it is now. `version` is the one the form came from, 0 for a new one.

    Raises `Elsewhere` with the other version where somebody saved in between, `Gone` where it was signed or discarded.
    The same content again is no conflict.
    """
    text = json.dumps(content, sort_keys=True)
    given = {"content": text, "on": core.day_of(content), "saved_at": at, "saved_by": _member(by.member)}
    if version:
        rows = Draft.objects.filter(code=code, version=version)
        if rows.update(version=version + 1, **given):
            return version + 1
    else:
        if Holder.objects.filter(act=code, recorded_at__isnull=False).exists():
            raise Gone
        try:
            with transaction.atomic():
                Draft.objects.create(code=code, organization=Organization.objects.get(code=organization), **given)
        except IntegrityError:
            pass
        else:
            return 1
    kept = _kept(code)
    if json.dumps(kept.content, sort_keys=True) == text:
        return kept.version
    raise Elsewhere(kept)


def arrive(code: str, member: str) -> None:
    """A member on the roll of a draft says: I am here. Kept is who, nothing of where or by what. Raises `Gone`."""
    while True:
        arrived = Draft.objects.filter(code=code).values_list("arrived", flat=True).first()
        if arrived is None:
            raise Gone
        there = [*filter(None, arrived.split(";"))]
        if member in there:
            return
        # 两个人同时点：后到的那个再来一次
        if Draft.objects.filter(code=code, arrived=arrived).update(arrived=";".join([*there, member])):
            return


def discard_draft(code: str, version: int) -> None:
    """Throw a draft away. Raises `Elsewhere` where it is no longer the one that was looked at."""
    if not Draft.objects.filter(code=code, version=version).delete()[0]:
        raise Elsewhere(_kept(code))


def sign(code: str, version: int, by: Actor, at: datetime, token: str = "") -> Receipt | None:
    """The recorder's signature: the draft, as it was looked at, becomes a record of its organisation.

    In a joint gathering the others find a draft with the common part, which is frozen from here on, and sign their own
    roll. Raises `NotReady` with every problem, `Elsewhere`, `Gone`.
    """
    with verb("gathering.sign", by, at, token, f"{code}\0{version}".encode()) as work:
        kept = looked_at(code, version)
        earlier = Holder.objects.filter(act=code).select_related("gathering", "organization").first()
        if earlier is None and Gathering.objects.filter(code=code).exists():
            raise Gone
        if earlier is not None and (earlier.recorded_at is not None or earlier.gathering.withdrawn_at is not None):
            raise Gone
        content = kept.content
        if earlier is not None:
            content = drafts.with_common_part(content, drafts.content_of(code), kept.organization)
        people = expected.people(kept.organization, content, by.member, at.astimezone(ZONE).date())
        read = _ready(core.read(content, people, kinds.load()))
        holder = earlier or _begin(code, read, kept, by, at)
        _write_part(holder, read, at)
        _compare(holder, content, people, at)
        Draft.objects.filter(code=code).delete()
        work.seal("gathering", holder.gathering.code)
        work.touch(*expected.concerned(holder.gathering))
        work.answer = holder.act
    return work.receipt


def confirm(act: str, by: Actor, at: datetime, token: str = "") -> Receipt | None:
    """The secretary's signature under a signed record."""
    with verb("gathering.confirm", by, at, token, act.encode()) as work:
        holder = _signed(act)
        Holder.objects.filter(pk=holder.pk).update(confirmed_by=_member(by.member), confirmed_at=at)
        work.seal("gathering", holder.gathering.code)
        work.answer = act
    return work.receipt


def correct(act: str, content: core.Content, reason: str, by: Actor, at: datetime, token: str = "") -> Receipt | None:
    """A new version of a signed record; the old text stays in the journal, and the secretary signs again.

    A change of kinds, day, actors or answers takes the correction's time as the time of recording; one of words,
    elements or roll keeps it (decisions, unsaid 5). Raises `NotReady`, `Refused`.
    """
    given = json.dumps([act, content, reason], sort_keys=True).encode()
    with verb("gathering.correct", by, at, token, given) as work:
        _written(reason, "更正要写原因。请写一句改了什么、为什么改。")
        holder = _signed(act)
        held = holder.gathering
        before = drafts.content_of(act)
        work.touch(*expected.concerned(held))
        if set(mapping(content.get("holders"))) != set(before["holders"]):
            raise Refused("更正不能换组织，也不能加减支部。请撤回这一条，写明原因，再重新记。")
        people = expected.people(holder.organization.code, content, "", at.astimezone(ZONE).date())
        read = _ready(core.read(content, people, kinds.load()))
        _write_common(held, read)
        _write_part(holder, read, holder.recorded_at or at)
        after = drafts.content_of(act)
        if any(before[name] != after[name] for name in drafts.COMMON):
            _nobody_else_signed(holder)
        if drafts.weight(before) != drafts.weight(after):
            Holder.objects.filter(pk=holder.pk).update(recorded_at=at)
        _compare(holder, content, people, holder.recorded_at or at)
        work.seal("gathering", held.code, reason.strip())
        held.refresh_from_db()
        work.touch(*expected.concerned(held))
        work.answer = act
    return work.receipt


def withdraw(act: str, reason: str, by: Actor, at: datetime, token: str = "") -> Receipt | None:
    """Take a record back: it stays, marked, and counts no more. In a joint gathering that others signed only the own
    signature goes, and the draft of the own part comes back.
    """
    with verb("gathering.withdraw", by, at, token, f"{act}\0{reason}".encode()) as work:
        _written(reason, "撤回要写原因。请写一句为什么。")
        holder = _signed(act)
        held = holder.gathering
        work.touch(*expected.concerned(held))
        if Holder.objects.filter(gathering=held, recorded_at__isnull=False).exclude(pk=holder.pk).exists():
            _keep_draft(act, holder.organization, drafts.content_of(act), by, at)
            Holder.objects.filter(pk=holder.pk).update(
                recorder=None, recorded_at=None, confirmed_by=None, confirmed_at=None
            )
            _forget(holder)
            Roll.objects.filter(holder=holder).delete()
        else:
            Gathering.objects.filter(pk=held.pk).update(withdrawn_at=at)
        work.seal("gathering", held.code, reason.strip())
        work.answer = act
    return work.receipt


def make_up(act: str, member: str, on: date, how: str, by: Actor, at: datetime, token: str = "") -> Receipt | None:
    """A member who was on leave made it up on a day (S6-4)."""
    with verb("gathering.make_up", by, at, token, f"{act}\0{member}\0{on}\0{how}".encode()) as work:
        holder = _signed(act)
        day, today = holder.gathering.on, at.astimezone(ZONE).date()
        if not day <= on <= today:
            raise Refused(f"补课日期要在{day}到{today}之间。请核对。")
        lines = Roll.objects.filter(holder=holder, member__code=member, status=ON_LEAVE)
        if not lines.update(made_up_on=on, made_up_how=how.strip()):
            raise Refused("只有请假批准的人可以补课。请先在点名里核对。")
        work.seal("gathering", holder.gathering.code)
        work.touch(holder.organization.code)
        work.answer = act
    return work.receipt


def progress(
    resolution: str, text: str, on: date, by: Actor, at: datetime, *, done: bool = False, token: str = ""
) -> Receipt | None:
    """What became of a resolution; `done` closes it (S6-5)."""
    with verb("resolution.progress", by, at, token, f"{resolution}\0{text}\0{on}\0{done}".encode()) as work:
        _written(text, "没有写办到哪一步。请写一句。")
        if on > at.astimezone(ZONE).date():
            raise Refused(f"{on}还没到。请写办的那一天。")
        written = Progress.objects.create(
            code=new_code("J"), resolution=Resolution.objects.get(code=resolution), on=on, text=text.strip(),
            done=done, written_by=_member(by.member), written_at=at,
        )  # fmt: skip
        work.seal("progress", written.code)
        work.answer = written.code
    return work.receipt


def remark(about: str, organization: str, text: str, by: Actor, at: datetime, token: str = "") -> Receipt | None:
    """Words on a sign, on a missed duty, or on how one was called; shown beside it, without any effect."""
    with verb("remark.write", by, at, token, f"{about}\0{text}".encode()) as work:
        _written(text, "没有写说明。请写一句。")
        written = Remark.objects.create(
            code=new_code("S"), organization=Organization.objects.get(code=organization), about=about,
            text=text.strip(), written_by=_member(by.member), written_at=at,
        )  # fmt: skip
        work.seal("remark", written.code)
        work.answer = written.code
    return work.receipt


def _ready(read: Submission | Problems) -> Submission:
    if isinstance(read, Problems):
        raise NotReady(read)
    return read


def _written(text: str, or_else: str) -> None:
    if not text.strip():
        raise Refused(or_else)


def _kept(code: str) -> Kept:
    kept = drafts.draft(code)
    if kept is None:
        raise Gone
    return kept


def looked_at(code: str, version: int) -> Kept:
    """The draft as it was looked at, locked against a save in between: inside a verb. Raises `Elsewhere`, `Gone`."""
    Draft.objects.select_for_update().filter(code=code).first()
    kept = _kept(code)
    if kept.version != version:
        raise Elsewhere(kept)
    return kept


def _signed(act: str) -> Holder:
    """A signed record that stands, locked against two corrections at once."""
    rows = Holder.objects.select_for_update(of=("self",)).select_related("gathering", "organization")
    holder = rows.filter(act=act, recorded_at__isnull=False, gathering__withdrawn_at__isnull=True).first()
    if holder is None:
        raise Refused("这条记录还没有签字，或者已经撤回。请回到记录页看一看。")
    return holder


def _member(code: str) -> Member:
    return Member.objects.get(code=code)


def _begin(code: str, read: Submission, kept: Kept, by: Actor, at: datetime) -> Holder:
    """The rows of a new record: the common part, and a place for each organisation that holds it."""
    held = Gathering(code=code)
    _write_common(held, read)
    joint = len(read.organizations) > 1
    places = dict(Organization.objects.in_bulk(read.organizations, field_name="code"))
    holders = [
        Holder(gathering=held, organization=places[one], act=f"{code}@{one}" if joint else code)
        for one in read.organizations
    ]
    first, *others = Holder.objects.bulk_create(holders)
    for other in others:
        part = mapping(mapping(kept.content.get("holders")).get(other.organization.code))
        content = kept.content | {"recorder": "", "late_reason": "", "holders": {other.organization.code: part}}
        _keep_draft(other.act, other.organization, content, by, at)
    return first


def _keep_draft(code: str, organization: Organization, content: FormContent, by: Actor, at: datetime) -> None:
    Draft.objects.create(
        code=code, organization=organization, on=core.day_of(content), content=json.dumps(content, sort_keys=True),
        saved_at=at, saved_by=_member(by.member),
    )  # fmt: skip


def _write_common(held: Gathering, read: Submission) -> None:
    people = Member.objects.in_bulk(read.members, field_name="code")
    held.kinds, held.theme, held.on = ";".join(read.kinds), read.theme, read.on
    held.starts, held.ends, held.place = read.starts, read.ends, read.place
    held.chair, held.answers = people.get(read.chair), ";".join(read.answers)
    held.save()
    Studied.objects.filter(gathering=held).delete()
    Stage.objects.filter(gathering=held).delete()
    Studied.objects.bulk_create(Studied(gathering=held, title=title, issued_on=on) for title, on in read.studied)
    Stage.objects.bulk_create(Stage(gathering=held, kind=one.kind, on=one.on, text=one.text) for one in read.stages)
    _write_items(held, read.items, people)


def _write_items(held: Gathering, typed: Collection[TypedItem], people: dict[str, Member]) -> None:
    """Items anew; a resolution keeps its code, and with it what became of it."""
    earlier = {row.code: row for row in Resolution.objects.filter(gathering=held)}
    kept = {one.code for item in typed for one in item.resolutions}
    if Progress.objects.filter(resolution__code__in=earlier.keys() - kept).exists():
        raise Refused("有一条决议已经写过办理情况，不能去掉。请留着它，在办理情况里写明。")
    Resolution.objects.filter(gathering=held).update(item=None)
    Resolution.objects.filter(code__in=earlier.keys() - kept).delete()
    Item.objects.filter(gathering=held).delete()
    last = max((int(code.rpartition("-")[2]) for code in earlier), default=0)
    for position, item in enumerate(typed, start=1):
        row = Item.objects.create(
            gathering=held, position=position, kind=item.kind, title=item.title, lecturer=people.get(item.lecturer),
            guest=item.guest, speeches=item.speeches, in_favour=item.in_favour, against=item.against,
            abstained=item.abstained, votes_none=item.votes_none,
        )  # fmt: skip
        for one in item.resolutions:
            resolution = earlier.pop(one.code, None)
            if resolution is None:
                last += 1
                resolution = Resolution(gathering=held, code=f"{held.code}-{last}")
            resolution.item, resolution.text, resolution.owner = row, one.text, people.get(one.owner)
            resolution.due_on, resolution.rectification = one.due_on, one.rectification
            resolution.save()


def _write_part(holder: Holder, read: Submission, recorded_at: datetime) -> None:
    """One organisation's own part. Whoever made up for a leave keeps it, as long as the leave stands."""
    people = Member.objects.in_bulk(read.members, field_name="code")
    holder.recorder, holder.recorded_at = people[read.recorder], recorded_at
    holder.confirmed_by, holder.confirmed_at = None, None
    holder.observers, holder.absent_none, holder.late_reason = read.observers, read.absent_none, read.late_reason
    holder.elements = ";".join(read.elements)
    holder.save()
    earlier = {row.member_id: row for row in Roll.objects.filter(holder=holder, status=ON_LEAVE)}
    Roll.objects.filter(holder=holder).delete()
    rows = [Roll(holder=holder, member=people[one.member], status=one.status, reason=one.reason) for one in read.calls]
    for row in rows:
        if row.status == ON_LEAVE and row.member_id in earlier:
            made_up = earlier[row.member_id]
            row.made_up_on, row.made_up_how = made_up.made_up_on, made_up.made_up_how
    Roll.objects.bulk_create(rows)


def _compare(holder: Holder, content: core.Content, people: People, at: datetime) -> None:
    """Keep the signs of a record, and what later ones are compared with (P9)."""
    _forget(holder)
    looked = candidates.look(holder.gathering.code, content, people, at)
    sentences = Sentence.objects.bulk_create(Sentence(holder=holder, text=text) for text in looked.sentences)
    Fingerprint.objects.bulk_create(
        Fingerprint(sentence=sentence, value=value)
        for sentence in sentences
        for value in sorted(likeness.fingerprints(sentence.text))
    )
    Shown.objects.bulk_create(candidates.shown(holder, sign) for sign in looked.signs)


def _forget(holder: Holder) -> None:
    Fingerprint.objects.filter(sentence__holder=holder).delete()
    Sentence.objects.filter(holder=holder).delete()
    Shown.objects.filter(holder=holder).delete()


def _nobody_else_signed(holder: Holder) -> None:
    others = Holder.objects.filter(gathering=holder.gathering, recorded_at__isnull=False).exclude(pk=holder.pk)
    if names := [str(other.organization) for other in others.select_related("organization")]:
        raise Refused(
            f"{'、'.join(names)}也签过字，时间、地点、主题、议程这些共同的部分不能单独改。"
            "请他们先撤回自己的签字，改好以后再签。"
        )
