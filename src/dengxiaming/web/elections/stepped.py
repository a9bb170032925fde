"""The steps of an election as its page shows them: what was done on which day by whom, and its papers."""

from dataclasses import dataclass
from datetime import date, datetime

from dengxiaming.areas.elections import actions, congress
from dengxiaming.areas.elections.queries import Balloted, Person, Shown
from dengxiaming.areas.elections.refusals import refuse
from dengxiaming.areas.elections.terms import (
    BODIES,
    CONGRESS_WORDS,
    CONGRESSES,
    DELEGATE,
    ELECTED_POSTS,
    KINDS,
    MANNERS,
    MEETING,
    SORTS,
)
from dengxiaming.areas.members.terms import POSTS, ROUTES


@dataclass(frozen=True)
class Line:
    """One step on the page: its word, who does it, the article, where it stands, and what was done. `part` is the
    template of what can be done now.
    """

    id: str
    label: str
    who: str
    article: str
    state: str
    said: str = ""
    at: datetime | None = None

    @property
    def part(self) -> str:
        """The template of its form."""
        return f"web/elections/step_{self.id}.html"

    @property
    def status(self) -> str:
        """The mark: done, to do, not yet."""
        return {"done": "met", "now": "open", "later": ""}[self.state]

    @property
    def word(self) -> str:
        """The same in a word."""
        return {"done": "已办", "now": "要办", "later": "没到"}[self.state]


def steps(shown: Shown) -> tuple[Line, ...]:
    """All steps, in their order."""
    row = shown.row
    said = {
        "request": f"{row.requested_by or ''}报{row.superior}" if row.requested_at else "",
        "permit": f"{row.permitted_on}，{row.permit}" if row.permitted_on else "",
        "call": f"有选举权、应到会{shown.expected}人" if row.called_at else "",
        "meet": f"应到会{shown.expected}人，到会{shown.present}人；主持人{row.chair or ''}" if row.met_at else "",
        "report": f"{row.reported_by or ''}报{row.superior}" if row.reported_at else "",
        "approve": f"{row.approved_on}，{row.approval}" if row.approved_on else "",
    }
    at = {"request": row.requested_at, "call": row.called_at, "meet": row.met_at, "report": row.reported_at}
    return tuple(
        Line(one.id, one.label, one.who, one.article, one.state, said.get(one.id, ""), at.get(one.id))
        for one in shown.steps
    )


@dataclass(frozen=True)
class Round:
    """One ballot on the page."""

    ballot: Balloted
    title: str
    manner: str


def title(ballot: Balloted) -> str:
    """Which ballot it is, in words: 选委员，第一次投票."""
    return f"选{ELECTED_POSTS[ballot.row.post]}，{SORTS[ballot.row.sort]}"


def rounds(shown: Shown) -> tuple[Round, ...]:
    """The ballots held so far."""
    return tuple(Round(one, title(one), MANNERS[one.row.manner]) for one in shown.rounds)


def new_posts(shown: Shown) -> tuple[tuple[str, str, str], ...]:
    """Who has been elected to what so far, and how: name, post, route; delegates too."""
    delegates = tuple(
        (shown.names.get(who, who), ELECTED_POSTS[DELEGATE], ROUTES["elected_by_members"])
        for who in shown.course.elected[DELEGATE]
    )
    words = ROUTES | ({"elected_by_members": f"{CONGRESS_WORDS}选举"} if shown.row.body in CONGRESSES else {})
    return delegates + tuple(
        (shown.names.get(who, who), POSTS[post], words[route])
        for who, (post, route) in actions.new_posts(shown).items()
    )


def body(shown: Shown) -> str:
    """Who elects, in a word: the members' meeting or the congress of delegates (R3-2)."""
    return CONGRESS_WORDS if shown.row.body in CONGRESSES else BODIES[MEETING]


def delegations(shown: Shown) -> tuple[tuple[str, int, tuple[str, ...]], ...]:
    """The units of a congress: name, how many delegates, who they are."""
    return tuple((one.name, one.seats, tuple(who.name for who in one.delegates)) for one in congress.units(shown.row))


def wanted(shown: Shown) -> str:
    """委员3名，书记1名."""
    held = ((words, shown.wanted.number(post)) for post, words in ELECTED_POSTS.items())
    return "，".join(f"{words}{number}名" for words, number in held if number)


def nominees(shown: Shown) -> tuple[tuple[str, tuple[Person, ...]], ...]:
    """The posts in words, with who is nominated."""
    return tuple((words, shown.nominees[post]) for post, words in ELECTED_POSTS.items() if post in shown.nominees)


def label(shown: Shown) -> str:
    """第一支部换届选举."""
    return f"{shown.row.organization}{KINDS[shown.row.kind]}"


def papers(shown: Shown) -> tuple[tuple[str, str], ...]:
    """The papers there are by now: name and words."""
    row = shown.row
    is_voted = shown.course.is_complete and row.met_at is not None
    held = (
        ("request", "请示", True), ("nominees", "候选人名单", True), ("permit", "批复", row.permitted_on is not None),
        ("register", "选举人名册", row.called_at is not None),
        ("delegates", "代表名单", row.body in CONGRESSES and row.called_at is not None),
        ("ballot", "选票", bool(shown.rounds)),
        ("count", "计票单", bool(shown.rounds)), ("result", "选举结果报告单", is_voted),
        ("report", "报批、备案的请示", row.reported_at is not None),
        ("approval", "关于选举结果的批复", row.approved_on is not None),
    )  # fmt: skip
    return tuple((name, words) for name, words, there in held if there)


def day(text: str, today: date) -> date:
    """A day that was typed. Refused where it cannot be read or lies ahead."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise refuse("on", f"日期“{text}”读不懂。写成 {today} 这样。") from None
    if found > today:
        raise refuse("on", f"{found}还没有到。照落款的日期写。")
    return found
