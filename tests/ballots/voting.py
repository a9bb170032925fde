"""A branch of forty voters, three tellers, and a vote driven through the verbs."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dengxiaming.areas.ballots import actions, core
from dengxiaming.areas.ballots.core import Marks, Tally
from dengxiaming.areas.members.models import Member
from dengxiaming.areas.organs.models import Organization
from dengxiaming.journal.actor import Actor

AT = datetime(2026, 11, 25, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = date(2026, 11, 25)
VOTERS = tuple(f"M{number:02}" for number in range(1, 41))
TELLERS = ("J1", "J2")
SECRETARY = Actor("5" * 32, "M01")
CANDIDATES = ("张一", "李二", "王三", "赵四", "陈五")


def build(how_many: int = len(VOTERS)) -> None:
    """The branch and its people."""
    Organization.objects.create(code="ZB1", kind="branch", name="第一支部")
    codes = (*VOTERS[:how_many], "J1", "J2", "J3")
    Member.objects.bulk_create(Member(code=code, name=f"某{code}") for code in codes)


def actor(member: str) -> Actor:
    """Somebody who acts."""
    return Actor(member.rjust(32, "0"), member)


def questions(names: Sequence[str] = CANDIDATES) -> tuple[core.Question, ...]:
    """Candidates who are nobody on the roll."""
    return tuple(core.person(f"q{place}", name) for place, name in enumerate(names, 1))


def prepared(**more: Any) -> str:  # noqa: ANN401  any field of `Wanted`
    """A ballot, prepared by the secretary."""
    wanted = {
        "organization": "ZB1", "title": "支部委员会选举", "questions": questions(), "voters": VOTERS,
        "tellers": TELLERS, "seats": 3, **more,
    }  # fmt: skip
    return actions.prepare(actions.Wanted(**wanted), SECRETARY, AT)


def opened(**more: Any) -> tuple[str, tuple[str, ...]]:  # noqa: ANN401  the same
    """A ballot on which votes are cast, and its slips."""
    code = prepared(**more)
    slips = actions.draw_slips(code, actor("J1"), AT)
    actions.open_voting(code, {1: slips[0], 2: slips[1]}, actor("J2"), AT)
    return code, slips


def marks(choices: Iterable[str], **written: str) -> Marks:
    """Choices in the order of the questions."""
    return Marks({f"q{place}": choice for place, choice in enumerate(choices, 1)}, written)


def cast(code: str, member: str, choices: Iterable[str], **written: str) -> None:
    """A vote, through the verb."""
    actions.cast(code, marks(choices, **written), actor(member), AT + timedelta(minutes=1), f"t-{code}-{member}")


def closed(code: str, slips: Sequence[str]) -> Tally:
    """Closed by the first two slips."""
    return actions.close(code, {1: slips[0], 2: slips[1]}, actor("J2"), AT + timedelta(hours=1))
