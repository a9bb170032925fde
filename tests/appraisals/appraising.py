"""An appraisal of ZB1 (tests/gatherings/branch.py) walked to a step by the verbs people use: M1 … M9, M4 from above."""

from datetime import date, datetime
from typing import Final

import branch

from dengxiaming.areas.appraisals import actions
from dengxiaming.areas.appraisals.actions import Found, Opening
from dengxiaming.areas.appraisals.models import Appraisal, Opinion
from dengxiaming.areas.ballots import actions as ballots
from dengxiaming.areas.ballots import core
from dengxiaming.areas.ballots.actions import Wanted
from dengxiaming.areas.members import actions as members
from dengxiaming.journal.actor import Actor

TODAY: Final = date(2026, 11, 26)
AT: Final = datetime(2026, 11, 26, 10, tzinfo=branch.ZONE)
SECRETARY, COMMITTEE, DELEGATE = Actor("b" * 32, "M1"), Actor("a" * 32, "M2"), Actor("d" * 32, "M4")
PEOPLE: Final = tuple(f"M{number}" for number in range(1, 10))
VOTES: Final = {"excellent": 3, "qualified": 4, "basic": 1, "unqualified": 1}
MARK: Final = "我这一年学得不够，暗记自评"


def actor(member: str) -> Actor:
    return Actor(f"{member:0>32}"[-32:], member)


def opened() -> str:
    return actions.open_appraisal("ZB1", Opening(2026, date(2026, 12, 10)), SECRETARY, AT)


def handed_in(code: str, people: tuple[str, ...] = PEOPLE) -> None:
    for one in people:
        actions.hand_in(code, f"{MARK}{one}", actor(one), AT)


def prepared(code: str, *, on_paper: bool = True, people: tuple[str, ...] = PEOPLE) -> str:
    """The ballot of the measure, with the superior's delegate as one of the tellers."""
    questions = tuple(core.grade(one, f"某{one}", one) for one in people)
    wanted = Wanted(
        "ZB1", "测评", questions, people, ["M3", "M4"], on_paper=on_paper, delegate="M4", result_to_voters=False
    )
    ballot = ballots.prepare(wanted, SECRETARY, AT)
    actions.measure(code, ballot, SECRETARY, AT)
    return ballot


def counted(ballot: str, votes: dict[str, int] = VOTES, people: tuple[str, ...] = PEOPLE) -> None:
    """On paper: one teller enters, the other confirms."""
    cast = sum(votes.values())
    count = core.PaperCount(len(people), cast, cast, 0, dict.fromkeys(people, votes))
    ballots.enter_paper(ballot, count, actor("M3"), AT)
    ballots.confirm_paper(ballot, DELEGATE, AT)


def measured() -> str:
    """Up to the end of the measure, on paper, with the signed record linked."""
    code = opened()
    handed_in(code)
    actions.hold_mutual(code, TODAY, SECRETARY, AT)
    act = branch.signed(branch.form("ZB1", "appraisal", on=TODAY.isoformat()), at=AT)
    actions.link(code, [act], SECRETARY, AT)
    counted(prepared(code))
    return code


def decided(grades: dict[str, str] | None = None) -> str:
    """Everybody has an opinion: 合格, or as told."""
    code = measured()
    for one in PEOPLE:
        grade = (grades or {}).get(one, "qualified")
        actions.opine(code, one, Found(grade, f"支委会意见{one}", TODAY), SECRETARY, AT)
    return code


def unqualified(member: str = "M8") -> str:
    """Somebody found 不合格, told, and the matter raised: its code."""
    code = decided({member: "unqualified"})
    actions.tell(code, PEOPLE, SECRETARY, AT)
    trigger, _ = members.raise_trigger(members.Happened("unqualified", TODAY, member), SECRETARY, AT)
    opinion = Opinion.objects.get(appraisal=Appraisal.objects.get(code=code), member__code=member).code
    actions.raised(opinion, trigger, SECRETARY, AT)
    return trigger
