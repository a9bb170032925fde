"""The verbs that go with terms: reminder, extension, vacancy, appointment by the superior, voting rights suspended."""

from dataclasses import dataclass
from datetime import date, datetime

from dengxiaming.areas.elections import numbers, queries
from dengxiaming.areas.elections.models import Extension, Suspension, TermReminder
from dengxiaming.areas.elections.refusals import refuse
from dengxiaming.areas.elections.tenure.core import latest
from dengxiaming.areas.elections.terms import SUSPENSIONS
from dengxiaming.areas.members import core as members_core
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.models import Member, Post
from dengxiaming.areas.members.terms import COMMITTEE_POSTS
from dengxiaming.areas.members.vacancies.actions import fall_vacant
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import actions as ground
from dengxiaming.ground.codes import new_code
from dengxiaming.journal.actions import Verb, verb
from dengxiaming.journal.actor import Actor


def remind(organization: str, term_ends: date, by: Actor, at: datetime, token: str = "") -> str:
    """The superior tells an organisation that its term ends (R4, S8-5)."""
    with verb("term.remind", by, at, token) as work:
        where = Organization.objects.get(code=organization)
        if TermReminder.objects.filter(organization=where, term_ends=term_ends).exists():
            raise refuse("remind", "这一届已经提醒过了，对方的换届页上看得见。")
        held = TermReminder.objects.create(
            code=new_code("TR"), organization=where, superior=_superior(organization), term_ends=term_ends, sent_at=at,
            sent_by=Member.objects.get(code=by.member),
        )  # fmt: skip
        work.seal("term_reminder", held.code)
        work.answer = held.code
    return held.code


def ask_extension(
    organization: str, term_ends: date, until: date, reason: str, by: Actor, at: datetime, token: str = ""
) -> str:
    """An organisation asks for a longer term, a year at most (S8-2, R3-1): its code."""
    with verb("extension.ask", by, at, token) as work:
        if not term_ends < until <= latest(term_ends):
            years = numbers.term().extension_years
            raise refuse(
                "until",
                f"本届{term_ends}届满，延期一般不超过{years}年（R3-1、S8-2）：写{latest(term_ends)}以前的一天。",
            )
        if Extension.objects.filter(organization__code=organization, granted__isnull=True).exists():
            raise refuse("until", "已经有一份延期请示在等上级批复。")
        held = Extension.objects.create(
            code=new_code("YQ"), organization=Organization.objects.get(code=organization),
            superior=_superior(organization), term_ends=term_ends, until=until, reason=reason, requested_at=at,
            requested_by=Member.objects.get(code=by.member),
        )  # fmt: skip
        work.seal("extension", held.code)
        work.answer = held.code
    return held.code


@dataclass(frozen=True)
class Answer:
    """What the superior says to an extension."""

    granted: bool
    on: date
    number: str = ""
    text: str = ""


def answer_extension(code: str, answer: Answer, by: Actor, at: datetime, token: str = "") -> None:
    """Granted, it moves the end of the term from that day on; only before the term is over (contract 4, S8-1)."""
    with verb("extension.answer", by, at, token) as work:
        held = Extension.objects.select_for_update().get(code=code)
        if held.granted is not None:
            raise refuse("granted", "这份请示已经批过了。")
        if answer.granted and answer.on > held.term_ends:
            raise refuse("on", f"本届{held.term_ends}已经届满，届满以后的批复不再延长任期（S8-2）。尽快换届。")
        Extension.objects.filter(pk=held.pk).update(
            granted=answer.granted, decided_on=answer.on, number=answer.number, answer=answer.text, decided_at=at,
            decided_by=Member.objects.get(code=by.member),
        )  # fmt: skip
        work.seal("extension", code)
        work.touch(held.organization.code, held.superior.code)


def vacate(post: str, on: date, note: str, by: Actor, at: datetime, token: str = "") -> str:
    """A committee post falls vacant: it ends, and a by-election is owed within 90 days (S1-10): the trigger's code."""
    with verb("post.vacate", by, at, token) as work:
        held = Post.objects.select_related("member", "organization").get(code=post)
        if on <= held.since or held.post not in COMMITTEE_POSTS:
            raise refuse("on", f"空缺的日期要在任职日期{held.since}以后。")
        Post.objects.filter(pk=held.pk).update(until=on)
        (trigger,) = fall_vacant(work, [post], on, note)
        _reseat(work, held.member.code, held.organization.code)
        work.answer = trigger
    return trigger


@dataclass(frozen=True)
class Appointment:
    """The superior appoints instead of an election, where that is necessary (S1-10)."""

    organization: str
    member: str
    post: str
    since: date
    reason: str = ""


def appoint(appointment: Appointment, by: Actor, at: datetime, token: str = "") -> str:
    """The post's code; it stands as appointed, approved on its first day."""
    with verb("post.appoint_necessary", by, at, token) as work:
        if appointment.post not in COMMITTEE_POSTS:
            raise refuse("post", "只指派书记、副书记、委员。")
        where = Organization.objects.get(code=appointment.organization)
        held = Post.objects.filter(queries.during(appointment.since), organization=where, post__in=COMMITTEE_POSTS)
        if appointment.post == "secretary" and held.filter(post="secretary").exists():
            raise refuse("post", "现在有书记，没有空缺。先记空缺，再指派（S1-10）。")
        if held.filter(member__code=appointment.member).exists():
            raise refuse("member", "他在这里已经有职务。先记那一个职务空缺，再指派。")
        made = Post.objects.create(
            code=new_code("P"), member=Member.objects.get(code=appointment.member), organization=where,
            post=appointment.post, since=appointment.since, route="appointed", approved_on=appointment.since,
        )  # fmt: skip
        _reseat(work, appointment.member, appointment.organization, appointment.reason)
        work.answer = made.code
    return made.code


def suspend(member: str, reason: str, since: date, by: Actor, at: datetime, token: str = "") -> str:
    """Somebody may not vote nor be elected from a day on (R3-3)."""
    with verb("voting.suspend", by, at, token) as work:
        if reason not in SUSPENSIONS:
            raise refuse("reason", "中止的原因从表里选（R3-3）。")
        if queries.suspended([member], since):
            raise refuse("member", "已经记过，还没有恢复。")
        held = Suspension.objects.create(
            code=new_code("ZZ"), member=Member.objects.get(code=member), reason=reason, since=since, recorded_at=at,
            recorded_by=Member.objects.get(code=by.member),
        )  # fmt: skip
        work.seal("suspension", held.code)
        work.answer = held.code
    return held.code


def restore(code: str, until: date, by: Actor, at: datetime, token: str = "") -> None:
    """They may vote again; `until` is the first day of it."""
    with verb("voting.restore", by, at, token) as work:
        held = Suspension.objects.select_for_update().get(code=code)
        if until <= held.since:
            raise refuse("until", f"恢复的日期要在中止的日期{held.since}以后。")
        Suspension.objects.filter(pk=held.pk).update(until=until)
        work.seal("suspension", code)


def _superior(organization: str) -> Organization:
    found = Organization.objects.filter(code=queries.superior_of(organization)).first()
    if found is None:
        raise refuse("organization", "上面没有审批的组织（R2-10）。先把上级机关党委、总支或者工委设好。")
    return found


def _reseat(work: Verb, member: str, organization: str, reason: str = "") -> None:
    """A member's posts have changed: seal, grants, and whose duties may stand differently."""
    work.seal("member", member, reason)
    work.touch(organization, *organs.Tree().below(organization), *members.homes({member}))
    ground.set_grants(member, members_core.grants(members.spans([member])))
