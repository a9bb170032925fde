"""How many of which fault a sample of each size holds."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

from dengxiaming.exchange.sample.faults import answers, missed, persons, posts, records
from dengxiaming.exchange.sample.faults.planter import Planter
from dengxiaming.exchange.sample.objects import Org
from dengxiaming.exchange.sample.people import Late

Plant = Callable[[Planter], bool]

_CITY: Final[tuple[tuple[Plant, int], ...]] = (
    (persons.half_year_unpaid, 2),
    (persons.never_came, 2),
    (records.written_at_once, 1),
    (partial(missed.skip_twice, rule="S2-1"), 1),
    (partial(missed.skip_twice, rule="S2-2"), 1),
    (partial(missed.skip_twice, rule="S2-4"), 1),
    (partial(missed.skip, rule="S2-1"), 2),
    (partial(missed.skip, rule="S2-2"), 4),
    (partial(missed.skip, rule="S2-3"), 3),
    (partial(missed.skip, rule="S2-4"), 2),
    (partial(missed.skip, rule="S6-1"), 3),
    (partial(missed.skip, rule="S3-1"), 1),
    (partial(missed.skip, rule="S4-1"), 1),
    (partial(missed.skip, rule="S6-2"), 2),
    (partial(missed.skip, rule="S10-1"), 1),
    (partial(missed.skip, rule="Q1-2"), 1),
    *((partial(missed.skip, rule=rule), 1) for rule in ("Q1-1", "Q2-1", "Q4-1", "Q5-1", "L4-2")),
    *((partial(missed.skip, rule=rule), 1) for rule in ("Q3-1", "L1-1", "L3-1a", "L3-1b", "L3-1c")),
    *((partial(missed.skip, rule=rule), 1) for rule in ("D1-3", "D1-4", "D1-6", "S2-6", "D2-1", "D2-3")),
    (partial(missed.skip, rule="D2-2"), 1),
    (missed.late_report, 1),
    (missed.late_deployment, 1),
    (missed.late_plan, 1),
    (missed.no_oath, 1),
    (missed.secretary_not_lecturing, 1),
    (missed.no_service, 3),
    (partial(missed.filing, late=False), 1),
    (partial(missed.filing, late=True), 1),
    *((partial(records.thin, kind=kind), n) for kind, n in (("committee_meeting", 2), ("theme_day", 2), ("lesson", 1))),
    *((partial(records.backfilled, kind=kind), 1) for kind in ("group_meeting", "members_meeting", "theme_day")),
    *((partial(records.backfilled, kind=kind), 1) for kind in ("disclosure", "quarter_plan", "quiz")),
    (records.service_written_late, 1),
    (posts.too_few_workers, 2),
    (posts.unapproved_temporary, 1),
    (partial(posts.vacancy, late=False), 1),
    (partial(posts.vacancy, late=True), 1),
    (posts.too_large_committee, 1),
    (posts.too_small_committee, 1),
    (posts.committee_in_small_branch, 1),
    (partial(posts.no_discipline_officer, general=False), 1),
    (partial(posts.no_discipline_officer, general=True), 1),
    (partial(posts.election_papers, late=False), 1),
    (partial(posts.election_papers, late=True), 1),
    (partial(posts.not_inducted, late=False), 1),
    (partial(posts.not_inducted, late=True), 1),
    (posts.not_debriefed, 1),
    (partial(persons.dues_missing, short=False), 3),
    (partial(persons.dues_missing, short=True), 1),
    (persons.dues_late, 4),
    (partial(persons.leave_not_made_up, late=False), 1),
    (partial(persons.leave_not_made_up, late=True), 1),
    (persons.nobody_talked, 2),
    (persons.committee_not_talking, 1),
    (persons.general_not_talking, 1),
    (persons.secretary_not_trained, 1),
    (partial(persons.leader_absent, rule="S2-5"), 1),
    (partial(persons.leader_absent, rule="D1-7"), 1),
    (persons.absent_delegate, 1),
    (partial(persons.occasion_without_talk, late=False), 1),
    (partial(persons.occasion_without_talk, late=True), 1),
    *((partial(answers.unanswered, rule=rule, late=False), 1) for rule in ("D1-1", "S10-2", "S4-5", "D3-5", "Q3-2")),
    *((partial(answers.unanswered, rule=rule, late=True), 1) for rule in ("D1-1", "S10-2", "S3-4", "D2-5")),
    (partial(answers.not_passed_on, late=False), 1),
    (partial(answers.not_passed_on, late=True), 1),
    (answers.not_transferred, 1),
    (answers.transferred_late, 1),
)
_SMALL: Final[tuple[tuple[Plant, int], ...]] = (
    (persons.half_year_unpaid, 1),
    (persons.never_came, 1),
    (partial(missed.skip_twice, rule="S2-1"), 1),
    (partial(missed.skip, rule="S2-2"), 1),
    (partial(missed.skip, rule="S6-1"), 1),
    (missed.no_service, 1),
    (partial(records.thin, kind="committee_meeting"), 1),
    (partial(records.backfilled, kind="group_meeting"), 1),
    (posts.unapproved_temporary, 1),
    (partial(posts.no_discipline_officer, general=True), 1),
    (posts.too_few_workers, 1),
    (persons.dues_late, 1),
    (persons.nobody_talked, 1),
    (partial(persons.occasion_without_talk, late=False), 1),
    (partial(answers.unanswered, rule="S10-2", late=True), 1),
)


def plant(planter: Planter, size: str, late: Late, first_terms: dict[Org, date]) -> None:
    """Everything planted in a sample of that size; a fault for which a small city has no room is left out."""
    posts.terms(planter, late, first_terms)
    posts.wrong_shapes(planter)
    for sow, count in _CITY if size == "city" else _SMALL:
        for _ in range(count):
            sow(planter)
