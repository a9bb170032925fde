"""The words of members, posts and triggers (contract 1 and 4)."""

from typing import Final

from dengxiaming.law import vocabulary

KINDS: Final = vocabulary.MEMBER_KINDS
POSTS: Final = vocabulary.POSTS
ROUTES: Final = vocabulary.ROUTES
COMMITTEE_POSTS: Final = frozenset({"secretary", "deputy_secretary", "committee_member", "discipline_commissioner"})
TRIGGER_KINDS: Final = vocabulary.TRIGGER_KINDS
SENSITIVE_TRIGGERS: Final = frozenset({"violation_lead", "disciplined", "complaint", "hardship", "unqualified"})
"""They and the duties they make are neither listed nor counted for anybody not entitled (decisions, unsaid 1)."""
PARTY_GROUP_POSTS: Final = frozenset({"party_group_member", "secretary"})
