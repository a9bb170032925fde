"""Opening a ballot: who stands, who of the committee is there, on paper or electronically."""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from dengxiaming.areas.ballots import actions as ballots
from dengxiaming.areas.ballots.actions import Wanted
from dengxiaming.areas.ballots.core import FEWEST, person
from dengxiaming.areas.elections import queries
from dengxiaming.areas.elections.course import Next
from dengxiaming.areas.elections.queries import Shown
from dengxiaming.areas.elections.refusals import refuse
from dengxiaming.areas.elections.terms import ELECTED_POSTS, ELECTRONIC, MANNERS, PAPER, SORTS
from dengxiaming.areas.elections.voting import actions as voting
from dengxiaming.areas.elections.voting.actions import Opening
from dengxiaming.ground import clock
from dengxiaming.journal.actions import Repeated
from dengxiaming.journal.actor import Actor
from dengxiaming.web.kit import sent
from dengxiaming.web.records.boxes import Choice


@dataclass(frozen=True)
class Form:
    """What is to be opened next, and what can be chosen for it."""

    todo: Next
    title: str
    post: str
    candidates: tuple[Choice, ...]
    present: tuple[Choice, ...]
    manners: tuple[Choice, ...]


def form(shown: Shown, given: QueryDict) -> Form | None:
    """The next ballot's form; None where none is to be opened."""
    todo = shown.course.next
    if shown.now != "vote" or todo is None:
        return None
    names = queries.names_of({*voting.eligible(shown, todo), *todo.candidates})
    nominated = [one.code for one in shown.nominees.get(todo.post, ())] if todo.sort == "first" else []
    chosen = set(given.getlist("candidates") if "do" in given else nominated)
    candidates = {who: names[who] for who in _first(todo.candidates or nominated, names)}
    expected, voters = voting.electors(shown, todo, names)
    committee = queries.names_of(expected) if todo.by_committee else {}
    came = set(given.getlist("present"))
    may_be_electronic = not todo.by_committee and len(voters) >= FEWEST
    manner = given.get("manner", PAPER)
    return Form(
        todo, f"选{ELECTED_POSTS[todo.post]}，{SORTS[todo.sort]}", ELECTED_POSTS[todo.post],
        () if todo.candidates else sent.ticks("candidates", chosen, candidates),
        sent.ticks("present", came, committee),
        tuple(
            Choice(code, words, code == manner, f"manner-{code}")
            for code, words in MANNERS.items()
            if code == PAPER or may_be_electronic
        ),
    )  # fmt: skip


def open_round(request: HttpRequest, shown: Shown, by: Actor, token: str) -> int:
    """The ballot is opened. An electronic one is prepared first, in an entry of its own."""
    given = request.POST
    manner = given.get("manner", "")
    if manner not in MANNERS:
        raise refuse("manner", "还没有选怎样投票：纸质还是电子。")
    opening = Opening(tuple(given.getlist("candidates")), manner, frozenset(given.getlist("present")))
    if manner == ELECTRONIC:
        opening = Opening(opening.candidates, manner, opening.present, _prepared(shown, opening, by, token))
    return voting.open_round(shown.row.code, opening, by, clock.now(), token, sent.content(request))


def _prepared(shown: Shown, opening: Opening, by: Actor, token: str) -> str:
    ready = voting.made_ready(shown, opening)
    if ready.todo.by_committee or len(ready.voters) < FEWEST:
        raise refuse("manner", f"投票的不到{FEWEST}人，用纸质选票：人少了，电子投票保不了密。")
    names = queries.names_of(ready.candidates)
    title = f"{shown.row.organization}选{ELECTED_POSTS[ready.todo.post]}（{SORTS[ready.todo.sort]}）"
    wanted = Wanted(
        organization=shown.row.organization.code, title=title,
        questions=tuple(person(who, names[who], who) for who in ready.candidates), voters=list(ready.voters),
        tellers=[one.code for one in shown.tellers][:3], seats=ready.todo.seats, base=len(ready.voters),
    )  # fmt: skip
    try:
        return ballots.prepare(wanted, by, clock.now(), f"{token[:60]}-b")
    except Repeated as before:
        return before.answer
    except ballots.Refused as refused:
        raise refuse("manner", str(refused)) from refused


def _first(wanted: tuple[str, ...] | list[str], names: dict[str, str]) -> list[str]:
    """Those wanted, then everybody else who could stand."""
    return [*(who for who in wanted if who in names), *(who for who in names if who not in set(wanted))]
