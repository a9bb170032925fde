"""The eight tables of a fact set, said once: reader, writer, template and validation all take them from here.

Source: contract section 1. What the contract leaves open (which columns must be filled) is decided here and written
down in `docs/exchange.md`.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

from dengxiaming.law.vocabulary import (
    ACT_KINDS,
    ATTENDANCE_STATUSES,
    ELEMENTS,
    MEMBER_KINDS,
    ORGANIZATION_KINDS,
    POSTS,
    ROUTES,
    TRIGGER_KINDS,
)

Form = Literal["id", "ids", "text", "word", "words", "day", "instant", "month", "money", "count", "flag"]
Words = Mapping[str, str]

_NONE: Final[Words] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `words` is its closed list (identifier → 中文), `refers` the tables one of which must hold the id.

    `note` tells a person how to fill it, `example` is what the template's example row shows. `low` and `high` bound a
    count. `required` cells may not be empty.
    """

    name: str
    header: str
    form: Form
    note: str
    example: str = ""
    required: bool = False
    words: Words = field(default_factory=lambda: _NONE)
    refers: tuple[str, ...] = ()
    low: int = 0
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its English name, its 中文 sheet name, its key and its columns in the contract's order."""

    name: str
    sheet: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    by_name: Mapping[str, Column] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", MappingProxyType({column.name: column for column in self.columns}))


_ORGANIZATION: Final = ("organizations",)
_MEMBER: Final = ("members",)
_UNIT: Final = ("units",)
_RECORDED: Final = "进入系统的时刻，如 2026-03-06 09:30。不写时，由检查时给的统一时刻代替。"

_DECLARED: Final = (
    Table("organizations", "组织", ("id",), (
        Column("id", "组织编号", "id", "每个组织一个编号，一直不变，不与党员编号相同。", "示例：ZB001", required=True),
        Column("name", "组织名称", "text", "", "某局机关第一支部"),
        Column("kind", "组织类别", "word", "从下拉里选。", "支部", required=True, words=ORGANIZATION_KINDS),
        Column("parent_id", "上级组织编号", "id", "上一级组织的编号；最上级留空。", "JG001", refers=_ORGANIZATION),
        Column("unit_ids", "所属单位编号", "ids", "覆盖的单位；联合支部写几个，用；隔开。", "DW001", refers=_UNIT),
        Column("party_day", "固定党日", "count", "每月几号，1 到 31。", "15", low=1, high=31),
        Column("established_on", "成立日期", "day", "空着，看作一直都在。", "2019-07-01"),
        Column("dissolved_on", "撤销日期", "day", "不再存在的第一天；仍在的留空。"),
        Column("approved_on", "批复日期", "day", "上级批复成立的日期。", "2019-06-20"),
        Column("records_from", "记录起始", "day", "这天以前的记录不在表里，也不判定；留空是从头。", "2024-01-01"),
    )),
    Table("units", "单位", ("id",), (
        Column("id", "单位编号", "id", "每个单位一个编号。", "示例：DW001", required=True),
        Column("name", "单位名称", "text", "", "某局"),
        Column("category", "单位类别", "text", "", "政府部门"),
        Column("staff_count", "工作人员数", "count", "整数。", "86"),
        Column("party_workers", "专职党务人员数", "count", "整数。", "2"),
    )),
    Table("members", "党员", ("id", "from"), (
        Column("id", "党员编号", "id", "一人一个编号；转过支部的写几行，编号相同。", "示例：DY001", required=True),
        Column("name", "姓名", "text", "", "某某"),
        Column("kind", "党员类别", "word", "从下拉里选。", "正式", required=True, words=MEMBER_KINDS),
        Column("organization_id", "所在支部编号", "id", "", "ZB001", required=True, refers=_ORGANIZATION),
        Column("group_id", "所在小组编号", "id", "没有党小组的留空。", "XZ001", refers=_ORGANIZATION),
        Column("from", "转入日期", "day", "", "2021-09-01", required=True),
        Column("to", "转出日期", "day", "不在这个支部的第一天；仍在的留空。"),
        Column("leading", "领导干部", "flag", "是或否。", "否"),
        Column("unit_id", "所在单位编号", "id", "留空就是支部覆盖的那一个单位。", refers=_UNIT),
    )),
    Table("posts", "职务", ("id",), (
        Column("id", "职务编号", "id", "一次任职一个编号。", "示例：ZW001", required=True),
        Column("member_id", "党员编号", "id", "", "DY001", required=True, refers=_MEMBER),
        Column("organization_id", "组织编号", "id", "在哪个组织任职。", "ZB001", required=True, refers=_ORGANIZATION),
        Column("post", "职务", "word", "从下拉里选。", "书记", required=True, words=POSTS),
        Column("from", "任职日期", "day", "", "2023-05-10", required=True),
        Column("to", "免职日期", "day", "不再任职的第一天；仍在任的留空。"),
        Column("route", "产生方式", "word", "从下拉里选。", "党员大会选举", words=ROUTES),
        Column("approved_on", "批复日期", "day", "", "2023-05-18"),
        Column("filed_on", "备案日期", "day", ""),
    )),
    Table("acts", "活动与行为", ("id",), (
        Column("id", "活动编号", "id", "一次活动一个编号。", "示例：HD001", required=True),
        Column("kinds", "活动类型", "words", "一次兼几种的，用；隔开写在一格。", "主题党日；党课", required=True,
               words=ACT_KINDS),
        Column("organization_id", "组织编号", "id", "谁开的、谁办的。", "ZB001", required=True, refers=_ORGANIZATION),
        Column("actor_id", "经办人编号", "id", "讲课的人、谈话的人、负责的人。", "DY001", refers=_MEMBER),
        Column("counterpart_ids", "对象编号", "ids", "对哪些党员或组织做的；几个用；隔开。",
               refers=("members", "organizations")),
        Column("on", "活动日期", "day", "发生的那一天。", "2026-03-05", required=True),
        Column("recorded_at", "记录时间", "instant", _RECORDED, "2026-03-06 09:30", required=True),
        Column("answers", "回应编号", "ids", "这次活动回应了哪些事项；几个用；隔开。", refers=("triggers", "acts")),
        Column("elements", "已填要素", "words", "记录本上已填好的要素；几个用；隔开。", "时间；地点；主题；主持人",
               words=ELEMENTS),
        Column("until", "有效至", "day", "只有延期批复要写：任期新的最后一天。"),
    )),
    Table("attendance", "出席", ("act_id", "member_id"), (
        Column("act_id", "活动编号", "id", "", "示例：HD001", required=True, refers=("acts",)),
        Column("member_id", "党员编号", "id", "", "DY001", required=True, refers=_MEMBER),
        Column("status", "出席状态", "word", "从下拉里选。", "出席", required=True, words=ATTENDANCE_STATUSES),
        Column("made_up_on", "补课日期", "day", "请假的人补上的那一天。"),
    )),
    Table("dues", "党费", ("member_id", "month"), (
        Column("member_id", "党员编号", "id", "", "示例：DY001", required=True, refers=_MEMBER),
        Column("month", "月份", "month", "写成 2026-03。", "2026-03", required=True),
        Column("payable", "应交", "money", "元，至多两位小数；没有应交的写 0。", "12.50", required=True),
        Column("paid", "实交", "money", "元，至多两位小数；没交的写 0。", "12.50", required=True),
        Column("paid_on", "交纳日期", "day", "交了的都要写。", "2026-03-10"),
        Column("recorded_at", "记录时间", "instant", _RECORDED, "2026-03-10 10:00", required=True),
        Column("excuse", "正当理由", "text", "没有就留空，不要写“无”。"),
    )),
    Table("triggers", "触发事项", ("id",), (
        Column("id", "事项编号", "id", "每件事一个编号，不与活动编号相同。", "示例：SX001", required=True),
        Column("kind", "事项类型", "word", "从下拉里选。", "党员意见", required=True, words=TRIGGER_KINDS),
        Column("member_id", "党员编号", "id", "说的是哪个人；说组织的事留空。", refers=_MEMBER),
        Column("organization_id", "组织编号", "id", "说的是哪个组织；说人的事留空。", "ZB001", refers=_ORGANIZATION),
        Column("on", "发生日期", "day", "", "2026-03-08", required=True),
    )),
)  # fmt: skip

TABLES: Final[Mapping[str, Table]] = MappingProxyType({table.name: table for table in _DECLARED})

# 一个编号不能同时出现在这两张表里（合同 1，表后）
SHARED_IDS: Final = (("organizations", "members"), ("acts", "triggers"), ("posts", "acts"))

# 区间：后一天要晚于前一天
INTERVALS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType({
    "organizations": ("established_on", "dissolved_on"),
    "members": ("from", "to"),
    "posts": ("from", "to"),
})  # fmt: skip

# 写成中文的组织事项；上级部署两个都不写，其余说的是人
ORGANIZATION_TRIGGERS: Final = ("post_vacant", "opinion", "low_style_rank")
GENERAL_TRIGGERS: Final = ("directive",)
BRANCH_KINDS: Final = ("branch", "joint_branch", "temporary_branch")

NOTES_SHEET: Final = "说明"
WORDS_SHEET: Final = "词表"
FINDINGS_SHEET: Final = "问题清单"
OWN_SHEETS: Final = frozenset({NOTES_SHEET, WORDS_SHEET, FINDINGS_SHEET})

# 第一格是“示例”或以它开头的一行是样子，不是数据
EXAMPLE: Final = "示例"


def plain(text: str) -> str:
    """A name as it is compared: full-width folded, without spaces and underscores, lower case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if not letter.isspace() and letter not in "_\u200b\ufeff")


TABLE_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {plain(name): table.name for table in _DECLARED for name in (table.name, table.sheet)}
)


def headers_of(table: Table) -> dict[str, str]:
    """Compared header → column name, English and Chinese."""
    return {plain(text): column.name for column in table.columns for text in (column.name, column.header)}
