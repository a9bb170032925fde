"""The words of the development of members."""

from typing import Final

RESULTS: Final = {"regular": "按期转正", "prolonged": "延长预备期", "cancelled": "取消预备党员资格"}
"""What a members' meeting decides at the end of a probation (R9)."""
OUTCOMES: Final = {"yes": "同意", "no": "不同意"}
HANDED, TAKEN_ON = "handed", "taken_on"
MOVES: Final = {HANDED: "材料转给{}", TAKEN_ON: "从{}转来，材料审查过，接着培养"}
"""Between the steps: somebody changes branch (R9). `place` and `name` say which is the other one."""
ASKED: Final = {
    "people": "由谁", "words": "意见", "number": "文号", "outcome": "结果", "last": "公示最后一天", "days": "培训几天",
    "hours": "培训几学时", "expected": "应到会有表决权的人数", "present": "实到有表决权的人数", "favour": "赞成票",
    "result": "决议", "months": "延长几个月",
}  # fmt: skip
"""What steps ask for, besides the day."""
