"""Who may open the administrators' pages (三员分立): each alone, and none of them reads a record by virtue of it."""

from typing import Final

from dengxiaming.ground.policy import ANY, Policy

POLICY: Final[Policy] = {
    "account.manage": {"system_admin": ANY},
    "account.unlock": {"security_admin": ANY},
    "account.audit": {"audit_admin": ANY},
}
