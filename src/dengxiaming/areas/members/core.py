"""Which roles a post or a stay gives (`ground.policy`): what one may do follows the posts in force, nothing else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from dengxiaming.areas.organs.terms import BRANCHES, CITY, GENERALS, GROUP, PARTY_GROUP
from dengxiaming.ground.grants import Granted

_LEADS: Final = frozenset({"secretary", "deputy_secretary"})
_ROLES: Final = (
    (BRANCHES, "branch_secretary", "branch_committee"),
    (GENERALS, "general_secretary", "general_committee"),
    (frozenset({PARTY_GROUP}), "party_group_secretary", "party_group_member"),
    (frozenset({GROUP}), "group_leader", "group_leader"),
    (frozenset({CITY}), "officer", "officer"),
)
"""Kinds of organisation, the role of those who lead one, and the role of everybody else with a post there."""


@dataclass(frozen=True)
class Span:
    """A post, or a stay (`post` is ""), of a member from one day until another."""

    member: str
    organization: str
    kind: str
    post: str
    since: date
    until: date | None


def grants(spans: Iterable[Span]) -> Iterator[Granted]:
    """The roles these give, each for as long as its post or stay; nothing for a kind no table names."""
    for span in spans:
        role = "member" if not span.post else role_of(span.kind, span.post)
        if role:
            yield Granted(span.member, role, span.organization, span.since, span.until)


def role_of(kind: str, post: str) -> str:
    """The role of a post in an organisation of a kind; "" where it gives none."""
    for kinds, lead, other in _ROLES:
        if kind in kinds:
            return lead if post in _LEADS else other
    return ""
