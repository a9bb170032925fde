"""R1-5 at its limits: half of those entitled there, more than half of those expected in favour; R1-6 asks for half."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed import KINDS, content, people, read

from dengxiaming.areas.gatherings import core
from dengxiaming.areas.gatherings.votes import Ballot, outcome

RULE = KINDS.votes["R1-5"]


@pytest.mark.parametrize(
    ("entitled", "present", "in_favour", "quorum", "passed"),
    [
        (12, 6, 6, True, False),  # 到会正好一半，够；赞成正好一半，不算超过
        (12, 7, 7, True, True),
        (12, 5, 5, False, False),
        (13, 6, 6, False, False),
        (13, 7, 7, True, True),
        (13, 13, 6, True, False),
        (13, 13, 7, True, True),
        (1, 1, 1, True, True),
        (0, 0, 0, False, False),
    ],
)
def test_r1_5_at_its_limits(entitled: int, present: int, in_favour: int, quorum: bool, passed: bool) -> None:
    found = outcome(RULE, entitled, present, Ballot(in_favour, present - in_favour, 0))
    assert (found.quorum, found.passed) == (quorum, passed)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_nothing_is_carried_without_quorum_or_by_half(entitled: int, present: int, in_favour: int) -> None:
    present, in_favour = min(entitled, present), min(entitled, present, in_favour)
    found = outcome(RULE, entitled, present, Ballot(in_favour, present - in_favour, 0))
    assert found.quorum is (entitled > 0 and present >= entitled / 2)
    assert found.passed is (in_favour > entitled / 2 and bool(found.quorum))


def test_the_outcome_says_its_numbers_and_its_article() -> None:
    found = outcome(RULE, 13, 11, Ballot(7, 2, 1))
    assert found.words == (
        "有表决权的党员应到13人，到会11人。到会达到半数。赞成7，反对2，弃权1，没有表决1。赞成超过应到13人的半数，通过。"
    )
    assert found.article == "《中国共产党支部工作条例（试行）》第十一条（R1-5）"
    assert outcome(RULE, 13, 6, Ballot(6, 0, 0)).words.endswith("到会不到半数，这次表决不算数。赞成6，反对0，弃权0。")


def test_a_committee_needs_half_of_its_members_and_no_text_says_how_many_carry_it() -> None:
    found = outcome(KINDS.votes["R1-6"], 5, 3, Ballot(3, 0, 0))
    assert (found.quorum, found.passed) == (True, None)
    assert "通过" not in found.words


def test_probationary_members_and_observers_are_no_voters() -> None:
    among = people(4, 3)
    typed = content(among, "members_meeting", present=7)
    typed["holders"]["ZB1"]["delegates"] = ["S1"]
    typed["items"][0] |= {"in_favour": "3", "against": "1", "abstained": "0"}
    judged = core.outcomes(read(typed, among), among, KINDS)[0]
    assert judged is not None
    assert (judged.entitled, judged.present, judged.passed) == (4, 4, True)
