"""Who can be named on the forms of records, and who acts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest

from dengxiaming.areas.affairs import queries as affairs
from dengxiaming.areas.gatherings import expected, sheet
from dengxiaming.areas.gatherings.roll import People
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.terms import POSTS
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.terms import BRANCHES, GROUP
from dengxiaming.journal.actor import Actor
from dengxiaming.web.kit import gate
from dengxiaming.web.kit.choosing import Listed


def actor(request: HttpRequest) -> Actor:
    """Who signs what is done in this request."""
    reader = gate.reader(request)
    return Actor(reader.ref, reader.member)


def name_of(organization: str) -> str:
    """The organisation's name."""
    tree = organs.Tree()
    return tree.nodes[organization].name if organization in tree.nodes else organization


def secretary(organization: str, day: date) -> str:
    """The code of the secretary in office; "" where there is none."""
    return next((code for code, _, post in members.officers([organization], day) if post == "secretary"), "")


@dataclass(frozen=True)
class Offers:
    """What a form offers to choose from: who can be sent from above, with whom it can be held, what is answered already
    and not offered again, where and about what the organisation met before.
    """

    superiors: Mapping[str, str] = field(default_factory=dict)
    neighbours: Mapping[str, str] = field(default_factory=dict)
    answered: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


def offers(known: People) -> Offers:
    """What the form of an organisation offers."""
    organization = known.organization
    return Offers(
        superiors(organization, known.today), neighbours(organization),
        expected.answered(organization, known.answerable) | affairs.answered(organization, known.answerable),
        sheet.places(organization), sheet.themes(organization),
    )  # fmt: skip


def superiors(organization: str, day: date) -> dict[str, str]:
    """Those with a post in an organisation above, by code: one of them may be sent to a meeting (S3-3)."""
    above = [node.code for node in organs.Tree().path(organization)]
    return {code: name for code, name, _ in members.officers(above, day)}


def nameable(organization: str, day: date) -> dict[str, str]:
    """Who can be chosen on a short form, by code: the organisation's own people, then those with posts below it."""
    tree = organs.Tree()
    own = {
        one.code: f"{one.name}（{one.note}）" if one.note else one.name
        for one in expected.roll(organization, "members", day)
    }
    officers = members.officers([organization, *tree.below(organization)], day)
    return own | {code: f"{name}（{POSTS[post]}）" for code, name, post in officers if code not in own}


def told_apart(listed: Listed, day: date) -> dict[str, str]:
    """The names a form lists: of a list of many, some of whom have the same name, with the branch each is in."""
    if not listed.is_part:
        return listed.options
    tree, homes = organs.Tree(), members.homes_on(listed.options, day)
    return {
        code: f"{name}，{tree.nodes[homes[code]].name}" if code in homes else name
        for code, name in listed.options.items()
    }


def below(organization: str, day: date) -> dict[str, str]:
    """The organisations below, groups left out, by code."""
    tree = organs.Tree()
    nodes = (tree.nodes[code] for code in tree.below(organization))
    return {node.code: node.name for node in nodes if node.kind != GROUP and node.is_in_force(day)}


def neighbours(organization: str) -> dict[str, str]:
    """The branches under the same organisation, by code: a gathering can be held together with them."""
    tree = organs.Tree()
    node = tree.nodes.get(organization)
    if node is None or node.kind not in BRANCHES:
        return {}
    beside = tree.children.get(node.parent, ())
    return {
        code: tree.nodes[code].name for code in beside if code != organization and tree.nodes[code].kind in BRANCHES
    }
