"""Reads for the division of a branch into party groups."""

from datetime import date

from django.db.models import Q, QuerySet

from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.models import Stay
from dengxiaming.areas.members.terms import POSTS
from dengxiaming.areas.organs.models import Organization
from dengxiaming.areas.organs.terms import GROUP
from dengxiaming.areas.structure.groups.core import Part, Person


def people(branch: str, day: date) -> tuple[Person, ...]:
    """The members of a branch on a day."""
    posts = {code: POSTS[post] for code, _, post in members.officers([branch], day)}
    rows = _stays(branch, day).order_by("unit__pk", "member__code")
    found = rows.values_list("member__code", "member__name", "unit__code")
    return tuple(Person(code, name or code, unit or "", posts.get(code, "")) for code, name, unit in found)


def parts(branch: str, day: date) -> tuple[Part, ...]:
    """The party groups a branch has on a day, with their members and leaders."""
    held: dict[str, list[str]] = {}
    for code, member in _stays(branch, day).order_by("member__code").values_list("group__code", "member__code"):
        held.setdefault(code or "", []).append(member)
    found = []
    for group in Organization.objects.filter(_in_force(day), parent__code=branch, kind=GROUP).order_by("pk"):
        leaders = [code for code, _, post in members.officers([group.code], day) if post == "group_leader"]
        found.append(Part(str(group), tuple(held.get(group.code, ())), leaders[0] if leaders else ""))
    return tuple(found)


def _stays(branch: str, day: date) -> QuerySet[Stay]:
    during = Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))
    return Stay.objects.filter(during, organization__code=branch)


def _in_force(day: date) -> Q:
    return (Q(established_on__isnull=True) | Q(established_on__lte=day)) & (
        Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=day)
    )
