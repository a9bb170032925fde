"""Random changes to the records of a site, each as a verb would write it, and what such a verb reports as touched."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TypeVar

from django.db import transaction

from dengxiaming.areas.affairs.models import Act, ActKind, Answer, Attendance, Counterpart
from dengxiaming.areas.dues.models import Due
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.models import Member, Post, Stay, Trigger
from dengxiaming.areas.organs.models import Organization
from dengxiaming.areas.organs.queries import Tree
from dengxiaming.ground import touch
from dengxiaming.law import vocabulary

ACT_KINDS, ELEMENTS = sorted(vocabulary.ACT_KINDS), sorted(vocabulary.ELEMENTS)
TRIGGERS = sorted(set(vocabulary.TRIGGER_KINDS) - {"directive"})
Touches = set[str]
Any_ = TypeVar("Any_")


def change(random: Random, today: date, of: Sequence[str] = ()) -> str:
    """One random change (of some kinds) and its report, in one transaction; what it was."""
    what = random.choice(of or list(CHANGES))
    with transaction.atomic():
        found = CHANGES[what](random, today)
        kinds = frozenset({KINDS[what]})
        touch.report(touch.Touched(frozenset(found), kinds=kinds))
    return f"{what} {sorted(found)}"


def _some(random: Random, rows: Iterable[Any_], most: int) -> list[Any_]:
    held = list(rows)
    return random.sample(held, min(len(held), random.randint(0, most)))


def _day(random: Random, today: date) -> date:
    return today - timedelta(days=random.choice([random.randint(0, 60), random.randint(0, 900)]))


def _touched_by(acts: Iterable[Act]) -> Touches:
    """The organisations of acts, counterparts and answers, and all homes of the members concerned."""
    found: Touches = set()
    people: set[str] = set()
    for act in acts:
        found.add(act.organization.code)
        if act.actor:
            people.add(act.actor.code)
        for one in act.counterparts.all():
            (people if one.member else found).add((one.member or one.organization).code)
        for answer in act.answers.all():
            if answer.trigger:
                people |= {answer.trigger.member.code} if answer.trigger.member else set()
                found |= {answer.trigger.organization.code} if answer.trigger.organization else set()
            else:
                found.add(answer.answered.organization.code)
    return found | members.homes(people)


def _new_act(random: Random, today: date) -> Touches:
    people, places = list(Member.objects.all()), list(Organization.objects.all())
    on = _day(random, today)
    recorded = datetime.combine(on + timedelta(days=random.choice([0, 1, 20])), time(8), UTC)
    act = Act.objects.create(
        code=f"N{Act.objects.count()}-{random.random()}", organization=random.choice(places),
        actor=random.choice([None, *people]), on=on, recorded_at=recorded,
        elements=";".join(random.choice([ELEMENTS, ELEMENTS[:4]])),
        until=on + timedelta(days=400),
    )  # fmt: skip
    if random.random() < 0.7:  # mostly where it matters
        act.organization = random.choice(list(Stay.objects.all())).organization
        seat = Post.objects.filter(organization=act.organization).first()
        act.actor = seat.member if seat else act.actor
        act.save()
    ActKind.objects.bulk_create(ActKind(act=act, kind=kind) for kind in random.sample(ACT_KINDS, 3))
    near = [stay.member for stay in Stay.objects.filter(organization=act.organization)]
    for member in dict.fromkeys([*_some(random, people, 2), *_some(random, near, 2)]):
        Counterpart.objects.create(act=act, member=member)
    for organization in _some(random, places, 1):
        Counterpart.objects.create(act=act, organization=organization)
    for trigger in _some(random, Trigger.objects.all(), 2):
        Answer.objects.create(act=act, trigger=trigger)
    for other in _some(random, Act.objects.exclude(pk=act.pk), 1):
        Answer.objects.create(act=act, answered=other)
    _roll(random, act, dict.fromkeys([*near, *_some(random, people, 2)]))
    return _touched_by([act])


def _roll(random: Random, act: Act, people: Iterable[Member]) -> None:
    for member in people:
        made_up = act.on + timedelta(days=5) if random.random() < 0.3 else None
        status = random.choice(sorted(vocabulary.ATTENDANCE_STATUSES))
        Attendance.objects.create(act=act, member=member, status=status, made_up_on=made_up)


def _changed_act(random: Random, today: date) -> Touches:
    act = random.choice(list(Act.objects.all()))
    before = _touched_by([act])
    act.on = _day(random, today)
    act.organization = random.choice([act.organization, *Organization.objects.all()])
    act.save()
    act.kinds.filter(kind=random.choice(ACT_KINDS)).delete()
    for answer in act.answers.all()[:1]:
        answer.delete()
    return before | _touched_by([act])


def _changed_roll(random: Random, _: date) -> Touches:
    act = random.choice(list(Act.objects.all()))
    act.roll.all().delete()
    here = [stay.member for stay in Stay.objects.filter(organization=act.organization)]
    _roll(random, act, dict.fromkeys([*_some(random, here, 6), *_some(random, Member.objects.all(), 1)]))
    return _touched_by([act])


def _withdrawn_act(random: Random, _: date) -> Touches:
    act = random.choice(list(Act.objects.all()))
    found = _touched_by([act, *(one.act for one in act.answered_by.all())])
    for rows in (act.roll, act.answers, act.counterparts, act.kinds, act.answered_by):
        rows.all().delete()
    act.delete()
    return found


def _by_post(post: Post) -> Touches:
    """A post reaches everything below: a secretary above talks with the secretaries of branches (S5-2, D2-4)."""
    tree = Tree()
    code = post.organization.code
    return {code, *tree.below(code), *members.homes([post.member.code])}


def _new_post(random: Random, today: date) -> Touches:
    member, organization = random.choice(list(Member.objects.all())), random.choice(list(Organization.objects.all()))
    if random.random() < 0.7:
        organization = member.stays.first().organization if member.stays.exists() else organization
    post = Post.objects.create(
        code=f"P{random.random()}", member=member, organization=organization,
        post=random.choice(sorted(vocabulary.POSTS)), since=_day(random, today),
        route=random.choice(sorted(vocabulary.ROUTES)),
    )  # fmt: skip
    return _by_post(post)


def _ended_post(random: Random, today: date) -> Touches:
    post = random.choice(list(Post.objects.all()))
    post.until = max(_day(random, today), post.since + timedelta(days=1))
    post.filed_on = _day(random, today)
    post.save()
    return _by_post(post)


def _withdrawn_post(random: Random, _: date) -> Touches:
    post = random.choice(list(Post.objects.all()))
    found = _by_post(post)
    post.delete()
    return found


def _transferred(random: Random, today: date) -> Touches:
    """The last stay ends, another one begins elsewhere."""
    member = random.choice(list(Member.objects.filter(stays__isnull=False).distinct()))
    last = member.stays.order_by("since").last()
    day = max(_day(random, today), last.since + timedelta(days=1))
    last.until = day
    last.save()
    branches = Organization.objects.filter(kind__in=["branch", "joint_branch", "temporary_branch"])
    Stay.objects.create(
        member=member, kind="full", organization=random.choice(list(branches)), since=day,
        leading=random.random() < 0.5,
    )  # fmt: skip
    return members.homes([member.code])


def _regrouped(random: Random, _: date) -> Touches:
    stay = random.choice(list(Stay.objects.all()))
    before = members.homes([stay.member.code])
    stay.kind, stay.leading = random.choice(["full", "probationary"]), random.random() < 0.5
    stay.group = random.choice([None, *Organization.objects.filter(kind="group")])
    stay.save()
    return before | members.homes([stay.member.code])


def _happened(random: Random, today: date) -> Touches:
    member = random.choice([None, *Member.objects.all()])
    organization = random.choice([None, *Organization.objects.all()])
    Trigger.objects.create(
        code=f"T{random.random()}", kind=random.choice(TRIGGERS), member=member, organization=organization,
        on=_day(random, today),
    )  # fmt: skip
    return _by_trigger(member, organization)


def _by_trigger(member: Member | None, organization: Organization | None) -> Touches:
    return (members.homes([member.code]) if member else set()) | ({organization.code} if organization else set())


def _withdrawn_trigger(random: Random, today: date) -> Touches:
    standing = Trigger.objects.filter(withdrawn_at__isnull=True).exclude(kind="directive")
    trigger = random.choice(list(standing))
    trigger.withdrawn_at = datetime.combine(today, time(8), UTC)
    trigger.save()
    return _by_trigger(trigger.member, trigger.organization)


def _paid(random: Random, today: date) -> Touches:
    due = random.choice(list(Due.objects.all()))
    due.paid = random.choice([0, due.payable])
    due.paid_on = _day(random, today)
    due.save()
    return members.homes([due.member.code])


CHANGES: dict[str, Callable[[Random, date], Touches]] = {
    "new act": _new_act,
    "another new act": _new_act,
    "changed act": _changed_act,
    "changed roll": _changed_roll,
    "withdrawn act": _withdrawn_act,
    "new post": _new_post,
    "ended post": _ended_post,
    "withdrawn post": _withdrawn_post,
    "transfer": _transferred,
    "other group": _regrouped,
    "trigger": _happened,
    "withdrawn trigger": _withdrawn_trigger,
    "dues": _paid,
}
KINDS = {
    name: "act" if "act" in name or "roll" in name
    else "trigger" if "trigger" in name
    else "dues" if name == "dues"
    else "member"
    for name in CHANGES
}  # fmt: skip
