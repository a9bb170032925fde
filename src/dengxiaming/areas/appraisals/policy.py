"""Who sees what of an appraisal. What is about one person is for that person, the branch's committee and the superior
general branch; the others see that it is held.
"""

from typing import Final

from dengxiaming.ground.policy import OWN, SELF, WITHIN, Policy

POLICY: Final[Policy] = {
    "appraisal.list": {
        "member": OWN,
        "branch_secretary": OWN,
        "branch_committee": OWN,
        "general_secretary": WITHIN,
        "general_committee": WITHIN,
        "party_group_secretary": WITHIN,
        "officer": WITHIN,
    },
    # 每个人的自评、票数、评定意见
    "appraisal.read": {"branch_secretary": OWN, "branch_committee": OWN, "general_secretary": WITHIN},
    "appraisal.write": {"branch_secretary": OWN, "branch_committee": OWN},
    # 自己的那一份：参加评议的人
    "appraisal.own": {"member": SELF},
    # 不合格以后的处置：和敏感的事项一样
    "disposal.read": {"branch_secretary": OWN, "general_secretary": WITHIN, "member": SELF},
    "disposal.write": {"branch_secretary": OWN},
    "disposal.approve": {"general_secretary": OWN, "officer": OWN},
}
