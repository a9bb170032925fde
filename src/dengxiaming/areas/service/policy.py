"""Who may file, and who may read a filing."""

from typing import Final

from dengxiaming.ground.policy import OWN, WITHIN, Policy

POLICY: Final[Policy] = {
    "filing.write": {
        "branch_secretary": OWN,
        "branch_committee": OWN,
        "general_secretary": OWN,
        "general_committee": OWN,
    },
    "filing.read": {
        "branch_secretary": OWN,
        "branch_committee": OWN,
        "member": OWN,
        "general_secretary": WITHIN,
        "general_committee": WITHIN,
        "party_group_secretary": WITHIN,
        "officer": WITHIN,
    },
}
