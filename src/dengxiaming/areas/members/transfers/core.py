"""What may be done next in a transfer, and a request as typed. Pure; every refusal is a sentence with its remedy."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from dengxiaming.areas.members.terms import KINDS
from dengxiaming.ground.problem import Problem

LONGEST_REASON: Final = 200
_LONGEST_NAME: Final = 100
_MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


class NotNow(Exception):  # noqa: N818  it is an answer to the user, named as such
    """It cannot be done to this transfer as it stands; `field` is where on the page."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class State:
    """How a transfer stands: which sides are branches here, who has consented, and how it ended ("" while it runs)."""

    has_origin: bool
    has_target: bool
    released: bool
    accepted: bool
    closed: str = ""

    @property
    def waits_for(self) -> str:
        """The step that comes next; "" where it has ended. The receipt of a branch is its consent as well (R7)."""
        if self.closed:
            return ""
        return "release" if self.has_origin and not self.released else "receive"


_ENDED: Final = {
    "receive": "这次转接已经办完。日期记错了，请用“更正接收日期”。",
    "refuse": "这次转接没有同意。要再转，请从党员页重新提出。",
    "withdraw": "这次转接已经撤回。要再转，请从党员页重新提出。",
}


def refusal(step: str, state: State) -> str:
    """Why a step may not be done now; "" where it may."""
    if step == "correct":
        return "" if state.closed == "receive" else "还没有接收，没有日期可以更正。"
    if state.closed:
        return _ENDED[state.closed]
    if step == "release" and (not state.has_origin or state.released):
        return "原支部已经同意，不用再点。" if state.released else "从外地转来的，由外地开介绍信，这里没有“同意转出”。"
    if step == "accept" and (not state.has_target or state.accepted):
        return "新支部已经同意，不用再点。" if state.accepted else "转到外地的，由外地接收，这里没有“同意接收”。"
    if step == "receive" and state.has_origin and not state.released:
        return "原支部还没有同意转出。没有接收以前，党员仍由原支部管理。"
    return ""


@dataclass(frozen=True)
class Typed:
    """A request as it was typed: the branch it goes to or comes to, or the place beyond the city in words."""

    target: str = ""
    outside: str = ""
    reason: str = ""
    dues_until: str = ""
    answers: tuple[str, ...] = ()
    name: str = ""
    kind: str = ""
    member: str = ""


@dataclass(frozen=True)
class Read:
    """A request that can be made."""

    target: str
    outside: str
    reason: str
    dues_until: str
    answers: tuple[str, ...] = ()
    name: str = ""
    kind: str = ""
    member: str = ""


def read_out(typed: Typed, targets: Collection[str], answers: Collection[str]) -> Read | tuple[Problem, ...]:
    """A request to move somebody who is here, to a branch or beyond the city; or every problem."""
    problems: list[Problem] = []
    outside = typed.outside.strip()
    if bool(typed.target) == bool(outside):
        said = "转到本市的支部，还是转到外地？两样选一样填。" if outside else "还没有写转到哪里。"
        problems.append(Problem("target", said))
    elif typed.target and typed.target not in targets:
        problems.append(Problem("target", "选的支部现在收不了组织关系。重新选一个在册的支部。"))
    if not set(typed.answers) <= set(answers):
        problems.append(Problem("answers", "选的那件事已经撤回。重新选一次。"))
    problems += _common(typed, outside)
    if problems:
        return tuple(problems)
    return Read(typed.target, outside, typed.reason.strip(), typed.dues_until.strip(), typed.answers)


def read_in(typed: Typed, gone: Mapping[str, str]) -> Read | tuple[Problem, ...]:
    """Somebody who comes from beyond the city; `gone` are those who were members here before, by code."""
    problems: list[Problem] = []
    name, outside = typed.name.strip(), typed.outside.strip()
    if not outside:
        problems.append(Problem("outside", "还没有写从哪里来。照介绍信上的党组织名称写。"))
    if typed.member and typed.member not in gone:
        problems.append(Problem("member", "选的人现在就在本市的支部里。请从那位党员的页上转。"))
    elif not typed.member and not name:
        problems.append(Problem("name", "还没有写姓名。"))
    if len(name) > _LONGEST_NAME:
        problems.append(Problem("name", f"姓名最多{_LONGEST_NAME}字，现在{len(name)}字。"))
    if typed.kind not in KINDS:
        problems.append(Problem("kind", "还没有选正式还是预备。"))
    problems += _common(typed, outside)
    if problems:
        return tuple(problems)
    known = gone.get(typed.member, name)
    return Read(
        typed.target, outside, typed.reason.strip(), typed.dues_until.strip(), (), known, typed.kind, typed.member
    )


def _common(typed: Typed, outside: str) -> list[Problem]:
    problems = []
    if len(outside) > LONGEST_REASON:
        problems.append(Problem("outside", f"外地党组织的名称最多{LONGEST_REASON}字，现在{len(outside)}字。"))
    reason = typed.reason.strip()
    if not reason:
        problems.append(Problem("reason", "还没有写事由。写一句，例如“调到水务局”。"))
    elif len(reason) > LONGEST_REASON:
        problems.append(Problem("reason", f"事由最多{LONGEST_REASON}字，现在{len(reason)}字。"))
    if typed.dues_until.strip() and not _MONTH.fullmatch(typed.dues_until.strip()):
        problems.append(Problem("dues_until", f"月份“{typed.dues_until}”读不懂。写成 2026-10 这样，不知道就空着。"))
    return problems


def day(text: str, first: date, today: date) -> date:
    """The day of a receipt or of a return. Raises `NotNow`."""
    try:
        on = date.fromisoformat(text.strip())
    except ValueError as error:
        raise NotNow(f"日期“{text}”读不懂。写成 {today.isoformat()} 这样。", "on") from error
    if on > today:
        raise NotNow(f"日期 {on.isoformat()} 还没有到。到了以后再记。", "on")
    if on < first:
        raise NotNow(f"日期 {on.isoformat()} 早于 {first.isoformat()}，那时还没有这件事。核对一下。", "on")
    return on
