"""Typical people of the sample city, to be signed in as by one click (DXM_DEMO=1, this machine only)."""

from collections import Counter
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

PEOPLE: Final[Mapping[str, str]] = MappingProxyType({
    "demo-secretary": "支部书记",
    "demo-committee": "支部委员",
    "demo-member": "普通党员",
    "demo-general": "总支书记",
    "demo-party-group": "党组书记",
    "demo-officer": "工委干部",
})  # fmt: skip
ADMINISTRATORS: Final[Mapping[str, str]] = MappingProxyType({
    "demo-system": "system_admin",
    "demo-security": "security_admin",
    "demo-audit": "audit_admin",
})  # fmt: skip
"""User name → duty."""


def choose(holders: Collection[tuple[str, str, str]]) -> dict[str, str]:
    """User name → member, from everybody's roles (role, organisation, member). Three are of one branch, of middle size;
    the others are the first that hold nothing else of the list. Who cannot be found is left out.
    """
    sizes = Counter(organization for role, organization, _ in holders if role == "member")
    led = sorted({organization for role, organization, _ in holders if role == "branch_secretary"})
    found: dict[str, str] = {}
    if led:
        branch = sorted(led, key=lambda code: (sizes[code], code))[len(led) // 2]
        busy = {member for role, _, member in holders if role != "member"}
        _take(found, "demo-secretary", holders, "branch_secretary", branch)
        _take(found, "demo-committee", holders, "branch_committee", branch)
        _take(found, "demo-member", [one for one in holders if one[2] not in busy], "member", branch)
    _take(found, "demo-general", holders, "general_secretary")
    _take(found, "demo-party-group", holders, "party_group_secretary")
    _take(found, "demo-officer", holders, "officer")
    return found


def _take(
    found: dict[str, str], username: str, holders: Collection[tuple[str, str, str]], role: str, organization: str = ""
) -> None:
    fits = (
        member
        for held, at, member in holders
        if held == role and organization in {"", at} and member not in found.values()
    )
    first = next(fits, None)
    if first is not None:
        found[username] = first
