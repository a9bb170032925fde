"""The clause tree as pages walk it: which headings have a page, their addresses, their neighbours."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dengxiaming.law.locator import shown
from dengxiaming.law.model import Rulebook, Section

_NUMERALS: Final = ("〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_FIGURES: Final = {sign: str(number) for number, sign in enumerate(_NUMERALS)}


@dataclass(frozen=True)
class Leaf:
    """A heading with clauses right under it: one page."""

    slug: str
    number: str
    title: str
    locator: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Branch:
    """A heading with pages under it."""

    title: str
    locator: str
    leaves: tuple[Leaf, ...]

    @property
    def clauses(self) -> int:
        """How many clauses lie below."""
        return sum(len(leaf.rules) for leaf in self.leaves)


@lru_cache(maxsize=4)
def _branches(sections: tuple[Section, ...]) -> tuple[Branch, ...]:
    leaves = [section for section in sections if section.rules]
    heads: dict[str, list[Leaf]] = {}
    for section in leaves:
        heads.setdefault(_head(section, sections).locator, []).append(_leaf(section))
    titles = {section.locator: section.title for section in sections}
    return tuple(Branch(titles[locator], shown(locator), tuple(held)) for locator, held in heads.items())


def branches(book: Rulebook) -> tuple[Branch, ...]:
    """The tree of an edition: the headings that have pages, each with its pages, in the document's order."""
    return _branches(book.sections)


def leaf_of(book: Rulebook, slug: str) -> tuple[Branch, Leaf] | None:
    """The page of a slug and the heading above it."""
    return next(((branch, leaf) for branch in branches(book) for leaf in branch.leaves if leaf.slug == slug), None)


def leaf_with(book: Rulebook, rule: str) -> Leaf | None:
    """The page a clause stands on."""
    return next((leaf for branch in branches(book) for leaf in branch.leaves if rule in leaf.rules), None)


def slug_of(locator: str) -> str:
    """三(二)10 → 3-2-10: an address that can be read aloud and typed."""
    return "-".join(_FIGURES.get(part, part) for part in re.split(r"[()]", locator) if part)


def _head(section: Section, sections: tuple[Section, ...]) -> Section:
    """The heading above: level 2 for items, else level 1."""
    above = [held for held in sections if held.level == section.level - 1 and section.locator.startswith(held.locator)]
    return above[-1] if above else section


def _leaf(section: Section) -> Leaf:
    tail = re.split(r"[()]", section.locator.rstrip(")"))[-1]
    number = _NUMERALS[int(tail)] if tail.isdigit() and int(tail) < len(_NUMERALS) else tail
    return Leaf(slug_of(section.locator), number, section.title, shown(section.locator), section.rules)
