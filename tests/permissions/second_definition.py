"""Who may read and do what, said once more, otherwise than the site says it: from decisions.md and the reading rules,
without a word of `ground.policy` or of any area's table. The site must agree.
"""

from dataclasses import dataclass
from typing import Final

PARENT: Final = {
    "GW01": "", "DZ01": "GW01", "ZZ01": "DZ01", "ZB001": "ZZ01", "ZB002": "ZZ01", "DZ02": "GW01", "ZB005": "DZ02",
}  # fmt: skip
"""The organisations in which something was planted, and those above them."""
GROUP, ITS_BRANCH = "XZ001", "ZB001"
"""A party group: the posts of its branch count it as their own. Records and notices are planted in it."""
BRANCHES: Final = ("ZB001", "ZB002", "ZB005")


@dataclass(frozen=True)
class Person:
    """Somebody with an account: what they are, where, and the branch they are a member of ("" for none)."""

    name: str
    post: str
    at: str
    branch: str = ""
    member: str = ""


PEOPLE: Final = (
    Person("secretary", "branch_secretary", "ZB001", "ZB001", "P1"),
    Person("committee", "branch_committee", "ZB001", "ZB001", "P2"),
    Person("plain", "", "ZB001", "ZB001", "P3"),
    Person("neighbour", "branch_secretary", "ZB002", "ZB002", "P4"),
    Person("stranger", "branch_secretary", "ZB005", "ZB005", "P5"),
    Person("general", "general_secretary", "ZZ01", "", "P6"),
    Person("general_member", "general_committee", "ZZ01", "", "P7"),
    Person("party_group", "party_group_secretary", "DZ01", "", "P8"),
    Person("party_group_member", "party_group_member", "DZ01", "", "P9"),
    Person("officer", "officer", "GW01", "", "P10"),
    Person("leader", "group_leader", GROUP, ITS_BRANCH, "P11"),
    Person("system", "system_admin", ""),
    Person("security", "security_admin", ""),
    Person("audit", "audit_admin", ""),
)
ADMINISTRATORS: Final = frozenset({"system_admin", "security_admin", "audit_admin"})
_HERE: Final = frozenset({
    "branch_secretary", "branch_committee", "general_secretary", "general_committee", "party_group_secretary",
    "party_group_member", "officer",
})  # fmt: skip
_KEEPERS: Final = _HERE | {"group_leader"}
_BRANCH: Final = frozenset({"branch_secretary", "branch_committee"})
_GENERAL: Final = frozenset({"general_secretary", "general_committee"})
_FIRST: Final = frozenset({"branch_secretary", "general_secretary", "party_group_secretary", "officer"})
_LEADERS: Final = _GENERAL | {"party_group_secretary", "party_group_member", "officer"}

# 什么：在自己那里谁可以；在下面谁可以；本支部的普通党员可不可以
RULES: Final[dict[str, tuple[frozenset[str], frozenset[str], bool]]] = {
    "organization": (_KEEPERS, _LEADERS, True),
    "record": (_KEEPERS, _LEADERS - {"party_group_member"}, True),
    "writing": (_KEEPERS, frozenset(), False),
    # 没做到的写一句说明：管这些事的人；党组成员的工作台只有自己的事
    "remarking": (_KEEPERS - {"party_group_member"}, frozenset(), False),
    "confirming": (
        frozenset({"branch_secretary", "group_leader", "general_secretary", "party_group_secretary", "officer"}),
        frozenset(), False,
    ),
    "notice": (_KEEPERS, frozenset(), True),
    "member": (_HERE - {"party_group_member"}, _LEADERS - {"party_group_member"}, False),
    "register": (_BRANCH | _GENERAL | {"officer"}, _GENERAL | {"officer"}, False),
    "register_writing": (
        frozenset({"branch_secretary", "general_secretary", "officer"}), frozenset({"general_secretary", "officer"}),
        False,
    ),
    "particulars": (_BRANCH | {"general_secretary"}, frozenset({"general_secretary"}), False),
    "particulars_own": (frozenset({"branch_secretary"}), frozenset(), False),
    "statistics": (_HERE, _LEADERS, False),
    "transfer_asking": (_BRANCH | _GENERAL, _GENERAL, False),
    "transfer_settling": (
        frozenset({"branch_secretary", "general_secretary"}), frozenset({"general_secretary"}), False
    ),
    "talk": (_BRANCH | {"general_secretary"}, frozenset({"general_secretary"}), False),
    "talk_writing": (_HERE, _LEADERS, True),
    "talk_undoing": (_BRANCH | {"general_secretary"}, frozenset({"general_secretary"}), False),
    "note": (frozenset(), frozenset(), False),
    "act": (_HERE, _LEADERS, True),
    "act_writing": (_HERE, frozenset(), False),
    "sensitive": (
        frozenset({"branch_secretary", "general_secretary"}), frozenset({"general_secretary"}), False
    ),
    "contact": (frozenset({"party_group_secretary"}), frozenset(), False),
    "dues": (frozenset({"branch_secretary"}), frozenset(), False),
    "dues_mine": (frozenset(), frozenset(), True),
    "dues_sums": (
        _BRANCH | _GENERAL | {"party_group_secretary", "officer"}, _LEADERS - {"party_group_member"}, False
    ),
    "dues_published": (
        _BRANCH | _GENERAL | {"party_group_secretary", "officer"}, _LEADERS - {"party_group_member"}, True
    ),
    "dues_deciding": (frozenset({"general_secretary", "officer"}), frozenset(), False),
    # 欠缴：办的书记、总支书记；请示到工委的，工委也看得见
    "arrears": (
        frozenset({"branch_secretary", "general_secretary", "officer"}), frozenset({"general_secretary", "officer"}),
        False,
    ),
    "deployment": (frozenset({"party_group_secretary", "general_secretary", "officer"}), frozenset(), False),
    # 组织设置：看，管着下面的都看得见；排方案、写请示、批、分组，各有其人
    "structure_reading": (_HERE, _LEADERS, False),
    "structure_planning": (frozenset({"general_secretary", "party_group_secretary", "officer"}), frozenset(), False),
    "structure_asking": (
        frozenset({"branch_secretary", "general_secretary", "party_group_secretary", "officer"}), frozenset(), False
    ),
    "structure_deciding": (frozenset({"general_secretary", "officer"}), frozenset(), False),
    "structure_dividing": (frozenset({"branch_secretary"}), frozenset(), False),
    "election": (_HERE - {"party_group_member"}, _LEADERS - {"party_group_member"}, True),
    "electing": (_BRANCH | _GENERAL, frozenset(), False),
    "election_deciding": (frozenset({"general_secretary", "officer"}), frozenset(), False),
    # 民主评议：有没有、到哪一步，本支部的人和上级；每个人的，支部书记、委员和上级总支书记
    "appraisal_list": (
        _BRANCH | _GENERAL | {"party_group_secretary", "officer"}, _LEADERS - {"party_group_member"}, True
    ),
    "appraisal": (_BRANCH | {"general_secretary"}, frozenset({"general_secretary"}), False),
    "appraisal_writing": (_BRANCH, frozenset(), False),
    "disposing": (frozenset({"branch_secretary"}), frozenset(), False),
    "disposal_deciding": (frozenset({"general_secretary", "officer"}), frozenset(), False),
    # 处置：办的书记、上级书记；请示到工委的，工委也看得见
    "disposal_said": (
        frozenset({"branch_secretary", "general_secretary", "officer"}), frozenset({"general_secretary", "officer"}),
        False,
    ),
    "ballot_asking": (frozenset({"branch_secretary"}), frozenset(), False),
    "ballot_status": (_FIRST, _FIRST - {"branch_secretary"}, False),
    "ballot_list": (_FIRST, _FIRST - {"branch_secretary"}, True),
}  # fmt: skip

ELECTED_UNDER: Final = {"ZZ01": "GW01", "ZB001": "ZZ01", "ZB002": "ZZ01", "ZB005": "GW01"}
"""The organisations that elect, and who approves: the nearest above that is no party group."""
BALLOT_OF: Final = {
    "ballot_voting": "plain", "ballot_telling": "committee", "election_counting": "plain", "appraisal_own": "plain",
}  # fmt: skip
"""Of the planted ballots only one has a voter, and a teller, with an account; of the appraisals a participant."""


def below(organization: str) -> set[str]:
    """Everything above an organisation."""
    above = {ITS_BRANCH} if organization == GROUP else set()
    organization = ITS_BRANCH if above else organization
    while organization := PARENT[organization]:
        above.add(organization)
    return above


def may(person: Person, what: str, organization: str) -> bool:
    """Whether a person may do or read `what` of an organisation, where nothing is about the person."""
    if what == "roll":
        # 党课叫本支部的人；总支的党课，下面各支部的人都在名单上
        return bool(person.branch) and organization in {person.branch, PARENT[person.branch]} & {*BRANCHES, "ZZ01"}
    if what in BALLOT_OF:
        return organization == "ZB001" and person.name == BALLOT_OF[what]
    if what == "ballot":
        own = ("ballot_voting", "ballot_telling", "ballot_status")
        return any(may(person, one, organization) for one in own)
    here, under, plain = RULES[what]
    own = {organization, ITS_BRANCH} if organization == GROUP else {organization}
    if person.post in here and person.at in own:
        return True
    if person.post in under and person.at in below(organization):
        return True
    return plain and person.branch in own


# 记号里的一个字 → 谁看得见
MARKS: Final = {
    "会": "record", "草": "writing", "知": "notice", "谈": "sensitive", "密": "note", "转": "member",
    "展": "member", "事": "act",
    "纪": "sensitive", "映": "sensitive", "基": "dues", "费": "dues", "免": "dues", "布": "dues_published",
    "欠": "arrears", "登": "particulars", "票": "ballot", "选": "election",
    "案": "structure_planning", "请": "structure_reading",
    "自": "appraisal", "数": "appraisal", "意": "appraisal", "稿": "note", "申": "disposal_said",
}  # fmt: skip


def may_see(person: Person, mark: str, organization: str) -> bool:
    """Whether a planted mark may stand on any page of a person."""
    return may(person, MARKS[mark], organization)


EVERYBODY: Final = frozenset({"organizations", "explanation", "law", "clause", "problem", "law-item", "duties", "home"})
"""Pages for whoever is signed in."""
ANY_PERSON: Final = frozenset({"desk", "records", "matters", "reminders", "ballots"})
"""For whoever is no administrator."""
BY_POST: Final = {
    "city": _LEADERS, "city-export": _LEADERS,
    **dict.fromkeys(("facts", "template", "refused", "marked", "loaded"), frozenset({"officer"})),
    "head-paper": frozenset({"officer", "system_admin", "audit_admin"}),
    "accounts": frozenset({"system_admin"}), "accounts_new": frozenset({"system_admin"}),
    "accounts_bulk": frozenset({"system_admin"}), "accounts_one": frozenset({"system_admin"}),
    "accounts_invite": frozenset({"system_admin"}), "accounts_change": frozenset({"system_admin"}),
    "accounts_locks": frozenset({"security_admin"}), "accounts_unlock": frozenset({"security_admin"}),
    "accounts_reset": frozenset({"security_admin"}), "accounts_log": frozenset({"audit_admin"}),
}  # fmt: skip
OF_ORGANIZATION: Final = {
    "ballot": "ballot_voting", "ballot-tell": "ballot_telling", "ballot-status": "ballot_status",
    "ballot-result": "ballot", "ballots-of": "ballot_list", "ballot-new": "ballot_asking",
    "remark": "remarking",
    "organization": "organization", "notice": "notice", "notice-paper": "notice", "records-of": "record",
    "record": "record", "record-do": "confirming", "record-correct": "writing", "record-paper": "record",
    "quarter-paper": "record", "book-paper": "writing", "record-new": "writing", "record-draft": "writing",
    "record-saved": "writing", "record-code": "writing", "record-discard": "writing", "record-here": "roll",
    "development-of": "member", "course": "member", "course-paper": "member", "course-do": "transfer_asking",
    "course-new": "transfer_asking", "course-go-on": "transfer_asking", "course-take-on": "transfer_asking",
    "register-of": "register", "register-import": "register_writing", "statistics-of": "statistics",
    "statistics-export": "statistics", "member-particulars": "particulars", "member-whole": "particulars_own",
    "member-correct": "particulars_own",
    "transfers-of": "member", "transfer": "member", "transfer-letter": "member", "transfer-do": "transfer_settling",
    "transfer-new": "transfer_settling", "member-transfer": "transfer_asking", "member-returned": "member",
    "member": "member", "member-raise": "member", "members-of": "member", "talk-new": "talk_writing",
    "talks-of": "talk", "talk": "talk", "acts-of": "act", "deploy": "deployment", "contact": "contact",
    "act-withdraw": "act_writing", "talk-withdraw": "talk_undoing", "member-withdraw": "sensitive",
    "room": "act_writing",    "act-new": "act_writing", "act": "act",
    "structure-of": "structure_reading", "structure-request": "structure_reading",
    "structure-paper": "structure_reading",
    "structure-plans": "structure_planning", "structure-plan": "structure_planning",
    "structure-plan-do": "structure_planning", "structure-places": "structure_planning",
    "structure-ask": "structure_asking", "structure-request-do": "structure_asking",
    "structure-decide": "structure_deciding", "structure-groups": "structure_dividing",
    **dict.fromkeys((
        "dues-assess", "dues-collect", "dues-pay", "dues-correct", "dues-close", "dues-reductions",
        "dues-reduction-withdraw", "dues-receipt", "dues-member", "arrears-open", "arrears-step",
    ), "dues"),
    **dict.fromkeys(("elections-of", "election", "election-paper"), "election"), "voting-rights": "sensitive",
    **dict.fromkeys((
        "election-new", "extension-ask", "post-vacate", "election-edit", "election-do", "election-meeting",
    ), "electing"),
    "election-count": "election_counting",
    **dict.fromkeys(("dues-of", "dues-year", "dues-book"), "dues_sums"), "dues-published": "dues_published",
    "dues-mine": "dues_mine",
    **dict.fromkeys(("arrears-of", "arrears-case", "arrears-paper"), "sensitive"), "arrears-waiting": "dues_deciding",
    "appraisals-of": "appraisal_list", "appraisal-do": "appraisal_writing",
    **dict.fromkeys(("appraisal-mine", "appraisal-kept", "appraisal-mine-form"), "appraisal_own"),
    **dict.fromkeys(("appraisal", "appraisal-results", "appraisal-opinion", "appraisal-form"), "appraisal"),
    **dict.fromkeys(("appraisal-unqualified", "disposal-begin", "disposal-step"), "disposing"),
    "disposal": "sensitive", "disposals-waiting": "disposal_deciding",
}  # fmt: skip
"""The page of an object of an organisation: what one must be allowed there."""


ELECTING: Final = frozenset({
    "election-new", "extension-ask", "post-vacate", "term-remind", "post-appoint", "election-decide",
    "extension-answer",
})  # fmt: skip
"""Pages only of what elects, or of who approves."""


def opens_electing(person: Person, page: str, organization: str) -> bool:
    """The same for these: party groups and the city do not elect; who approves sits above."""
    above = ELECTED_UNDER.get(organization)
    if page in {"election-decide", "extension-answer"}:
        return may(person, "election_deciding", above or "GW01")
    if above is None:
        return False
    return may(person, "electing", organization) if page in OF_ORGANIZATION else may(person, "election_deciding", above)


def opens(person: Person, page: str, organization: str) -> bool:
    """Whether a page opens to a person."""
    if page in EVERYBODY:
        return True
    if page in ANY_PERSON:
        return person.post not in ADMINISTRATORS
    if page in BY_POST:
        return person.post in BY_POST[page]
    if page in ELECTING:
        return opens_electing(person, page, organization)
    if page in {"arrears-approve", "disposal-approve"}:
        # 每一件都请示到了工委
        return may(person, "dues_deciding", "GW01")
    return may(person, OF_ORGANIZATION[page], organization)
