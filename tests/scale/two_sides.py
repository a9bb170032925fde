"""A country of three sides and a centre, each a shard, and everything that reaches from one to another.

The sides are those of the party groups DA, DB and DC; the work committee GW stands over all. Between the first two
people have moved; with the third nobody has anything in common but what is planted. Each case names the duty that
reaches across, what must come of it, and two things that are at home in different shards.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from dengxiaming.reckoning import TABLES, Facts
from oracle.reading import cell, frames

AS_OF: Final = date(2025, 12, 31)

_ORGANIZATIONS = """
id kind            parent_id unit_ids established_on
GW work_committee  -         -        2019-01-01
DA party_group     GW        UA       2019-01-01
JA organ_committee DA        UA       2023-03-01
A1 branch          JA        UA       2023-03-01
A2 branch          JA        UA       2023-03-01
DB party_group     GW        UB       2019-01-01
B1 branch          DB        UB       2023-03-01
DC party_group     GW        -        2019-01-01
C1 branch          DC        -        2023-03-01
"""
_UNITS = """
id staff_count party_workers
UA 100         2
UB 40          1
UC 30          0
B1 20          1
"""  # UC 没有组织管，B1 与一个组织同号
_MEMBERS = """
id kind organization_id from       to         leading unit_id
M1 full A1              2023-03-01 2025-07-01 yes     -
M1 full B1              2025-07-01 -          yes     -
M2 full A1              2023-03-01 -          no      -
M3 full A1              2023-03-01 2025-09-01 no      -
M3 full B1              2025-09-01 -          no      -
M4 full B1              2023-03-01 -          no      -
M5 full B1              2023-03-01 -          no      -
M6 full A2              2023-03-01 -          no      -
M7 full A2              2023-03-01 -          no      B1
M8 full C1              2023-03-01 -          no      UA
M9 full C1              2023-03-01 -          no      UC
X9 full C1              2023-03-01 -          no      -
"""
_POSTS = """
id member_id organization_id post               from       to         route              filed_on
Z1 M2        A1              secretary          2023-03-01 -          appointed          -
Z2 M3        A1              committee_member   2024-01-01 -          appointed          -
Z3 X9        GW              secretary          2023-03-01 -          appointed          -
Z4 M5        DA              party_group_member 2023-03-01 -          appointed          -
Z5 M6        JA              secretary          2023-03-01 -          appointed          -
Z6 M4        B1              secretary          2023-03-01 -          appointed          -
Z7 M2        B1              committee_member   2025-04-02 -          elected_by_members 2025-04-10
Z8 M1        A2              committee_member   2024-01-01 2025-03-01 appointed          -
Z9 M7        A2              secretary          2023-03-01 -          appointed          -
"""
_ACTS = """
id    kinds                      organization_id actor_id counterpart_ids on         answers
G1@A1 members_meeting            A1              -        -               2025-02-11 -
G1@B1 members_meeting            B1              -        -               2025-02-11 -
H1    theme_day                  A1              -        -               2025-05-13 -
H2    organization_life          B1              -        -               2025-01-20 -
H3    lesson                     C1              M5       -               2025-03-04 -
H4    contact_visit              C1              M5       -               2025-06-05 -
T1    talk                       B1              M2       M1              2025-07-08 S1
T2    talk                       C1              X9       M2              2025-05-20 S2
T3    talk                       C1              M3       M2              2025-10-14 -
T4    talk                       C1              M6       M7              2025-10-15 -
Y1    transfer                   A1              -        M1              2025-07-01 S1
B9    debriefing                 GW              -        B1              2025-11-20 -
F1    community_service          A2              -        -               2025-04-03 -
F2    community_filing           GW              -        -               2025-04-20 F1
X1    violation_report           JA              -        -               2025-05-10 S3
X2    disposal                   A1              -        -               2025-05-11 S3
P1    party_group_meeting        DB              -        -               2025-01-17 S4
P2    committee_meeting          A1              -        -               2025-01-18 S4
P3    special_organization_life  A1              -        -               2025-08-07 S5
P4    disposal                   GW              -        -               2025-08-20 S6
R1    training                   GW              -        M4              2025-05-05 -
R2    extension                  GW              -        B1              2025-12-01 -
R3    deployment                 DB              M5       -               2025-01-15 -
R4    lesson                     B1              M2       -               2025-03-06 -
E1    induction                  GW              -        M7              2025-06-01 -
"""
_ATTENDANCE = """
act_id member_id status
G1@A1  M1        present
G1@B1  M4        present
H1     M1        present
H1     M2        present
H1     M3        present
H2     M4        present
H2     M2        observer
H2     M6        observer
"""
_DUES = """
member_id month   payable paid paid_on
M1        2025-03 10      10   2025-03-05
M1        2025-08 10      10   2025-08-05
"""
_TRIGGERS = """
id kind                member_id organization_id on
S1 job_change          M1        -               2025-06-20
S2 honoured            M2        -               2025-05-06
S3 violation_lead      M1        -               2025-05-05
S4 directive           -         GW              2025-01-10
S5 serious_violation   M3        -               2025-08-01
S6 unqualified         M3        -               2025-08-02
S7 appointed_secretary M7        -               2025-06-20
"""


@dataclass(frozen=True)
class Case:
    """What reaches across, the row that comes of it, and what is at home apart."""

    says: str
    rule: str
    bearer: str
    period: str
    status: str
    evidence: str
    apart: tuple[str, str]


CASES: Final = (
    Case("调走以前的月份，在新支部那一片判", "S7-2", "M1", "2025-03", "met", "", ("M1", "A1")),
    Case("调动：原支部转出，答的是原支部时的事", "S7-1", "M1", "S1", "met", "Y1", ("M1", "A1")),
    Case("谈话：人已经调走，原书记在那一头谈", "S5-2", "A1", "S1", "met", "T1", ("A1", "M1")),
    Case("上级链：书记本人的事，由隔片的上级书记谈", "S5-2", "A1", "S2", "met", "T2", ("A1", "X9")),
    Case("班子互谈：一个已经调走", "S5-1a", "M2->M3", "2025", "met", "T3", ("M2", "C1")),
    Case("总支书记与支部书记谈话，记在别的支部", "D2-4", "JA->M7", "2025", "met", "T4", ("JA", "C1")),
    Case("班子与委员谈心：委员职务在两片", "S5-1b", "M1", "2025", "met", "T1", ("M1", "A1")),
    Case("联合活动：每个支部一条，这一头", "S2-1", "A1", "2025Q1", "met", "G1@A1", ("A1", "B1")),
    Case("联合活动：每个支部一条，那一头", "S2-1", "B1", "2025Q1", "met", "G1@B1", ("A1", "B1")),
    Case("列席的来自别的片", "S3-3", "H2", "H2", "met", "H2", ("B1", "M2")),
    Case("应到的人后来调走", "S6-4", "H1", "H1", "met", "H1", ("A1", "M1")),
    Case("领导干部调走以前参加的", "D1-8", "M1", "2025Q2", "met", "H1", ("M1", "A1")),
    Case("党组成员在别的片讲党课", "S2-5", "M5", "2025", "met", "H3", ("M5", "C1")),
    Case("党组成员到别的片联系点", "D1-7", "M5", "2025", "met", "H4", ("M5", "C1")),
    Case("上级部署：党组都要答，这一头没有答", "D1-1", "DA", "S4", "missed", "", ("DA", "GW")),
    Case("上级部署：党组都要答，那一头答了", "D1-1", "DB", "S4", "met", "P1", ("DB", "GW")),
    Case("上级部署：支部都要答", "D3-2", "A1", "S4", "met", "P2", ("A1", "GW")),
    Case("年初部署由别的片的人办", "D1-2", "DB", "2025", "met", "R3", ("DB", "GW")),
    Case("上级听述职", "D2-6", "B1", "2025", "met", "B9", ("B1", "GW")),
    Case("进社区，备案记在上级名下", "S9-3", "A2", "F1", "met", "F2", ("A2", "GW")),
    Case("违纪线索：人调走，上级仍要报", "D2-5", "JA", "S3", "met", "X1", ("JA", "M1")),
    Case("违纪线索：人调走，原支部仍要报", "D3-5", "A1", "S3", "met", "X2", ("A1", "M1")),
    Case("严重问题：人调走，原支部开专题会", "S3-4", "A1", "S5", "met", "P3", ("A1", "M3")),
    Case("评议不合格：由上级处置", "S4-5", "A1", "S6", "met", "P4", ("A1", "GW")),
    Case("书记参加上级培训", "L2-2", "M4", "2025", "met", "R1", ("M4", "GW")),
    Case("任前培训由上级办", "L2-3", "M7", "S7", "met", "E1", ("M7", "GW")),
    Case("两片都有职务：选上的那一个", "S1-9", "Z7", "Z7", "met", "", ("B1", "A1")),
    Case("单位的人在别的片的支部", "S1-3", "UA", "2025-12-31", "met", "A1;A2", ("UA", "M8")),
    Case("没有组织管的单位", "S1-4", "UC", "2025-12-31", "missed", "", ("UC", "M9")),
    Case("没有组织管的单位，专职党务", "L2-1", "UC", "2025-12-31", "missed", "", ("UC", "M9")),
    Case("单位与别的片的组织同号", "L2-1", "B1", "2025-12-31", "met", "", ("B1", "A2")),
)


def facts() -> Facts:
    """All of it."""
    texts = (_ORGANIZATIONS, _UNITS, _MEMBERS, _POSTS, _ACTS, _ATTENDANCE, _DUES, _TRIGGERS)
    tables = {}
    for name, text in zip(TABLES, texts, strict=True):
        heads, *rows = [line.split() for line in text.strip().splitlines()]
        tables[name] = [_row(name, dict(zip(heads, row, strict=True))) for row in rows]
    return frames(tables)


def _row(table: str, given: dict[str, str]) -> dict[str, object]:
    given = {column: "" if text == "-" else text for column, text in given.items()}
    if table in ("acts", "dues"):
        given["recorded_at"] = f"{given.get('on') or given['paid_on']}T18:00"
    if table == "acts":
        given["until"] = "2026-12-01" if given["kinds"] == "extension" else ""
    return {column: cell(table, column, given.get(column, "")) for column in TABLES[table]}
