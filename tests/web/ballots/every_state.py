"""A ballot in every state, made by the verbs."""

from datetime import timedelta

from dengxiaming.areas.ballots import actions, core
from dengxiaming.ground import clock
from dengxiaming.journal.actor import Actor

VOTERS = tuple(f"M{number}" for number in range(1, 10))
QUESTIONS = (core.person("q1", "张一"), core.person("q2", "李二"), core.person("q3", "欧阳修远"))
WANTED = actions.Wanted("ZB1", "支部委员会选举", QUESTIONS, VOTERS, ("M8", "N1"), seats=2)


def actor(member: str) -> Actor:
    """Somebody who acts."""
    return Actor(member.rjust(32, "0"), member)


def every_state() -> dict[str, str]:
    """Their codes, by state."""
    now = clock.now()
    codes = {}
    for state in ("prepared", "open", "closed", "few", "stopped"):
        codes[state] = code = actions.prepare(WANTED, actor("M1"), now)
        if state == "prepared":
            continue
        slips = dict(enumerate(actions.draw_slips(code, actor("M8"), now), 1))
        actions.open_voting(code, slips, actor("N1"), now)
        for member in VOTERS[2 : 5 if state == "few" else 9]:
            if state != "open" or member in {"M5", "M6"}:
                marks = core.Marks({"q1": "yes", "q2": "no", "q3": "abstain"}, {"q2": "孙六"})
                actions.cast(code, marks, actor(member), now)
        if state == "stopped":
            actions.stop(code, "丢了一张密码条", actor("M8"), now)
        elif state != "open":
            actions.close(code, slips, actor("M8"), now + timedelta(minutes=1))
    paper = actions.Wanted(**{**vars(WANTED), "on_paper": True})
    codes["paper"] = actions.prepare(paper, actor("M1"), now)
    counted = {"q1": {"yes": 9}, "q2": {"yes": 5, "no": 4}, "q3": {"no": 9}}
    actions.enter_paper(codes["paper"], core.PaperCount(9, 9, 9, 0, counted, {"孙六": 2}), actor("N1"), now)
    return codes
