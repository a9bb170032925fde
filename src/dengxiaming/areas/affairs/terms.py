"""The words of acts and triggers (contract 1), and which triggers not everybody may see (decisions, unsaid 1)."""

from typing import Final

from dengxiaming.law import vocabulary

ACT_KINDS: Final = vocabulary.ACT_KINDS
TRIGGER_KINDS: Final = vocabulary.TRIGGER_KINDS
ELEMENTS: Final = vocabulary.ELEMENTS
ATTENDANCE_STATUSES: Final = vocabulary.ATTENDANCE_STATUSES
SENSITIVE_TRIGGERS: Final = frozenset({"violation_lead", "disciplined", "complaint", "hardship"})
"""They and the duties they make are neither listed nor counted for anybody not entitled to them."""
