"""The words of elections."""

from typing import Final

from dengxiaming.law import vocabulary

TERM, BY_ELECTION = "election", "by_election"
KINDS: Final = {kind: vocabulary.ACT_KINDS[kind] for kind in (TERM, BY_ELECTION)}
EXTENSION: Final = "extension"

MEMBER, SECRETARY, DEPUTY = "committee_member", "secretary", "deputy_secretary"
COMMISSIONER: Final = "discipline_commissioner"
ELECTED_POSTS: Final = {post: vocabulary.POSTS[post] for post in (MEMBER, SECRETARY, DEPUTY)}
"""What is elected, in the order it is elected in."""

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

PAPER, ELECTRONIC = "paper", "electronic"
MANNERS: Final = {PAPER: "纸质选票，监票人计票", ELECTRONIC: "电子投票"}

FIRST, REPEATED, AMONG_EQUALS, SUPPLEMENTARY = "first", "repeated", "among_equals", "supplementary"
SORTS: Final = {FIRST: "第一次投票", REPEATED: "重新选举", AMONG_EQUALS: "票数相等的再投", SUPPLEMENTARY: "另行选举"}
