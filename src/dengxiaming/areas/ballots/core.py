"""A ballot paper as data, what may be marked on it, and what many of them come to (R3-8, R3-9). Nothing here is stored.

A question is a line of the paper: a candidate, a member to be graded, a matter of a poll. What its choices mean stands
in the question itself: which one elects, with which one another name may be written in.
"""

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from dengxiaming.chain.canonical import Json, canonical
from dengxiaming.ground.problem import Problem

Choices = tuple[tuple[str, str], ...]

PERSON: Final[Choices] = (("yes", "赞成"), ("no", "不赞成"), ("abstain", "弃权"))
GRADES: Final[Choices] = (
    ("excellent", "优秀"), ("qualified", "合格"), ("basic", "基本合格"), ("unqualified", "不合格")
)  # fmt: skip
"""R8."""
FEWEST: Final = 5
"""Below this many cast nothing is broken down (decisions, "The ballot")."""
LONGEST_NAME: Final = 20


@dataclass(frozen=True)
class Question:
    """A line of the paper. `about` is the member it is about ("" for a matter); `elects` the choice that counts towards
    the seats, `written` the one with which another name may be written in ("" for none).
    """

    key: str
    label: str
    choices: Choices
    about: str = ""
    elects: str = ""
    written: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """Its choices, without their words."""
        return tuple(code for code, _ in self.choices)


def person(key: str, name: str, member: str = "") -> Question:
    """A candidate: 赞成, 不赞成, 弃权; who does not approve may write in another, who abstains may not (R3-8)."""
    return Question(key, name, PERSON, member, elects="yes", written="no")


def grade(key: str, name: str, member: str = "") -> Question:
    """A member to be measured in four grades (R8)."""
    return Question(key, name, GRADES, member)


def poll(key: str, text: str, options: Iterable[tuple[str, str]]) -> Question:
    """A matter with its options."""
    return Question(key, text, tuple(options))


@dataclass(frozen=True)
class Definition:
    """The paper. `seats` is how many may be chosen at most (R3-9; None: no such limit); `base` the number more than
    half of which is asked for (R3-10: those present and entitled; R1-5: those expected), shown with the outcome.
    """

    code: str
    organization: str
    title: str
    questions: tuple[Question, ...]
    base: int
    seats: int | None = None

    @property
    def text(self) -> str:
        """The definition as it is fingerprinted: canonical JSON."""
        questions: list[Json] = [
            {
                "key": one.key, "label": one.label, "about": one.about, "elects": one.elects, "written": one.written,
                "choices": [[code, word] for code, word in one.choices],
            }
            for one in self.questions
        ]  # fmt: skip
        return canonical({
            "v": 1, "code": self.code, "organization": self.organization, "title": self.title, "base": self.base,
            "seats": self.seats, "questions": questions,
        }).decode()  # fmt: skip

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the text, in hex: printed, shown to every voter, bound into every sealed ballot."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @classmethod
    def read(cls, text: str) -> "Definition":
        """The definition a text says."""
        held = json.loads(text)
        questions = tuple(
            Question(
                one["key"], one["label"], tuple((code, word) for code, word in one["choices"]), one["about"],
                one["elects"], one["written"],
            )
            for one in held["questions"]
        )  # fmt: skip
        return cls(held["code"], held["organization"], held["title"], questions, held["base"], held["seats"])

    @property
    def may_write(self) -> bool:
        """Whether names can be written in."""
        return any(one.written for one in self.questions)


@dataclass(frozen=True)
class Marks:
    """What a voter marked: a choice for every question, and other names written in, by question."""

    choices: Mapping[str, str] = field(repr=False)
    written: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Tally:
    """What a ballot came to: the same shape for paper and sealed ballots. `by_question[question][choice]` counts valid
    ballots, `written` names that were written in; `carried[question]` is the choice more than half of the base made
    ("" for none). Where fewer than `FEWEST` were cast electronically only `cast` and `carried` are told.
    """

    cast: int
    valid: int
    by_question: Mapping[str, Mapping[str, int]]
    written: Mapping[str, int] = field(default_factory=dict)
    carried: Mapping[str, str] = field(default_factory=dict)
    broken_down: bool = True

    @property
    def invalid(self) -> int:
        """How many ballots did not count."""
        return self.cast - self.valid


def tidy_name(text: str) -> str:
    """A written-in name without spaces, in one spelling: 王 五 is 王五."""
    return "".join(unicodedata.normalize("NFC", text).split())


def problems(definition: Definition, marks: Marks) -> tuple[Problem, ...]:
    """What stands in the way of casting these marks. Too many chosen does not: such a ballot is cast, and invalid."""
    found = []
    for one in definition.questions:
        choice = marks.choices.get(one.key, "")
        name = tidy_name(marks.written.get(one.key, ""))
        if choice not in one.codes:
            found.append(Problem(one.key, f"“{one.label}”还没有选。"))
        if name and (not one.written or choice != one.written):
            found.append(Problem(one.key, f"“{one.label}”选了不赞成，才能另选他人；弃权的不另选。"))
        if len(name) > LONGEST_NAME:
            found.append(Problem(one.key, f"“{one.label}”另选的名字最多{LONGEST_NAME}字。"))
    return (*found, *_names_twice(definition, marks))


def _names_twice(definition: Definition, marks: Marks) -> list[Problem]:
    """A name written in twice, or one that stands on the paper already, would count twice for one person."""
    printed = {tidy_name(one.label) for one in definition.questions}
    seen: set[str] = set()
    found = []
    for key, text in marks.written.items():
        name = tidy_name(text)
        if name and name in printed:
            found.append(Problem(key, f"“{name}”已经在选票上，在那一行选赞成就行。"))
        elif name and name in seen:
            found.append(Problem(key, f"“{name}”写了两遍，留一处。"))
        seen.add(name)
    return found


def chosen(definition: Definition, marks: Marks) -> int:
    """How many people a ballot chooses: those approved and those written in (R3-9)."""
    approved = sum(bool(one.elects) and marks.choices.get(one.key) == one.elects for one in definition.questions)
    return approved + sum(bool(tidy_name(name)) for name in marks.written.values())


def is_valid(definition: Definition, marks: Marks) -> bool:
    """As many as the seats or fewer: valid; more: the whole ballot is not (R3-9)."""
    return definition.seats is None or chosen(definition, marks) <= definition.seats


def tally(definition: Definition, ballots: Iterable[Marks]) -> Tally:
    """The totals. The order of the ballots leaves no trace: each is judged whole, then only sums are kept."""
    held = list(ballots)
    valid = [one for one in held if is_valid(definition, one)]
    by_question = {
        one.key: {code: sum(marks.choices[one.key] == code for marks in valid) for code in one.codes}
        for one in definition.questions
    }
    names = Counter(tidy_name(name) for marks in valid for name in marks.written.values() if tidy_name(name))
    written = dict(sorted(names.items(), key=lambda row: (-row[1], row[0])))
    found = Tally(len(held), len(valid), by_question, written, carried(definition, by_question))
    return found if found.cast >= FEWEST else without_numbers(found)


def carried(definition: Definition, by_question: Mapping[str, Mapping[str, int]]) -> dict[str, str]:
    """By question the choice that more than half of the base made; "" where there is none."""
    return {
        key: next((code for code, n in counts.items() if 2 * n > definition.base), "")
        for key, counts in by_question.items()
    }


def without_numbers(found: Tally) -> Tally:
    """The outcome alone."""
    return Tally(found.cast, found.cast, {}, {}, found.carried, broken_down=False)


# 纸票


@dataclass(frozen=True)
class PaperCount:
    """What two tellers counted by hand: given out, handed back, valid, invalid, and totals of the valid ones."""

    issued: int
    returned: int
    valid: int
    invalid: int
    by_question: Mapping[str, Mapping[str, int]]
    written: Mapping[str, int] = field(default_factory=dict)

    def tally(self, definition: Definition) -> Tally:
        """The same shape as that of sealed ballots. Who counts by hand sees the papers: numbers stay as they are."""
        return Tally(self.returned, self.valid, self.by_question, self.written, carried(definition, self.by_question))


def paper_problems(definition: Definition, count: PaperCount, voters: int) -> tuple[Problem, ...]:
    """Where the counted numbers do not agree with each other or with R3-8 and R3-9."""
    found = [*_sums(count, voters)]
    for one in definition.questions:
        marked = sum(count.by_question.get(one.key, {}).values())
        if marked > count.valid:
            found.append(Problem(one.key, f"“{one.label}”各项合计{marked}，多于有效票{count.valid}。请核对。"))
    found += _elected(definition, count)
    return tuple(found)


def is_void(returned: int, voters: int) -> bool:
    """More handed back than there were voters: the vote is void and held again (R3-9)."""
    return returned > voters


def _sums(count: PaperCount, voters: int) -> Iterable[Problem]:
    if count.issued > voters:
        yield Problem("issued", f"发出{count.issued}张，投票人只有{voters}人。请核对发出的张数。")
    if is_void(count.returned, voters):
        yield Problem(
            "returned",
            f"收回{count.returned}张，多于投票人{voters}人：这次投票无效，要重新投（R3-9）。数错了就改；没有数错，点“作废重投”。",
        )
    elif count.returned > count.issued:
        yield Problem("returned", f"收回{count.returned}张，多于发出的{count.issued}张。请核对。")
    if count.valid + count.invalid != count.returned:
        total = count.valid + count.invalid
        yield Problem("valid", f"有效票与无效票合计{total}，收回的是{count.returned}。请核对。")


def _elected(definition: Definition, count: PaperCount) -> Iterable[Problem]:
    """What the seats and the written-in names allow, over all ballots together."""
    approved = sum(count.by_question.get(one.key, {}).get(one.elects, 0) for one in definition.questions if one.elects)
    refused = sum(count.by_question.get(one.key, {}).get(one.written, 0) for one in definition.questions if one.written)
    others = sum(count.written.values())
    if others > refused:
        yield Problem("written", f"另选他人共{others}票，不赞成只有{refused}票：不赞成的才能另选（R3-8）。请核对。")
    if definition.seats is not None and approved + others > count.valid * definition.seats:
        most = count.valid * definition.seats
        yield Problem("written", f"赞成与另选合计{approved + others}，有效票最多选{most}人次（R3-9）。请核对。")
    for name, number in count.written.items():
        if number > count.valid:
            yield Problem("written", f"“{name}”{number}票，多于有效票{count.valid}。请核对。")
