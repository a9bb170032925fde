"""Who may record what has a short form, and who may read it. Sensitive kinds only those who deal with them read."""

from typing import Final

from dengxiaming.ground.policy import OWN, WITHIN, Policy

_WRITERS: Final = {
    "branch_secretary": OWN,
    "branch_committee": OWN,
    "general_secretary": OWN,
    "general_committee": OWN,
    "party_group_secretary": OWN,
    "party_group_member": OWN,
    "officer": OWN,
}

POLICY: Final[Policy] = {
    "act.write": _WRITERS,
    "act.read": {
        "member": OWN,
        "branch_secretary": OWN,
        "branch_committee": OWN,
        "general_secretary": WITHIN,
        "general_committee": WITHIN,
        "party_group_secretary": WITHIN,
        "party_group_member": WITHIN,
        "officer": WITHIN,
    },
    # 违纪报告、组织处置：办这件事的书记
    "act.sensitive": {"branch_secretary": OWN, "general_secretary": WITHIN},
    "directive.issue": {"party_group_secretary": OWN, "general_secretary": OWN, "officer": OWN},
    "room.write": _WRITERS,
    "contact_point.write": {"party_group_secretary": OWN},
}
