"""Reads of talks: that they were held. What was said, only those who held it read (`actions.read_note`); why, only they
and whoever may know of sensitive triggers: the words typed may name one (decisions, nobody had said 1).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from dengxiaming.areas.members import queries as members
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.talks.models import Note, Talk, With
from dengxiaming.areas.talks.terms import FORMS, NEUTRAL
from dengxiaming.ground import policy
from dengxiaming.ground.policy import Reader


@dataclass(frozen=True)
class Held:
    """A talk as a reader sees it: never its content. `reason` is as typed, or for those not to know it what the talk
    answers that is no secret; `notes` are the authors who wrote something down.
    """

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


def of_organization(code: str, year: int, reader: Reader) -> tuple[Held, ...]:
    """A branch's talks of a year, the newest first."""
    return _held(Talk.objects.filter(organization__code=code, on__year=year), reader)


def of_member(code: str, reader: Reader) -> tuple[Held, ...]:
    """The talks a member held or was talked to in, the newest first."""
    return _held(Talk.objects.filter(Q(actor__code=code) | Q(counterparts__member__code=code)).distinct(), reader)


def talk(code: str, reader: Reader) -> Held | None:
    """One talk."""
    found = _held(Talk.objects.filter(code=code), reader)
    return found[0] if found else None


def _held(rows: QuerySet[Talk], reader: Reader) -> tuple[Held, ...]:
    others = Prefetch("counterparts", With.objects.select_related("member"))
    notes = Prefetch("notes", Note.objects.select_related("author").defer("cipher"))
    found = rows.select_related("organization", "actor").prefetch_related(others, notes).order_by("-on", "-pk")
    held = tuple(
        Held(
            one.code, one.organization.code, one.on, FORMS[one.form], one.reason, one.actor.code, str(one.actor),
            tuple((other.member.code, str(other.member)) for other in one.counterparts.all()),
            tuple(note.author.code for note in one.notes.all()), one.withdrawn_at is not None,
        )
        for one in found
    )  # fmt: skip
    tree = organs.Tree()
    hidden = {
        one.code for one in held if not policy.may(reader, "talk.reason", tree.place(one.organization, one.holders))
    }
    answered = {one.code: one.answers.split(";") for one in found if one.code in hidden}
    open_words = members.open_words([trigger for codes in answered.values() for trigger in codes])
    return tuple(
        replace(one, reason="、".join(_words(answered[one.code], open_words)) or NEUTRAL) if one.code in hidden else one
        for one in held
    )


def _words(triggers: Iterable[str], open_words: Mapping[str, str]) -> dict[str, None]:
    """What some triggers are called, each once, without those that are not for all."""
    return dict.fromkeys(open_words[one] for one in triggers if one in open_words)
