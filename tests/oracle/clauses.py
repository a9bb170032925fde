"""The contract's tables written as Python data, nothing else: kinds, the recurring table (4), numbers, force (6)."""

from datetime import date
from typing import NamedTuple

EFFECT = date(2020, 6, 17)

BRANCH_KINDS = {"branch", "joint_branch", "temporary_branch"}
GENERAL_KINDS = {"organ_committee", "general_branch"}
COMMITTEE_POSTS = {"secretary", "deputy_secretary", "committee_member", "discipline_commissioner"}

ELEMENTS = {
    "time", "place", "theme", "chair", "recorder", "present", "absent", "observers", "speeches", "votes", "resolutions",
}  # fmt: skip
KINDS_WITH_A_RECORD = {
    "members_meeting", "committee_meeting", "group_meeting", "lesson", "theme_day", "organization_life",
}  # fmt: skip

ADVISORY = {
    "D1-1", "D1-2", "D1-3", "D1-4", "D1-5", "D1-6", "D1-7", "D1-8", "D2-5", "D3-1", "D3-2", "D3-5", "S1-9",
    "S1-10", "S2-6", "S2-7", "S2-8", "S3-4", "S4-5", "S5-2", "S6-2", "S6-3", "S6-4", "S7-1", "S9-2", "S9-3",
    "S10-1", "S10-2", "Q1-2", "Q2-1", "Q3-1", "Q3-2", "Q4-1", "Q5-1", "L1-1", "L2-3", "L4-2",
}  # fmt: skip


class Recurring(NamedTuple):
    """One line of the recurring table."""

    rule: str
    bearer: str
    kind: str
    every: str
    window: str = ""
    required: int = 1


RECURRING = [
    Recurring("D1-2", "party_group", "deployment", "year", "January to March"),
    Recurring("D1-3", "party_group", "inspection", "half"),
    Recurring("D1-4", "party_group", "hearing", "year", "October to December"),
    Recurring("D1-5", "party_group", "annual_report", "year", "January of the next year"),
    Recurring("D1-6", "party_group", "central_group_study", "quarter"),
    Recurring("D1-7", "party_group_member", "contact_visit", "year"),
    Recurring("D2-1", "general", "organ_members_meeting", "year"),
    Recurring("D2-2", "general", "general_branch_meeting", "quarter"),
    Recurring("D2-3", "general", "inspection", "half"),
    Recurring("D2-4", "general -> branch secretary", "talk", "year"),
    Recurring("D2-6", "branch", "debriefing", "year"),
    Recurring("D3-1", "branch", "annual_plan", "year", "January to March"),
    Recurring("D3-3", "branch", "lesson", "year", required=2),
    Recurring("S2-1", "branch", "members_meeting", "quarter"),
    Recurring("S2-2", "committee_branch", "committee_meeting", "month"),
    Recurring("S2-3", "group", "group_meeting", "month"),
    Recurring("S2-4", "branch", "lesson", "quarter"),
    Recurring("S2-5", "party_group_member", "lesson", "year"),
    Recurring("S2-6", "party_group", "lesson_study", "half"),
    Recurring("S3-1", "branch", "organization_life", "year"),
    Recurring("S4-1", "branch", "appraisal", "year"),
    Recurring("S6-1", "branch", "theme_day", "month"),
    Recurring("S6-2", "branch", "quarter_plan", "quarter", "first month"),
    Recurring("S6-3", "branch", "oath_theme", "year", "1 June to 1 July"),
    Recurring("S9-1", "top", "community_service", "month"),
    Recurring("S10-1", "branch and general", "disclosure", "quarter"),
    Recurring("Q1-1", "top", "study_list", "year"),
    Recurring("Q1-2", "branch", "quiz", "quarter"),
    Recurring("Q2-1", "top", "training", "year"),
    Recurring("Q3-1", "city", "style_poll", "year"),
    Recurring("Q4-1", "top", "innovation", "year"),
    Recurring("Q5-1", "top", "fusion_list", "year"),
    Recurring("L1-1", "city", "bulletin", "quarter"),
    Recurring("L2-2", "branch secretary", "training", "year"),
    Recurring("L3-1a", "city", "quarter_supervision", "quarter"),
    Recurring("L3-1b", "city", "half_year_assessment", "half"),
    Recurring("L3-1c", "city", "annual_review", "year"),
    Recurring("L4-2", "top", "self_check", "year"),
]

# 承担者这个词 → 组织的类别（只列由类别决定的）
KINDS_OF_BEARER = {
    "party_group": {"party_group"},
    "general": GENERAL_KINDS,
    "branch": BRANCH_KINDS,
    "committee_branch": BRANCH_KINDS,
    "group": {"group"},
    "branch and general": BRANCH_KINDS | GENERAL_KINDS,
    "top": BRANCH_KINDS | GENERAL_KINDS,
    "city": {"work_committee"},
}

RESPONSES = {
    "D1-1", "D3-2", "D2-5", "D3-5", "S1-10", "S3-4", "S4-5", "S5-2", "S7-1", "S9-2", "S9-3", "S10-2", "Q3-2", "L2-3",
    "S1-9",
}  # fmt: skip
STRUCTURE = {"S1-1", "S1-2", "S1-3", "S1-4", "S1-5", "S1-6", "S1-7", "S1-12", "L2-1"}
OTHERS = {"S2-7", "S2-8", "S3-3", "S6-4", "S7-2", "S7-3", "S8-1", "D1-8", "S5-1a", "S5-1b"}
RULES = sorted({line.rule for line in RECURRING} | RESPONSES | STRUCTURE | OTHERS)
