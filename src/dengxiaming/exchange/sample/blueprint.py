"""Which units the made-up city has, in institutional order, how large each is, and which were organised wrongly.

`shape` is what the rules ask for at that size: organ (机关党委, 100 and more full members), general (总支, 50–99),
branches (3–49), joint1 / joint2 (联合支部, 1–2). `wrong` is the shape the unit has when faults are planted.
The sizes 100, 50 and 3 stand on the thresholds on purpose.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Spec:
    """One unit of the blueprint; the number of full members is drawn from [least, most]."""

    name: str
    category: str
    shape: str
    least: int
    most: int
    wrong: str = ""


_P, _R, _G, _C, _M, _I = "党委", "人大政协", "政府", "法检", "群团", "事业"

CITY: Final = (
    Spec("市委办公室", _P, "general", 58, 66),
    Spec("市纪委监委", _P, "general", 74, 84),
    Spec("市委组织部", _P, "branches", 38, 44),
    Spec("市委宣传部", _P, "branches", 34, 40),
    Spec("市委统战部", _P, "branches", 24, 30),
    Spec("市委政法委", _P, "branches", 26, 34),
    Spec("市委编办", _P, "branches", 15, 19),
    Spec("市委巡察办", _P, "branches", 18, 22),
    Spec("市直属机关工委机关", _P, "branches", 16, 20),
    Spec("市委老干部局", _P, "branches", 20, 28),
    Spec("市委党校", _P, "branches", 40, 46),
    Spec("市档案馆", _P, "branches", 14, 18),
    Spec("市人大机关", _R, "general", 56, 64),
    Spec("市政协机关", _R, "general", 54, 60),
    Spec("市政府办公室", _G, "general", 74, 84),
    Spec("市发展改革局", _G, "general", 62, 72),
    Spec("市教育局", _G, "organ", 118, 130),
    Spec("市科技局", _G, "branches", 22, 28),
    Spec("市工业和信息化局", _G, "branches", 36, 43),
    Spec("市公安局", _G, "organ", 226, 244),
    Spec("市民政局", _G, "branches", 34, 42),
    Spec("市司法局", _G, "general", 60, 68),
    Spec("市财政局", _G, "general", 82, 92),
    Spec("市人力资源社会保障局", _G, "general", 76, 86),
    Spec("市自然资源局", _G, "organ", 100, 100),
    Spec("市生态环境局", _G, "general", 56, 64),
    Spec("市住房城乡建设局", _G, "organ", 108, 116, "general"),
    Spec("市交通运输局", _G, "general", 78, 90),
    Spec("市水务局", _G, "organ", 110, 118),
    Spec("市农牧局", _G, "general", 84, 92),
    Spec("市商务局", _G, "branches", 28, 34),
    Spec("市文化旅游局", _G, "general", 56, 62),
    Spec("市卫生健康局", _G, "organ", 124, 138),
    Spec("市退役军人局", _G, "branches", 22, 30),
    Spec("市应急管理局", _G, "branches", 38, 44),
    Spec("市审计局", _G, "branches", 36, 42),
    Spec("市市场监管局", _G, "organ", 128, 140),
    Spec("市统计局", _G, "branches", 22, 28),
    Spec("市医疗保障局", _G, "branches", 24, 30),
    Spec("市林业草原局", _G, "general", 50, 50),
    Spec("市城市管理局", _G, "general", 55, 60, "branches"),
    Spec("市行政审批局", _G, "branches", 36, 44),
    Spec("市信访局", _G, "branches", 13, 17),
    Spec("市能源局", _G, "branches", 12, 16),
    Spec("市法院", _C, "general", 84, 92),
    Spec("市检察院", _C, "general", 62, 70),
    Spec("市总工会", _M, "branches", 24, 30),
    Spec("团市委", _M, "branches", 13, 17),
    Spec("市妇联", _M, "branches", 12, 16),
    Spec("市科协", _M, "branches", 5, 5),
    Spec("市文联", _M, "branches", 7, 7),
    Spec("市工商联", _M, "branches", 4, 4, "joint2"),
    Spec("市残联", _M, "branches", 3, 3),
    Spec("市红十字会", _M, "joint1", 2, 2),
    Spec("市侨联", _M, "joint1", 2, 2),
    Spec("市计划生育协会", _M, "joint1", 2, 2),
    Spec("市融媒体中心", _I, "branches", 40, 46),
    Spec("市公共资源交易中心", _I, "branches", 14, 18),
    Spec("市机关事务中心", _I, "branches", 26, 32),
    Spec("市供销社", _I, "joint1", 2, 2),
    Spec("市地震监测站", _I, "joint1", 2, 2),
    Spec("市地方志编纂室", _I, "joint2", 2, 2, "joint1"),
    Spec("市投资促进中心", _I, "joint2", 1, 1),
    Spec("市殡葬服务中心", _I, "joint2", 1, 1),
    Spec("市老年大学", _I, "joint2", 2, 2, "branches"),
)

SMALL: Final = (
    Spec("市水务局", _G, "general", 50, 50),
    Spec("市总工会", _M, "branches", 24, 28),
    Spec("市科协", _M, "branches", 5, 5),
    Spec("市侨联", _M, "joint1", 2, 2),
    Spec("市地方志编纂室", _I, "joint1", 1, 1),
)


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much of everything that is not given by the structure: triggers over three years, moves, late terms."""

    transfers: int
    departures: int
    arrivals: int
    vacancies: int
    extensions: int
    lapsed: int
    overdue: int
    happenings: int
    opinions: int
    leads: int
    serious: int
    unqualified: int
    low_ranks: int


AMOUNTS: Final = {
    "city": Amounts(26, 5, 40, 9, 4, 5, 3, 130, 45, 5, 3, 3, 6),
    "small": Amounts(3, 1, 2, 2, 1, 1, 0, 10, 4, 2, 1, 1, 1),
}
