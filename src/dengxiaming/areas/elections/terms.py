"""The words of elections."""

from typing import Final

from dengxiaming.law import vocabulary

TERM, BY_ELECTION, DELEGATES = "election", "by_election", "delegates"
ACTS: Final = (TERM, BY_ELECTION)
"""What is an act of the contract; the election of delegates is a step towards one."""
KINDS: Final = {kind: vocabulary.ACT_KINDS[kind] for kind in ACTS} | {DELEGATES: "代表选举"}
EXTENSION: Final = "extension"

MEMBER, SECRETARY, DEPUTY = "committee_member", "secretary", "deputy_secretary"
DELEGATE: Final = "delegate"
COMMISSIONER: Final = "discipline_commissioner"
ELECTED_POSTS: Final = {DELEGATE: "代表"} | {post: vocabulary.POSTS[post] for post in (MEMBER, SECRETARY, DEPUTY)}
"""What is elected, in the order it is elected in."""
LED: Final = frozenset({SECRETARY, DEPUTY})
"""Elected with as many candidates as seats (R3-13); all others with more (R3-4)."""

MEETING, CONGRESS, SCATTERED = "", "congress", "scattered"
BODIES: Final = {MEETING: "党员大会", CONGRESS: "党员代表大会（党员500名以上）", SCATTERED: "党员代表大会（驻地分散）"}
"""Who elects: all members, or with the superior's consent their delegates, and for which of two reasons (R3-2)."""
CONGRESSES: Final = frozenset({CONGRESS, SCATTERED})
CONGRESS_WORDS: Final = "党员代表大会"

EXCUSES: Final = {
    "illness": "因病不能表达意志",
    "abroad": "自费出国半年以上",
    "imprisoned": "正在服刑",
    "frail": "年老体弱卧床或长期生病，生活不能自理",
    "moved": "按规定应转出组织关系而没有转出",
}
"""Who may be left out of those expected, with the superior's consent and passed by the meeting (R3-6)."""

SUSPENSIONS: Final = {"probation": "留党察看", "detained": "被留置", "arrested": "被逮捕"}
"""Why somebody may not vote for a time (R3-3)."""

ENTITLED, EXCUSED, PROBATIONARY, SUSPENDED = "entitled", "excused", "probationary", "suspended"
REPRESENTED: Final = "represented"
ELECTABLE: Final = frozenset({ENTITLED, REPRESENTED})
"""Who can be elected: whoever votes, and at a congress also those who are represented there by delegates."""

PAPER, ELECTRONIC = "paper", "electronic"
MANNERS: Final = {PAPER: "纸质选票，监票人计票", ELECTRONIC: "电子投票"}

FIRST, REPEATED, AMONG_EQUALS, SUPPLEMENTARY = "first", "repeated", "among_equals", "supplementary"
SORTS: Final = {FIRST: "第一次投票", REPEATED: "重新选举", AMONG_EQUALS: "票数相等的再投", SUPPLEMENTARY: "另行选举"}
