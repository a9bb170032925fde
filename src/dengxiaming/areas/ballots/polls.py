"""A poll that stands by itself: a question with its options, who votes, who watches, on paper or electronically; as
typed, read into a ballot or every problem at once. Pure.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from dengxiaming.areas.ballots import core
from dengxiaming.areas.ballots.actions import Wanted
from dengxiaming.ground.problem import Problem

PAPER, ELECTRONIC = "paper", "electronic"
MANNERS: Final = {PAPER: "纸票，监票人计票", ELECTRONIC: "网上无记名"}
_LONGEST: Final = 100
_OPTION: Final = 40
_LEAST, _MOST = 2, 9


@dataclass(frozen=True)
class Typed:
    """The form's fields."""

    question: str = ""
    options: str = ""
    manner: str = ""
    voters: tuple[str, ...] = ()
    tellers: tuple[str, ...] = ()


def read(typed: Typed, organization: str, people: Collection[str]) -> Wanted | tuple[Problem, ...]:
    """The ballot a poll is; its numbers of voters and tellers are checked again where it is prepared."""
    problems = []
    question = " ".join(typed.question.split())
    if not 0 < len(question) <= _LONGEST:
        problems.append(Problem("question", f"写问什么，{_LONGEST}字以内。"))
    options = [" ".join(line.split()) for line in typed.options.splitlines() if line.strip()]
    if not _LEAST <= len(options) <= _MOST or len(set(options)) != len(options):
        problems.append(Problem("options", f"选项一行一个，{_LEAST}到{_MOST}个，不能重复。"))
    if any(len(one) > _OPTION for one in options):
        problems.append(Problem("options", f"一个选项最多{_OPTION}字。"))
    if typed.manner not in MANNERS:
        problems.append(Problem("manner", "还没有选怎样投：纸票还是网上。"))
    if not set(typed.voters) | set(typed.tellers) <= set(people):
        problems.append(Problem("voters", "名单变了，有人已经不在本组织。重新选一遍。"))
    if not typed.voters:
        problems.append(Problem("voters", "还没有选谁投票。"))
    if typed.manner == ELECTRONIC and 0 < len(typed.voters) < core.FEWEST:
        problems.append(Problem("manner", f"投票人不到{core.FEWEST}人，在网上投容易猜出谁投了什么。请用纸票。"))
    if len(typed.tellers) not in {2, 3}:
        problems.append(Problem("tellers", "监票人选2人或3人：两张密码条各拿一张；纸票一人计票，一人确认。"))
    if problems:
        return tuple(problems)
    choices = [(f"o{place}", option) for place, option in enumerate(options, 1)]
    return Wanted(
        organization, question, (core.poll("q1", question, choices),), typed.voters, typed.tellers,
        on_paper=typed.manner == PAPER,
    )  # fmt: skip
