"""How far a term can be moved, and when its end is near (S8-1, S8-2, S8-5). Pure."""

from datetime import date

from dengxiaming.areas.elections import numbers
from dengxiaming.areas.elections.course import months_before


def latest(term_ends: date) -> date:
    """The last day an extension may reach: a year on (S8-2)."""
    years = numbers.term().extension_years
    try:
        return term_ends.replace(year=term_ends.year + years)
    except ValueError:
        return date(term_ends.year + years, 2, 28)


def reminds_from(term_ends: date) -> date:
    """From when on the superior reminds: six months before (R4)."""
    return months_before(term_ends, numbers.term().remind_months)


def is_near(term_ends: date, today: date) -> bool:
    """Whether it is time to remind, the end past too."""
    return reminds_from(term_ends) <= today
