"""Beginning the secret measure (R8): who counts, on paper or electronically."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from dengxiaming.areas.appraisals import actions
from dengxiaming.areas.appraisals.core import MEASURE
from dengxiaming.areas.appraisals.queries import Shown
from dengxiaming.areas.appraisals.refusals import Refused
from dengxiaming.areas.ballots import actions as ballots
from dengxiaming.areas.ballots.actions import Wanted
from dengxiaming.areas.ballots.core import FEWEST, grade
from dengxiaming.areas.ballots.queries import Stage
from dengxiaming.ground import clock
from dengxiaming.journal.actions import Repeated
from dengxiaming.journal.actor import Actor
from dengxiaming.web.kit import sent
from dengxiaming.web.records import people
from dengxiaming.web.records.boxes import Box

PAPER, ELECTRONIC = "paper", "electronic"
_MANNERS: Final = {PAPER: "纸票，监票人计票", ELECTRONIC: "网上投票，密封"}


@dataclass(frozen=True)
class Form:
    """What can be chosen: manner, the superior's delegate, a teller of the branch."""

    manner: Box
    delegate: Box
    teller: Box


def form(shown: Shown, given: QueryDict, wrong: Mapping[str, tuple[str, ...]]) -> Form | None:
    """The form; None where a measure is not to be begun now."""
    is_on = shown.standing is not None and shown.standing.stage is not Stage.STOPPED
    if shown.course.now != MEASURE or is_on:
        return None
    manners = _MANNERS if len(shown.there) >= FEWEST else {PAPER: _MANNERS[PAPER]}
    above = people.superiors(shown.row.organization.code, clock.today())
    own = {one.member: one.name for one in shown.there}
    return Form(
        sent.select(
            "manner", "怎样投", given.get("manner", PAPER), manners, wrong,
            hint="" if ELECTRONIC in manners else f"不到{FEWEST}人，网上投容易猜出谁投了什么，只能用纸票。",
        ),
        sent.select(
            "delegate", "上级派来的监票人", given.get("delegate", ""), above, wrong,
            hint="拿一张密码条；纸票的，核对票数。",
        ),
        sent.select("teller", "支部的监票人", given.get("teller", ""), own, wrong),
    )  # fmt: skip


def prepared(shown: Shown, given: QueryDict, by: Actor, token: str) -> str:
    """The ballot, in an entry of its own: its code. Raises `Refused`."""
    actions.may_measure(shown.row)
    manner, delegate, teller = given.get("manner", ""), given.get("delegate", ""), given.get("teller", "")
    if manner not in _MANNERS:
        raise Refused("还没有选怎样投：纸票还是网上投票。", "manner")
    if delegate not in people.superiors(shown.row.organization.code, clock.today()):
        raise Refused("还没有选上级派来的监票人。", "delegate")
    if teller not in {one.member for one in shown.there} or teller == delegate:
        raise Refused("还没有选支部的监票人；和上级派来的不能是同一个人。", "teller")
    voters = [one.member for one in shown.there]
    wanted = Wanted(
        organization=shown.row.organization.code, title=f"{shown.row.year}年民主评议党员测评",
        questions=tuple(grade(one.member, one.name, one.member) for one in shown.there), voters=voters,
        tellers=[delegate, teller], delegate=delegate, on_paper=manner == PAPER, result_to_voters=False,
    )  # fmt: skip
    try:
        return ballots.prepare(wanted, by, clock.now(), f"{token[:60]}-b")
    except Repeated as before:
        return before.answer
    except ballots.Refused as refused:
        raise Refused(str(refused), "manner") from refused
