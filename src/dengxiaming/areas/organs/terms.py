"""The words of the organisations (contract 1 and 4)."""

from typing import Final

from dengxiaming.law import vocabulary

KINDS: Final = vocabulary.ORGANIZATION_KINDS
BRANCHES: Final = frozenset({"branch", "joint_branch", "temporary_branch"})
CITY: Final = "work_committee"
GENERALS: Final = frozenset({"organ_committee", "general_branch"})
GROUP: Final = "group"
PARTY_GROUP: Final = "party_group"
APPROVERS: Final = frozenset({"organ_committee", CITY})
"""Who approves what a members' meeting resolved about somebody (R6, R7): no general branch, no party group."""
