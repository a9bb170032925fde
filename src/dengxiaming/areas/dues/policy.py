"""Who sees whose dues. What somebody owes tells what they earn: the secretary who sets it and the member themself see
it; those above see sums.
"""

from typing import Final

from dengxiaming.ground.policy import OWN, SELF, WITHIN, Policy

POLICY: Final[Policy] = {
    # 核定、收缴、结账、减免：本支部书记、副书记
    "dues.keep": {"branch_secretary": OWN},
    # 自己的党费
    "dues.own": {"member": SELF, "branch_secretary": OWN},
    # 从党务页到自己的党费
    "dues.mine": {"member": OWN},
    # 合计：没有名字
    "dues.sums": {
        "branch_secretary": OWN,
        "branch_committee": OWN,
        "general_secretary": WITHIN,
        "general_committee": WITHIN,
        "party_group_secretary": WITHIN,
        "officer": WITHIN,
    },
    # 一年一次的公布（R5-10）：本支部党员
    "dues.published": {
        "member": OWN,
        "branch_secretary": OWN,
        "branch_committee": OWN,
        "general_secretary": WITHIN,
        "general_committee": WITHIN,
        "party_group_secretary": WITHIN,
        "officer": WITHIN,
    },
    # 欠缴的处置：和敏感的事项一样，只有办的书记和本人
    "arrears.read": {"branch_secretary": OWN, "general_secretary": WITHIN, "member": SELF},
    "arrears.write": {"branch_secretary": OWN},
    # 批复：被请示的那个组织的书记，工委直属的由工委
    "arrears.approve": {"general_secretary": OWN, "officer": OWN},
}
