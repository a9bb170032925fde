"""Whom a roll calls on a day, and who else can be named in a form: reads of the register for `core.read`."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from django.db.models import Q

from dengxiaming.areas.gatherings import core, kinds
from dengxiaming.areas.gatherings.fields import mapping, texts
from dengxiaming.areas.gatherings.models import Gathering, Holder, Roll
from dengxiaming.areas.gatherings.roll import PRESENT, People, Person
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.models import Member, Post, Stay, Trigger
from dengxiaming.areas.members.terms import COMMITTEE_POSTS, PARTY_GROUP_POSTS, POSTS, TRIGGER_KINDS
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.models import Organization

_EVERYBODYS: Final = frozenset({"directive"})
"""Triggers that every branch and party group answers, whoever issued them (contract 4, D1-1 and D3-2)."""

_RANK: Final = {post: place for place, post in enumerate(POSTS)}


def people(organization: str, content: core.Content, signer: str, today: date) -> People:
    """All that the reading of a form must know; a handful of queries, however large the city."""
    typed = mapping(content)
    day = core.day_of(typed) or today
    chosen = kinds.load().spelt_out(texts(typed.get("kinds")))
    holders = {organization, *mapping(typed.get("holders"))}
    of_kind = dict(Organization.objects.filter(code__in=holders).values_list("code", "kind"))
    expected = roll(organization, kinds.load().roll_of(chosen, of_kind.get(organization, "")), day)
    wanted = (core.named(typed) | {signer}) - {person.code for person in expected}
    known = {code: name or code for code, name in Member.objects.filter(code__in=wanted).values_list("code", "name")}
    return People(
        today=today,
        organization=organization,
        signer=signer,
        organization_kinds=of_kind,
        expected=expected,
        known={person.code: person.name for person in expected} | known,
        answerable=answerable(organization, kinds.load().answers_of(chosen), day),
    )


def roll(organization: str, base: str, day: date) -> tuple[Person, ...]:
    """Whom the roll calls: `base` is one of the words of `kinds.toml`; "" and `invited` call nobody."""
    return BASES[base](organization, day) if base in BASES else ()


def invited(people: People, chosen: tuple[str, ...], day: date) -> set[str]:
    """Everybody the rolls of those that hold it will call."""
    return {
        person.code
        for organization, kind in people.organization_kinds.items()
        for person in roll(organization, kinds.load().roll_of(chosen, kind), day)
    }


def concerned(held: Gathering) -> set[str]:
    """The organisations whose duties a record may count for: those that hold it, the homes of its actors and of those
    it trained, and those that what it answers concerns.
    """
    known, chosen = kinds.load(), held.kinds.split(";")
    who = set(held.items.filter(lecturer__isnull=False).values_list("lecturer__code", flat=True))
    who |= {held.chair.code} if held.chair else set()
    if known.any_of(chosen, "trains"):
        there = Roll.objects.filter(holder__gathering=held, status=PRESENT)
        who |= set(there.values_list("member__code", flat=True))
    answered = members.concerned(held.answers.split(";"))
    return {*held.holders.values_list("organization__code", flat=True), *members.homes(who), *answered}


def answerable(organization: str, trigger_kinds: Collection[str], day: date) -> dict[str, str]:
    """The triggers a gathering of this organisation may answer by that day, in words; the latest first.

    A directive is for everybody; what happened to a member is for the branch the member was in on its day (contract 4).
    """
    if not trigger_kinds:
        return {}
    standing = Trigger.objects.filter(kind__in=trigger_kinds, on__lte=day, withdrawn_at__isnull=True)
    rows = standing.order_by("-on", "-pk").values_list("code", "kind", "on", "note", "member", "organization__code")
    found = list(rows)
    there = Stay.objects.filter(organization__code=organization, member__in={row[4] for row in found if row[4]})
    stays = list(there.values_list("member", "since", "until"))
    return {
        code: f"{TRIGGER_KINDS[kind]}（{on.month}月{on.day}日）{note}"
        for code, kind, on, note, member, of in found
        if kind in _EVERYBODYS or (of in {None, organization} if member is None else _held(stays, member, on))
    }


def answered(organization: str, triggers: Collection[str]) -> frozenset[str]:
    """Which of these this organisation has answered with a signed gathering that stands."""
    signed = Holder.objects.filter(organization__code=organization, recorded_at__isnull=False)
    rows = signed.filter(gathering__withdrawn_at__isnull=True).exclude(gathering__answers="")
    given = rows.values_list("gathering__answers", flat=True) if triggers else ()
    return frozenset(code for codes in given for code in codes.split(";")) & set(triggers)


def _held(stays: list[tuple[int, date, date | None]], member: int, on: date) -> bool:
    return any(who == member and since <= on and (until is None or on < until) for who, since, until in stays)


def during(day: date) -> Q:
    """In force on a day (contract 3.4)."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def _members(organization: str, day: date) -> tuple[Person, ...]:
    return _stayers(Q(organization__code=organization), {organization}, day)


def _group(organization: str, day: date) -> tuple[Person, ...]:
    return _stayers(Q(group__code=organization), {organization}, day)


def _below(organization: str, day: date) -> tuple[Person, ...]:
    inside = organs.Tree().below(organization)
    return _stayers(Q(organization__code__in=inside), {organization}, day)


def _committee(organization: str, day: date) -> tuple[Person, ...]:
    return _holders(organization, COMMITTEE_POSTS, day)


def _party_group(organization: str, day: date) -> tuple[Person, ...]:
    return _holders(organization, PARTY_GROUP_POSTS, day)


BASES: Final[Mapping[str, Callable[[str, date], tuple[Person, ...]]]] = MappingProxyType({
    "members": _members, "group": _group, "below": _below, "committee": _committee, "party_group": _party_group,
})  # fmt: skip


def _stayers(where: Q, organizations: set[str], day: date) -> tuple[Person, ...]:
    """Those in a stay, full members before probationary ones, those with posts first."""
    rows = Stay.objects.filter(during(day) & where).order_by("pk")
    stays = list(rows.values_list("member__code", "member__name", "kind"))
    posts = Post.objects.filter(during(day), organization__code__in=organizations)
    # 一人几职，排在前面的那个最后写进去
    held = dict(sorted(posts.values_list("member__code", "post"), key=lambda row: -_RANK[row[1]]))
    stays.sort(key=lambda row: (row[2] != "full", _RANK.get(held.get(row[0], ""), len(_RANK))))
    return tuple(
        Person(code, name or code, kind == "full", POSTS.get(held.get(code, ""), "" if kind == "full" else "预备"))
        for code, name, kind in stays
    )


def _holders(organization: str, wanted: Collection[str], day: date) -> tuple[Person, ...]:
    """Those with a post there, the first post of each."""
    posts = Post.objects.filter(during(day), organization__code=organization, post__in=wanted).order_by("pk")
    rows = sorted(posts.values_list("member__code", "member__name", "post"), key=lambda row: _RANK[row[2]])
    found: dict[str, Person] = {}
    for code, name, post in rows:
        found.setdefault(code, Person(code, name or code, note=POSTS[post]))
    return tuple(found.values())
