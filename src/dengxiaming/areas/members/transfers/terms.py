"""The words of transfers."""

from typing import Final

STEPS: Final = {
    "ask": "提出",
    "release": "原支部同意转出",
    "accept": "新支部同意接收",
    "receive": "已接收",
    "refuse": "不同意",
    "withdraw": "撤回",
    "correct": "更正接收日期",
}
"""A step and how a page says that it was done."""
ANSWERS: Final = ("job_change", "away_over_six_months")
"""The triggers a transfer answers (S7-1)."""
AWAY: Final = "away_over_six_months"
TARGETS: Final = frozenset({"branch", "joint_branch"})
"""A temporary branch takes no membership over: it is for bodies whose members stay registered elsewhere (R1-4)."""
