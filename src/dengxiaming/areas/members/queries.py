"""Reads of members, posts and triggers."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db.models import Count, F, Q, Value

from dengxiaming.areas.members import core
from dengxiaming.areas.members.models import Member, Post, Stay, Trigger
from dengxiaming.areas.members.terms import COMMITTEE_POSTS, POSTS, TRIGGER_KINDS
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
    """The members with a stay or a post in one of these organisations, or a stay in one of these groups, at any time."""
    inside = Q(organization__code__in=organizations) | Q(group__code__in=organizations)
    found = set(Stay.objects.filter(inside).order_by().values_list("member__code", flat=True))
    posts = Post.objects.filter(organization__code__in=organizations).order_by()
    return found | set(posts.values_list("member__code", flat=True))


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


def subjects(triggers: Collection[str]) -> set[str]:
    """The members whom these triggers are about."""
    rows = Trigger.objects.filter(code__in=triggers, member__isnull=False)
    return set(rows.values_list("member__code", flat=True))


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
