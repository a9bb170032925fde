"""A request as it was typed, read, or every problem at once; and how a request stands."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from dengxiaming.areas.organs.queries import Node, Tree
from dengxiaming.areas.organs.terms import CITY, GENERALS, GROUP
from dengxiaming.areas.structure.terms import ABOVE, ACTS, ELECTED, FOUNDED
from dengxiaming.ground.problem import Problem
from dengxiaming.law.vocabulary import ORGANIZATION_KINDS

LONGEST_NAME: Final = 200
LONGEST_NUMBER: Final = 100
_TEMPORARY: Final = "temporary_branch"
_COVERING: Final = frozenset(FOUNDED) - {_TEMPORARY}


@dataclass(frozen=True)
class Typed:
    """The form's fields as text."""

    act: str = ""
    subject: str = ""
    kind: str = ""
    name: str = ""
    parent: str = ""
    units: tuple[str, ...] = ()
    receiver: str = ""
    moves: bool = False
    starts_on: str = ""
    ends_on: str = ""
    reason: str = ""
    number: str = ""
    asked_on: str = ""


@dataclass(frozen=True)
class Read:
    """A request that can be filed."""

    act: str
    subject: str
    kind: str
    name: str
    parent: str
    units: tuple[str, ...]
    receiver: str
    moves: bool
    starts_on: date | None
    ends_on: date | None
    reason: str
    number: str
    asked_on: date


@dataclass(frozen=True)
class Known:
    """What can be named: the organisations within the asker's reach, those that can stand above, and the units."""

    subjects: Mapping[str, str]
    parents: Mapping[str, str]
    receivers: Mapping[str, str]
    units: Collection[str]


def known(tree: Tree, organization: str, units: Collection[str], day: date) -> Known:
    """What an organisation can name: itself and what is below; above new ones itself, what is below, and its parent."""
    inside = [tree.nodes[code] for code in (organization, *tree.below(organization))]
    held = [node for node in inside if node.is_in_force(day) and node.kind != GROUP]
    own = tree.nodes[organization]
    near = [*held, *([tree.nodes[own.parent]] if own.parent else [])]
    branches = [node for node in tree.nodes.values() if node.kind in ELECTED and node.is_in_force(day)]
    return Known(
        {node.code: node.name for node in held if node.kind in FOUNDED},
        {node.code: node.name for node in near if node.kind in ABOVE},
        {node.code: node.name for node in branches},
        units,
    )


def approver(tree: Tree, kind: str, organization: str) -> str:
    """Who decides on what an organisation asks: on a committee or general branch the 工委 (R2-10), on a branch the
    nearest 机关党委 at or above the asker, else the 工委 (R1-3); where there is neither, the topmost organisation.
    """
    line = [*tree.path(organization), tree.nodes[organization]]
    wanted = {CITY} if kind in GENERALS else {CITY, "organ_committee"}
    return next((node.code for node in reversed(line) if node.kind in wanted), line[0].code)


def read(typed: Typed, held: Known, nodes: Mapping[str, Node], today: date) -> Read | tuple[Problem, ...]:
    """The request, or every problem; nothing typed is changed."""
    problems: list[Problem] = []
    if typed.act not in ACTS:
        return (Problem("act", "还没有选请示什么：成立、变更或撤销。"),)
    if not typed.reason.strip():
        problems.append(Problem("reason", "还没有写理由。写一两句：为什么，党员多少，谁讨论过。"))
    if len(typed.number) > LONGEST_NUMBER:
        problems.append(Problem("number", f"文号最多{LONGEST_NUMBER}字，现在{len(typed.number)}字。"))
    asked_on = _day("asked_on", "请示日期", typed.asked_on, problems)
    if asked_on is not None and asked_on > today:
        problems.append(Problem("asked_on", f"{asked_on.isoformat()}还没有到。送出以后再记。"))
    if typed.act != "found" and typed.subject not in held.subjects:
        problems.append(Problem("subject", "还没有选是哪个组织。"))
    if typed.act == "dissolve":
        if typed.receiver and (typed.receiver not in held.receivers or typed.receiver == typed.subject):
            problems.append(Problem("receiver", "接收党员的支部选得不对。换一个在册的支部，不能是要撤销的这个。"))
        starts = ends = None
    else:
        starts, ends = _shape(typed, held, nodes, problems)
    if problems or asked_on is None:
        return tuple(problems)
    plain = typed.act == "dissolve"
    return Read(
        typed.act, typed.subject if typed.act != "found" else "", "" if plain else typed.kind,
        "" if plain else typed.name.strip(), "" if plain else typed.parent,
        () if plain else tuple(dict.fromkeys(typed.units)), typed.receiver if plain else "",
        typed.moves and not plain and typed.kind in ELECTED, starts, ends, typed.reason.strip(), typed.number.strip(),
        asked_on,
    )  # fmt: skip


def _shape(
    typed: Typed, held: Known, nodes: Mapping[str, Node], problems: list[Problem]
) -> tuple[date | None, date | None]:
    """What the organisation shall be; the first and last day of a temporary branch."""
    if typed.kind not in FOUNDED:
        problems.append(Problem("kind", "还没有选类别。"))
    before = nodes.get(typed.subject)
    if typed.act == "change" and before and typed.kind != before.kind and not {typed.kind, before.kind} <= ELECTED:
        names = ORGANIZATION_KINDS[before.kind], ORGANIZATION_KINDS.get(typed.kind, typed.kind)
        remedy = "先请示成立新的，再请示撤销原来的"
        problems.append(Problem("kind", f"{names[0]}不能直接改成{names[1]}：任期和职责不同。{remedy}。"))
    if not typed.name.strip():
        problems.append(Problem("name", "还没有写名称。"))
    elif len(typed.name.strip()) > LONGEST_NAME:
        problems.append(Problem("name", f"名称最多{LONGEST_NAME}字，现在{len(typed.name.strip())}字。"))
    _above(typed, held, nodes, problems)
    if set(typed.units) - set(held.units):
        problems.append(Problem("units", "单位里有选不到的。重新选一次。"))
    elif typed.kind in _COVERING and not typed.units:
        problems.append(Problem("units", "还没有选覆盖的单位。"))
    if typed.kind != _TEMPORARY:
        return None, None
    starts = _day("starts_on", "起", typed.starts_on, problems)
    ends = _day("ends_on", "止", typed.ends_on, problems)
    if starts is not None and ends is not None and ends < starts:
        problems.append(Problem("ends_on", "止的那天要在起的那天以后。"))
    return starts, ends


def _above(typed: Typed, held: Known, nodes: Mapping[str, Node], problems: list[Problem]) -> None:
    if typed.parent not in held.parents or typed.parent == typed.subject:
        problems.append(Problem("parent", "还没有选上级组织。"))
    elif typed.act == "change" and any(node.code == typed.subject for node in _line(typed.parent, nodes)):
        problems.append(Problem("parent", "上级不能是它自己，也不能是它下面的组织。"))


def _line(code: str, nodes: Mapping[str, Node]) -> list[Node]:
    found: list[Node] = []
    while code in nodes:
        found.append(nodes[code])
        code = nodes[code].parent
    return found


def month_after(day: date) -> date:
    """The last day of a month from then: within which a request is decided on (R1-3, 一般不超过1个月)."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError  # 每个月都有28日


def state(decision: str, in_force_on: date | None, *, withdrawn: bool) -> str:
    """How a request stands (`terms.STATES`)."""
    if withdrawn:
        return "withdrawn"
    if in_force_on is not None:
        return "in_force"
    return decision or "waiting"


def _day(field: str, label: str, text: str, problems: list[Problem]) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        problems.append(Problem(field, f"{label}“{text}”读不懂。写成 2026-11-24 这样。"))
        return None
