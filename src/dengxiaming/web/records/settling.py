"""What a record will count for once it is signed: said before, so that nobody signs blindly."""

from dataclasses import dataclass

from dengxiaming.areas.gatherings import kinds
from dengxiaming.duties import queries


@dataclass(frozen=True)
class Settles:
    """One clause the record counts for."""

    clause: str
    title: str


def settles(chosen: tuple[str, ...]) -> tuple[Settles, ...]:
    """The clauses that kinds count for, in the rulebook's order."""
    wanted = set(kinds.load().counts_for(chosen))
    return tuple(Settles(rule.id, rule.title) for rule in queries.rulebook().rules.values() if rule.id in wanted)
