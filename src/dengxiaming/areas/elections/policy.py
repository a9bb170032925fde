"""Who prepares and holds an election, who counts, who approves; and who knows that somebody may not vote."""

from typing import Final

from dengxiaming.ground.policy import OWN, SELF, WITHIN, Policy

POLICY: Final[Policy] = {
    "election.read": {
        "member": OWN,
        "branch_secretary": OWN,
        "branch_committee": OWN,
        "general_secretary": WITHIN,
        "general_committee": WITHIN,
        "party_group_secretary": WITHIN,
        "officer": WITHIN,
    },
    "election.write": {
        "branch_secretary": OWN,
        "branch_committee": OWN,
        "general_secretary": OWN,
        "general_committee": OWN,
    },
    # 批复、审批：在上级那里办，地方是上级组织
    "election.decide": {"general_secretary": OWN, "officer": OWN},
    # 计票：大会通过的监票人自己
    "election.count": {"member": SELF},
    # 中止表决权、选举权的是谁、为什么：只有办的书记知道
    "voting.suspend": {"branch_secretary": OWN, "general_secretary": WITHIN},
}
