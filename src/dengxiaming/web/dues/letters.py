"""The papers of a case of arrears, filled from what was recorded: the notice to the member, the motion or resolution
of the members' meeting, the request to the superior.
"""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from dengxiaming.areas.dues import core
from dengxiaming.areas.dues.arrears.core import stages
from dengxiaming.areas.dues.arrears.queries import Held
from dengxiaming.areas.organs import queries as organs
from dengxiaming.papers.letter.form import Letter
from dengxiaming.papers.words import day
from dengxiaming.web.records import people


def notice(held: Held, today: date) -> Letter:
    """通知书: which months, that the member may explain, pay, attend and answer."""
    return Letter(
        people.name_of(held.organization), "关于欠缴党费有关情况的通知书",
        (
            f"经核对，{_months(held)}的党费，支部没有收到足额交纳的记录。",
            "请说明情况：确有正当理由的，可以向支部提出，按规定办理减免；能够补交的，可以补交。",
            "没有正当理由连续六个月不交纳党费的，党章规定按自行脱党处理，由支部党员大会讨论决定，报上级党组织批准。",
            "支部党员大会讨论时，您可以到会，也可以申辩。您的说明，口头、书面都可以，支部照实记录。",
        ),
        _day(held, "notice", today), addressee=f"{held.name}同志",
    )  # fmt: skip


def motion(held: Held, today: date) -> Letter:
    """议题和决议: what the meeting is asked, and how it decided once it did."""
    vote = held.step("vote")
    removed = vote is not None and vote.outcome == stages().of("vote").outcomes["carried"]
    decided = (
        f"{vote.vote}会议决定：{f'给予{held.name}除名，报上级党组织批准。' if removed else '不作除名处理。'}"
        if vote
        else "请各位有表决权的党员表决。赞成超过应到会有表决权党员半数的，作出决议，报上级党组织批准。"
    )
    return Letter(
        people.name_of(held.organization), f"关于{held.name}连续不交党费问题的{'决议' if vote else '议题'}",
        (f"{held.name}{_months(held)}没有足额交纳党费。", *_told(held), *_heard(held), decided),
        _day(held, "vote", today),
    )  # fmt: skip


def request(held: Held, today: date) -> Letter:
    """请示: what the branch decided, and what was heard, to the superior."""
    tree, vote = organs.Tree(), held.step("vote")
    node = tree.nodes[held.organization]
    above = held.asked or (tree.nodes[node.parent].name if node.parent else "")
    decided = f"{day(vote.on)}，支部党员大会讨论。{vote.vote}" if vote else "支部党员大会还没有表决。"
    return Letter(
        node.name, f"关于给予{held.name}除名的请示",
        (f"{held.name}，本支部党员，{_months(held)}没有足额交纳党费。", *_told(held), *_heard(held), decided),
        _day(held, "request", today), addressee=above, closing="妥否，请批示。",
    )  # fmt: skip


LETTERS: Final[Mapping[str, tuple[str, Callable[[Held, date], Letter]]]] = MappingProxyType({
    "notice": ("通知书", notice), "motion": ("支部大会议题、决议", motion), "request": ("请示", request),
})  # fmt: skip
"""The papers by name: words, and what fills them."""


def _months(held: Held) -> str:
    return f"{core.label(held.first)}至{core.label(held.last)}（连续{len(held.months)}个月）"


def _told(held: Held) -> tuple[str, ...]:
    step = held.step("notice")
    return (f"{day(step.on)}，支部通知了本人（{step.outcome}）。",) if step else ()


def _heard(held: Held) -> tuple[str, ...]:
    step = held.step("heard")
    if step is None:
        return ()
    return (f"{day(step.on)}，{step.outcome}" + (f"：{step.text}" if step.text else "。"),)


def _day(held: Held, kind: str, today: date) -> date:
    step = held.step(kind)
    return step.on if step else today
