"""The verbs of talks."""

from datetime import datetime

from django.db import transaction

from dengxiaming.areas.members.models import Member, Trigger
from dengxiaming.areas.organs.models import Organization
from dengxiaming.areas.talks.core import Read
from dengxiaming.areas.talks.models import Note, Talk, With
from dengxiaming.ground import cipher, frames
from dengxiaming.ground.codes import new_code
from dengxiaming.journal.actions import Receipt, Repeated, verb
from dengxiaming.journal.actor import Actor


def empty() -> None:
    """Take out every talk, for an import that replaces everything; nothing is sealed then."""
    frames.empty(Note, With, Talk)


def record(
    talk: Read, organization: str, by: Actor, at: datetime, token: str = "", content: bytes = b""
) -> tuple[str, Receipt | None]:
    """A talk was held: its code, and where it stands in the journal. The writer's note is enciphered before it is kept.

    Raises `LookupError` where a person, the organisation or a trigger is not there.
    """
    with verb("talk.record", by, at, token, content) as work:
        people = _people({talk.actor, by.member, *talk.members})
        held = Talk.objects.create(
            code=new_code("T"),
            organization=_organization(organization),
            actor=people[talk.actor],
            on=talk.on,
            form=talk.form,
            reason=talk.reason,
            answers=";".join(_triggers(talk.answers)),
            recorded_at=at,
            recorded_by=people[by.member],
        )
        With.objects.bulk_create(With(talk=held, member=people[one]) for one in talk.members)
        work.seal("talk", held.code)
        if talk.note:
            note = _write(held, people[by.member], talk.note)
            work.seal("talk_note", note.code)
        work.touch(organization, *_homes(talk.actor, *talk.members))
        work.answer = held.code
    return held.code, work.receipt


def write_note(code: str, text: str, by: Actor, at: datetime, token: str = "") -> None:
    """What one of those who held the talk writes down of it; written again it takes the place of the old note, whose
    cipher text stays in the journal. Raises `LookupError` where `by` did not hold the talk.
    """
    with verb("talk.note", by, at, token, text.encode()) as work:
        talk = Talk.objects.get(code=code)
        if by.member not in _holders(talk):
            raise LookupError("只有谈话的两个人能写。")
        author = Member.objects.get(code=by.member)
        note = Note.objects.filter(talk=talk, author=author).first()
        if note is None:
            note = _write(talk, author, text)
        else:
            Note.objects.filter(pk=note.pk).update(cipher=cipher.conceal(text, _about(talk.code, by.member)))
        work.seal("talk_note", note.code)
        work.answer = code


def withdraw(code: str, reason: str, by: Actor, at: datetime, token: str = "") -> None:
    """The talk was recorded by mistake: it stays, marked, and counts no more. Raises `Repeated` where it is done."""
    with verb("talk.withdraw", by, at, token) as work:
        talk = Talk.objects.select_for_update().get(code=code)
        if talk.withdrawn_at is not None:
            raise Repeated(code)
        Talk.objects.filter(pk=talk.pk).update(withdrawn_at=at)
        work.seal("talk", code, reason)
        work.touch(talk.organization.code, *_homes(*_holders(talk)))


def read_note(code: str, author: str, reader: str) -> str:
    """A note, for one of those who held the talk. Raises `LookupError` for anybody else, as if there were none."""
    with transaction.atomic():
        note = Note.objects.filter(talk__code=code, author__code=author).select_related("talk").first()
        if note is None or reader not in _holders(note.talk):
            raise LookupError("没有这份谈话内容。")
    return cipher.reveal(bytes(note.cipher), _about(code, author))


def _write(talk: Talk, author: Member, text: str) -> Note:
    concealed = cipher.conceal(text, _about(talk.code, author.code))
    return Note.objects.create(code=new_code("TN"), talk=talk, author=author, cipher=concealed)


def _about(talk: str, author: str) -> str:
    return f"talk:{talk}:{author}"


def _holders(talk: Talk) -> set[str]:
    return {talk.actor.code, *talk.counterparts.values_list("member__code", flat=True)}


def _people(codes: set[str]) -> dict[str, Member]:
    found = {one.code: one for one in Member.objects.filter(code__in=codes)}
    if codes - found.keys():
        raise LookupError("名册里没有这个人，可能刚刚转走。回到谈话页重新选。")
    return found


def _organization(code: str) -> Organization:
    found = Organization.objects.filter(code=code).first()
    if found is None:
        raise LookupError("没有这个组织。")
    return found


def _triggers(codes: tuple[str, ...]) -> list[str]:
    found = set(Trigger.objects.filter(code__in=codes).values_list("code", flat=True))
    if set(codes) - found:
        raise LookupError("要谈的那件事已经撤回。回到工作台看看还有没有。")
    return list(dict.fromkeys(codes))


def _homes(*members: str) -> set[str]:
    """The organisations where these members have or had a stay or a post: their duties may stand differently."""
    stays = Member.objects.filter(code__in=members).values_list(
        "stays__organization__code", "posts__organization__code"
    )
    return {code for pair in stays for code in pair if code}
