"""What a record will count for once it is signed: said before, so that nobody signs blindly."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dengxiaming.areas.gatherings import core, kinds
from dengxiaming.duties import queries
from dengxiaming.duties.view import View


@dataclass(frozen=True)
class Settles:
    """One clause the record counts for."""

    clause: str
    title: str


def settles(view: View, organization: str, chosen: tuple[str, ...], content: Mapping[str, Any]) -> tuple[Settles, ...]:
    """The clauses, in the rulebook's order."""
    del view, organization, content
    book = queries.rulebook()
    wanted = set(kinds.load().counts_for(chosen))
    return tuple(Settles(rule.id, rule.title) for rule in book.rules.values() if rule.id in wanted)


__all__ = ["Settles", "core", "settles"]
