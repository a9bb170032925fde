"""Bad rows to plant into a set without a fault: each with the columns one of which the reader has to name.

A planting adds one row, or a few that belong together. It never touches a row that is there: whatever is good must
come out unchanged, and whatever is planted as bad must not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from fact_rows import Row

from dengxiaming.exchange.columns import TABLES, Column

# 里面有一个绝不会出现在日期、金额、种类、编号里的字
STRANGE = "㊀☃🀄"
LETTERS = "abcXYZ019 .-/:;；，、年月日是否支部=+@'\"\t\\<>&%$#一二三"


@dataclass(frozen=True)
class Planted:
    """One row: its table, its cells, and in which column its defect must be named ("" for a row that is good)."""

    table: str
    row: Row
    column: str
    kind: str
    cells: tuple[str, ...] | None = None  # 不按表头写的一整行


class Planter:
    """Makes plantings; ids are its own, so that no good row refers to them."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.number = 0

    def plant(self, *, csv_only: bool = True) -> list[Planted]:
        ways = [*WAYS, *(CSV_WAYS if csv_only else [])]
        return self.chance.choice(ways)(self)

    def fresh(self) -> str:
        self.number += 1
        return f"新{self.number:06}"

    def good(self, table: str) -> Row:
        """A fresh row without a fault."""
        day = f"2025-{self.chance.randint(1, 6):02}-{self.chance.randint(1, 28):02}"
        month = f"{self.chance.randint(2026, 2999)}-{self.chance.randint(1, 12):02}"
        recorded = "2026-01-05T10:00:00+08:00"
        rows: dict[str, Row] = {
            "organizations": {
                "kind": "branch", "parent_id": "JG", "established_on": "2020-01-01", "unit_ids": "U1", "party_day": "7",
            },
            "units": {"staff_count": "10", "party_workers": "1"},
            "members": {
                "kind": "full", "organization_id": "Z1", "from": "2020-01-01", "group_id": "X1", "unit_id": "U1",
                "leading": "no",
            },
            "posts": {
                "member_id": "M1", "organization_id": "Z1", "post": "secretary", "from": day, "route": "appointed",
            },
            "acts": {
                "kinds": "lesson", "organization_id": "Z1", "on": day, "actor_id": "M1", "recorded_at": recorded,
                "counterpart_ids": "M2;Z1", "answers": "T1",
            },
            "attendance": {"act_id": "A2", "member_id": "M1", "status": "present"},
            "dues": {
                "member_id": "M2", "month": month, "payable": "5", "paid": "5", "paid_on": "2999-12-31",
                "recorded_at": recorded,
            },
            "triggers": {"kind": "job_change", "member_id": "M1", "on": day},
        }  # fmt: skip
        return ({} if TABLES[table].key[0] != "id" else {"id": self.fresh()}) | rows[table]

    def column(self, *forms: str) -> tuple[str, Column]:
        """Any column of these forms."""
        choices = [
            (table.name, column)
            for table in TABLES.values()
            for column in table.columns
            if column.form in forms and column.name != "elements"
        ]
        return self.chance.choice(choices)

    def garbage(self) -> str:
        """Text that is nothing, surely."""
        letters = [self.chance.choice(LETTERS) for _ in range(self.chance.randint(0, 12))]
        letters.insert(self.chance.randint(0, len(letters)), self.chance.choice(STRANGE))
        return "".join(letters).replace(";", ",").replace("；", "，")

    def with_cell(self, kind: str, value: str, *forms: str) -> list[Planted]:
        table, column = self.column(*forms)
        return [Planted(table, self.good(table) | {column.name: value}, column.name, kind)]


Way = Callable[[Planter], list[Planted]]
WAYS: list[Way] = []
CSV_WAYS: list[Way] = []

BAD_DAYS = [
    "2026-02-30", "2026-13-01", "2026-00-10", "2025-02-29", "2026-04-31", "26-03-05", "3/5/2026", "2026-03", "2026",
    "1899-12-31", "2026-03-05 10:30", "2026年2月30日", "20260230", "2026-3-32", "不详", "去年", "2026-03-05,",
     "２０２６-０２-３０",
    "2026--03-05", "2026-03-05x", "今天", "0", "-", "1e5", "2026/2/30", "2026.13.1", "12026-01-01", "2026-W10-1",
]  # fmt: skip
BAD_INSTANTS = [
    "2026-03-05 25:00", "2026-03-05 10:61", "2026-02-30T10:00:00+08:00", "昨天", "10:30", "2026-03-05T10:00:00+99:00",
    "2026-03-05 上午10点", "2026-03", "1757912345", "2026-03-05T10:00:00 PM", "2026-13-05 10:00",
]  # fmt: skip
BAD_MONTHS = [
    "2026-13",
    "2026",
    "2026-00",
    "三月",
    "2026-03-15",
    "03-2026",
    "2026Q1",
    "26-03",
    "202613",
    "46000",
    "2026-03-32",
]
BAD_MONEY = [
    "-1", "-0.01", "12.345", "0.001", "12.500", "abc", "1e5", "1,23", "9" * 14, "NaN", "inf", "=1+1", "十二元",
     "12.5.0",
    "12 元整", "(5)", "5%", "５．００５", "--5", "$5",
]  # fmt: skip
BAD_COUNTS = ["3.5", "-2", "x", "9" * 15, "1e3", "十", "2.", "1/2", "+-1"][:6]
BAD_FLAGS = ["也许", "2", "yes no", "是否", "-1", "null"]
BAD_WORDS = ["支 部 书 记 员", "brnch", "full;probationary", "unknown", "其他", "0", "zhengshi", "null"]
BAD_IDS = ["1.10101E+17", "9.87654321012345E+15", "甲;乙", "甲；乙", "甲\x01乙", "甲\x7f"]


def way(function: Way) -> Way:
    WAYS.append(function)
    return function


@way
def a_day_that_is_none(p: Planter) -> list[Planted]:
    return p.with_cell("不存在的日期", p.chance.choice(BAD_DAYS), "day")


@way
def a_moment_that_is_none(p: Planter) -> list[Planted]:
    return p.with_cell("不存在的时间", p.chance.choice(BAD_INSTANTS), "instant")


@way
def a_month_that_is_none(p: Planter) -> list[Planted]:
    return p.with_cell("不存在的月份", p.chance.choice(BAD_MONTHS), "month")


@way
def money_that_is_none(p: Planter) -> list[Planted]:
    return p.with_cell("金额不对（负数、三位小数、不是数）", p.chance.choice(BAD_MONEY), "money")


@way
def a_count_that_is_none(p: Planter) -> list[Planted]:
    return p.with_cell("整数不对", p.chance.choice(BAD_COUNTS), "count")


@way
def a_party_day_out_of_the_month(p: Planter) -> list[Planted]:
    row = p.good("organizations") | {"party_day": p.chance.choice(["0", "32", "100"])}
    return [Planted("organizations", row, "party_day", "固定党日不在 1 到 31")]


@way
def a_flag_that_is_none(p: Planter) -> list[Planted]:
    return p.with_cell("不是是或否", p.chance.choice(BAD_FLAGS), "flag")


@way
def an_unknown_kind(p: Planter) -> list[Planted]:
    return p.with_cell("不认识的种类", p.chance.choice(BAD_WORDS[:2] + BAD_WORDS[3:]), "word", "words")


@way
def one_unknown_kind_of_several(p: Planter) -> list[Planted]:
    row = p.good("acts") | {"kinds": f"lesson；{p.chance.choice(BAD_WORDS[3:])};talk"}
    return [Planted("acts", row, "kinds", "几个种类里有一个不认识")]


@way
def anything_at_all(p: Planter) -> list[Planted]:
    table, column = p.column("day", "instant", "month", "money", "count", "flag", "word", "words")
    return [Planted(table, p.good(table) | {column.name: p.garbage()}, column.name, "随便什么字")]


@way
def an_unknown_id(p: Planter) -> list[Planted]:
    choices = [(table.name, column) for table in TABLES.values() for column in table.columns if column.refers]
    table, column = p.chance.choice(choices)
    strange = p.chance.choice([f"查无{p.chance.randint(1, 99)}", p.garbage(), "0", "M1 M2", "m１２３"])
    value = f"{p.good(table).get(column.name, '')};{strange}" if column.form == "ids" else strange
    return [Planted(table, p.good(table) | {column.name: value}, column.name, f"不认识的编号：{table}.{column.name}")]


@way
def an_id_that_is_none(p: Planter) -> list[Planted]:
    table = p.chance.choice(["organizations", "units", "members", "posts", "acts", "triggers"])
    return [Planted(table, p.good(table) | {"id": p.chance.choice(BAD_IDS)}, "id", "编号丢了数位、有分号或控制字符")]


@way
def a_group_that_is_no_group(p: Planter) -> list[Planted]:
    row = p.good("members") | {"group_id": p.chance.choice(["Z1", "JG", "GW"])}
    return [Planted("members", row, "group_id", "小组编号不是党小组")]


@way
def a_required_cell_left_empty(p: Planter) -> list[Planted]:
    required = [(t.name, column.name) for t in TABLES.values() for column in t.columns if column.required]
    table, column = p.chance.choice(required)
    blank = p.chance.choice(["", "", " ", "\u3000", "\u00a0"])
    kind = (
        "活动没有种类或组织" if (table, column) in {("acts", "kinds"), ("acts", "organization_id")} else "必填的没有填"
    )
    kind = "没有记录时间" if column == "recorded_at" else kind
    kind = "应交、实交没有填" if column in {"payable", "paid"} else kind
    return [Planted(table, p.good(table) | {column: blank}, column, kind)]


@way
def an_end_before_its_beginning(p: Planter) -> list[Planted]:
    table, begin, end = p.chance.choice(
        [("organizations", "established_on", "dissolved_on"), ("members", "from", "to"), ("posts", "from", "to")]
    )
    row = p.good(table)
    row[end] = p.chance.choice([row[begin], "1999-01-01"])
    return [Planted(table, row, end, f"{end} 不晚于 {begin}")]


@way
def a_repeated_key(p: Planter) -> list[Planted]:
    table = p.chance.choice(list(TABLES))
    first = p.good(table)
    if table == "attendance":
        first = {"act_id": "A1", "member_id": "M1", "status": "present"}
    if table == "dues":
        first = {"member_id": "M1", "month": "2025-03", "payable": "1", "paid": "0", "recorded_at": "2026-01-01"}
    again = Planted(table, dict(first), TABLES[table].key[0], "重复的编号或键")
    return [again] if table in {"attendance", "dues"} else [Planted(table, first, "", ""), again]


@way
def overlapping_stays(p: Planter) -> list[Planted]:
    first = p.good("members") | {"to": p.chance.choice(["", "2024-01-01"])}
    later = first | {"from": p.chance.choice(["2020-01-02", "2023-12-31"]), "to": "", "organization_id": "Z2"}
    return [Planted("members", first, "", ""), Planted("members", later, "from", "同一个人两段重叠")]


@way
def a_shared_id(p: Planter) -> list[Planted]:
    one, other = p.chance.choice([("organizations", "members"), ("acts", "triggers"), ("posts", "acts")])
    left, right = p.good(one), p.good(other)
    right["id"] = left["id"]
    kind = f"{one} 与 {other} 编号相同"
    return [Planted(one, left, "id", kind), Planted(other, right, "id", kind)]


@way
def a_circle_of_parents(p: Planter) -> list[Planted]:
    rows = [p.good("organizations") for _ in range(p.chance.randint(1, 4))]
    for row, above in zip(rows, [*rows[1:], rows[0]], strict=True):
        row["parent_id"] = above["id"]
    return [Planted("organizations", row, "parent_id", "上级绕成圈") for row in rows]


@way
def an_extension_without_until(p: Planter) -> list[Planted]:
    row = p.good("acts") | {"kinds": p.chance.choice(["extension", "延期批复;talk"])}
    return [Planted("acts", row, "until", "延期批复没有有效至")]


@way
def paid_on_no_day(p: Planter) -> list[Planted]:
    return [Planted("dues", p.good("dues") | {"paid_on": ""}, "paid_on", "交了没有写日期")]


def csv_way(function: Way) -> Way:
    CSV_WAYS.append(function)
    return function


@csv_way
def a_ragged_line(p: Planter) -> list[Planted]:
    table = p.chance.choice(list(TABLES))
    row = p.good(table)
    cells = [row.get(name, "") for name in TABLES[table].by_name]
    cells = [*cells, "多出来"] if p.chance.random() < 0.5 else cells[: p.chance.randint(1, len(cells) - 1)]
    return [Planted(table, row, "*", "格数与表头不同", tuple(cells))]


@csv_way
def a_line_with_nul(p: Planter) -> list[Planted]:
    table = p.chance.choice(list(TABLES))
    row = p.good(table)
    cells = [row.get(name, "") for name in TABLES[table].by_name]
    place = p.chance.randrange(len(cells))
    cells[place] = f"{cells[place]}\x00"
    return [Planted(table, row, "*", "有空字符", tuple(cells))]
