"""The words of structure: what a request is for, and how it stands."""

from typing import Final

ACTS: Final = {"found": "成立", "change": "变更", "dissolve": "撤销"}
STATES: Final = {
    "waiting": "等批复", "approved": "已批复", "refused": "未批准", "in_force": "已生效", "withdrawn": "已撤回",
}  # fmt: skip
FOUNDED: Final = ("branch", "joint_branch", "temporary_branch", "general_branch", "organ_committee")
"""The kinds that are founded on request."""
ELECTED: Final = frozenset({"branch", "joint_branch"})
"""Between these two an organisation changes in place (docs/adr/0012); members' stays are in them."""
ABOVE: Final = frozenset({"work_committee", "party_group", "organ_committee", "general_branch"})
"""The kinds that have organisations below them."""
JOINT, GROUPS = "joint", "groups"
