"""Totals against a second way of adding up, and a count by hand of the same ballots (R3-8, R3-9, R3-10, R8)."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengxiaming.areas.ballots import core, sealing
from dengxiaming.areas.ballots.core import Definition, Marks, PaperCount

NAMES = ("张一", "李二", "王三", "赵四")
PAPER = Definition("X1", "ZB1", "选举", tuple(core.person(name, name) for name in NAMES), 9, 2)
CHOICES = st.sampled_from(["yes", "no", "abstain"])


@st.composite
def ballots(draw: st.DrawFn) -> list[Marks]:
    """Ballots that can be cast: no more than there are voters; another name only where somebody is not approved."""
    found = []
    for _ in range(draw(st.integers(0, PAPER.base))):
        choices = {name: draw(CHOICES) for name in NAMES}
        refused = [name for name in NAMES if choices[name] == "no"]
        others = draw(st.lists(st.sampled_from(["孙六", "周七", "吴 八"]), unique=True, max_size=len(refused)))
        found.append(Marks(choices, dict(zip(refused, others, strict=False))))
    return found


@given(ballots())
def test_totals_are_those_of_the_valid_ballots(held: list[Marks]) -> None:
    found = core.tally(PAPER, held)
    valid = [
        one for one in held
        if [*one.choices.values()].count("yes") + len(one.written) <= 2
    ]  # fmt: skip
    assert found.cast == len(held)
    if len(held) < core.FEWEST:
        assert (found.broken_down, found.by_question, found.written) == (False, {}, {})
    else:
        assert found.valid == len(valid)
        for name in NAMES:
            counts = Counter(one.choices[name] for one in valid)
            assert found.by_question[name] == {code: counts[code] for code in ("yes", "no", "abstain")}
        names = Counter(name.replace(" ", "") for one in valid for name in one.written.values())
        assert found.written == dict(names)
    for name in NAMES:
        counts = Counter(one.choices[name] for one in valid)
        assert found.carried[name] == next((code for code, n in counts.items() if n > 4.5), "")


@given(ballots(), st.randoms())
def test_the_order_of_ballots_leaves_no_trace(held: list[Marks], shuffler: object) -> None:
    other = list(held)
    shuffler.shuffle(other)  # type: ignore[attr-defined]  Hypothesis hands over a random.Random
    one, two = core.tally(PAPER, held), core.tally(PAPER, other)
    assert (list(one.by_question.items()), list(one.written.items())) == (
        list(two.by_question.items()), list(two.written.items())
    )  # fmt: skip


@given(ballots(), st.integers(0, 3))
def test_the_same_ballots_counted_by_hand_agree(held: list[Marks], unreturned: int) -> None:
    valid = [one for one in held if core.is_valid(PAPER, one)]
    by_question = {name: dict(Counter(one.choices[name] for one in valid)) for name in NAMES}
    written = dict(Counter(core.tidy_name(name) for one in valid for name in one.written.values()))
    issued = len(held) + unreturned
    count = PaperCount(issued, len(held), len(valid), len(held) - len(valid), by_question, written)
    assert core.paper_problems(PAPER, count, issued) == ()
    by_hand = count.tally(PAPER)
    sealed = core.tally(PAPER, held)
    if sealed.broken_down:
        assert (by_hand.cast, by_hand.valid, by_hand.carried) == (sealed.cast, sealed.valid, sealed.carried)
        assert by_hand.written == sealed.written


@given(ballots())
def test_every_ballot_opens_as_it_was_sealed_and_has_one_length(held: list[Marks]) -> None:
    slips = ("1" * 20, "2" * 20)
    lock = sealing.make_lock(slips, sealing.Cost(64, 1))
    key = sealing.open_lock(lock, {1: slips[0], 2: slips[1]})
    for one in held:
        sealed = sealing.seal(PAPER, one, lock.public, "M1")
        assert len(sealed) == sealing.SEALED
        opened = sealing.unseal(PAPER, sealed, key, "M1")
        assert opened.choices == one.choices
        assert opened.written == {key: core.tidy_name(name) for key, name in one.written.items()}


@pytest.mark.parametrize(
    ("yes", "base", "carried"), [(5, 10, ""), (6, 10, "yes"), (5, 9, "yes"), (4, 9, ""), (8, 15, "yes"), (7, 15, "")]
)
def test_R3_10_more_than_half_of_the_base_at_and_beside_the_limit(yes: int, base: int, carried: str) -> None:
    paper = Definition("X1", "ZB1", "选举", PAPER.questions[:1], base, 1)
    assert core.carried(paper, {"张一": {"yes": yes, "no": 0, "abstain": 0}}) == {"张一": carried}


@pytest.mark.parametrize(("cast", "broken_down"), [(4, False), (5, True)])
def test_five_is_the_fewest_that_are_broken_down(cast: int, broken_down: bool) -> None:
    held = [Marks(dict.fromkeys(NAMES, "no"))] * cast
    assert core.tally(PAPER, held).broken_down is broken_down


def test_R8_four_grades_and_no_limit_of_seats() -> None:
    paper = Definition("X1", "ZB1", "测评", (core.grade("a", "某甲"), core.grade("b", "某乙")), 6, None)
    held = [Marks({"a": "excellent", "b": "qualified"})] * 5 + [Marks({"a": "basic", "b": "unqualified"})]
    found = core.tally(paper, held)
    assert found.by_question["a"] == {"excellent": 5, "qualified": 0, "basic": 1, "unqualified": 0}
    assert found.carried == {"a": "excellent", "b": "qualified"}
    assert [word for _, word in core.GRADES] == ["优秀", "合格", "基本合格", "不合格"]


def test_a_definition_is_what_its_text_says_and_every_letter_counts() -> None:
    assert Definition.read(PAPER.text) == PAPER
    for other in (
        Definition("X2", "ZB1", "选举", PAPER.questions, 9, 2), Definition("X1", "ZB1", "选举", PAPER.questions, 10, 2),
        Definition("X1", "ZB1", "选举", PAPER.questions, 9, 3),
        Definition("X1", "ZB1", "选举", PAPER.questions[:3], 9, 2),
    ):  # fmt: skip
        assert other.fingerprint != PAPER.fingerprint
