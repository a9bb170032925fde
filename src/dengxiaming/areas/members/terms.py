"""The words of members and posts (contract 1 and 4)."""

from typing import Final

from dengxiaming.law import vocabulary

KINDS: Final = vocabulary.MEMBER_KINDS
POSTS: Final = vocabulary.POSTS
ROUTES: Final = vocabulary.ROUTES
COMMITTEE_POSTS: Final = frozenset({"secretary", "deputy_secretary", "committee_member", "discipline_commissioner"})
PARTY_GROUP_POSTS: Final = frozenset({"party_group_member", "secretary"})
