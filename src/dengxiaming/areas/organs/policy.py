"""Who may see an organisation's page: its own people, and those above it."""

from typing import Final

from dengxiaming.ground.policy import OWN, WITHIN, Policy

POLICY: Final[Policy] = {
    "organization.read": {
        "member": OWN,
        "branch_secretary": OWN,
        "branch_committee": OWN,
        "group_leader": OWN,
        "general_secretary": WITHIN,
        "general_committee": WITHIN,
        "party_group_secretary": WITHIN,
        "party_group_member": WITHIN,
        "officer": WITHIN,
    }
}
