"""党务: what an organisation keeps beside its records, for each organisation somebody has a post or a place in."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.queries import Node
from dengxiaming.ground.policy import Reader, may
from dengxiaming.web.kit import gate
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import page, show
from dengxiaming.web.navigation import SECTIONS, Section
from dengxiaming.web.policy import PEOPLE


@dataclass(frozen=True)
class Held:
    """One organisation of the reader's, and the sections that open there."""

    node: Node
    sections: tuple[Section, ...]


@page("desk.read")
def matters(request: HttpRequest, here: Here) -> HttpResponse:
    """The sections of every organisation of the reader's."""
    reader, tree = gate.reader(request), organs.Tree()
    codes = dict.fromkeys(code for role in PEOPLE for code in sorted(reader.organizations(role)) if code in tree.nodes)
    held = [Held(tree.nodes[code], sections(reader, tree, code)) for code in codes]
    return show(
        request, here, "web/matters/matters.html", "matters", "党务", held=[one for one in held if one.sections]
    )


def sections(reader: Reader, tree: organs.Tree, code: str) -> tuple[Section, ...]:
    """What there is of an organisation and opens to a reader."""
    node, place = tree.nodes[code], tree.place(code)
    return tuple(one for one in SECTIONS if node.kind in one.kinds and may(reader, one.action, place))
