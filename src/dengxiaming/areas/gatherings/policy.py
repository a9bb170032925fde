"""Who may read and write records of gatherings, notices, and the signs of P9.

Members read their branch's records, and those of others where they were on the roll or spoke. The other side of a
copying sign is shown to whoever may read both records (decisions, unsaid 10): `gathering.read` is asked twice.
"""

from typing import Final

from dengxiaming.ground.policy import OWN, SELF, WITHIN, Policy, Scope

_KEEPERS: Final[dict[str, Scope | tuple[Scope, ...]]] = {
    "branch_secretary": OWN,
    "branch_committee": OWN,
    "group_leader": OWN,
    "general_secretary": OWN,
    "general_committee": OWN,
    "party_group_secretary": OWN,
    "party_group_member": OWN,
    "officer": OWN,
}
"""Those who keep an organisation's records."""

_ABOVE: Final[dict[str, Scope | tuple[Scope, ...]]] = {
    "general_secretary": WITHIN,
    "general_committee": WITHIN,
    "party_group_secretary": WITHIN,
    "officer": WITHIN,
}
"""Those who read what is below them."""

POLICY: Final[Policy] = {
    "gathering.read": {**_KEEPERS, **_ABOVE, "member": (OWN, SELF)},
    # 二维码签到：名单上的人自己点“我到了”
    "gathering.attend": {"member": SELF},
    # 没有职务的党员被写成记录人，那一条由本人写、本人签字
    "gathering.write": {**_KEEPERS, "member": SELF},
    # 书记签字：支部书记、组长、总支书记、党组书记，工委办的由工委干部
    "gathering.confirm": {
        "branch_secretary": OWN,
        "group_leader": OWN,
        "general_secretary": OWN,
        "party_group_secretary": OWN,
        "officer": OWN,
    },
    "notice.read": {**_KEEPERS, "member": (OWN, SELF)},
    "notice.write": _KEEPERS,
    # 决议的责任人自己写办到哪一步
    "resolution.progress": {**_KEEPERS, "member": SELF},
    "sign.read": {"branch_secretary": OWN, "branch_committee": OWN, "general_secretary": WITHIN, "officer": WITHIN},
    # 空着时间才有的那种，只给本支部看
    "sign.read_weak": {"branch_secretary": OWN, "branch_committee": OWN},
    # 对判定、对样子、对自己的点名，可以写一句说明
    "remark.write": {**_KEEPERS, "member": SELF},
}
