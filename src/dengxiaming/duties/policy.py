"""Who may see how the whole city, or what is below them, stands; and who may load facts. What a page then holds is cut
to the reader's reach (`reach`).
"""

from typing import Final

from dengxiaming.ground.policy import ANY, OWN, SELF, WITHIN, Policy

POLICY: Final[Policy] = {
    "city.read": {
        "officer": ANY,
        "general_secretary": ANY,
        "general_committee": ANY,
        "party_group_secretary": ANY,
        "party_group_member": ANY,
    },
    # 组织自己的任务
    "duty.read": {
        "member": OWN,
        "branch_secretary": OWN,
        "branch_committee": OWN,
        "group_leader": OWN,
        "general_secretary": WITHIN,
        "general_committee": WITHIN,
        "party_group_secretary": WITHIN,
        "party_group_member": WITHIN,
        "officer": WITHIN,
    },
    # 某个党员名下的任务（党费、谈话、双重组织生活）
    "duty.personal": {
        "member": SELF,
        "branch_secretary": OWN,
        "branch_committee": OWN,
        "general_secretary": WITHIN,
        "general_committee": WITHIN,
        "officer": WITHIN,
    },
    # 违纪线索、受处分、群众反映、困难挫折引起的任务
    "duty.sensitive": {"branch_secretary": OWN, "general_secretary": WITHIN},
    "facts.load": {"officer": ANY},
}
