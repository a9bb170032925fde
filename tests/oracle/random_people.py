"""Organisations, units, members and posts for random fact sets: valid by the contract, else as messy as it allows."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import TypeVar

from oracle.clauses import BRANCH_KINDS
from oracle.days import SHANGHAI, month_end
from oracle.world import Row, Tables

T = TypeVar("T")

EDGES = [
    date(2020, 6, 16), date(2020, 6, 17), date(2020, 7, 1), date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1),
    date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1), date(2025, 1, 31), date(2025, 2, 28),
    date(2025, 3, 31), date(2025, 4, 1), date(2025, 6, 1), date(2025, 6, 30), date(2025, 7, 1), date(2025, 7, 2),
    date(2025, 9, 30), date(2025, 10, 1), date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2028, 2, 29),
]  # fmt: skip
TABLE_NAMES = ("organizations", "units", "members", "posts", "acts", "attendance", "dues", "triggers")
ROUTES = ["elected_by_members", "elected_by_committee", "appointed", None]
BRANCH_POSTS = [
    "secretary", "secretary", "secretary", "deputy_secretary", "committee_member", "committee_member",
    "discipline_commissioner", "discipline_designee", "group_leader",
]  # fmt: skip


class Mess:
    """A fact set in the making: one source of chance, the rows so far, and the days at which something happens."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.tables: Tables = {name: [] for name in TABLE_NAMES}
        self.hot: list[date] = list(EDGES)
        self.first = date(self.chance.choice([2020, 2022, 2023, 2024]), self.chance.randint(1, 12), 1)
        self.last = date(self.chance.choice([2025, 2025, 2026]), 12, 31)
        self.serial = 0

    def new_id(self, letter: str) -> str:
        self.serial += 1
        return f"{letter}{self.serial}"

    def likely(self, probability: float) -> bool:
        return self.chance.random() < probability

    def one_of(self, choices: Sequence[T]) -> T:
        return self.chance.choice(choices)

    def day(self, first: date | None = None, last: date | None = None) -> date:
        """A day between the two; often a month's edge or a day (or its neighbour) on which something else happens."""
        first, last = first or self.first, last or self.last
        span = max(0, (last - first).days)
        way = self.chance.random()
        if way < 0.3:
            near = self.one_of(self.hot) + timedelta(days=self.one_of([-1, 0, 0, 1]))
            if first <= near <= last:
                return near
        found = first + timedelta(days=self.chance.randint(0, span))
        if way > 0.85:
            found = self.one_of([found.replace(day=1), month_end(found)])
        return min(max(found, first), last)

    def hot_day(self, first: date | None = None, last: date | None = None) -> date:
        """The same, and remembered."""
        found = self.day(first, last)
        self.hot.append(found)
        return found

    def moment(self, day: date) -> datetime:
        """When something of that day was recorded: at once, late, before it, or within a second of midnight."""
        late = self.one_of([0, 0, 0, 1, 1, 2, 5, 14, 15, 15, 16, 16, 17, 31, 60, 200, -1, -3])
        hour, minute, second = self.one_of([(0, 0, 0), (23, 59, 59), (9, 30, 0), (7, 59, 0), (8, 0, 0), (16, 0, 0)])
        recorded = day + timedelta(days=late)
        return datetime(recorded.year, recorded.month, recorded.day, hour, minute, second, tzinfo=SHANGHAI)

    def ids(self, *kinds: str) -> list[str]:
        return [row["id"] for row in self.tables["organizations"] if row["kind"] in kinds]

    def branches(self) -> list[str]:
        return self.ids(*sorted(BRANCH_KINDS))

    def members(self) -> list[str]:
        return sorted({row["id"] for row in self.tables["members"]})

    def some(self, choices: Sequence[T], most: int) -> list[T]:
        return [self.one_of(choices) for _ in range(self.chance.randint(0, most))] if choices else []


def add_units(mess: Mess) -> None:
    for _ in range(mess.chance.randint(1, 4)):
        mess.tables["units"].append({
            "id": mess.new_id("U"), "name": "某单位", "category": mess.one_of(["机关", None]),
            "staff_count": mess.one_of([None, 0, 1, 49, 50, 51, 100, 101, 150]),
            "party_workers": mess.one_of([0, 1, 1, 2, 3]),
        })  # fmt: skip


def add_organizations(mess: Mess) -> None:
    """A city or none, party groups, generals (also below generals), branches of every kind, groups."""
    for kind, least, most in [
        ("work_committee", 0, 2), ("party_group", 1, 2), ("organ_committee", 0, 3), ("general_branch", 0, 2),
        ("branch", 1, 3), ("joint_branch", 0, 2), ("temporary_branch", 0, 1), ("group", 0, 2),
    ]:  # fmt: skip
        for _ in range(mess.chance.randint(least, most)):
            mess.tables["organizations"].append(organization(mess, kind))


def organization(mess: Mess, kind: str) -> Row:
    young = kind in {"branch", "joint_branch", "temporary_branch", "group"} and mess.likely(0.4)
    established = mess.hot_day(mess.first, mess.last) if young else mess.hot_day(date(2015, 1, 1), date(2021, 1, 1))
    if mess.likely(0.12):
        established = mess.one_of([date(2016, 2, 29), date(2020, 2, 29), date(2024, 2, 29)])
    dissolved = mess.hot_day(established + timedelta(days=1), date(2027, 1, 1)) if mess.likely(0.2) else None
    units = [row["id"] for row in mess.tables["units"]]
    several = {"joint_branch": mess.chance.randint(1, 7), "work_committee": 0, "party_group": 0, "group": 0}.get(
        kind, 1
    )
    if kind == "joint_branch" and several > len(units):
        for _ in range(several - len(units)):
            mess.tables["units"].append({
                "id": mess.new_id("U"), "name": "某小单位", "category": None, "staff_count": None, "party_workers": 0,
            })  # fmt: skip
        units = [row["id"] for row in mess.tables["units"]]
    return {
        "id": mess.new_id("O"), "name": "某组织", "kind": kind, "parent_id": parent_of(mess, kind),
        "unit_ids": mess.chance.sample(units, min(several, len(units))) if mess.likely(0.9) else [],
        "party_day": mess.one_of([None, 1, 15, 31]), "established_on": established, "dissolved_on": dissolved,
        "approved_on": mess.one_of([None, established, established - timedelta(days=30), mess.day()]),
        "records_from": mess.hot_day(established, mess.last) if mess.likely(0.3) else None,
    }  # fmt: skip


def parent_of(mess: Mess, kind: str) -> str | None:
    """Mostly as usual, sometimes no parent, sometimes any organisation that is there already (never a cycle)."""
    usual = {
        "work_committee": [], "party_group": mess.ids("work_committee"),
        "organ_committee": mess.ids("party_group", "work_committee"),
        "general_branch": mess.ids("party_group", "organ_committee", "general_branch"),
        "group": mess.branches(),
    }.get(kind, mess.ids("organ_committee", "general_branch", "general_branch", "party_group"))  # fmt: skip
    if mess.likely(0.08):
        usual = [row["id"] for row in mess.tables["organizations"]]
    return mess.one_of(usual) if usual and not mess.likely(0.08) else None


def add_members(mess: Mess) -> None:
    branches = mess.branches()
    for _ in range(mess.chance.randint(5, 14)):
        add_stays(mess, mess.new_id("M"), branches, mess.one_of([1, 1, 1, 2, 3]))
    if mess.likely(0.45):
        add_crowd(mess, branches)


def add_stays(mess: Mess, member: str, branches: list[str], stays: int) -> None:
    """Stays of one member, never overlapping: back to back, with gaps, ending or not."""
    begins = mess.hot_day(date(2018, 1, 1), mess.last)
    for left in reversed(range(stays)):
        last = begins + timedelta(days=mess.chance.randint(1, 1500))
        ends = None if left == 0 and mess.likely(0.75) else mess.hot_day(begins + timedelta(days=1), last)
        mess.tables["members"].append(stay(mess, member, mess.one_of(branches), begins, ends))
        if ends is None:
            return
        begins = ends + timedelta(days=mess.one_of([0, 0, 1, 20, 200]))


def stay(mess: Mess, member: str, branch: str, begins: date, ends: date | None) -> Row:
    units = [row["id"] for row in mess.tables["units"]]
    groups = [row["id"] for row in mess.tables["organizations"] if row["kind"] == "group"]
    return {
        "id": member, "name": "某人", "kind": mess.one_of(["full", "full", "full", "probationary"]),
        "organization_id": branch, "group_id": mess.one_of([None, *groups]), "from": begins, "to": ends,
        "leading": mess.likely(0.4), "unit_id": mess.one_of([None, None, *units]),
    }  # fmt: skip


def add_crowd(mess: Mess, branches: list[str]) -> None:
    """So many members in one unit that it stands on an edge: 2, 3, 6, 7, 49, 50, 99, 100. They come late: few rows."""
    number = mess.one_of([2, 3, 6, 7, 7, 8, 9, 49, 50, 51, 99, 100, 100, 100, 101])
    comes = mess.hot_day(date(2023, 12, 1), date(2025, 6, 1))
    lasting = [row["id"] for row in mess.tables["organizations"] if row["id"] in branches and not row["dissolved_on"]]
    branch = mess.one_of(lasting or branches)
    unit = mess.new_id("U")
    mess.tables["units"].append({
        "id": unit, "name": "大单位", "category": None, "staff_count": 2 * number, "party_workers": 2,
    })  # fmt: skip
    for row in mess.tables["organizations"]:
        if row["kind"] in {"organ_committee", "general_branch", "branch"} and mess.likely(0.7):
            row["unit_ids"] = [unit]
    if number < 10:  # 小的：让这个支部恰好有这么多正式党员
        staying = [s for s in mess.tables["members"] if s["from"] <= comes and s["to"] is None and s["kind"] == "full"]
        number = max(0, number - sum(s["organization_id"] == branch for s in staying))
    for _ in range(number):
        row = stay(mess, mess.new_id("M"), branch, comes, None)
        mess.tables["members"].append({**row, "kind": "full", "unit_id": unit})


def add_posts(mess: Mess) -> None:
    """Too few, too many, twice the same, one person in several branches, people whose stay is over."""
    everybody = mess.members()[:60]
    for branch in mess.branches():
        near = [r["id"] for r in mess.tables["members"] if r["organization_id"] == branch]
        if mess.likely(0.4):
            add_committee(mess, branch, near or everybody)
            continue
        for _ in range(mess.one_of([0, 1, 1, 2, 3, 4, 5, 6, 12])):
            holder = mess.one_of(near) if near and mess.likely(0.8) else mess.one_of(everybody)
            mess.tables["posts"].append(post(mess, holder, branch, mess.one_of(BRANCH_POSTS)))
    for general in mess.ids("organ_committee", "general_branch"):
        names = ["secretary", "secretary", *mess.some(["deputy_secretary", "discipline_commissioner"], 3)]
        for name in names:
            mess.tables["posts"].append(post(mess, mess.one_of(everybody), general, name))
    for other in mess.ids("party_group", "work_committee", "group"):
        for name in mess.some(["secretary", "party_group_member", "party_group_member", "group_leader"], 3):
            mess.tables["posts"].append(post(mess, mess.one_of(everybody), other, name))


COMMITTEES = [
    ["secretary"],
    ["secretary", "deputy_secretary"],
    ["secretary", "deputy_secretary", "deputy_secretary"],
    ["secretary", "committee_member"],
    ["secretary", "secretary"],
    ["secretary", "deputy_secretary", "discipline_commissioner"],
    ["secretary", *["committee_member"] * 6],
    ["secretary", "discipline_commissioner", *["committee_member"] * 6],
]


def add_committee(mess: Mess, branch: str, near: list[str]) -> None:
    """A committee of a usual or just unusual shape, everybody in one post and all from one day."""
    names = mess.one_of(COMMITTEES)
    begins = mess.hot_day(date(2020, 6, 1), date(2024, 6, 30))
    holders = mess.chance.sample(sorted(set(near)), min(len(names), len(set(near))))
    for name, holder in zip(names, holders, strict=False):
        ends = mess.hot_day(date(2024, 7, 1), date(2026, 12, 31)) if mess.likely(0.15) else None
        mess.tables["posts"].append({**post(mess, holder, branch, name), "from": begins, "to": ends})


def post(mess: Mess, member: str, organization_id: str, name: str) -> Row:
    begins = mess.hot_day(date(2019, 6, 1) if mess.likely(0.6) else mess.first, mess.last)
    ends = mess.hot_day(begins + timedelta(days=1), date(2027, 1, 1)) if mess.likely(0.4) else None
    around = [None, begins, *(begins + timedelta(days=d) for d in (-10, 1, 14, 15, 16, 40))]
    return {
        "id": mess.new_id("P"), "member_id": member, "organization_id": organization_id, "post": name,
        "from": begins, "to": ends, "route": mess.one_of(ROUTES), "approved_on": mess.one_of(around),
        "filed_on": mess.one_of(around),
    }  # fmt: skip
