"""Who may see what; the one place. Until accounts exist there is one reader, the demonstration reader: an ordinary
reader, entitled to nothing sensitive (decisions, nobody had said 1).

Sensitive triggers, the duties they make, and the acts that answer nothing else are out of this reader's reach: on
pages, in lists, in counts, in search, in explanations. Stored verdicts are complete (others will be entitled) and
marked; what is judged afresh for this reader is judged from facts that do not contain them.
"""

from dataclasses import replace
from typing import Final

import polars as pl
from django.db.models import QuerySet

from dengxiaming.areas.members.terms import SENSITIVE_TRIGGERS
from dengxiaming.duties.models import Verdict
from dengxiaming.law.model import Rulebook
from dengxiaming.reckoning import Facts

TELLING_ACTS: Final = frozenset({"violation_report", "disposal"})


def visible(rows: QuerySet[Verdict]) -> QuerySet[Verdict]:
    """The stored rows within reach."""
    return rows.filter(sensitive=False)


def sensitive_triggers(facts: Facts) -> pl.Series:
    """The ids of the triggers out of reach."""
    return facts.triggers.filter(pl.col("kind").is_in(list(SENSITIVE_TRIGGERS)))["id"]


def mark(verdicts: pl.DataFrame, facts: Facts, rulebook: Rulebook) -> pl.DataFrame:
    """Add the column `sensitive`: a response to a trigger out of reach."""
    responses = [duty.id for duty in rulebook.duties if duty.form == "response"]
    hidden = sensitive_triggers(facts).implode()
    return verdicts.with_columns((pl.col("rule").is_in(responses) & pl.col("period").is_in(hidden)).alias("sensitive"))


def within(facts: Facts) -> Facts:
    """The facts without what is out of reach: no sensitive trigger, no reference to one, and no violation report or
    disposal that answers nothing else. A talk stays, without what it answered: it also was a talk (S5-1).
    """
    hidden = sensitive_triggers(facts)
    if hidden.is_empty():
        return facts
    left = pl.col("answers").list.set_difference(hidden.to_list())
    telling = pl.col("kinds").list.set_difference(list(TELLING_ACTS)).list.len() == 0
    answers_nothing_else = (pl.col("answers").list.len() > 0) & (left.list.len() == 0)
    acts = facts.acts.filter(~(telling & answers_nothing_else))
    kept = pl.element().filter(~pl.element().is_in(hidden.implode()))
    return replace(
        facts,
        acts=acts.with_columns(pl.col("answers").list.eval(kept)),
        triggers=facts.triggers.filter(~pl.col("id").is_in(hidden.implode())),
    )
