"""A gathering as it is typed, read into what can be signed, or every reason why not (S2-8, S3-2, S6-4, S6-5).

**The form's contract.** A draft's `content` is JSON; every field may be missing, empty or wrong, and nothing in it is
lost while it is a draft. A field's id, for labels, links and problems, is its path joined by "-", places from 0 on:
`on`, `items-1-in_favour`, `items-1-resolutions-0-due_on`, `holders-B3-roll-M7-status`, `stages-talks-text`.

| field | value |
|---|---|
| `kinds` | list of ids of `kinds.toml` |
| `on`, `starts`, `ends` | `2026-11-25`, `14:30`, `16:40` |
| `place`, `theme` | texts |
| `chair`, `recorder` | member codes |
| `holders` | organisation code → the fields below; one entry, several for a joint gathering |
| … `roll` | member code → `{"status": present·absent·leave·observer, "reason": who approved a leave, why}` |
| … `observers` | text; "无" counts as filled |
| … `absent_none` | tick: nobody was absent (known by itself once everybody is called) |
| … `delegates` | list of member codes: sent from above, they stand on the roll as observers (S3-3) |
| `items` | list of the fields below |
| … `kind` | "" or the kind this item is (a lesson among other items) |
| … `title`, `speeches` | texts |
| … `lecturer`, `guest` | a member's code; or the name of a lecturer from outside the party's register |
| … `in_favour`, `against`, `abstained` | numbers, all three or none |
| … `votes_none` | tick: no vote |
| … `resolutions` | list of `{"text", "owner": member code, "due_on", "rectification": tick, "code"}`; `code` is the
  resolution's own, in a correction (a hidden field) |
| `studied` | list of `{"title", "issued_on"}` |
| `stages` | stage id of `kinds.toml` → `{"on", "text"}` |
| `answers` | list of trigger codes |
| `late_reason` | text |
| `by_code` | tick: members may tap themselves present while it is a draft; off by default, nothing of it is signed |
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from dengxiaming.areas.gatherings import agenda, roll
from dengxiaming.areas.gatherings.agenda import Item
from dengxiaming.areas.gatherings.fields import Form, Problem, clean, entries, is_something, mapping, texts
from dengxiaming.areas.gatherings.kinds import Kinds
from dengxiaming.areas.gatherings.likeness import Passage
from dengxiaming.areas.gatherings.roll import Called, People
from dengxiaming.areas.gatherings.votes import Ballot, Outcome, outcome
from dengxiaming.law.vocabulary import ELEMENTS
from dengxiaming.reckoning.tables import BACKFILLED_AFTER_DAYS

Content = Mapping[str, object]


@dataclass(frozen=True)
class Held:
    """One stage of an organisation-life meeting as it was done."""

    kind: str
    on: date | None
    text: str


@dataclass(frozen=True)
class Submission:
    """What can be signed: the common part, and the part of the organisation that signs. `late_days` is how long after
    the day it is recorded, `notes` what is worth a look before signing.
    """

    kinds: tuple[str, ...]
    on: date
    starts: time | None
    ends: time | None
    place: str
    theme: str
    chair: str
    organizations: tuple[str, ...]
    organization: str
    recorder: str
    calls: tuple[Called, ...]
    observers: str
    absent_none: bool
    late_reason: str
    items: tuple[Item, ...]
    studied: tuple[tuple[str, date | None], ...]
    stages: tuple[Held, ...]
    answers: tuple[str, ...]
    elements: tuple[str, ...]
    late_days: int
    notes: tuple[Problem, ...] = ()

    @property
    def is_late(self) -> bool:
        """Whether the record carries the flag 补录."""
        return self.late_days > BACKFILLED_AFTER_DAYS

    @property
    def members(self) -> frozenset[str]:
        """Every member the record names."""
        owners = {one.owner for item in self.items for one in item.resolutions}
        lecturers = {item.lecturer for item in self.items}
        called = {one.member for one in self.calls}
        return frozenset({self.chair, self.recorder, *owners, *lecturers, *called} - {""})


@dataclass(frozen=True)
class Problems:
    """Why it cannot be signed yet, in the order of the form; `notes` as in `Submission`."""

    found: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()


def read(content: Content, people: People, kinds: Kinds) -> Submission | Problems:
    """Read what was typed; every problem at once, each at its field with what to do."""
    form, typed = Form(), mapping(content)
    chosen = read_kinds(form, typed, people, kinds)
    on = _day(form, typed, people)
    starts, ends = read_times(form, typed)
    place = form.text(typed.get("place"), "place", "地点", 200)
    theme = form.text(typed.get("theme"), "theme", "主题", 200)
    chair = _member(form, typed.get("chair"), "chair", "主持人", people)
    recorder = _recorder(form, typed, people)
    part = roll.part_of(typed, people.organization)
    calls = roll.read(form, part, people)
    holders = roll.organizations(typed, people.organization)
    observers = form.text(part.get("observers"), f"holders-{people.organization}-observers", "列席")
    voters = _voters(calls, people, kinds, chosen, len(holders))
    items = agenda.items(form, typed.get("items"), agenda.Room(people.known, kinds, chosen, on, voters))
    studied = agenda.studied(form, typed.get("studied"))
    stages = _stages(form, typed, kinds)
    answers = _answers(form, typed, people)
    late_reason = form.text(typed.get("late_reason"), "late_reason", "补录的原因")
    filled = elements(typed, people, kinds)
    late_days = max((people.today - on).days, 0) if on is not None else 0
    if late_days > BACKFILLED_AFTER_DAYS and not late_reason:
        form.ask("late_reason", "补录", f"今天离开会{late_days}天了。请写一句为什么现在才记；不写也能签字。")
    _ask_for_missing(form, filled, kinds.elements_of(chosen))
    if form.problems or on is None:
        return Problems(tuple(form.problems), tuple(form.notes))
    return Submission(
        chosen, on, starts, ends, place, theme, chair, holders, people.organization, recorder,
        calls, observers, form.yes(part.get("absent_none")), late_reason, items, studied, stages, answers, filled,
        late_days, tuple(form.notes),
    )  # fmt: skip


def elements(content: Content, people: People, kinds: Kinds) -> tuple[str, ...]:
    """Which of the eleven elements are filled (S2-8), while typing as at signing. "无" fills absent, observers, votes
    (contract 1); what follows from the rest is filled by itself: nobody absent where everybody called was there, no
    vote where none of the kinds votes.
    """
    typed, form = mapping(content), Form()
    chosen = kinds.spelt_out(texts(typed.get("kinds")))
    items = [entry for _, entry in entries(typed.get("items"))]
    votes = [item for item in items if form.yes(item.get("votes_none")) or clean(item.get("in_favour"))]
    resolved = [clean(entry.get("text")) for item in items for _, entry in entries(item.get("resolutions"))]
    filled = {
        "time": form.day(typed.get("on"), "", "") is not None and form.time(typed.get("starts"), "", "") is not None,
        "place": is_something(clean(typed.get("place"))),
        "theme": is_something(clean(typed.get("theme"))),
        "chair": bool(clean(typed.get("chair"))),
        "recorder": bool(clean(typed.get("recorder"))),
        **roll.filled(roll.part_of(typed, people.organization), people),
        "speeches": any(is_something(clean(item.get("speeches"))) for item in items),
        "votes": bool(votes) or (bool(chosen) and kinds.vote_of(chosen) is None),
        "resolutions": any(map(is_something, resolved)),
    }
    return tuple(element for element in ELEMENTS if filled[element])


def named(content: Content) -> frozenset[str]:
    """Every member code that stands in a form, whether there is such a member or not."""
    typed = mapping(content)
    found = {clean(typed.get("chair")), clean(typed.get("recorder"))}
    for part in mapping(typed.get("holders")).values():
        found |= {*mapping(mapping(part).get("roll")), *texts(mapping(part).get("delegates"))}
    for _, item in entries(typed.get("items")):
        found.add(clean(item.get("lecturer")))
        found |= {clean(entry.get("owner")) for _, entry in entries(item.get("resolutions"))}
    return frozenset(found - {""})


def actors(kinds: Kinds, chosen: Iterable[str], chair: str, lecturers: Iterable[str]) -> tuple[str, ...]:
    """Who acted: of a lesson its lecturers, each once, else the chair. A lecturer from outside is nobody (contract 1).

    The first is the actor of the act; each further lecturer gave a lesson too, which is an act of its own.
    """
    if not kinds.any_of(chosen, "lecturer"):
        return (chair,) if chair else ()
    return tuple(dict.fromkeys(lecturer for lecturer in lecturers if lecturer))


def passages(content: Content, kinds: Kinds) -> tuple[Passage, ...]:
    """The texts of a form for the copying sign (P9); what people said is marked and never compared. Theme and titles
    are no sentences of the minutes: a thing taken up again has the same name.
    """
    typed, found = mapping(content), list[Passage]()
    for _, item in entries(typed.get("items")):
        found.append(Passage(clean(item.get("speeches")), spoken=True))
        found += [Passage(clean(one.get("text")), spoken=False) for _, one in entries(item.get("resolutions"))]
    for name, stage in mapping(typed.get("stages")).items():
        spoken = name not in kinds.stages or kinds.stages[name].spoken
        found.append(Passage(clean(mapping(stage).get("text")), spoken=spoken))
    return tuple(passage for passage in found if passage.text)


def day_of(content: Content) -> date | None:
    """The day typed, where it is one."""
    return Form().day(mapping(content).get("on"), "on", "日期")


def outcomes(submission: Submission, people: People, kinds: Kinds) -> tuple[Outcome | None, ...]:
    """For each item what its vote comes to; None where there was none, or several branches voted each their own."""
    rule = kinds.vote_of(submission.kinds)
    if rule is None or len(submission.organizations) > 1:
        return tuple(None for _ in submission.items)
    voters = people.voters
    present = {called.member for called in submission.calls if called.status == roll.PRESENT} & voters
    return tuple(
        outcome(rule, len(voters), len(present), Ballot(item.in_favour, item.against or 0, item.abstained or 0))
        if item.in_favour is not None
        else None
        for item in submission.items
    )


def read_kinds(form: Form, typed: Content, people: People, kinds: Kinds) -> tuple[str, ...]:
    """The kinds chosen and implied, where those that hold it may hold them, together."""
    given = texts(typed.get("kinds"))
    chosen = kinds.spelt_out(given)
    if strange := [kind for kind in given if kind not in kinds]:
        form.wrong("kinds", "这次是什么", f"没有“{strange[0]}”这一种。请从列出的里面选。")
    if not chosen:
        form.wrong("kinds", "这次是什么", "还没有选。请至少选一种。")
        return ()
    for organization in roll.organizations(typed, people.organization):
        kind = people.organization_kinds.get(organization, "")
        holder = kinds.class_of(kind)
        if strange := [one for one in chosen if holder not in kinds[one].held_by]:
            form.wrong("kinds", "这次是什么", f"{kinds.words(strange)}不由这个组织办。请去掉它，或换到办它的组织去记。")
            break
        if not kinds.roll_of(chosen, kind):
            form.wrong("kinds", "这次是什么", f"{kinds.words(chosen)}点名的人不一样，不能记成一条。请分开记。")
            break
    return chosen


def _day(form: Form, typed: Content, people: People) -> date | None:
    if not clean(typed.get("on")):
        form.wrong("on", "日期", "还没有填。请写开会那一天。")
    on = form.day(typed.get("on"), "on", "日期")
    if on is not None and on > people.today:
        form.wrong("on", "日期", f"{on.month}月{on.day}日还没到。开过以后再签字，现在可以存草稿。")
    return on


def read_times(form: Form, typed: Content) -> tuple[time | None, time | None]:
    """From when until when."""
    starts = form.time(typed.get("starts"), "starts", "开始时间")
    ends = form.time(typed.get("ends"), "ends", "结束时间")
    if starts and ends and ends <= starts:
        form.wrong("ends", "结束时间", f"{ends:%H:%M}不晚于开始的{starts:%H:%M}。请核对起止时间。")
    return starts, ends


def _member(form: Form, value: object, at: str, about: str, people: People) -> str:
    code = form.text(value, at, about)
    if code and code not in people.known:
        form.wrong(at, about, f"“{code}”不在党员名册上。请从名单里选。")
    return code


def _recorder(form: Form, typed: Content, people: People) -> str:
    recorder = _member(form, typed.get("recorder"), "recorder", "记录人", people)
    if not recorder:
        form.wrong("recorder", "记录人", "还没有选。记录人自己签字。")
    elif people.signer and recorder != people.signer:
        form.wrong(
            "recorder",
            "记录人",
            f"写的是{people.name(recorder)}，现在签字的是{people.name(people.signer)}。请由记录人签字，或改成签字的人。",
        )
    return recorder


def _voters(
    calls: tuple[Called, ...], people: People, kinds: Kinds, chosen: tuple[str, ...], held_by: int
) -> int | None:
    """How many voters are there; None where no kind votes, or several branches vote each their own."""
    if kinds.vote_of(chosen) is None or held_by > 1:
        return None
    return len({called.member for called in calls if called.status == roll.PRESENT} & people.voters)


def _stages(form: Form, typed: Content, kinds: Kinds) -> tuple[Held, ...]:
    found = []
    for name, entry in mapping(typed.get("stages")).items():
        label = kinds.stages[name].label if name in kinds.stages else name
        text = form.text(mapping(entry).get("text"), f"stages-{name}-text", label)
        on = form.day(mapping(entry).get("on"), f"stages-{name}-on", label)
        if name not in kinds.stages and (text or on):
            form.wrong(f"stages-{name}-text", "程序", f"没有“{name}”这一段。请把内容移到列出的段落里。")
        elif text or on:
            found.append(Held(name, on, text))
    order: Final = list(kinds.stages)
    return tuple(sorted(found, key=lambda held: order.index(held.kind)))


def _answers(form: Form, typed: Content, people: People) -> tuple[str, ...]:
    given = texts(typed.get("answers"))
    for place, code in enumerate(given):
        if code not in people.answerable:
            form.wrong(f"answers-{place}", "回应的事", f"“{code}”不是这次会能回应的事。请从列出的里面选。")
    return given


def _ask_for_missing(form: Form, filled: tuple[str, ...], needed: tuple[str, ...]) -> None:
    missing = [ELEMENTS[element] for element in needed if element not in filled]
    if missing:
        form.ask("elements", "要素", f"还缺{len(missing)}项：{'、'.join(missing)}。可以先签字，以后补上。")
