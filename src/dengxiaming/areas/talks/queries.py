"""Reads of talks: that they were held. What was said, only those who held it read (`actions.read_note`)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from dengxiaming.areas.talks.models import Note, Talk, With
from dengxiaming.areas.talks.terms import FORMS


@dataclass(frozen=True)
class Held:
    """A talk as pages and the handbook list it: never its content. `notes` are the authors who wrote something down."""

    code: str
    organization: str
    on: date
    form: str
    reason: str
    actor: str
    actor_name: str
    members: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    withdrawn: bool

    @property
    def holders(self) -> frozenset[str]:
        """Those who held it."""
        return frozenset({self.actor, *(code for code, _ in self.members)})


def of_organization(code: str, year: int) -> tuple[Held, ...]:
    """A branch's talks of a year, the newest first."""
    return _held(Talk.objects.filter(organization__code=code, on__year=year))


def of_member(code: str) -> tuple[Held, ...]:
    """The talks a member held or was talked to in, the newest first."""
    return _held(Talk.objects.filter(Q(actor__code=code) | Q(counterparts__member__code=code)).distinct())


def talk(code: str) -> Held | None:
    """One talk."""
    found = _held(Talk.objects.filter(code=code))
    return found[0] if found else None


def _held(rows: QuerySet[Talk]) -> tuple[Held, ...]:
    others = Prefetch("counterparts", With.objects.select_related("member"))
    notes = Prefetch("notes", Note.objects.select_related("author").defer("cipher"))
    found = rows.select_related("organization", "actor").prefetch_related(others, notes).order_by("-on", "-pk")
    return tuple(
        Held(
            one.code, one.organization.code, one.on, FORMS[one.form], one.reason, one.actor.code, str(one.actor),
            tuple((other.member.code, str(other.member)) for other in one.counterparts.all()),
            tuple(note.author.code for note in one.notes.all()), one.withdrawn_at is not None,
        )
        for one in found
    )  # fmt: skip
