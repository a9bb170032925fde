"""酝酿: what an organisation plans to elect, as typed, read into a plan or every problem at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from dengxiaming.areas.elections import core, numbers, strokes
from dengxiaming.areas.elections.core import Contest
from dengxiaming.areas.elections.terms import DEPUTY, EXCUSES, KINDS, MEMBER, SECRETARY, TERM
from dengxiaming.ground.problem import Problem

_LONGEST: Final = 200


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


@dataclass(frozen=True)
class Known:
    """The organisation the plan is for: who could be nominated by code and name (full members who may vote), how many
    full members there are, whether it is a branch, and who sits in its committee already.
    """

    people: Mapping[str, str]
    full_members: int
    is_branch: bool
    committee: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Plan:
    """What is to be elected, of whom, and who shall not be counted."""

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


def read(typed: Typed, known: Known) -> Plan | tuple[Problem, ...]:
    """The plan, its nominees in the order of strokes (R3-7); or every problem."""
    problems: list[Problem] = []
    on = _day(typed.on, problems)
    counts = {name: _number(name, getattr(typed, name), problems) for name in ("seats", "secretaries", "deputies")}
    if typed.kind not in KINDS:
        problems.append(Problem("kind", "还没有选是换届还是补选。"))
    told = _strokes(typed.strokes, problems)
    for field, text in (("place", typed.place), ("strokes", typed.strokes)):
        if len(text) > _LONGEST:
            problems.append(Problem(field, f"最多{_LONGEST}字，现在{len(text)}字。"))
    nominees = {post: tuple(dict.fromkeys(people)) for post, people in (typed.nominees or {}).items()}
    for post, people in nominees.items():
        if not set(people) <= known.people.keys():
            problems.append(Problem(post, "候选人里有没有被选举权的人（R3-3：要是正式党员）。重新选。"))
            return tuple(problems)
    excused = {who: why for who, why in (typed.excused or {}).items() if why}
    problems += _excused(excused, nominees, known)
    if not set(typed.answers) <= known.answers:
        problems.append(Problem("answers", "要补选的空缺已经撤回。重新选一次。"))
    if on is None or None in counts.values() or told is None:
        return tuple(problems)
    seats, secretaries, deputies = (count or 0 for count in counts.values())
    plan = Plan(
        typed.kind, on, typed.place.strip(), seats, secretaries, deputies, typed.text.strip(), typed.strokes.strip(),
        {post: strokes.order({who: known.people[who] for who in people}, told) for post, people in nominees.items()},
        excused, typed.answers,
    )  # fmt: skip
    problems += [*_size(plan, known), *_candidates(plan, known), *_told(plan, known, told)]
    return tuple(problems) or plan


def _size(plan: Plan, known: Known) -> list[Problem]:
    """How large a committee is (R1-14), and what a term's election elects."""
    rule = numbers.committee()
    found = []
    if plan.seats + plan.secretaries + plan.deputies == 0:
        found.append(Problem("seats", "一个名额也没有。写要选几名委员，或者书记、副书记。"))
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
    for post, seats in ((MEMBER, plan.seats), (SECRETARY, plan.secretaries), (DEPUTY, plan.deputies)):
        people = plan.nominees.get(post, ())
        if not seats and not people:
            continue
        made = core.difference(edition, Contest(seats, people, 0, equal=post != MEMBER))
        if not made.holds:
            found.append(Problem(post, f"{made.words}增减候选人（{made.article}）。"))
        if post != MEMBER and has_committee and not set(people) <= {*plan.nominees.get(MEMBER, ()), *known.committee}:
            found.append(Problem(post, "书记、副书记由委员会从委员里选（R3-13）：他也要是委员候选人。"))
    both = set(plan.nominees.get(SECRETARY, ())) & set(plan.nominees.get(DEPUTY, ()))
    if both:
        found.append(Problem(DEPUTY, "一个人不能同时是书记和副书记的候选人。"))
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
