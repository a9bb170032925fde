"""Reads of what goes with terms: extensions, reminders, vacancies, and who may not vote for a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from dengxiaming.areas.elections.models import Election, Extension, Suspension, TermReminder
from dengxiaming.areas.elections.queries import during, standings_on
from dengxiaming.areas.elections.terms import SUSPENSIONS
from dengxiaming.areas.members.models import Post, Trigger
from dengxiaming.areas.members.terms import COMMITTEE_POSTS


def extensions_of(codes: Collection[str]) -> tuple[Extension, ...]:
    """What organisations asked for, the latest first."""
    rows = Extension.objects.filter(organization__code__in=codes).select_related("organization", "superior")
    return tuple(rows.order_by("-pk"))


def extensions_for(superior: str) -> tuple[Extension, ...]:
    """The extensions that wait for a superior's answer."""
    rows = Extension.objects.filter(superior__code=superior, granted__isnull=True)
    return tuple(rows.select_related("organization").order_by("pk"))


def extension(code: str) -> Extension | None:
    """One extension."""
    return Extension.objects.filter(code=code).select_related("organization", "superior").first()


def reminders(codes: Collection[str]) -> dict[tuple[str, date], datetime]:
    """When organisations were reminded of which end of a term."""
    rows = TermReminder.objects.filter(organization__code__in=codes)
    return {(code, ends): at for code, ends, at in rows.values_list("organization__code", "term_ends", "sent_at")}


def vacancies(organization: str) -> tuple[tuple[str, date, str], ...]:
    """The vacancies of an organisation that stand and that no election has filled: trigger, day, words."""
    rows = Trigger.objects.filter(kind="post_vacant", organization__code=organization, withdrawn_at__isnull=True)
    done = Election.objects.filter(organization__code=organization, approved_on__isnull=False, withdrawn_at=None)
    filled = {one for answers in done.values_list("answers", flat=True) for one in answers.split(";")}
    return tuple(row for row in rows.order_by("-on").values_list("code", "on", "note") if row[0] not in filled)


def posts_of(organization: str, day: date) -> tuple[tuple[str, str, str], ...]:
    """The committee posts held there on a day: code, post, name."""
    rows = Post.objects.filter(during(day), organization__code=organization, post__in=COMMITTEE_POSTS)
    held = rows.select_related("member").order_by("pk")
    return tuple((one.code, one.post, str(one.member)) for one in held)


@dataclass(frozen=True)
class Suspended:
    """Somebody whose right to vote is, or was, suspended."""

    code: str
    member: str
    name: str
    reason: str
    since: date
    until: date | None


def suspensions(organization: str, day: date) -> tuple[Suspended, ...]:
    """Who of an organisation or below it may not vote, past ones too. Sensitive."""
    people = standings_on(organization, day).keys()
    rows = Suspension.objects.filter(member__code__in=people).select_related("member").order_by("-since", "-pk")
    return tuple(
        Suspended(one.code, one.member.code, str(one.member), SUSPENSIONS[one.reason], one.since, one.until)
        for one in rows
    )


def extension_places(code: str) -> str:
    """The superior an extension was asked of; "" where there is no such extension."""
    return Extension.objects.filter(code=code).values_list("superior__code", flat=True).first() or ""
