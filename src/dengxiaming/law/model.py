"""What a rulebook is once it has been read: plain frozen records, no behaviour beyond looking a number up.

A rule is one clause of the document (one file). A rule holds no duty (form `human`, `procedure`, or a clause that only
points at another), one, or several (S5-1a, S5-1b). A duty is what the kernel judges. Every number that can decide a
verdict is a `Number`: a short history of values, each with the day it begins and the place it stands in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Literal

Origin = Literal["文", "国", "本"]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a number from one day on.

    `origin` 文 stands in the document, 国 in a national regulation, 本 is a local default. `cite` is the locator in the
    document or the ids in `regulations.md` (R2-3). `decision` names the dated local decision that adopted a 本 value.
    """

    value: int | str
    since: date
    origin: Origin
    cite: str
    decision: str = ""

    @property
    def is_local(self) -> bool:
        """A local default nobody has adopted: what it decides is advisory."""
        return self.origin == "本" and not self.decision


@dataclass(frozen=True, slots=True)
class Number:
    """A named parameter over time. `values` ascend by `since`; before the first one the first one holds."""

    name: str
    values: tuple[Value, ...]
    decides: bool = True
    note: str = ""

    def at(self, day: date) -> Value:
        """The value in force on `day`."""
        held = self.values[0]
        for value in self.values:
            if value.since <= day:
                held = value
        return held


@dataclass(frozen=True, slots=True)
class Counts:
    """Which acts count for a duty: a conjunction of named conditions, each from a closed list (see `words.toml`)."""

    kinds: tuple[str, ...]
    held_by: str = "anyone"
    actor: str = ""
    toward: str = ""
    lists: str = ""


@dataclass(frozen=True)
class Duty:
    """One judged duty. `id` is what verdict rows carry in `rule` (the clause's id, or S5-1a …).

    Two duties of one clause may share it (S1-4: units that need a joint branch, joint branches that cover too many).

    `covered_by` names organisation kinds (structure), `document` the bounds as the document words them
    ({"above": 50} 超过, {"below": 7} 不足), kept apart from the numbers in force so that the self-check can compare.
    """

    id: str
    form: str
    bearer: str
    every: str = ""
    answers: tuple[str, ...] = ()
    counts: tuple[Counts, ...] = ()
    measure: str = ""
    watches: tuple[str, ...] = ()
    covered_by: tuple[str, ...] = ()
    document: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    numbers: Mapping[str, Number] = field(default_factory=lambda: MappingProxyType({}))
    says: str = ""
    done_by: str = ""
    line: int = 0

    @cached_property
    def deciding(self) -> tuple[Number, ...]:
        """The numbers that decide verdict and force."""
        return tuple(n for n in self.numbers.values() if n.decides)

    def is_binding(self, anchor: date) -> bool:
        """Whether every deciding number in force on `anchor` stands in a text or was adopted (contract section 6)."""
        return not any(n.at(anchor).is_local for n in self.deciding)


@dataclass(frozen=True)
class Rule:
    """One clause of the document: what is said of it, and the duties it makes."""

    id: str
    title: str
    section: str
    form: str
    says: str
    do: str = ""
    soft: str = ""
    points_at: tuple[str, ...] = ()
    rows: str = "full"
    rows_reason: str = ""
    records: str = ""
    duties: tuple[Duty, ...] = ()
    cases: tuple[Mapping[str, object], ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class Exemption:
    """An overlay's dated exemption: duties of `organization` under `duty`, anchored in [since, until), are waived."""

    duty: str
    organization: str
    since: date
    until: date | None
    decided_by: str
    why: str


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of the document's own tree, in order; `rules` are the ids of the clauses right under it."""

    locator: str
    title: str
    level: int
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """One of the nine problems (P1–P9): the clauses that show it."""

    id: str
    title: str
    rules: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Rulebook:
    """An edition: immutable, named by title and content hash."""

    id: str
    title: str
    effective_from: date
    document_title: str
    document_date: date
    content_hash: str
    rules: Mapping[str, Rule]
    sections: tuple[Section, ...]
    problems: tuple[Problem, ...]
    exemptions: tuple[Exemption, ...] = ()

    @property
    def edition(self) -> str:
        """How pages name it: title and the first eight digits of the content hash."""
        return f"{self.title} {self.content_hash[:8]}"

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """Every duty, in the rulebook's order."""
        return tuple(d for r in self.rules.values() for d in r.duties)

    @cached_property
    def rule_of(self) -> Mapping[str, Rule]:
        """What a verdict row carries in `rule` → the clause it belongs to."""
        return {d.id: r for r in self.rules.values() for d in r.duties}
