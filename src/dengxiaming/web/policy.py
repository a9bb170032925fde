"""Who may open the administrators' pages (三员分立): each alone, and none of them reads a record by virtue of it."""

from typing import Final

from dengxiaming.ground.policy import ANY, Policy

PEOPLE: Final = (
    "member", "branch_secretary", "branch_committee", "group_leader", "general_secretary", "general_committee",
    "party_group_secretary", "party_group_member", "officer",
)  # fmt: skip
"""Everybody who is no administrator."""

POLICY: Final[Policy] = {
    # 工作台和记录：给办事的人，不给管理员
    "desk.read": dict.fromkeys(PEOPLE, ANY),
    # 每月存证单：工委和管机器的人钉在纸上
    "head.print": {"officer": ANY, "system_admin": ANY, "audit_admin": ANY},
    "account.manage": {"system_admin": ANY},
    "account.unlock": {"security_admin": ANY},
    "account.audit": {"audit_admin": ANY},
}
