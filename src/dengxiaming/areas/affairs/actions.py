"""The verbs of acts: those with a short form, contact points and rooms; and the import of acts."""

from datetime import date, datetime

import polars as pl

from dengxiaming.areas.affairs.core import Read
from dengxiaming.areas.affairs.models import Act, ActKind, Answer, Attendance, ContactPoint, Counterpart, Room
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.models import Member, Trigger
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import frames
from dengxiaming.ground.codes import new_code
from dengxiaming.journal.actions import Receipt, Repeated, verb
from dengxiaming.journal.actor import Actor


def record(
    act: Read, organization: str, by: Actor, at: datetime, token: str = "", content: bytes = b""
) -> tuple[str, Receipt | None]:
    """Something with a short form was done: its code, and where it stands in the journal.

    Raises `LookupError` where the organisation, a person or what is answered is not there.
    """
    with verb("act.record", by, at, token, content) as work:
        people = {one.code: one for one in Member.objects.filter(code__in={act.actor, by.member, *act.counterparts})}
        places = {one.code: one for one in Organization.objects.filter(code__in={organization, *act.counterparts})}
        triggers = {one.code: one for one in Trigger.objects.filter(code__in=act.answers)}
        named = people.keys() | places.keys() | {""}
        if not {act.actor, by.member, organization, *act.counterparts} <= named or set(act.answers) - triggers.keys():
            raise LookupError("选中的人、组织或事项已经不在了。回到表单重新选。")
        held = Act.objects.create(
            code=new_code("A"),
            organization=places[organization],
            actor=people.get(act.actor),
            on=act.on,
            recorded_at=at,
            title=act.title,
            text=act.text,
            recorded_by=people[by.member],
        )
        ActKind.objects.create(act=held, kind=act.kind)
        Counterpart.objects.bulk_create(
            Counterpart(act=held, member=people.get(one), organization=places.get(one)) for one in act.counterparts
        )
        Answer.objects.bulk_create(Answer(act=held, trigger=triggers[one]) for one in act.answers)
        work.seal("act", held.code)
        concerned = members.homes({act.actor, *act.counterparts}) | members.concerned(act.answers)
        work.touch(organization, *(places.keys() & set(act.counterparts)), *concerned)
        work.answer = held.code
    return held.code, work.receipt


def withdraw(code: str, reason: str, by: Actor, at: datetime, token: str = "") -> None:
    """The act was recorded by mistake: it stays, marked, and counts no more. Raises `Repeated` where it is done."""
    with verb("act.withdraw", by, at, token) as work:
        act = Act.objects.select_for_update().get(code=code)
        if act.withdrawn_at is not None:
            raise Repeated(code)
        Act.objects.filter(pk=act.pk).update(withdrawn_at=at)
        work.seal("act", code, reason)
        who = Counterpart.objects.filter(act=act).values_list("member__code", "organization__code")
        people = {member for member, _ in who if member} | ({act.actor.code} if act.actor else set())
        places = {place for _, place in who if place}
        answered = Answer.objects.filter(act=act, trigger__isnull=False).values_list("trigger__code", flat=True)
        work.touch(act.organization.code, *places, *members.homes(people), *members.concerned(tuple(answered)))


def keep_contact(member: str, organization: str, since: date, by: Actor, at: datetime, token: str = "") -> str:
    """A member of a party group takes on a contact point (D1-7): its code."""
    with verb("contact_point.keep", by, at, token) as work:
        point = ContactPoint.objects.create(
            code=new_code("CP"),
            member=Member.objects.get(code=member),
            organization=Organization.objects.get(code=organization),
            since=since,
        )
        work.seal("contact_point", point.code)
        work.answer = point.code
    return point.code


def register_room(organization: str, name: str, note: str, by: Actor, at: datetime, token: str = "") -> str:
    """An activity room is entered under its name; meetings name their place, and that is its use (P8)."""
    with verb("room.register", by, at, token) as work:
        room, _ = Room.objects.update_or_create(
            organization=Organization.objects.get(code=organization),
            name=name,
            defaults={"note": note},
            create_defaults={"note": note, "code": new_code("R")},
        )
        work.seal("room", room.code)
        work.answer = room.code
    return room.code


def empty() -> None:
    """Take out every act and roll, contact point and room."""
    frames.empty(Attendance, Answer, Counterpart, ActKind, Act, ContactPoint, Room)


def load(acts: pl.DataFrame, attendance: pl.DataFrame) -> None:
    """Add two checked fact tables of new acts, in their order; organisations, members and triggers are there already.

    Every act has its recorded_at. What an act lists twice counts once (contract 3.7).
    """
    people, organizations = members.member_keys(), organs.organization_keys()
    new, trigger_keys = frames.keys(Act, acts["id"]), members.trigger_keys()
    held = frames.read(Act.objects.all(), {"code": ("code", pl.String()), "id": ("pk", pl.Int64())})
    act_keys = pl.concat([held, new.select("code", "id")])
    done = acts.drop("kinds", "counterpart_ids", "answers").rename(
        {"id": "code", "organization_id": "organization", "actor_id": "actor"}
    )
    nothing = [pl.lit("").alias("title"), pl.lit("").alias("text")]
    done = done.with_columns(pl.col("elements").list.join(";"), new["id"], *nothing)
    frames.insert(Act, frames.keyed(done, organization=organizations, actor=people))
    frames.insert(ActKind, frames.keyed(_each(acts, "kinds", "kind"), act=act_keys))
    met = _each(acts, "counterpart_ids", "member").with_columns(organization="member")
    frames.insert(Counterpart, frames.keyed(met, act=act_keys, member=people, organization=organizations))
    answers = _each(acts, "answers", "trigger").with_columns(answered="trigger")
    frames.insert(Answer, frames.keyed(answers, act=act_keys, trigger=trigger_keys, answered=act_keys))
    roll = attendance.rename({"act_id": "act", "member_id": "member"})
    frames.insert(Attendance, frames.keyed(roll, act=act_keys, member=people))


def _each(acts: pl.DataFrame, lists: str, name: str) -> pl.DataFrame:
    """One row for each entry of a list column: `act` (its code) and the entry."""
    entries = acts.select(pl.col("id").alias("act"), pl.col(lists).alias(name)).explode(name).drop_nulls()
    return entries.unique(maintain_order=True)
