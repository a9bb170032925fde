"""Who comes near a ballot: a voter to their own page, the tellers to theirs, whoever leads the organisation to how far
it is. No administrator to anything (shared/trust.md B).
"""

from typing import Final

from dengxiaming.ground.policy import OWN, ROLES, SELF, WITHIN, Policy, Scope

_WATCHING: Final[dict[str, Scope]] = {
    "branch_secretary": OWN,
    "general_secretary": WITHIN,
    "party_group_secretary": WITHIN,
    "officer": WITHIN,
}
_PEOPLE: Final = {role: SELF for role in ROLES if not role.endswith("_admin")}

POLICY: Final[Policy] = {
    # 一个支部自己发起的投票；选举、评议的选票由它们自己备
    "ballot.prepare": {"branch_secretary": OWN},
    # 谁是投票人、谁是监票人，写在选票上：页面的“本人”就是他们
    "ballot.vote": _PEOPLE,
    "ballot.tell": _PEOPLE,
    "ballot.watch": _WATCHING,
    "ballot.list": {**_WATCHING, "member": OWN},
    "ballot.result": {role: (SELF, _WATCHING[role]) if role in _WATCHING else SELF for role in _PEOPLE},
}
