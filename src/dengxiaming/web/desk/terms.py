"""换届 on the desk: the own organisations whose term ends within six months or is over, and those below that nobody
reminded yet (R4, S8-1, S8-5). Silent otherwise.

What is due within a month, or has passed lately, stands in the timetable like any duty; here is what does not.
"""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from dengxiaming.areas.elections import queries as elections
from dengxiaming.areas.elections.tenure import queries as tenure
from dengxiaming.areas.organs import queries as organs
from dengxiaming.duties import queries as duties
from dengxiaming.duties.queries import View
from dengxiaming.ground import policy
from dengxiaming.ground.policy import Reader
from dengxiaming.web.desk import whose
from dengxiaming.web.desk.board import PAST, SOON


@dataclass(frozen=True)
class Term:
    """One line: when a term ends, whose it is, why it is said, by which clause, and the button that goes on with it."""

    on: date
    name: str
    days_left: int
    reason: str
    rule: str
    words: str
    address: str

    @property
    def is_over(self) -> bool:
        """Whether the term has ended."""
        return self.days_left < 0


def lines(reader: Reader, view: View) -> tuple[Term, ...]:
    """The terms on a reader's desk, the earliest end first. No query where nothing can be done about any."""
    tree = organs.Tree()
    own = whose.bodies(reader, tree)
    writes = [code for code in own if policy.may(reader, "election.write", tree.place(code))]
    decides = [code for code in own if policy.may(reader, "election.decide", tree.place(code))]
    if not writes and not decides:
        return ()
    asked = {*writes, *(one for code in decides for one in tree.below(code))}
    near = duties.terms_near(view, [code for code in tree.nodes if code in asked])
    mine = {code: near[code] for code in writes if code in near and _is_apart((near[code] - view.as_of).days)}
    below = {code: ends for code, ends in near.items() if elections.superior_of(code, tree) in decides}
    return tuple(sorted((*_own(mine, tree, view), *_below(below, tree, view)), key=lambda one: (one.on, one.address)))


def _is_apart(days_left: int) -> bool:
    return days_left > SOON or days_left < -PAST.days


def _own(ends: dict[str, date], tree: organs.Tree, view: View) -> list[Term]:
    begun = elections.running(ends) if ends else {}
    found = []
    for code, on in ends.items():
        left = (on - view.as_of).days
        why = f"本届还有{left}天届满，提前6个月准备换届（R4）" if left >= 0 else f"本届已经届满{-left}天，还没有换届"
        where = reverse("web:election", args=[begun[code]]) if code in begun else _new(code)
        words = "接着办选举" if code in begun else "酝酿选举"
        found.append(Term(on, tree.nodes[code].name, left, why, "S8-1", words, where))
    return found


def _new(code: str) -> str:
    return reverse("web:election-new", args=[code])


def _below(ends: dict[str, date], tree: organs.Tree, view: View) -> list[Term]:
    """One line for each superior: how many below are near the end of their term and were not reminded of it."""
    told = tenure.reminders(ends) if ends else {}
    waiting: dict[str, list[str]] = {}
    for code in sorted(ends, key=ends.__getitem__):
        if (code, ends[code]) not in told:
            waiting.setdefault(elections.superior_of(code, tree), []).append(code)
    return [
        Term(
            ends[codes[0]], tree.nodes[codes[0]].name, (ends[codes[0]] - view.as_of).days,
            f"共{len(codes)}个组织快到届或者已经届满，还没有提醒（R4）", "S8-5", "去提醒换届",
            reverse("web:elections-of", args=[above]),
        )
        for above, codes in waiting.items()
    ]  # fmt: skip
