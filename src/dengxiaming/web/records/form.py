"""The form of a gathering as a page shows it, in the order a meeting runs: kinds, when and where, roll, agenda."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from dengxiaming.areas.gatherings import core, kinds, votes
from dengxiaming.areas.gatherings.fields import Form, texts
from dengxiaming.areas.gatherings.kinds import Kinds, Stage, Vote
from dengxiaming.areas.gatherings.roll import People
from dengxiaming.areas.gatherings.votes import Outcome
from dengxiaming.law.vocabulary import ELEMENTS
from dengxiaming.reckoning.tables import BACKFILLED_AFTER_DAYS
from dengxiaming.web.records.boxes import Box, Choice, Typed
from dengxiaming.web.records.names import id_of, name_of
from dengxiaming.web.records.people import Offers

STATUSES: Final = (("present", "出席"), ("leave", "请假"), ("absent", "缺席"))
NO_ITEM: Final[Mapping[str, Any]] = {"resolutions": [{}]}
FIELD_OF: Final[Mapping[str, str]] = {
    "time": "on", "place": "place", "theme": "theme", "chair": "chair", "recorder": "recorder", "present": "roll",
    "absent": "roll", "observers": "roll", "speeches": "items", "votes": "items", "resolutions": "items",
}  # fmt: skip
"""Where each of the eleven elements is filled in."""


@dataclass(frozen=True)
class Line:
    """One name of the roll with its three choices; `reason` is asked where somebody is on leave."""

    id: str
    name: str
    label: str
    choices: tuple[Choice, ...]
    reason: Box | None
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Resolved:
    """One resolution: what, who, until when."""

    text: Box
    owner: Box
    due_on: Box
    rectification: Box | None
    code: Box


@dataclass(frozen=True)
class Item:
    """One item of the agenda."""

    place: int
    title: Box
    kind: Box | None
    lecturer: Box | None
    guest: Box | None
    speeches: Box
    votes: tuple[Box, ...]
    votes_none: Box | None
    vote_hint: str
    outcome: Outcome | None
    resolutions: tuple[Resolved, ...]

    @property
    def number(self) -> int:
        """Counted from 1, as people do."""
        return self.place + 1

    @property
    def outcome_id(self) -> str:
        """Where the page says what the vote comes to."""
        return f"{self.title.id}-outcome"

    @property
    def vote_problems(self) -> tuple[str, ...]:
        """What is wrong with the three numbers together, each said once."""
        return tuple(dict.fromkeys(text for box in self.votes for text in box.problems))


@dataclass(frozen=True)
class Element:
    """One of the eleven elements, and where on the page it is filled."""

    id: str
    label: str
    filled: bool
    at: str


@dataclass(frozen=True)
class GatheringForm:
    """All a page needs to show a form."""

    kinds: tuple[Choice, ...]
    kinds_wrong: tuple[str, ...]
    when: tuple[Box, ...]
    place: Box
    theme: Box
    chair: Box
    recorder: Box
    roll: tuple[Line, ...]
    tally: str
    uncalled: int
    observers: Box
    absent_none: Box | None
    delegate: Box | None
    by_code: Box
    joint: tuple[Choice, ...]
    items: tuple[Item, ...]
    studied: tuple[tuple[Box, Box], ...]
    stages: tuple[tuple[Stage, Box, Box], ...]
    answers: tuple[Choice, ...]
    answers_wrong: tuple[str, ...]
    late_reason: Box | None
    elements: tuple[Element, ...]

    @property
    def filled(self) -> int:
        """How many elements are filled."""
        return sum(one.filled for one in self.elements)


def build(typed: Typed, people: People, offers: Offers) -> GatheringForm:
    """The form."""
    known = kinds.load()
    chosen = known.spelt_out(texts(typed.at("kinds")))
    everybody = {**{one.code: _named(one.name, one.note) for one in people.expected}, **_rest(people)}
    at = ("holders", people.organization)
    day = core.day_of(typed.content)
    late = day is not None and (people.today - day).days > BACKFILLED_AFTER_DAYS
    filled = set(core.elements(typed.content, people, known))
    joint = {code for code in _mapping(typed.at("holders")) if code != people.organization}
    return GatheringForm(
        kinds=tuple(
            Choice(kind.id, kind.label, kind.id in chosen, id_of("kinds", kind.id)) for kind in known.of(people.kind)
        ),
        kinds_wrong=typed.wrong.get("kinds", ()),
        when=(typed.box("on", label="日期"), typed.box("starts", label="开始"), typed.box("ends", label="结束")),
        place=typed.box("place", label="地点", suggestions=offers.places),
        theme=typed.box("theme", label="主题", suggestions=offers.themes),
        chair=typed.select("chair", label="主持人", options=everybody.items(), none="请选"),
        recorder=typed.select("recorder", label="记录人", options=everybody.items(), none="请选"),
        roll=tuple(_line(typed, people, code, name) for code, name in _called(typed, people)),
        tally=_tally(typed, people),
        uncalled=_uncalled(typed, people),
        observers=typed.box(*at, "observers", label="列席", hint="没有就写“无”，算填了。"),
        absent_none=None if people.expected else typed.box(*at, "absent_none", label="没有人缺席", look="tick"),
        delegate=_delegate(typed, people, offers.superiors) if known.any_of(chosen, "delegate") else None,
        by_code=typed.box("by_code", label="用二维码签到", look="tick"),
        joint=tuple(
            Choice(code, name, code in joint, id_of("joint", code)) for code, name in offers.neighbours.items()
        ),
        items=tuple(
            _item(typed, place, people, known, chosen, everybody) for place in range(max(1, len(typed.many("items"))))
        ),
        studied=tuple(
            (
                typed.box("studied", place, "title", label="文件名"),
                typed.box("studied", place, "issued_on", label="发布日期"),
            )
            for place in range(len(typed.many("studied")))
        ),
        stages=tuple(
            (
                stage,
                typed.box("stages", stage.id, "text", label=stage.label, hint=stage.ask, look="area"),
                typed.box("stages", stage.id, "on", label="日期"),
            )
            for stage in known.stages_of(chosen)
        ),
        answers=_answers(typed, people, offers.answered),
        answers_wrong=_answers_wrong(typed),
        late_reason=typed.box("late_reason", label="为什么现在才记", hint="补录照算，注明“补录”。")
        if late or typed.at("late_reason")
        else None,
        elements=tuple(
            Element(name, label, name in filled, FIELD_OF[name])
            for name, label in ELEMENTS.items()
            if name in known.elements_of(chosen) or not chosen
        ),
    )


def _answers(typed: Typed, people: People, answered: frozenset[str]) -> tuple[Choice, ...]:
    """What can be answered and is not yet; what was chosen stays, also what no list has."""
    chosen = texts(typed.at("answers"))
    offered = {code: words for code, words in people.answerable.items() if code in chosen or code not in answered}
    offered |= {code: f"{code}（不在这次能回应的事里）" for code in chosen if code not in offered}
    wrong = [typed.wrong.get(id_of("answers", place), ()) for place, _ in enumerate(chosen)]
    # 出错时汇总里的链接按第几个来：选中的排第几个，错就指到第几个
    ids = {code: id_of("answers", place) if wrong[place] else "" for place, code in enumerate(chosen)}
    return tuple(
        Choice(code, words, code in chosen, ids.get(code) or id_of("answers", code)) for code, words in offered.items()
    )


def _answers_wrong(typed: Typed) -> tuple[str, ...]:
    places = range(len(texts(typed.at("answers"))))
    return tuple(text for place in places for text in typed.wrong.get(id_of("answers", place), ()))


def _named(name: str, note: str) -> str:
    return f"{name}（{note}）" if note else name


def _rest(people: People) -> dict[str, str]:
    own = {one.code for one in people.expected}
    return {code: name for code, name in people.known.items() if code not in own}


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _called(typed: Typed, people: People) -> list[tuple[str, str]]:
    """Whom the roll lists: those expected, then whoever was added by hand and is not sent from above."""
    own = {one.code: _named(one.name, one.note) for one in people.expected}
    lines = _mapping(typed.at("holders", people.organization, "roll"))
    added = {
        code: people.name(code)
        for code, line in lines.items()
        if code not in own and _mapping(line).get("status") != "observer"
    }
    return list({**own, **added}.items())


def _line(typed: Typed, people: People, code: str, name: str) -> Line:
    at = ("holders", people.organization, "roll", code)
    status = typed.at(*at, "status")
    choices = tuple(Choice(value, words, value == status, id_of(*at, "status", value)) for value, words in STATUSES)
    reason = (
        typed.box(*at, "reason", label=f"{people.name(code)}请假，谁批准的，因为什么") if status == "leave" else None
    )
    problems = typed.wrong.get(id_of(*at, "status"), ())
    return Line(id_of(*at, "status"), name_of(*at, "status"), name, choices, reason, problems)


def _statuses(typed: Typed, people: People) -> list[object]:
    return [typed.at("holders", people.organization, "roll", code, "status") for code, _ in _called(typed, people)]


def _uncalled(typed: Typed, people: People) -> int:
    return sum(status not in {"present", "leave", "absent"} for status in _statuses(typed, people))


def _tally(typed: Typed, people: People) -> str:
    held = _statuses(typed, people)
    words = [f"{label}{held.count(value)}" for value, label in STATUSES if held.count(value)]
    left = _uncalled(typed, people)
    return "，".join([f"应到{len(held)}", *words, *([f"未点{left}"] if left else [])])


def _delegate(typed: Typed, people: People, superiors: Mapping[str, str]) -> Box:
    """The one sent from above; the field holds a list, one is enough for S3-3."""
    path = ("holders", people.organization, "delegates")
    chosen = texts(typed.at(*path))
    value = chosen[0] if chosen else ""
    options = {"": "没有", **superiors}
    if value and value not in options:
        options[value] = people.name(value)
    return Box(
        id_of(*path, 0), name_of(*path), "上级派来的人", value, "组织生活会应有上级派人到会（S3-3）。", "select",
        tuple(Choice(code, words, code == value) for code, words in options.items()),
        typed.wrong.get(id_of(*path, 0), ()),
    )  # fmt: skip


def _item(
    typed: Typed, place: int, people: People, known: Kinds, chosen: tuple[str, ...], everybody: Mapping[str, str]
) -> Item:
    at = ("items", place)
    vote = known.vote_of(chosen)
    lessons = [kind for kind in chosen if known[kind].lecturer]
    is_lesson = bool(lessons) and (len(chosen) == len(lessons) or typed.at(*at, "kind") in lessons)
    # 还没有说哪一项是党课，签字时问到的主讲人要有地方填
    is_lesson = is_lesson or id_of(*at, "lecturer") in typed.wrong
    several = bool(lessons) and len(chosen) > len(lessons)
    # 和别的一起开的党课，只问主讲人、题目、内容；填过的照样露出来
    votes_ = None if several and is_lesson and not _has_vote(typed, at) else vote
    resolves = not (several and is_lesson) or bool(typed.many(*at, "resolutions"))
    what = [(kind, known[kind].label) for kind in lessons]
    return Item(
        place=place,
        title=typed.box(*at, "title", label="题目"),
        kind=typed.select(*at, "kind", label="这一项是", options=what, none="讨论、学习") if several else None,
        lecturer=typed.select(*at, "lecturer", label="主讲人", options=everybody.items(), none="请选")
        if is_lesson
        else None,
        guest=typed.box(*at, "guest", label="外请的主讲人", hint="不是本市党员的，写姓名。") if is_lesson else None,
        speeches=typed.box(*at, "speeches", label="发言", hint="谁说了什么，记要点。系统不代写。", look="area"),
        votes=tuple(
            typed.box(*at, name, label=label, look="number")
            for name, label in (("in_favour", "赞成"), ("against", "反对"), ("abstained", "弃权"))
        )
        if votes_
        else (),
        votes_none=typed.box(*at, "votes_none", label="这一项没有表决", look="tick") if votes_ else None,
        vote_hint=votes.base(votes_, len(people.voters), _voting(typed, people)) if votes_ else "",
        outcome=_outcome(typed, at, people, votes_) if votes_ else None,
        resolutions=tuple(
            _resolved(typed, (*at, "resolutions", number), everybody, with_list=bool(known.stages_of(chosen)))
            for number in range(_most(typed, at) if resolves else 0)
        ),
    )


def _has_vote(typed: Typed, at: tuple[object, ...]) -> bool:
    return any(typed.at(*at, name) for name in ("in_favour", "against", "abstained"))


def _most(typed: Typed, at: tuple[object, ...]) -> int:
    """How many resolutions an item shows: one at least."""
    return max(1, len(typed.many(*at, "resolutions")))


def _outcome(typed: Typed, at: tuple[object, ...], people: People, vote: Vote) -> Outcome | None:
    """What the vote comes to as far as it is typed; None while it is not, or where each branch votes its own."""
    form = Form()
    cast = [form.count(typed.at(*at, name), "", "") for name in ("in_favour", "against", "abstained")]
    if cast[0] is None or form.problems or len(_mapping(typed.at("holders"))) > 1:
        return None
    ballot = votes.Ballot(cast[0], cast[1] or 0, cast[2] or 0)
    present = _voting(typed, people)
    if ballot.total > present:
        return None
    return votes.outcome(vote, len(people.voters), present, ballot)


def _voting(typed: Typed, people: People) -> int:
    there = (typed.at("holders", people.organization, "roll", code, "status") for code in people.voters)
    return sum(status == "present" for status in there)


def _resolved(typed: Typed, at: tuple[object, ...], everybody: Mapping[str, str], *, with_list: bool) -> Resolved:
    return Resolved(
        text=typed.box(*at, "text", label="决议", hint="议定了什么。", look="area"),
        owner=typed.select(*at, "owner", label="责任人", options=everybody.items(), none="没有决议不用选"),
        due_on=typed.box(*at, "due_on", label="办结期限"),
        rectification=typed.box(*at, "rectification", label="列入整改清单", look="tick") if with_list else None,
        code=typed.box(*at, "code", look="hidden"),
    )
