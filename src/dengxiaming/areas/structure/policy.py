"""Who sees how organisations are set up, plans joint branches, asks for a change, decides on it, divides a branch."""

from typing import Final

from dengxiaming.ground.policy import OWN, WITHIN, Policy

POLICY: Final[Policy] = {
    "structure.read": {
        "branch_secretary": OWN,
        "branch_committee": OWN,
        "general_secretary": WITHIN,
        "general_committee": WITHIN,
        "party_group_secretary": WITHIN,
        "party_group_member": WITHIN,
        "officer": WITHIN,
    },
    "structure.plan": {"general_secretary": OWN, "party_group_secretary": OWN, "officer": OWN},
    "structure.ask": {"branch_secretary": OWN, "general_secretary": OWN, "party_group_secretary": OWN, "officer": OWN},
    # 在批复的那个组织：机关党委书记、工委干部（R1-3、R2-10）
    "structure.decide": {"general_secretary": OWN, "officer": OWN},
    "structure.divide": {"branch_secretary": OWN},
}
