"""The verbs of members, posts and triggers."""

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from dengxiaming.areas.members import core, queries
from dengxiaming.areas.members.development.models import Applicant, Milestone
from dengxiaming.areas.members.models import Member, Post, Stay, Trigger
from dengxiaming.areas.members.register.models import Former, Particulars, Roster
from dengxiaming.areas.members.terms import POSTS, TRIGGER_KINDS
from dengxiaming.areas.members.transfers import queries as away
from dengxiaming.areas.members.transfers.models import Return, Step, Transfer
from dengxiaming.areas.members.transfers.terms import AWAY
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import actions as ground
from dengxiaming.ground import frames
from dengxiaming.ground.codes import new_code
from dengxiaming.journal.actions import Receipt, Repeated, verb
from dengxiaming.journal.actor import Actor


@dataclass(frozen=True)
class Happened:
    """What happened: its kind, to whom (a member, an organisation, or everybody below an issuer), when, in words."""

    kind: str
    on: date
    member: str = ""
    organization: str = ""
    note: str = ""


def raise_trigger(
    happened: Happened, by: Actor, at: datetime, token: str = "", content: bytes = b""
) -> tuple[str, Receipt | None]:
    """Something happened that somebody has to answer: from now on it is a duty. A directive is one for everybody.

    Raises `LookupError` where the member or the organisation is not there, `ValueError` for a kind no list names.
    """
    if happened.kind not in TRIGGER_KINDS:
        raise ValueError(f"“{happened.kind}”不在事项的词表里。")
    if happened.kind == AWAY and away.followed(happened.member):
        raise ValueError("已经记过外出，还没有转接，也没有记回来。一次外出只记一次。")
    with verb("trigger.raise", by, at, token, content) as work:
        held = Trigger.objects.create(
            code=new_code("E"),
            kind=happened.kind,
            member=_member(happened.member) if happened.member else None,
            organization=_organization(happened.organization) if happened.organization else None,
            on=happened.on,
            note=happened.note,
            raised_by=Member.objects.filter(code=by.member).first(),
            raised_at=at,
        )
        work.seal("trigger", held.code)
        _touch(work, held)
        work.answer = held.code
    return held.code, work.receipt


def withdraw_trigger(code: str, reason: str, by: Actor, at: datetime, token: str = "") -> None:
    """It was raised by mistake: it stays, marked, and asks for nothing any more. Raises `Repeated` where it is done."""
    with verb("trigger.withdraw", by, at, token) as work:
        held = Trigger.objects.select_for_update().get(code=code)
        if held.withdrawn_at is not None:
            raise Repeated(code)
        Trigger.objects.filter(pk=held.pk).update(withdrawn_at=at)
        work.seal("trigger", code, reason)
        _touch(work, held)


def appoint(member: str, organization: str, post: str, since: date, route: str, by: Actor, at: datetime) -> str:
    """A member takes a post: the post's code. What the post allows is allowed from its first day on."""
    if post not in POSTS:
        raise ValueError(f"“{post}”不在职务的词表里。")
    with verb("post.appoint", by, at) as work:
        held = Post.objects.create(
            code=new_code("P"), member=_member(member), organization=_organization(organization), post=post,
            since=since, route=route,
        )  # fmt: skip
        work.seal("member", member)
        work.touch(*_touched_by(held))
        ground.set_grants(member, core.grants(queries.spans([member])))
        work.answer = held.code
    return held.code


def release(post: str, until: date, by: Actor, at: datetime) -> None:
    """A post ends: `until` is the first day it is no longer held, and what it allowed ends with it."""
    with verb("post.release", by, at) as work:
        held = Post.objects.select_related("member", "organization").get(code=post)
        if until <= held.since:
            raise ValueError(f"免职日期要在任职日期 {held.since} 之后。")
        Post.objects.filter(pk=held.pk).update(until=until)
        member = held.member.code
        work.seal("member", member)
        work.touch(*_touched_by(held))
        ground.set_grants(member, core.grants(queries.spans([member])))


def _touched_by(post: Post) -> set[str]:
    """The organisation, the member's homes, and where a secretary sits above others, all below: their secretaries are
    talked with by a secretary above (S5-2, D2-4).
    """
    place = post.organization.code
    below = organs.Tree().below(place) if post.post == "secretary" else ()
    return {place, *below, *queries.homes({post.member.code})}


def _touch(work: verb, held: Trigger) -> None:
    """A directive is everybody's; anything else that of the member's homes, or of the organisation."""
    if held.kind == "directive":
        work.touch_everything()
    else:
        places = {held.organization.code} if held.organization else set()
        people = {held.member.code} if held.member else set()
        work.touch(*places, *queries.homes(people))


def _member(code: str) -> Member:
    found = Member.objects.filter(code=code).first()
    if found is None:
        raise LookupError(f"名册里没有编号为“{code}”的党员。")
    return found


def _organization(code: str) -> Organization:
    found = Organization.objects.filter(code=code).first()
    if found is None:
        raise LookupError(f"没有编号为“{code}”的组织。")
    return found


def empty() -> None:
    """Take out every member, stay, post and trigger; whatever refers to them is gone already."""
    frames.empty(Milestone, Applicant, Former, Particulars, Roster, Return, Step, Transfer, Trigger, Post, Stay, Member)


def load(members: pl.DataFrame, posts: pl.DataFrame, triggers: pl.DataFrame) -> None:
    """Add three checked fact tables of new rows, in their order; the organisations are there already.

    A new member's name is that of the latest row that gives one.
    """
    people = members.group_by("id", maintain_order=True).agg(pl.col("name").drop_nulls().last())
    people = people.rename({"id": "code"}).join(queries.member_keys(), on="code", how="anti", maintain_order="left")
    new = frames.keys(Member, people["code"])
    frames.insert(Member, frames.filled(people, ("name",)).with_columns(new["id"]))
    keys, organizations, units = queries.member_keys(), organs.organization_keys(), organs.unit_keys()
    stays = members.drop("name").rename(
        {
            "id": "member",
            "organization_id": "organization",
            "group_id": "group",
            "unit_id": "unit",
            "from": "since",
            "to": "until",
        }
    )
    stays = stays.with_columns(pl.col("leading").fill_null(value=False))
    frames.insert(Stay, frames.keyed(stays, member=keys, organization=organizations, group=organizations, unit=units))
    held = frames.filled(posts, ("route",)).rename(
        {"id": "code", "member_id": "member", "organization_id": "organization", "from": "since", "to": "until"}
    )
    frames.insert(Post, frames.keyed(held, member=keys, organization=organizations))
    happened = triggers.rename({"id": "code", "member_id": "member", "organization_id": "organization"})
    happened = happened.with_columns(note=pl.lit(""))
    frames.insert(Trigger, frames.keyed(happened, member=keys, organization=organizations))
    ground.replace_grants(core.grants(queries.spans()))
