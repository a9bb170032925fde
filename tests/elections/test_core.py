"""Quorum, difference, validity, threshold, ties, too few: at each limit and beside it, by the ids of regulations.md."""

from datetime import date

import pytest

from dengxiaming.areas.elections import core, numbers
from dengxiaming.areas.elections.core import Contest, Tally

NOW = numbers.edition(date(2026, 11, 25))
THEN = numbers.edition(date(2019, 5, 1))


def tally(present: int, votes: dict[str, int], *, cast: int | None = None) -> Tally:
    returned = present if cast is None else cast
    marks = {who: {"for": yes, "against": returned - yes, "abstain": 0} for who, yes in votes.items()}
    return Tally(returned, returned, marks)


def contest(seats: int, who: str, present: int, **more: object) -> Contest:
    return Contest(seats, tuple(who), present, issued=present, **more)  # type: ignore[arg-type]  # 只有开关


@pytest.mark.parametrize(
    ("expected", "present", "now", "then"),
    [(10, 8, True, False), (10, 7, False, False), (10, 9, True, True), (9, 7, False, False), (9, 8, True, True),
     (15, 12, True, False), (15, 13, True, True), (1, 1, True, True), (0, 0, False, False)],
)  # fmt: skip
def test_R3_5_four_fifths_and_before_2020_more_than_that(expected: int, present: int, now: bool, then: bool) -> None:
    assert core.quorum(NOW, expected, present).holds is now
    assert core.quorum(THEN, expected, present).holds is then
    assert "R3-5" in core.quorum(NOW, expected, present).article


def test_R3_5_the_rules_of_2020_begin_on_their_day() -> None:
    assert numbers.edition(date(2020, 7, 12)).quorum.strict
    assert not numbers.edition(date(2020, 7, 13)).quorum.strict
    with pytest.raises(LookupError):
        numbers.edition(date(1980, 1, 1))


@pytest.mark.parametrize(("seats", "least"), [(1, 2), (3, 4), (5, 6), (6, 8), (7, 9), (9, 11), (10, 12), (11, 14)])
def test_R3_4_a_fifth_more_rounded_up(seats: int, least: int) -> None:
    assert seats + NOW.difference.least(seats) == least
    enough = contest(seats, "".join(map(chr, range(65, 65 + least))), 20)
    assert core.difference(NOW, enough).holds
    assert not core.difference(NOW, Contest(seats, enough.candidates[:-1], 20)).holds


def test_R3_13_secretary_and_deputy_with_as_many_candidates_as_seats() -> None:
    assert core.difference(NOW, contest(1, "A", 5, equal=True)).holds
    assert not core.difference(NOW, contest(1, "AB", 5, equal=True)).holds


def test_R3_9_as_many_or_fewer_returned_is_valid_more_is_void() -> None:
    held = contest(1, "AB", 10)
    assert core.outcome(NOW, held, tally(10, {"A": 10, "B": 0})).elected == ("A",)
    assert core.outcome(NOW, held, tally(10, {"A": 9, "B": 0}, cast=9)).elected == ("A",)
    void = core.outcome(NOW, held, tally(10, {"A": 10, "B": 0}, cast=11))
    assert (void.void, void.elected, void.is_settled) == (True, (), False)


@pytest.mark.parametrize(("chosen", "valid"), [(2, True), (3, True), (4, False), (0, True)])
def test_R3_9_a_ballot_with_more_than_the_seats_is_invalid(chosen: int, valid: bool) -> None:
    assert core.is_valid_ballot(chosen, 3) is valid


@pytest.mark.parametrize(("present", "votes", "elected"), [(10, 5, 0), (10, 6, 1), (11, 5, 0), (11, 6, 1), (12, 6, 0)])
def test_R3_10_more_than_half_of_those_present(present: int, votes: int, elected: int) -> None:
    assert len(core.outcome(NOW, contest(1, "A", present, equal=True), tally(present, {"A": votes})).elected) == elected


def test_R3_10_is_counted_by_those_present_and_R1_5_by_those_expected() -> None:
    """Expected 20, present 16: 9 votes elect, though they would carry no resolution."""
    from dengxiaming.areas.gatherings import votes  # noqa: PLC0415  两个基数摆在一起看
    from dengxiaming.areas.gatherings.kinds import Vote  # noqa: PLC0415  同上

    assert core.outcome(NOW, contest(1, "A", 16, equal=True), tally(16, {"A": 9})).elected == ("A",)
    rule = Vote("members", "有表决权的党员", "R1-5", "支部工作条例", "half", "more_than_half")
    assert votes.outcome(rule, 20, 16, votes.Ballot(9, 7, 0)).passed is False


def test_R3_10_absent_ballots_count_in_the_base() -> None:
    assert core.outcome(NOW, contest(1, "A", 12, equal=True), tally(12, {"A": 6}, cast=8)).elected == ()


def test_R3_11_more_over_the_half_than_seats_by_votes() -> None:
    made = core.outcome(NOW, contest(3, "ABCD", 20), tally(20, {"A": 15, "B": 14, "C": 13, "D": 12}))
    assert made.elected == ("A", "B", "C")
    assert made.is_settled


def test_R3_11_a_tie_across_the_last_seat_is_voted_on_again() -> None:
    made = core.outcome(NOW, contest(3, "ABCD", 20), tally(20, {"A": 15, "B": 14, "C": 13, "D": 13}))
    assert (made.elected, made.tied, made.open_seats) == (("A", "B"), ("C", "D"), 1)
    again = Contest(1, ("C", "D"), 20, issued=20, among_equals=True)
    assert core.outcome(NOW, again, tally(20, {"C": 9, "D": 8})).elected == ("C",)
    assert core.outcome(NOW, again, tally(20, {"C": 9, "D": 9})).tied == ("C", "D")


def test_R3_11_a_tie_that_decides_nothing_is_none() -> None:
    above = core.outcome(NOW, contest(3, "ABCD", 20), tally(20, {"A": 15, "B": 15, "C": 13, "D": 12}))
    below = core.outcome(NOW, contest(2, "ABCD", 20), tally(20, {"A": 15, "B": 14, "C": 12, "D": 12}))
    assert above.elected == ("A", "B", "C")
    assert below.elected == ("A", "B")
    assert not above.tied + below.tied


def test_R3_12_too_few_are_elected() -> None:
    made = core.outcome(NOW, contest(3, "ABCD", 20), tally(20, {"A": 15, "B": 14, "C": 10, "D": 3}))
    assert (made.elected, made.open_seats, made.tied) == (("A", "B"), 1, ())
    held = contest(3, "ABCD", 20)
    assert core.fewer_seats(NOW, held, 2, 10).holds
    assert not core.fewer_seats(NOW, held, 2, 9).holds
    assert not core.fewer_seats(NOW, held, 0, 20).holds
    assert not core.fewer_seats(NOW, held, 2, 21).holds


def test_R3_8_somebody_written_in_can_be_elected_but_only_by_those_against() -> None:
    held = contest(1, "A", 10, equal=True)
    marks = {"A": {"for": 3, "against": 6, "abstain": 1}, "X": {"for": 6}}
    assert core.mistakes(held, Tally(10, 10, marks)) == ()
    assert core.outcome(NOW, held, Tally(10, 10, marks)).elected == ("X",)
    marks["X"] = {"for": 7}
    assert any("弃权不能另选" in one for one in core.mistakes(held, Tally(10, 10, marks)))


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        (Tally(10, 11, {"A": {"for": 11}, "B": {"for": 11}}), "有效票11张"),
        (Tally(10, 10, {"A": {"for": 9}, "B": {"for": 1, "against": 9}}), "合计9，有效票是10"),
        (Tally(10, 10, {"A": {"for": 10}, "B": {"for": 1, "against": 9}}), "最多选10人次"),
    ],
)
def test_R3_9_figures_that_cannot_be_are_refused(figures: Tally, said: str) -> None:
    assert any(said in one for one in core.mistakes(contest(1, "AB", 10), figures))


def test_R3_9_more_ballots_than_voters_cannot_be_handed_out() -> None:
    assert core.mistakes(Contest(1, ("A",), 9, issued=10, equal=True), Tally(0, 0, {}))
