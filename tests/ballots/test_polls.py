"""A poll's form, before it is a ballot: what would give a voter away is refused (R3)."""

from dengxiaming.areas.ballots import core, polls
from dengxiaming.areas.ballots.actions import Wanted
from dengxiaming.areas.ballots.polls import Typed

PEOPLE = tuple(f"M{number}" for number in range(1, 10))


def typed(manner: str, voters: int) -> Typed:
    return Typed("国庆去哪里", "学林\n根河湾", manner, PEOPLE[:voters], PEOPLE[-2:])


def test_R3_fewer_than_five_do_not_vote_electronically() -> None:
    few = polls.read(typed(polls.ELECTRONIC, core.FEWEST - 1), "ZB1", PEOPLE)
    assert isinstance(few, tuple)
    assert [(one.field, "请用纸票" in one.sentence) for one in few] == [("manner", True)]
    enough = polls.read(typed(polls.ELECTRONIC, core.FEWEST), "ZB1", PEOPLE)
    on_paper = polls.read(typed(polls.PAPER, core.FEWEST - 1), "ZB1", PEOPLE)
    assert isinstance(enough, Wanted)
    assert isinstance(on_paper, Wanted)
