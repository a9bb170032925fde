"""Which page a duty is settled on, and what is filled in there: from the kinds of act the rulebook counts for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode

from dengxiaming.areas.affairs.forms import forms
from dengxiaming.areas.elections import queries as elections
from dengxiaming.areas.gatherings import kinds
from dengxiaming.areas.organs import queries as organs
from dengxiaming.duties import queries
from dengxiaming.duties.queries import Bundle
from dengxiaming.ground import policy
from dengxiaming.ground.policy import Reader
from dengxiaming.law.model import Duty


@dataclass(frozen=True)
class Start:
    """A button: what it says, where it leads, and how one says that it was done (开, 做)."""

    words: str
    address: str
    done: str


@dataclass(frozen=True)
class Known:
    """What buttons are made from: who looks, the tree, whom triggers are about, which acts are signed records here."""

    reader: Reader
    tree: organs.Tree
    about: Mapping[str, tuple[str, str]]
    signed: frozenset[str]


@dataclass(frozen=True)
class Asked:
    """What a page is opened for: a bundle of duties, the kind of act it counts."""

    bundle: Bundle
    kind: str
    known: Known

    @property
    def answers(self) -> str:
        """The trigger that asks for it, where one does: the period of a response is its trigger."""
        duty = duty_of(self.bundle.rule)
        period = self.bundle.lines[0].period
        return period if duty.answers and len(self.bundle.lines) == 1 else ""


@dataclass(frozen=True)
class Page:
    """A page that settles a kind of act: the words of its button, the action it needs, how its address is made (empty
    where there is nothing to open), and the kinds of organisation that have it.
    """

    words: str
    action: str
    address: Callable[[Asked], str]
    fits: Callable[[str], bool] = lambda _: True
    done: str = "做"


def gathering(organization: str, chosen: tuple[str, ...], **more: str) -> str:
    """The form of a gathering with its kinds ticked."""
    return _query(reverse("web:record-new", args=[organization]), kinds=";".join(chosen), **more)


def _gathering(asked: Asked) -> str:
    return gathering(asked.bundle.lines[0].organization, (asked.kind,), answers=asked.answers)


def _act(asked: Asked) -> str:
    place = reverse("web:act-new", args=[asked.bundle.lines[0].organization, asked.kind])
    return _query(place, answers=asked.answers)


def _talk(asked: Asked) -> str:
    """A talk with whom it is due: the other end of a pair, the member whose duty it is or whom the trigger is about."""
    line, actor = asked.bundle.line, asked.known.reader.member
    whom = ""
    if line is not None and line.bearer_kind == "pair":
        first, second = line.bearer_id.split("->", 1)
        # 一对里没有自己：是别的两个人谈，除非前面一头是组织
        actor = actor if actor in {first, second} or first in asked.known.tree.nodes else first
        whom = first if actor == second else second
    elif line is not None:
        whom = line.bearer_id if line.bearer_kind == "member" else asked.known.about.get(line.period, ("", ""))[0]
    place = reverse("web:talk-new", args=[asked.bundle.lines[0].organization])
    return _query(place, actor=actor, members=whom, answers=asked.answers)


def _transfer(asked: Asked) -> str:
    """The transfer of the member whose duty it is (S7-1)."""
    line = asked.bundle.line
    if line is None or line.bearer_kind != "member":
        return ""
    return _query(reverse("web:member-transfer", args=[line.bearer_id]), answers=asked.answers)


def _record(asked: Asked) -> str:
    """The signed record the duty is about. An act that was imported has no such page."""
    act = act_of(asked.bundle)
    return reverse("web:record", args=[act]) if act in asked.known.signed else ""


def _own_dues(asked: Asked) -> str:
    """The reader's own dues (S7-2)."""
    line = asked.bundle.line
    mine = line is not None and line.bearer_id == asked.known.reader.member
    return reverse("web:dues-member", args=[asked.known.reader.member]) if mine else ""


def _dues(asked: Asked) -> str:
    """The month of the branch, where payments are entered."""
    line = asked.bundle.lines[0]
    return _query(reverse("web:dues-of", args=[line.organization]), month=line.period)


def _arrears(asked: Asked) -> str:
    """Who has not paid for long (S7-3)."""
    return reverse("web:arrears-of", args=[asked.bundle.lines[0].organization])


def _elections(asked: Asked) -> str:
    """The organisation's term and elections (S8-1)."""
    return reverse("web:elections-of", args=[asked.bundle.lines[0].organization])


_TERM: Final = Page("去办换届", "election.write", _elections, elections.holds_elections)


def _by_election(asked: Asked) -> str:
    """The plan of a by-election that fills the vacancy (S1-10)."""
    return _query(reverse("web:election-new", args=[asked.bundle.lines[0].organization]), vacancy=asked.answers)


@cache
def pages() -> Mapping[str, Page]:
    """The page of every kind of act that has one."""
    known = kinds.load()
    found = {form.kind: Page(f"记{form.label}", "act.write", _act, form.fits) for form in forms().values()}
    for kind in known.values():
        found[kind.id] = Page(f"记{kind.label}", "gathering.write", _gathering, _held(known, kind), "开")
    return found | {
        "transfer": Page("转组织关系", "transfer.ask", _transfer),
        "election": _TERM,
        "by_election": Page("酝酿补选", "election.write", _by_election, elections.holds_elections),
        "talk": Page("记谈话", "talk.write", _talk),
        "community_filing": Page("报备案", "filing.write", _record),
    }


def _held(known: kinds.Kinds, kind: kinds.Kind) -> Callable[[str], bool]:
    return lambda of: known.class_of(of) in kind.held_by


RECORDS: Final[Mapping[str, Page]] = {
    "record": Page("补要素", "gathering.write", _record),
    "coverage": Page("记补课", "gathering.write", _record),
}
"""By form of duty: what is still done to the record that bears it."""
BY_FORM: Final[Mapping[str, tuple[Page, ...]]] = {
    "dues": (Page("看我的党费", "dues.own", _own_dues, done="交"), Page("记党费", "dues.keep", _dues, done="交")),
    "term": (_TERM,),
    "streak": (Page("看欠缴", "arrears.write", _arrears),),
}
"""Duties that no act settles: where they are dealt with, the first that fits."""


def start(bundle: Bundle, known: Known) -> Start | None:
    """The button of a duty; None where nothing the reader may do here settles it."""
    place = known.tree.place(bundle.lines[0].organization, [known.reader.member])
    of = known.tree.nodes[place.line[0]].kind
    for kind, page in _choices(bundle):
        address = page.address(Asked(bundle, kind, known)) if page.fits(of) else ""
        if address and policy.may(known.reader, page.action, place):
            return Start(page.words, address, page.done)
    return None


def act_of(bundle: Bundle) -> str:
    """The act a duty is about, where it is about one: the one that bears it, or the one it asks something after."""
    line = bundle.lines[0]
    return line.bearer_id if line.bearer_kind == "act" else line.period


def duty_of(rule: str) -> Duty:
    """The duty of a verdict row."""
    return next(duty for duty in queries.rulebook().rule_of[rule].duties if duty.id == rule)


def _choices(bundle: Bundle) -> list[tuple[str, Page]]:
    duty = duty_of(bundle.rule)
    if bundle.lines[0].bearer_kind == "act" and duty.form in RECORDS:
        return [("", RECORDS[duty.form])]
    if duty.form in BY_FORM:
        return [("", page) for page in BY_FORM[duty.form]]
    listed = (kind for counts in duty.counts for kind in counts.kinds)
    return [(kind, pages()[kind]) for kind in listed if kind in pages()]


def _query(path: str, **fields: str) -> str:
    asked = urlencode({name: text for name, text in fields.items() if text})
    return f"{path}?{asked}" if asked else path
