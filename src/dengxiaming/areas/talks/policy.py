"""Who may record a talk, who may see that it was held, and who may see why (`trigger.sensitive`, decisions). What was
said only those who held it read (`talk.note`).
"""

from typing import Final

from dengxiaming.ground.policy import OWN, SELF, WITHIN, Policy

POLICY: Final[Policy] = {
    # 谁谈的谁记：书记、委员记本支部的，总支、党组的班子记自己下面的，党员记自己谈的
    "talk.write": {
        "branch_secretary": OWN,
        "branch_committee": OWN,
        "general_secretary": WITHIN,
        "general_committee": WITHIN,
        "party_group_secretary": WITHIN,
        "party_group_member": WITHIN,
        "officer": WITHIN,
        "member": SELF,
    },
    "talk.read": {"branch_secretary": OWN, "branch_committee": OWN, "general_secretary": WITHIN, "member": SELF},
    # 事由：谈话的人和知道敏感事项的书记；别人只见不敏感的那几个字
    "talk.reason": {"branch_secretary": OWN, "general_secretary": WITHIN, "member": SELF},
    "talk.note": {"member": SELF},
}
