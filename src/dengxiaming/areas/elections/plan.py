"""酝酿: what an organisation plans to elect, as typed, read into a plan or every problem at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from dengxiaming.areas.elections import core, numbers, strokes
from dengxiaming.areas.elections.core import Contest
from dengxiaming.areas.elections.terms import (
    BODIES,
    CONGRESS,
    CONGRESSES,
    DELEGATE,
    DELEGATES,
    DEPUTY,
    ELECTED_POSTS,
    EXCUSES,
    KINDS,
    LED,
    MEETING,
    MEMBER,
    SECRETARY,
    TERM,
)
from dengxiaming.ground.problem import Problem

_LONGEST: Final = 200
_MOST_DELEGATES: Final = 300
"""More delegates than this from one unit are a slip of the keyboard."""


@dataclass(frozen=True)
class Typed:
    """The form's fields as text."""

    kind: str = TERM
    on: str = ""
    place: str = ""
    seats: str = ""
    secretaries: str = "1"
    deputies: str = "0"
    text: str = ""
    strokes: str = ""
    nominees: Mapping[str, tuple[str, ...]] | None = None
    excused: Mapping[str, str] | None = None
    answers: tuple[str, ...] = ()
    body: str = MEETING
    quotas: Mapping[str, str] | None = None
    congress: str = ""


@dataclass(frozen=True)
class Known:
    """The organisation the plan is for: who could be nominated by code and name (full members who may vote), how many
    full members there are, whether it is a branch, and who sits in its committee already. For a congress (R3-2): how
    many members there are, the units that could elect delegates; and the congresses it elects delegates for itself,
    with how many.
    """

    people: Mapping[str, str]
    full_members: int
    is_branch: bool
    committee: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    members: int = 0
    units: Mapping[str, str] = field(default_factory=dict)
    congresses: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What is to be elected, of whom, and who shall not be counted; by whom (`body`), with how many delegates from each
    unit (`quotas`); or delegates for a `congress`.
    """

    kind: str
    on: date
    place: str
    seats: int
    secretaries: int
    deputies: int
    text: str
    strokes: str
    nominees: Mapping[str, tuple[str, ...]]
    excused: Mapping[str, str]
    answers: tuple[str, ...]
    body: str = MEETING
    quotas: Mapping[str, int] = field(default_factory=dict)
    congress: str = ""

    @property
    def posts(self) -> Mapping[str, int]:
        """How many of each are to be elected."""
        of_delegates = self.kind == DELEGATES
        return {
            DELEGATE: self.seats if of_delegates else 0, MEMBER: 0 if of_delegates else self.seats,
            SECRETARY: self.secretaries, DEPUTY: self.deputies,
        }  # fmt: skip


def read(typed: Typed, known: Known) -> Plan | tuple[Problem, ...]:
    """The plan, its nominees in the order of strokes (R3-7); or every problem."""
    problems: list[Problem] = []
    on = _day(typed.on, problems)
    counts = {name: _number(name, getattr(typed, name), problems) for name in ("seats", "secretaries", "deputies")}
    if typed.kind not in KINDS:
        problems.append(Problem("kind", "还没有选是换届还是补选。"))
    if typed.body not in BODIES:
        problems.append(Problem("body", "还没有选开党员大会还是代表大会。"))
    told = _strokes(typed.strokes, problems)
    quotas = _quotas(typed.quotas or {}, known, problems)
    for name, text in (("place", typed.place), ("strokes", typed.strokes)):
        if len(text) > _LONGEST:
            problems.append(Problem(name, f"最多{_LONGEST}字，现在{len(text)}字。"))
    nominees = {post: tuple(dict.fromkeys(people)) for post, people in (typed.nominees or {}).items()}
    for post, people in nominees.items():
        if not set(people) <= known.people.keys():
            problems.append(Problem(post, "候选人里有没有被选举权的人（R3-3：要是正式党员）。重新选。"))
            return tuple(problems)
    excused = {who: why for who, why in (typed.excused or {}).items() if why}
    problems += _excused(excused, nominees, known)
    if not set(typed.answers) <= known.answers:
        problems.append(Problem("answers", "要补选的空缺已经撤回。重新选一次。"))
    if on is None or None in counts.values() or told is None or quotas is None or typed.kind not in KINDS:
        return tuple(problems)
    seats, secretaries, deputies = (count or 0 for count in counts.values())
    plan = Plan(
        typed.kind, on, typed.place.strip(), seats, secretaries, deputies, typed.text.strip(), typed.strokes.strip(),
        {post: strokes.order({who: known.people[who] for who in people}, told) for post, people in nominees.items()},
        excused, typed.answers, typed.body, quotas, typed.congress if typed.kind == DELEGATES else "",
    )  # fmt: skip
    problems += [
        *_size(plan, known), *_candidates(plan, known), *_congress(plan, known), *_told(plan, known, told)
    ]  # fmt: skip
    return tuple(problems) or plan


def _size(plan: Plan, known: Known) -> list[Problem]:
    """How large a committee is (R1-14), and what a term's election elects."""
    rule = numbers.committee()
    found = []
    if plan.seats + plan.secretaries + plan.deputies == 0:
        found.append(Problem("seats", "一个名额也没有。写要选几名委员，或者书记、副书记。"))
    if plan.kind == DELEGATES:
        return [*found, *_delegates(plan, known)]
    if plan.kind != TERM:
        return found
    if plan.secretaries != 1:
        found.append(Problem("secretaries", "换届要选1名书记。"))
    has = known.full_members >= rule.full_members
    if known.is_branch and has and not rule.least <= plan.seats <= rule.most:
        found.append(Problem(
            "seats",
            f"正式党员{known.full_members}人，{rule.full_members}人以上设支部委员会，{rule.least}至{rule.usual}人，"
            f"一般不超过{rule.most}人（{rule.source}）。改委员名额。",
        ))  # fmt: skip
    if known.is_branch and not has and plan.seats:
        found.append(Problem(
            "seats",
            f"正式党员{known.full_members}人，不足{rule.full_members}人不设委员会，只选书记，必要时选1名副书记"
            f"（{rule.source}）。委员名额写0。",
        ))  # fmt: skip
    if not known.is_branch and plan.seats < rule.least:
        found.append(Problem("seats", f"委员会至少{rule.least}人。改委员名额。"))
    if known.is_branch and plan.deputies > 1:
        found.append(Problem("deputies", "支部必要时设1名副书记（R1-14）。改成0或1。"))
    return found


def _candidates(plan: Plan, known: Known) -> list[Problem]:
    """Enough nominees for a committee (R3-4); for secretary and deputy as many as posts, of the committee (R3-13)."""
    edition = numbers.edition(plan.on)
    has_committee = plan.seats > 0 or len(known.committee) >= numbers.committee().least
    found = []
    for post, seats in plan.posts.items():
        people = plan.nominees.get(post, ())
        if not seats:
            if people:
                found.append(Problem(post, f"没有{ELECTED_POSTS[post]}的名额，却有候选人。去掉候选人，或者写名额。"))
            continue
        made = core.difference(edition, Contest(seats, people, 0, equal=post in LED, delegates=post == DELEGATE))
        if not made.holds:
            found.append(Problem(post, f"{made.words}增减候选人（{made.article}）。"))
        if post in LED and has_committee and not set(people) <= {*plan.nominees.get(MEMBER, ()), *known.committee}:
            found.append(Problem(post, "书记、副书记由委员会从委员里选（R3-13）：他也要是委员候选人。"))
    both = set(plan.nominees.get(SECRETARY, ())) & set(plan.nominees.get(DEPUTY, ()))
    if both:
        found.append(Problem(DEPUTY, "一个人不能同时是书记和副书记的候选人。"))
    return found


def _delegates(plan: Plan, known: Known) -> list[Problem]:
    """Delegates are elected for a congress that is permitted, as many as the unit was given (R3-2)."""
    if plan.secretaries or plan.deputies:
        return [Problem("secretaries", "选代表的时候不选书记、副书记。都写0。")]
    given = known.congresses.get(plan.congress)
    if given is None:
        return [Problem("kind", "上级现在没有要本组织选代表的代表大会：还没有批复，或者名册已经定了（R3-2）。")]
    if plan.seats != given:
        return [Problem("seats", f"分给本组织的代表是{given}名。改成{given}。")]
    return []


def _congress(plan: Plan, known: Known) -> list[Problem]:
    """A congress instead of the members' meeting: from 500 members on, or where they are scattered (R3-2)."""
    if plan.body not in CONGRESSES:
        return [Problem("body", "写了代表名额，又选了党员大会。去掉名额，或者选代表大会。")] if plan.quotas else []
    if known.is_branch or plan.kind == DELEGATES:
        return [Problem("body", "支部开党员大会选举；代表大会由机关党委、总支开（R3-2）。")]
    found, least = [], numbers.term().delegates
    if plan.body == CONGRESS and known.members < least:
        said = f"党员{known.members}人，不到{least}名。驻地分散的选“驻地分散”，由上级批；不然开党员大会（R3-2）。"
        found.append(Problem("body", said))
    if not plan.quotas:
        found.append(Problem("quotas", "代表名额还没有分到支部。给每个选代表的支部写几名。"))
    if plan.excused:
        found.append(Problem("excused", "代表大会按代表算应到会，没有不计入的（R3-6 说的是党员大会）。去掉。"))
    return found


def _quotas(typed: Mapping[str, str], known: Known, problems: list[Problem]) -> dict[str, int] | None:
    found = {}
    for unit, text in typed.items():
        plain = text.strip()
        if plain in {"", "0"}:
            continue
        if unit not in known.units or not plain.isdecimal() or int(plain) > _MOST_DELEGATES:
            name = known.units.get(unit, unit)
            problems.append(Problem("quotas", f"{name}的代表名额“{text}”读不懂。写一个数，没有就空着。"))
            return None
        found[unit] = int(plain)
    return found


def _excused(excused: Mapping[str, str], nominees: Mapping[str, tuple[str, ...]], known: Known) -> list[Problem]:
    if not excused.keys() <= known.people.keys() or not set(excused.values()) <= EXCUSES.keys():
        return [Problem("excused", "不计入应到会的人要是有选举权的党员，理由从表里选（R3-6）。")]
    standing = {who for people in nominees.values() for who in people} & excused.keys()
    if standing:
        names = "、".join(known.people[who] for who in sorted(standing))
        return [Problem("excused", f"{names}是候选人，不能又不计入应到会。去掉一样。")]
    return []


def _told(plan: Plan, known: Known, told: Mapping[str, int]) -> list[Problem]:
    people = {who for some in plan.nominees.values() for who in some}
    unknown = strokes.unknown([known.people[who] for who in sorted(people)], told)
    if not unknown:
        return []
    example = "，".join(f"{one}=？" for one in unknown)
    return [
        Problem(
            "strokes", f"笔画表里没有“{'、'.join(unknown)}”这个姓。候选人按姓氏笔画排（R3-7），写上笔画数：{example}"
        )
    ]


def _day(text: str, problems: list[Problem]) -> date | None:
    try:
        day = date.fromisoformat(text.strip())
        numbers.edition(day)
    except ValueError:
        problems.append(Problem("on", f"大会日期“{text}”读不懂。写成 2026-12-18 这样。"))
        return None
    except LookupError as none:
        problems.append(Problem("on", str(none)))
        return None
    return day


def _number(name: str, text: str, problems: list[Problem]) -> int | None:
    if text.strip().isdecimal() and int(text) <= 99:
        return int(text)
    problems.append(Problem(name, f"名额“{text}”读不懂。写一个数，没有写0。"))
    return None


def _strokes(text: str, problems: list[Problem]) -> dict[str, int] | None:
    try:
        return strokes.read(text)
    except ValueError as wrong:
        problems.append(Problem("strokes", str(wrong)))
        return None
