"""Whose a page of a ballot is: the voters', the tellers', or the organisation's."""

from dengxiaming.areas.ballots import queries
from dengxiaming.areas.organs import queries as organs
from dengxiaming.ground.policy import Place


def voters(code: str) -> Place | None:
    """The voter's page: nobody's but theirs."""
    found = queries.involved(code)
    return Place(members=found[1]) if found else None


def tellers(code: str) -> Place | None:
    """The tellers' page: nobody's but theirs."""
    found = queries.involved(code)
    return Place(members=found[2]) if found else None


def organization(code: str) -> Place | None:
    """How far it is: whoever leads the organisation."""
    found = queries.involved(code)
    return organs.place(found[0]) if found else None


def result(code: str) -> Place | None:
    """The result: the tellers'; and where it is told to the voters, theirs and the organisation's leaders'."""
    found = queries.involved(code)
    if found is None:
        return None
    held, voting, telling, told = found
    return organs.place(held, voting | telling) if told else Place(members=telling)
