"""The words of acts (contract 1)."""

from typing import Final

from dengxiaming.law import vocabulary

ACT_KINDS: Final = vocabulary.ACT_KINDS
ELEMENTS: Final = vocabulary.ELEMENTS
ATTENDANCE_STATUSES: Final = vocabulary.ATTENDANCE_STATUSES
SENSITIVE_KINDS: Final = frozenset({"violation_report", "disposal"})
"""Acts whose words only those who deal with them may read."""
