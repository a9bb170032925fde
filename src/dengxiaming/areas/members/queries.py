"""Reads of members, posts and triggers."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db.models import Count, F, Q, Value

from dengxiaming.areas.members import core
from dengxiaming.areas.members.models import Member, Post, Stay, Trigger
from dengxiaming.areas.members.terms import COMMITTEE_POSTS, KINDS, POSTS, SENSITIVE_TRIGGERS, TRIGGER_KINDS
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import frames


@dataclass(frozen=True)
class Roll:
    """How many members an organisation has on a day, and how many of them are probationary."""

    members: int
    probationary: int


def member_keys() -> pl.DataFrame:
    """Codes and database keys of all members, for loading rows that refer to them: columns `code`, `id`."""
    return frames.read(Member.objects.all(), {"code": ("code", pl.String()), "id": ("pk", pl.Int64())})


def trigger_keys() -> pl.DataFrame:
    """Codes and database keys of all triggers: columns `code`, `id`."""
    return frames.read(Trigger.objects.all(), {"code": ("code", pl.String()), "id": ("pk", pl.Int64())})


def trigger_words(codes: Collection[str]) -> dict[str, tuple[str, date]]:
    """Of triggers: the kind in words, and the day."""
    rows = Trigger.objects.filter(code__in=codes).values_list("code", "kind", "on")
    return {code: (TRIGGER_KINDS.get(kind, kind), day) for code, kind, day in rows}


def count() -> int:
    """How many members are held, past ones included."""
    return Member.objects.count()


def names(codes: Collection[str]) -> dict[str, str]:
    """The names of members."""
    return {code: name or code for code, name in Member.objects.filter(code__in=codes).values_list("code", "name")}


def people_of(organizations: Collection[str]) -> set[str]:
    """The members with a stay or a post in one of these organisations or groups, at any time."""
    here = Organization.objects.filter(code__in=organizations).order_by()
    # 三个查询各走各的索引；写成一个“或”，就要扫全表
    held = (
        Stay.objects.filter(organization__in=here),
        Stay.objects.filter(group__in=here),
        Post.objects.filter(organization__in=here),
    )
    return {code for rows in held for code in rows.order_by().values_list("member__code", flat=True)}


def homes(people: Collection[str]) -> set[str]:
    """The organisations where these members have a stay or a post, at any time: what a verb about them touches."""
    found = set(Stay.objects.filter(member__code__in=people).order_by().values_list("organization__code", flat=True))
    posts = Post.objects.filter(member__code__in=people).order_by()
    return found | set(posts.values_list("organization__code", flat=True))


def triggers_of(people: Collection[str]) -> set[str]:
    """The codes of all triggers about these members, withdrawn ones too."""
    return set(Trigger.objects.filter(member__code__in=people).values_list("code", flat=True))


@dataclass(frozen=True)
class Registered:
    """A member in the register of a branch."""

    member: str
    name: str
    organization: str


def register(day: date) -> list[Registered]:
    """Everybody in a stay on `day`, by branch and code."""
    rows = Stay.objects.filter(_during(day)).order_by("organization__code", "member__code")
    found = rows.values_list("member__code", "member__name", "organization__code")
    return [Registered(code, name or code, organization) for code, name, organization in found]


def post_words(codes: Collection[str]) -> dict[str, tuple[str, str]]:
    """Of posts: the post and the holder's name."""
    rows = Post.objects.filter(code__in=codes).values_list("code", "post", "member__name", "member__code")
    return {code: (post, name or member) for code, post, name, member in rows}


def of_unit(unit: str) -> list[str]:
    """The codes of the members whose stay, at any time, names this unit."""
    return list(Member.objects.filter(stays__unit__code=unit).values_list("code", flat=True).distinct())


def organization_of(post: str) -> str | None:
    """The code of the organisation a post is in."""
    return Post.objects.filter(code=post).values_list("organization__code", flat=True).first()


def officers(organizations: Collection[str], day: date) -> tuple[tuple[str, str, str], ...]:
    """Those with a post in one of these organisations on a day: member, name, highest post; the highest first."""
    rows = Post.objects.filter(_during(day), organization__code__in=organizations).order_by("pk")
    rank = {post: place for place, post in enumerate(POSTS)}
    held = sorted(rows.values_list("member__code", "member__name", "post"), key=lambda row: rank.get(row[2], len(rank)))
    first: dict[str, tuple[str, str, str]] = {}
    for code, name, post in held:
        first.setdefault(code, (code, name or code, post))
    return tuple(first.values())


def spans(members: Collection[str] | None = None) -> Iterator[core.Span]:
    """Every stay and post of all members, or of some: what their roles follow from."""
    for model, post in ((Stay, Value("")), (Post, F("post"))):
        rows = model.objects.all() if members is None else model.objects.filter(member__code__in=members)
        names = ("member__code", "organization__code", "organization__kind", "what", "since", "until")
        for row in rows.order_by("pk").annotate(what=post).values_list(*names):
            yield core.Span(*row)


def stayers(organization: str, day: date) -> frozenset[str]:
    """The members in a stay there on a day."""
    rows = Stay.objects.filter(_during(day), organization__code=organization)
    return frozenset(rows.order_by().values_list("member__code", flat=True))


@dataclass(frozen=True)
class Person:
    """A member as their page shows them on a day."""

    code: str
    name: str
    kind: str
    home: str
    home_name: str
    since: date | None
    posts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Happening:
    """Something that happened to a member and asks for an answer."""

    code: str
    kind: str
    words: str
    on: date
    note: str
    by: str
    withdrawn: bool


def stay_on(member: str, day: date) -> str:
    """The branch of a member's stay on a day; "" where there is none."""
    rows = Stay.objects.filter(_during(day), member__code=member)
    return rows.values_list("organization__code", flat=True).first() or ""


def home(member: str, day: date) -> str:
    """The branch of a member's stay on a day, else of the latest one; "" where there never was one."""
    return homes_on([member], day).get(member, "")


def homes_on(people: Collection[str], day: date) -> dict[str, str]:
    """The same of many members, by code."""
    rows = Stay.objects.filter(member__code__in=people).order_by("since")
    found: dict[str, tuple[bool, str]] = {}
    for code, place, since, until in rows.values_list("member__code", "organization__code", "since", "until"):
        holds = since <= day and (until is None or until > day)
        if holds or not found.get(code, (False, ""))[0]:
            found[code] = holds, place
    return {code: place for code, (_, place) in found.items()}


def person(code: str, day: date) -> Person | None:
    """A member for their page."""
    member = Member.objects.filter(code=code).first()
    if member is None:
        return None
    stay = Stay.objects.filter(_during(day), member=member).select_related("organization").first()
    posts = Post.objects.filter(_during(day), member=member).select_related("organization").order_by("pk")
    return Person(
        code, str(member), KINDS[stay.kind] if stay else "已转出",
        stay.organization.code if stay else home(code, day), str(stay.organization) if stay else "",
        stay.since if stay else None, tuple((str(one.organization), POSTS[one.post]) for one in posts),
    )  # fmt: skip


def happened_to(member: str) -> tuple[Happening, ...]:
    """What happened to a member, the latest first, sensitive kinds too: the page leaves out what is not for all."""
    rows = Trigger.objects.filter(member__code=member).select_related("raised_by").order_by("-on", "-pk")
    return tuple(
        Happening(
            one.code, one.kind, TRIGGER_KINDS[one.kind], one.on, one.note, str(one.raised_by or ""),
            one.withdrawn_at is not None,
        )
        for one in rows
    )  # fmt: skip


def members_of(organization: str, day: date) -> tuple[tuple[str, str, str, str], ...]:
    """The members in a stay there on a day: code, name, kind and post in words."""
    posts = {code: POSTS[post] for code, _, post in officers([organization], day)}
    rows = Stay.objects.filter(_during(day), organization__code=organization).order_by("pk")
    return tuple(
        (code, name or code, KINDS[kind], posts.get(code, ""))
        for code, name, kind in rows.values_list("member__code", "member__name", "kind")
    )


def about(triggers: Collection[str]) -> dict[str, tuple[str, str]]:
    """Whom each of these triggers is about: code and name; triggers about nobody are left out."""
    rows = Trigger.objects.filter(code__in=triggers, member__isnull=False)
    found = rows.values_list("code", "member__code", "member__name")
    return {trigger: (code, name or code) for trigger, code, name in found}


def open_words(triggers: Collection[str]) -> dict[str, str]:
    """What these triggers are called, without those that are not for all, and without what was taken back."""
    rows = Trigger.objects.filter(code__in=triggers, withdrawn_at__isnull=True).exclude(kind__in=SENSITIVE_TRIGGERS)
    return {code: TRIGGER_KINDS[kind] for code, kind in rows.order_by("pk").values_list("code", "kind")}


def taken(codes: Collection[str]) -> set[str]:
    """Which of these codes are a trigger's, one taken back too."""
    return set(Trigger.objects.filter(code__in=list(codes)).values_list("code", flat=True))


def subjects(triggers: Collection[str]) -> set[str]:
    """The members whom these triggers are about."""
    rows = Trigger.objects.filter(code__in=triggers, member__isnull=False)
    return set(rows.values_list("member__code", flat=True))


def concerned(triggers: Collection[str]) -> set[str]:
    """The organisations that what answers these triggers touches: the one each names, and the homes of the member."""
    places = Trigger.objects.filter(code__in=triggers, organization__isnull=False)
    return homes(subjects(triggers)) | set(places.values_list("organization__code", flat=True))


def rolls(day: date, *, of_groups: bool = False) -> dict[str, Roll]:
    """By code of branch (or of group): the members in a stay there on `day`."""
    rows = (
        Stay.objects.filter(_during(day))
        .values_list("group__code" if of_groups else "organization__code")
        .annotate(
            members=Count("member", distinct=True),
            probationary=Count("member", distinct=True, filter=Q(kind="probationary")),
        )
        .order_by()
    )
    return {code: Roll(members, probationary) for code, members, probationary in rows}


def committee(organization: str, day: date) -> int:
    """How many different members hold committee posts there on `day`."""
    held = Post.objects.filter(_during(day), organization__code=organization, post__in=COMMITTEE_POSTS)
    return held.values("member").distinct().count()


def _during(day: date) -> Q:
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))
