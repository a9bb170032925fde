"""Where the objects of elections belong, and who counts."""

from dengxiaming.areas.elections import queries
from dengxiaming.areas.elections.tenure import queries as tenure
from dengxiaming.areas.organs import queries as organs
from dengxiaming.ground.policy import Place


def of_election(code: str, **_: object) -> Place | None:
    """An election belongs to the organisation that elects."""
    held = queries.place_codes(code)
    return organs.place(held[0]) if held else None


def of_superior(code: str, **_: object) -> Place | None:
    """What a superior decides about an election belongs to the superior."""
    held = queries.place_codes(code)
    return organs.place(held[1]) if held else None


def of_tellers(code: str, **_: object) -> Place | None:
    """The count belongs to the tellers."""
    held = queries.place_codes(code)
    return organs.place(held[0], queries.tellers_of(code)) if held else None


def above(organization: str, **_: object) -> Place | None:
    """What a superior does for an organisation below it that holds elections."""
    superior = queries.superior_of(organization) if electing(organization) else ""
    return organs.place(superior) if superior else None


def of_extension(code: str, **_: object) -> Place | None:
    """The answer to an extension belongs to the superior."""
    held = tenure.extension_places(code)
    return organs.place(held) if held else None


def electing(organization: str, **_: object) -> Place | None:
    """An organisation that holds elections."""
    tree = organs.Tree()
    node = tree.nodes.get(organization)
    return tree.place(organization) if node is not None and queries.holds_elections(node.kind) else None
