"""What a record will count for once it is signed: said before, so that nobody signs blindly."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dengxiaming.areas.gatherings import core, kinds
from dengxiaming.areas.gatherings.fields import clean, entries, texts
from dengxiaming.duties import queries
from dengxiaming.duties.queries import Planned
from dengxiaming.duties.view import View


@dataclass(frozen=True)
class Settles:
    """One clause the record counts for, and the period of the duty it settles."""

    clause: str
    title: str
    period: str = ""

    @property
    def words(self) -> str:
        """The duty, and its period."""
        return f"{self.title}　{self.period}" if self.period else self.title


def settles(view: View, organization: str, content: Mapping[str, Any]) -> tuple[Settles, ...]:
    """The duties the record would settle, judged by the kernel; without a day the clauses its kinds count for."""
    known, day = kinds.load(), core.day_of(content)
    chosen = known.spelt_out(texts(content.get("kinds")))
    if day is None or not chosen:
        wanted = set(known.counts_for(chosen))
        return tuple(Settles(rule.id, rule.title) for rule in queries.rulebook().rules.values() if rule.id in wanted)
    lecturers = [clean(item.get("lecturer")) for _, item in entries(content.get("items"))]
    acting = core.actors(known, chosen, clean(content.get("chair")), lecturers)
    actor = acting[0] if acting else ""
    planned = Planned(organization, chosen, day, actor, answers=texts(content.get("answers")))
    return tuple(Settles(line.clause, line.title, line.period_label) for line in queries.would_settle(view, planned))
