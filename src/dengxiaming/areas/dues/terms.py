"""The words of dues."""

from typing import Final

PAYMENT: Final = "payment"
CORRECTION: Final = "correction"
OPENING: Final = "opening"
PAYMENT_KINDS: Final = {PAYMENT: "交纳", CORRECTION: "更正", OPENING: "导入"}
DECIDERS: Final = {"committee": "支部委员会", "members_meeting": "支部党员大会"}
"""Who agrees to a reduction: the committee; where there is none, the members' meeting (R5-6)."""
EXEMPT: Final = "exempt"
REDUCED: Final = "reduced"
