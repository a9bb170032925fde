"""The roll, the tellers and the tellers' figures, read, or refused with article and remedy (R3-5 … R3-9). Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from dengxiaming.areas.elections import core
from dengxiaming.areas.elections.core import ABSTAIN, AGAINST, FOR, Contest, Tally
from dengxiaming.areas.elections.numbers import Edition
from dengxiaming.ground.problem import Problem


@dataclass(frozen=True)
class Meeting:
    """Who came, who counts, and what the meeting passed before it voted."""

    present: frozenset[str]
    tellers: tuple[str, ...]
    leads: str
    chair: str
    tellers_passed: bool
    excused_passed: bool


def objections(
    meeting: Meeting, edition: Edition, expected: Collection[str], candidates: Collection[str], excused: int
) -> tuple[Problem, ...]:
    """Why the meeting cannot vote: too few came, tellers who are candidates, something not passed."""
    found = []
    enough = core.quorum(edition, len(expected), len(meeting.present & set(expected)))
    if not enough.holds:
        found.append(Problem("present", f"{enough.words}（{enough.article}）"))
    if len(meeting.tellers) < 2:
        found.append(Problem("tellers", "监票人至少2人：一人报数，一人核对（R3-7）。再推选。"))
    if set(meeting.tellers) & set(candidates):
        found.append(Problem("tellers", "监票人不能是候选人（R3-7）。换一名。"))
    if not set(meeting.tellers) <= meeting.present & set(expected):
        found.append(Problem("tellers", "监票人从到会、有选举权的党员里推选（R3-7）。先点名，再选。"))
    if meeting.leads not in meeting.tellers:
        found.append(Problem("leads", "还没有定总监票人。从监票人里选1名。"))
    if not meeting.tellers_passed:
        found.append(Problem("tellers_passed", "监票人要经大会通过（R3-7）。通过了再勾。"))
    if excused and not meeting.excused_passed:
        found.append(Problem("excused_passed", "不计入应到会的人要经大会通过（R3-6）。通过了再勾。"))
    if not meeting.chair:
        found.append(Problem("chair", "还没有选谁主持。"))
    return tuple(found)


@dataclass(frozen=True)
class Typed:
    """The tellers' figures as text: ballots; for each candidate in favour, against, abstained; others written in."""

    issued: str = ""
    cast: str = ""
    invalid: str = ""
    votes: Mapping[str, tuple[str, str, str]] | None = None
    others: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Figures:
    """What the tellers counted."""

    issued: int
    tally: Tally


def read(
    typed: Typed, contest: Contest, names: Mapping[str, str], eligible: Collection[str]
) -> Figures | tuple[Problem, ...]:
    """The figures, or every problem. Nothing is filled in for the tellers."""
    problems: list[Problem] = []
    issued = _number("issued", "发出选票", typed.issued, problems)
    cast = _number("cast", "收回选票", typed.cast, problems)
    invalid = _number("invalid", "废票", typed.invalid, problems)
    votes: dict[str, dict[str, int]] = {}
    for member in contest.candidates:
        texts = (typed.votes or {}).get(member, ("", "", ""))
        marks = {}
        for choice, text in zip((FOR, AGAINST, ABSTAIN), texts, strict=True):
            marks[choice] = _number(f"{member}-{choice}", names.get(member, member), text, problems) or 0
        votes[member] = marks
    for member, text in typed.others:
        if not member and not text.strip():
            continue
        if member not in eligible or member in contest.candidates:
            problems.append(Problem("others", "另选的人要有被选举权，而且不在候选人里（R3-8、R3-3）。从名册里选。"))
            continue
        votes[member] = {FOR: _number("others", f"另选{names.get(member, member)}", text, problems) or 0}
    if issued is None or cast is None or invalid is None or problems:
        return tuple(problems)
    if invalid > cast:
        return (Problem("invalid", f"废票{invalid}张，多于收回的{cast}张。核对废票。"),)
    figures = Figures(issued, Tally(cast, cast - invalid, votes))
    wrong = core.mistakes(_issued(contest, issued), figures.tally)
    return tuple(Problem("figures", _named(one, names)) for one in wrong) or figures


def _issued(contest: Contest, issued: int) -> Contest:
    return replace(contest, issued=issued)


def _named(sentence: str, names: Mapping[str, str]) -> str:
    for code, name in names.items():
        sentence = sentence.replace(f"@{code}的", f"{name}的")
    return sentence


def _number(field: str, label: str, text: str, problems: list[Problem]) -> int | None:
    plain = text.strip()
    if plain.isdecimal() and len(plain) <= 5:
        return int(plain)
    problems.append(Problem(field, f"“{label}”的票数“{text}”读不懂。写一个数，没有写0。"))
    return None
