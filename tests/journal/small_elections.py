"""Two elections of the small city, one with a ballot counted; extensions, reminders, rights suspended."""

from dataclasses import replace
from datetime import timedelta

import branch

from dengxiaming.areas.elections import actions
from dengxiaming.areas.elections.plan import Plan
from dengxiaming.areas.elections.tenure import actions as tenure
from dengxiaming.areas.elections.voting import actions as voting
from dengxiaming.areas.elections.voting.meeting import Meeting, Typed
from dengxiaming.journal.actor import Actor

AT, DAY, SECRETARY, OTHER = branch.AT, branch.DAY, branch.SECRETARY, branch.OTHER


def held() -> None:
    """By the verbs people use."""
    plan = Plan("election", DAY, "三楼", 0, 1, 0, "酝酿过", "", {"secretary": ("M2",)}, {"M6": "frail"}, ())
    codes = [actions.prepare(plan, "ZB1", SECRETARY, AT) for _ in range(2)]
    for code in codes:
        actions.request(code, SECRETARY, AT)
        actions.permit(code, actions.Decision(True, DAY, "8号"), OTHER, AT)
        actions.call(code, SECRETARY, AT)
        came = frozenset({"M1", "M2", "M3", "M4", "M5", "M7", "M8"})
        voting.meet(code, Meeting(came, ("M7", "M8"), "M7", "M1", True, True), SECRETARY, AT)
        number = voting.open_round(code, voting.Opening(("M2",), "paper"), SECRETARY, AT)
        figures = Typed("7", "7", "0", {"M2": ("6", "1", "0")})
        voting.count(code, number, figures, Actor("7" * 32, "M7"), AT)
    actions.prepare(replace(plan, body="scattered", quotas={"ZB1": 3, "ZB2": 2}), "ZB1", SECRETARY, AT)
    for where in ("ZB1", "ZB2"):
        tenure.ask_extension(where, DAY, DAY + timedelta(90), "机构改革", SECRETARY, AT)
        tenure.remind(where, DAY, SECRETARY, AT)
    for who in ("M5", "M6"):
        tenure.suspend(who, "probation", DAY, SECRETARY, AT)
