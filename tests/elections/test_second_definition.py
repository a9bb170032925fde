"""The outcome against a plain second definition, and what every outcome keeps to, for any votes (R3-9 … R3-12)."""

from datetime import date
from fractions import Fraction
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from dengxiaming.areas.elections import core, numbers
from dengxiaming.areas.elections.core import Contest, Tally

NOW = numbers.edition(date(2026, 1, 1))


@st.composite
def elections(draw: st.DrawFn) -> tuple[Contest, Tally]:
    """A contest and ballots really cast: every figure is counted from ballots, so it can be."""
    people = tuple("ABCDEFG"[: draw(st.integers(1, 7))])
    seats = draw(st.integers(1, len(people)))
    present = draw(st.integers(1, 12))
    ballots = draw(st.lists(st.sets(st.sampled_from(people)), max_size=present))
    valid = [one for one in ballots if len(one) <= seats]
    marks = {}
    for who in people:
        yes = sum(who in one for one in valid)
        marks[who] = {"for": yes, "against": len(valid) - yes, "abstain": 0}
    return Contest(seats, people, present, issued=present), Tally(len(ballots), len(valid), marks)


def plain(contest: Contest, tally: Tally) -> tuple[set[str], set[str]]:
    """Said otherwise: who is elected for certain is in every best set; who is tied in some, not in all."""
    half = Fraction(contest.present, 2)
    over = [who for who in contest.candidates if tally.votes(who) > half]
    if len(over) <= contest.seats:
        return set(over), set()
    best = max(sum(tally.votes(who) for who in some) for some in combinations(over, contest.seats))
    winning = [set(some) for some in combinations(over, contest.seats) if sum(tally.votes(who) for who in some) == best]
    certain = set.intersection(*winning)
    return certain, set.union(*winning) - certain


@given(elections())
def test_the_outcome_is_that_of_the_plain_definition(held: tuple[Contest, Tally]) -> None:
    made = core.outcome(NOW, *held)
    assert (set(made.elected), set(made.tied)) == plain(*held)


@given(elections())
def test_counted_ballots_are_never_refused(held: tuple[Contest, Tally]) -> None:
    assert core.mistakes(*held) == ()


@given(elections())
def test_seats_are_kept(held: tuple[Contest, Tally]) -> None:
    contest, _ = held
    made = core.outcome(NOW, *held)
    assert len(made.elected) + made.open_seats == contest.seats
    assert not set(made.elected) & set(made.tied)
    assert not made.tied or len(made.tied) > made.open_seats > 0
    assert all(one.article for one in made.findings)


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_R3_5_by_fractions(expected: int, present: int) -> None:
    enough = expected > 0 and Fraction(present) >= Fraction(4, 5) * expected
    assert core.quorum(NOW, expected, present).holds is enough


@given(st.integers(1, 200))
def test_R3_4_by_fractions(seats: int) -> None:
    more = NOW.difference.least(seats)
    assert more >= Fraction(seats, 5) > more - 1
