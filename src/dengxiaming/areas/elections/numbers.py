"""The numbers of elections, dated: which edition of the rules an election was held under (R3)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

_FILE: Final = Path(__file__).with_name("numbers.toml")
UNCHECKED: Final = "回忆"
"""How a number is marked that nobody compared with the text yet; pages say 待核."""


@dataclass(frozen=True)
class Share:
    """A part of a whole that has to be reached, or (`strict`) exceeded; with its source."""

    part: int
    whole: int
    source: str
    strict: bool
    checked: str

    def is_reached(self, number: int, base: int) -> bool:
        """Whether `number` is enough of `base`, in whole numbers."""
        have, need = number * self.whole, base * self.part
        return have > need if self.strict else have >= need

    def least(self, base: int) -> int:
        """The smallest number that is enough."""
        need = base * self.part
        return need // self.whole + 1 if self.strict else -(-need // self.whole)

    @property
    def percent(self) -> str:
        """`20%`: as the shares of candidates are written."""
        return f"{100 * self.part / self.whole:g}%"

    @property
    def cite(self) -> str:
        """The source, `R3-5`, marked where it still has to be compared with the text."""
        return f"{self.source}，待核" if self.checked == UNCHECKED else self.source


@dataclass(frozen=True)
class Edition:
    """The rules in force from a day on."""

    title: str
    since: date
    quorum: Share
    difference: Share
    delegates: Share
    """How many more candidates than seats where delegates to a congress are elected."""
    majority: Share
    consent: Share
    tie: str
    """Where it says how a ballot among equals is decided."""


@dataclass(frozen=True)
class Committee:
    """From how many full members a branch has a committee, and how large it is (R1-14)."""

    full_members: int
    least: int
    usual: int
    most: int
    source: str


@dataclass(frozen=True)
class Term:
    """When a superior reminds, how long a term may be extended (R4, S8-2), how soon results are sent up (S1-9), from
    how many members on a congress of delegates may be held (R3-2).
    """

    remind_months: int
    extension_years: int
    report_days: int
    delegates: int


def edition(on: date) -> Edition:
    """The rules an election of this day is held under. Raises `LookupError` for a day before all of them."""
    for one in reversed(_editions()):
        if one.since <= on:
            return one
    raise LookupError(f"{on}还没有选举的规定可循。核对选举日期。")


@cache
def committee() -> Committee:
    """How large a committee is."""
    held = _table()["committee"]
    return Committee(held["full_members"], held["least"], held["usual"], held["most"], held["source"])


@cache
def term() -> Term:
    """The numbers of terms."""
    held = _table()["term"]
    return Term(held["remind_months"], held["extension_years"], held["report_days"], held["delegates"])


@cache
def _editions() -> tuple[Edition, ...]:
    return tuple(sorted((_edition(one) for one in _table()["edition"]), key=lambda one: one.since))


def _edition(row: dict[str, Any]) -> Edition:
    tie = row["tie_by_votes"]
    cited = tie["source"] if tie["checked"] != UNCHECKED else f"{tie['source']}，待核"
    return Edition(
        row["title"], row["from"], _share(row["quorum"]), _share(row["difference"]), _share(row["delegates"]),
        _share(row["majority"]), _share(row["consent"]), cited,
    )  # fmt: skip


def _share(row: dict[str, Any]) -> Share:
    return Share(row["part"], row["whole"], row["source"], row.get("strict", False), row["checked"])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
