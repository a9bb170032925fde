"""The last day of a transfer: the number of days of S7-1 from the day of what it answers."""

from datetime import date, timedelta
from typing import Final

from dengxiaming.duties import queries

_RULE: Final = "S7-1"


def days(on: date) -> int:
    """How many days S7-1 gives, by the number in force on the trigger's day."""
    duty = next(one for one in queries.rulebook().rule_of[_RULE].duties if one.id == _RULE)
    return int(duty.numbers["days"].at(on).value)


def due(on: date | None) -> date | None:
    """The last day; None where nothing is answered that asks for one."""
    return on + timedelta(days=days(on)) if on else None
