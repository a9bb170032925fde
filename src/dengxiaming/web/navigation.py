"""The navigation, in one place: what stands in the masthead, in this order."""

from dataclasses import dataclass
from typing import Final

from dengxiaming.areas.organs.terms import BRANCHES, CITY, GENERALS, PARTY_GROUP
from dengxiaming.ground import policy
from dengxiaming.ground.policy import SIGNED_IN, Reader


@dataclass(frozen=True)
class Item:
    """One word of the navigation; `id` is what a page names as its own place, `action` whom it opens to."""

    id: str
    label: str
    url_name: str
    action: str = SIGNED_IN


ITEMS: Final = (
    Item("desk", "工作台", "web:desk", "desk.read"),
    Item("records", "记录", "web:records", "desk.read"),
    Item("matters", "党务", "web:matters", "desk.read"),
    Item("city", "全市", "web:city", "city.read"),
    Item("organizations", "组织", "web:organizations"),
    Item("law", "制度", "web:law"),
    Item("facts", "载入", "web:facts", "facts.load"),
)


ABOVE: Final = GENERALS | {PARTY_GROUP, CITY}
"""The kinds of organisation that stand above branches."""


@dataclass(frozen=True)
class Section:
    """One kind of work of an organisation: the words, the page (its address takes the organisation's code), whom it
    opens to, and for which kinds of organisation there is such a page.
    """

    label: str
    url_name: str
    action: str
    kinds: frozenset[str]
    hint: str


SECTIONS: Final[tuple[Section, ...]] = (
    Section("名册", "web:register-of", "register.read", BRANCHES | ABOVE, "党员名单、导入表格、登记信息"),
    Section("党员和组织统计", "web:statistics-of", "statistics.read", BRANCHES | ABOVE, "年龄、性别、学历、类别"),
    Section("党费", "web:dues-of", "dues.sums", BRANCHES | ABOVE, "核定、收缴、减免、台账"),
    Section("我的党费", "web:dues-mine", "dues.mine", BRANCHES, "每个月应交多少、怎样算的、交了没有"),
    Section("党费公布", "web:dues-published", "dues.published", BRANCHES, "一年一次，本支部党员都看得到"),
    Section("党费欠缴", "web:arrears-of", "arrears.write", BRANCHES, "满三个月提醒，满六个月由人处理"),
    Section("党费欠缴的批复", "web:arrears-waiting", "arrears.approve", ABOVE, "下面的支部请示的"),
    Section("换届选举", "web:elections-of", "election.read", BRANCHES | ABOVE, "任期、选举、补选、延期"),
    Section("民主评议", "web:appraisals-of", "appraisal.list", BRANCHES, "一年一次：自评、互评、测评、评定"),
    Section("不合格处置的批复", "web:disposals-waiting", "disposal.approve", ABOVE, "下面的支部请示的"),
    Section("投票", "web:ballots-of", "ballot.list", BRANCHES | ABOVE, "无记名投票：进展、结果，自己的票"),
    Section("组织设置", "web:structure-of", "structure.read", BRANCHES | ABOVE, "判定、联合支部、请示、党小组"),
    Section(
        "发展党员", "web:development-of", "development.read", BRANCHES | ABOVE, "申请、积极分子、发展对象、预备、转正"
    ),
    Section("组织关系转接", "web:transfers-of", "transfer.read", BRANCHES | ABOVE, "转入、转出、外出超过6个月"),
)
"""The work of an organisation beside its records, in the order of the page 党务 and of the organisation's page."""


def items_for(reader: Reader) -> tuple[Item, ...]:
    """What opens to a reader, in the order of the masthead."""
    return tuple(item for item in ITEMS if policy.may(reader, item.action))
