"""The kinds of gatherings, read from `kinds.toml`: each is one entry of data, and no code asks which one it has.

>>> load()["oath_theme"].implies
('theme_day',)
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from dengxiaming.law.vocabulary import ELEMENTS

QUORUMS: Final = {"", "half_of_expected"}
PASSES: Final = {"", "more_than_half_of_expected"}
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


class KindsError(Exception):
    """A file of kinds that does not hold together; the message names every place and what to do."""


@dataclass(frozen=True)
class Vote:
    """By which article votes are counted: who votes, how many must be there, how many carry it ("": no text says)."""

    id: str
    voters: str
    source: str = ""
    article: str = ""
    quorum: str = ""
    passes: str = ""


@dataclass(frozen=True)
class Stage:
    """One stage of an organisation-life meeting (S3-2) and what is asked for it; `spoken` is never compared (P9)."""

    id: str
    label: str
    ask: str
    spoken: bool = False


@dataclass(frozen=True)
class Case:
    """A worked example of a kind, which the tests fill in and sign."""

    name: str
    by: str
    expect: Mapping[str, Any]
    full: int = 0
    probationary: int = 0
    present: int = 0
    delegates: int = 0
    in_favour: int | None = None
    against: int = 0


@dataclass(frozen=True)
class Kind:
    """One kind of gathering. `held_by` is class of organisation → whom its roll calls; two kinds stand on one record
    where they have such a pair in common. `trains` makes those present the counterparts of the act (L2-2); `make_up`
    lets those on leave make it up (S6-4); `delegate` expects one from above (S3-3); what is `on_party_day` is proposed
    together as one record of the fixed Party day.
    """

    id: str
    label: str
    title: str
    convener: str
    held_by: Mapping[str, str]
    headings: tuple[str, ...]
    counts_for: tuple[str, ...]
    icon: str
    elements: tuple[str, ...] = tuple(ELEMENTS)
    vote: str = ""
    lecturer: bool = False
    trains: bool = False
    make_up: bool = False
    delegate: bool = False
    on_party_day: bool = False
    implies: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True)
class Kinds(Mapping[str, Kind]):
    """All kinds by id, and the words they are written in."""

    kinds: Mapping[str, Kind]
    holders: Mapping[str, tuple[str, ...]]
    holder_words: Mapping[str, str]
    rolls: Mapping[str, str]
    votes: Mapping[str, Vote]
    stages: Mapping[str, Stage]
    headings: Mapping[str, str]
    _class_of: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, kind: str) -> Kind:
        return self.kinds[kind]

    def __iter__(self) -> Any:  # noqa: ANN401  an iterator of ids, as Mapping has it
        return iter(self.kinds)

    def __len__(self) -> int:
        return len(self.kinds)

    def class_of(self, organization_kind: str) -> str:
        """The class of holders an organisation of this kind belongs to; "" for none."""
        return self._class_of.get(organization_kind, "")

    def of(self, organization_kind: str) -> tuple[Kind, ...]:
        """The kinds such an organisation may hold, in the order of the file."""
        holder = self.class_of(organization_kind)
        return tuple(kind for kind in self.kinds.values() if holder in kind.held_by)

    def spelt_out(self, chosen: Iterable[str]) -> tuple[str, ...]:
        """The kinds chosen and those they imply, each once, in the order of the file; unknown ones left out."""
        wanted = set(chosen) & set(self.kinds)
        while more := {other for kind in wanted for other in self.kinds[kind].implies} - wanted:
            wanted |= more
        return tuple(kind for kind in self.kinds if kind in wanted)

    def roll_of(self, chosen: Iterable[str], organization_kind: str) -> str:
        """Whom the roll calls where such an organisation holds these kinds; "" where they do not go together."""
        holder = self.class_of(organization_kind)
        bases = {self.kinds[kind].held_by.get(holder, "") for kind in chosen if kind in self.kinds}
        return bases.pop() if len(bases) == 1 else ""

    def vote_of(self, chosen: Iterable[str]) -> Vote | None:
        """By which article votes are counted there: that of the first kind that has one. None where nobody votes."""
        rules = [self.kinds[kind].vote for kind in self.spelt_out(chosen) if self.kinds[kind].vote]
        return self.votes[rules[0]] if rules else None

    def elements_of(self, chosen: Iterable[str]) -> tuple[str, ...]:
        """The elements any of these kinds requires, in the contract's order."""
        needed = {element for kind in self.spelt_out(chosen) for element in self.kinds[kind].elements}
        return tuple(element for element in ELEMENTS if element in needed)

    def stages_of(self, chosen: Iterable[str]) -> tuple[Stage, ...]:
        """The stages these kinds go through, in order."""
        wanted = {stage for kind in self.spelt_out(chosen) for stage in self.kinds[kind].stages}
        return tuple(stage for name, stage in self.stages.items() if name in wanted)

    def headings_of(self, chosen: Iterable[str]) -> tuple[str, ...]:
        """The headings of the minutes, each once, in the order of the file."""
        wanted = {heading for kind in self.spelt_out(chosen) for heading in self.kinds[kind].headings}
        return tuple(heading for heading in self.headings if heading in wanted)

    def answers_of(self, chosen: Iterable[str]) -> frozenset[str]:
        """The kinds of triggers such a gathering may answer."""
        return frozenset(trigger for kind in self.spelt_out(chosen) for trigger in self.kinds[kind].answers)

    def any_of(self, chosen: Iterable[str], trait: str) -> bool:
        """Whether one of these kinds has a trait: `lecturer`, `make_up`, `delegate` and such."""
        return any(bool(getattr(self.kinds[kind], trait)) for kind in self.spelt_out(chosen))

    def counts_for(self, chosen: Iterable[str]) -> tuple[str, ...]:
        """The clauses a record of these kinds may count for, each once."""
        return tuple(dict.fromkeys(c for kind in self.spelt_out(chosen) for c in self.kinds[kind].counts_for))

    def words(self, chosen: Iterable[str]) -> str:
        """The kinds as people say them: 党员大会、党课."""
        return "、".join(self.kinds[kind].label if kind in self.kinds else kind for kind in chosen)


@cache
def load(path: Path | None = None) -> Kinds:
    """The kinds of a file (default: the shipped one). Raises `KindsError` with every defect of it."""
    text = (path or files("dengxiaming.areas.gatherings").joinpath("kinds.toml")).read_text(encoding="utf-8")
    held = tomllib.loads(text)
    try:
        found = _kinds(held)
    except (KeyError, TypeError) as error:
        raise KindsError(f"kinds.toml 有一条缺了或多了一项：{error}。照着别的种类补齐。") from error
    if wrong := list(_defects(found)):
        raise KindsError("；".join(wrong))
    return found


def _kinds(held: Mapping[str, Any]) -> Kinds:
    holders = {name: tuple(entry["kinds"]) for name, entry in held["holder"].items()}
    kinds = [_kind(entry) for entry in held["kind"]]
    return Kinds(
        kinds={kind.id: kind for kind in kinds},
        holders=holders,
        holder_words={name: entry["label"] for name, entry in held["holder"].items()},
        rolls=held["roll"],
        votes={name: Vote(name, **entry) for name, entry in held["vote"].items()},
        stages={entry["id"]: Stage(**entry) for entry in held["stage"]},
        headings=held["heading"],
        _class_of={kind: name for name, covered in holders.items() for kind in covered},
    )


def _kind(entry: Mapping[str, Any]) -> Kind:
    cases = tuple(Case(**case) for case in entry.get("case", ()))
    plain: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in entry.items() if name != "case"
    }
    return Kind(**plain, cases=cases)


def _defects(kinds: Kinds) -> Iterable[str]:
    """What does not hold together, a sentence each."""
    for kind in kinds.values():
        known = {
            "held_by": (kind.held_by, kinds.holders), "held_by 的名单": (kind.held_by.values(), kinds.rolls),
            "vote": ([kind.vote] if kind.vote else [], kinds.votes), "stages": (kind.stages, kinds.stages),
            "headings": (kind.headings, kinds.headings), "implies": (kind.implies, kinds.kinds),
            "elements": (kind.elements, ELEMENTS),
        }  # fmt: skip
        for name, (words, listed) in known.items():
            if strange := [word for word in words if word not in listed]:
                yield f"{kind.id} 的 {name} 写了 {'、'.join(strange)}，词表里没有，改成词表里的或在上面加一项。"
        for other in kind.implies:
            if other in kinds.kinds and not kind.held_by.items() <= kinds[other].held_by.items():
                yield f"{kind.id} 带上 {other}，可是两种的 held_by 不同，改成一样。"
        if not kind.cases:
            yield f"{kind.id} 没有例子，加一个 [[kind.case]]。"
    for vote in kinds.votes.values():
        if vote.quorum not in QUORUMS or vote.passes not in PASSES:
            yield f"表决 {vote.id} 的 quorum 或 passes 不认识，只能写 half_of_expected、more_than_half_of_expected。"
