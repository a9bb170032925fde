"""The steps of an appraisal as its page shows them."""

from dataclasses import dataclass
from datetime import date

from dengxiaming.areas.appraisals.core import MEASURE, MUTUAL, OPINION, ORDER, SELF, STEPS, TOLD
from dengxiaming.areas.appraisals.queries import Shown
from dengxiaming.areas.ballots.queries import Stage

_STATES = {"done": ("met", "已办"), "now": ("open", "要办"), "later": ("upcoming", "没到")}


@dataclass(frozen=True)
class Line:
    """One step: its word and article, where it stands, what was done; `part` is the form of what can be done now."""

    id: str
    label: str
    article: str
    state: str
    said: str = ""
    on: date | None = None

    @property
    def part(self) -> str:
        """The template of its form."""
        return f"web/appraisals/step_{self.id}.html"

    @property
    def status(self) -> str:
        """The mark: done, to do, not yet."""
        return _STATES[self.state][0]

    @property
    def word(self) -> str:
        """The same in a word."""
        return _STATES[self.state][1]


def steps(shown: Shown) -> tuple[Line, ...]:
    """All steps, in their order (S4-2)."""
    course, people = shown.course, len(shown.there)
    said = {
        SELF: f"{people}人，交了{course.handed}人",
        MUTUAL: "在党小组里互评（S4-3）" if shown.row.in_groups and course.mutual_on else "",
        MEASURE: _measured(shown),
        OPINION: f"{people}人，写了{course.decided}人" if course.measured else "",
        TOLD: f"{people}人，告知了{course.told}人" if course.decided else "",
    }
    return tuple(
        Line(one, label, article, _state(one, course.now), said[one], course.mutual_on if one == MUTUAL else None)
        for one, (label, article) in STEPS.items()
    )


def _state(step: str, now: str) -> str:
    if step == now:
        return "now"
    return "done" if ORDER.index(step) < ORDER.index(now) else "later"


def _measured(shown: Shown) -> str:
    held = shown.standing
    if held is None:
        return ""
    manner = "纸票" if held.on_paper else "网上投票"
    if held.stage is Stage.STOPPED:
        return f"{manner}，已经作废，要重新发起"
    return f"{manner}，{held.word}"
