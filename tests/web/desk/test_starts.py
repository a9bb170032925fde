"""The page of every kind of act, and the day and duties of one record for several."""

from dataclasses import replace
from datetime import date

import pytest

from dengxiaming.areas.organs.queries import Node
from dengxiaming.duties.edition import rulebook
from dengxiaming.duties.grid import bundles
from dengxiaming.duties.queries import Bundle, DutyLine
from dengxiaming.web.desk.starts import pages
from dengxiaming.web.desk.together import day_of, together

AS_OF = date(2026, 11, 24)
WITHOUT_A_PAGE = {"disclosure"}
"""Disclosure has its own pages."""
BRANCH = Node("ZB1", "第一支部", "branch", "JG1", 25, None, None, None)


def test_every_kind_of_act_that_counts_has_its_page() -> None:
    counted = {kind for duty in rulebook().duties for counts in duty.counts for kind in counts.kinds}
    assert counted - set(pages()) == WITHOUT_A_PAGE


@pytest.mark.parametrize(
    ("party_day", "as_of", "last", "expected"),
    [
        (25, "2026-11-24", "2026-11-30", "2026-11-25"),
        (24, "2026-11-24", "2026-11-30", "2026-11-24"),
        (20, "2026-11-24", "2026-11-30", "2026-11-20"),
        (20, "2026-11-24", "2026-12-31", "2026-12-20"),
        (31, "2026-11-24", "2026-11-30", "2026-11-30"),
        (31, "2027-01-31", "2027-02-28", "2027-01-31"),
        (30, "2027-01-31", "2027-02-28", "2027-02-28"),
        (5, "2026-12-28", "2027-01-31", "2027-01-05"),
        (None, "2026-11-24", "2026-11-30", None),
    ],
)
def test_the_party_day_that_serves(party_day: int | None, as_of: str, last: str, expected: str | None) -> None:
    found = day_of(party_day, date.fromisoformat(as_of), date.fromisoformat(last))
    assert (found.isoformat() if found else None) == expected


def due(rule: str, required: int = 1, counted: int = 0, status: str = "open", bearer: str = "ZB1") -> Bundle:
    book = rulebook()
    clause = book.rule_of[rule]
    line = DutyLine(
        rule=rule, clause=clause.id, title=clause.title, bearer_kind="organization", bearer_id=bearer, bearer_name="",
        organization="ZB1", organization_name="", period="2026-11", period_label="", opens_on=date(2026, 11, 1),
        due_on=date(2026, 11, 30), required=required, counted=counted, satisfied_on=None, status=status,
        status_label="", advisory=False, flags=(), flag_labels=(), evidence=(), reason="", as_of=AS_OF,
    )  # fmt: skip
    return bundles([line])[0]


def test_one_event_on_the_party_day_settles_several() -> None:
    found = together(
        [due("S6-1"), due("S2-1"), due("S2-4"), due("D3-3", 2, 1), due("S2-2"), due("S3-1")], BRANCH, AS_OF
    )
    assert found is not None
    assert found.rules == ("S6-1", "S2-1", "S2-4", "D3-3")
    assert (found.on, found.days_left, found.by_secretary) == (date(2026, 11, 25), 1, True)
    assert found.kinds == "党员大会、党课、主题党日"


def test_one_event_is_not_counted_for_what_it_would_not_settle() -> None:
    short = [due("S6-1"), due("D3-3", 2, 0)]
    assert together(short, BRANCH, AS_OF) is None


@pytest.mark.parametrize("other", [due("S2-4", status="met"), due("S2-4", bearer="XZ1"), due("S2-2"), due("S3-1")])
def test_two_are_needed_and_only_what_is_open_and_goes_together(other: Bundle) -> None:
    assert together([due("S6-1"), other], BRANCH, AS_OF) is None


def test_the_oath_brings_the_theme_day_along() -> None:
    found = together([due("S6-1"), due("S6-3"), due("S2-4")], BRANCH, date(2026, 6, 10))
    assert found is not None
    assert "oath_theme" in found.address
    assert found.rules == ("S6-1", "S6-3", "S2-4")


def test_without_a_fixed_party_day_no_day_is_filled_in() -> None:
    found = together([due("S6-1"), due("S2-4")], replace(BRANCH, party_day=None), AS_OF)
    assert found is not None
    assert (found.is_party_day, "on=" in found.address) == (False, False)
