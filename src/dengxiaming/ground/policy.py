"""Who may do what: the words in which every area's `policy.py` is written, and the one place that decides.

A reader has roles by the posts in force today; a role reaches from the organisation of its post. An area's table says,
for each action, which role may do it how far. Nothing is allowed that no table allows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Final

from django.apps import apps

PERSON: Final = "person"
SIGNED_IN: Final = "signed_in"
ANYONE: Final = "anyone"


class Scope(Enum):
    """How far a role reaches."""

    OWN = "own"
    """The organisation of the post, and its groups."""
    BELOW = "below"
    """Everything strictly below the organisation of the post."""
    WITHIN = "within"
    """Both."""
    SELF = "self"
    """What is about the reader."""
    ANY = "any"
    """Whatever it is."""


OWN, BELOW, WITHIN, SELF, ANY = Scope.OWN, Scope.BELOW, Scope.WITHIN, Scope.SELF, Scope.ANY

ROLES: Final[Mapping[str, str]] = {
    "branch_secretary": "支部书记",
    "branch_committee": "支部委员",
    "group_leader": "党小组长",
    "general_secretary": "总支书记",
    "general_committee": "总支委员",
    "party_group_secretary": "党组书记",
    "party_group_member": "党组成员",
    "officer": "工委干部",
    "member": "党员",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "audit_admin": "审计管理员",
}
"""Roles and their words. The three administrators read no records by virtue of it."""

Policy = Mapping[str, Mapping[str, Scope | tuple[Scope, ...]]]
"""Action → role → how far."""


@dataclass(frozen=True)
class Reader:
    """Who looks, as of one day: the member ("" for an administrator or nobody), and roles with their organisations."""

    member: str = ""
    name: str = ""
    ref: str = ""
    roles: frozenset[tuple[str, str]] = frozenset()

    @property
    def is_signed_in(self) -> bool:
        """Whether anybody is there at all."""
        return bool(self.ref)

    def organizations(self, *roles: str) -> frozenset[str]:
        """The organisations where the reader has one of these roles."""
        return frozenset(organization for role, organization in self.roles if role in roles)

    def has(self, role: str) -> bool:
        """Whether the reader has this role anywhere."""
        return any(held == role for held, _ in self.roles)


NOBODY: Final = Reader()


@dataclass(frozen=True)
class Place:
    """Where an object belongs: `line` is its organisation and all above it, nearest first; `groups` says that the first
    is a party group of the second, which a branch's posts count as their own; `members` whom it is about.
    """

    line: tuple[str, ...] = ()
    is_group: bool = False
    members: frozenset[str] = field(default_factory=frozenset)


NOWHERE: Final = Place()


def may(reader: Reader, action: str, place: Place = NOWHERE) -> bool:
    """Whether the reader may do this to what belongs there. Raises `KeyError` for an action no table names."""
    if action == ANYONE:
        return True
    if action == SIGNED_IN:
        return reader.is_signed_in
    allowed = table()[action]
    return any(
        _reaches(scope, organization, reader, place)
        for role, organization in reader.roles
        if role in allowed
        for scope in _scopes(allowed[role])
    )


def reached(reader: Reader, action: str) -> frozenset[tuple[Scope, str]]:
    """How far the reader may do this, as scopes at organisations: for queries that take what is within reach."""
    allowed = table()[action]
    return frozenset(
        (scope, organization)
        for role, organization in reader.roles
        if role in allowed
        for scope in _scopes(allowed[role])
    )


@cache
def table() -> Policy:
    """Every area's `POLICY` in one. Raises `ValueError` where two tables name one action or a role nobody knows."""
    found: dict[str, Mapping[str, Scope | tuple[Scope, ...]]] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.policy"
        if not config.name.startswith("dengxiaming.") or config.label == "ground" or find_spec(name) is None:
            continue
        for action, allowed in import_module(name).POLICY.items():
            unknown = set(allowed) - set(ROLES)
            if action in found or unknown:
                raise ValueError(f"{name}：{action} 写了两次，或者角色不在词表里：{'、'.join(sorted(unknown))}")
            found[action] = allowed
    return found


def _scopes(scope: Scope | tuple[Scope, ...]) -> tuple[Scope, ...]:
    return scope if isinstance(scope, tuple) else (scope,)


def _reaches(scope: Scope, organization: str, reader: Reader, place: Place) -> bool:
    own = place.line[: 2 if place.is_group else 1]
    match scope:
        case Scope.ANY:
            return True
        case Scope.SELF:
            return bool(reader.member) and reader.member in place.members
        case Scope.OWN:
            return organization in own
        case Scope.BELOW:
            return organization in place.line[1:]
        case Scope.WITHIN:
            return organization in place.line
