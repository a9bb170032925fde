"""The numbers the planner goes by: those of the rules from the edition in force, local ones from its own file."""

from datetime import date

from dengxiaming.areas.structure.planner.limits import Limits, limits, local
from dengxiaming.duties import queries
from dengxiaming.law.model import Duty


def of(day: date) -> Limits:
    """On a day: three full members (S1-3), five units (S1-4), and the local ones."""
    return limits(day, _number("S1-3", "from_members", day), _number("S1-4", "at_most", day))


def groups(day: date) -> tuple[int, int]:
    """The least and the most of a party group (S1-11, advisory)."""
    return local("group_from", day), local("group_to", day)


def duties(rule: str) -> tuple[Duty, ...]:
    """The duties of a clause."""
    return queries.rulebook().rule_of[rule].duties


def _number(rule: str, name: str, day: date) -> int:
    held = next(duty.numbers[name] for duty in duties(rule) if name in duty.numbers)
    return int(held.at(day).value)
