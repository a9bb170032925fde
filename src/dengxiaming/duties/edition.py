"""The edition of the rulebook in force in the site."""

from functools import lru_cache

from dengxiaming.law.loader import load_rulebook
from dengxiaming.law.model import Rulebook

DATED_FORMS = frozenset({"structure", "ratio"})
"""Forms judged on as_of itself (contract 5): for a closed quarter they are judged on its last day."""


@lru_cache(maxsize=1)
def rulebook() -> Rulebook:
    """The shipped edition, read once in a process."""
    return load_rulebook()


def dated_duties(book: Rulebook) -> frozenset[str]:
    """The ids of the duties judged on a day."""
    return frozenset(duty.id for duty in book.duties if duty.form in DATED_FORMS)
