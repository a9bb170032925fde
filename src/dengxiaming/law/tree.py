"""The clause tree as command line and page both show it: sections → rules → numbers, on a day. Data, no rendering."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from dengxiaming.law.model import Duty, Exemption, Number, Origin, Rule, Rulebook, Section
from dengxiaming.law.words import NUMBERS, WINDOWS


@dataclass(frozen=True)
class NumberNode:
    """One number of a duty on a day: how it is called and said, and where it stands."""

    duty: str
    name: str
    label: str
    says: str
    since: date
    origin: Origin
    cite: str
    decision: str
    decides: bool
    note: str

    @property
    def is_local(self) -> bool:
        """A local default nobody has adopted."""
        return self.origin == "本" and not self.decision


@dataclass(frozen=True)
class RuleNode:
    """One clause on a day: its numbers, whether all it judges only reminds, and who is exempted from it."""

    rule: Rule
    numbers: tuple[NumberNode, ...]
    advisory: bool
    exemptions: tuple[Exemption, ...]


@dataclass(frozen=True)
class SectionNode:
    """One heading with the headings and clauses right under it."""

    section: Section
    children: tuple["SectionNode", ...]
    rules: tuple[RuleNode, ...]

    def walk(self) -> Iterator["SectionNode"]:
        """The heading and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


def clause_tree(rulebook: Rulebook, day: date) -> tuple[SectionNode, ...]:
    """The document's own tree with our rules in it and the numbers in force on `day`."""
    nodes = [rule_node(rulebook, rule, day) for rule in rulebook.rules.values()]
    by_section: dict[str, list[RuleNode]] = {}
    for node in nodes:
        by_section.setdefault(node.rule.section, []).append(node)
    return _headings(list(rulebook.sections), 1, by_section)


def rule_node(rulebook: Rulebook, rule: Rule, day: date) -> RuleNode:
    """One clause with the numbers in force on `day`."""
    numbers = tuple(number_node(duty, number, day) for duty in rule.duties for number in duty.numbers.values())
    ids = {duty.id for duty in rule.duties}
    return RuleNode(
        rule,
        numbers,
        advisory=bool(rule.duties) and not any(duty.is_binding(day) for duty in rule.duties),
        exemptions=tuple(exemption for exemption in rulebook.exemptions if exemption.duty in ids),
    )


def number_node(duty: Duty, number: Number, day: date) -> NumberNode:
    """One number as it stands on `day`."""
    value = number.at(day)
    return NumberNode(
        duty.id,
        number.name,
        NUMBERS[number.name].label,
        said(number.name, value.value),
        value.since,
        value.origin,
        value.cite,
        value.decision,
        number.decides,
        number.note,
    )


def said(name: str, value: int | str) -> str:
    """A number's value as people say it.

    >>> said("days", 30), said("percent", 2), said("window", "10-01..12-31")
    ('30天', '2%', '10月1日至12月31日')
    """
    if name != "window" or not isinstance(value, str):
        return f"{value}{NUMBERS[name].unit}"
    if value in WINDOWS:
        return WINDOWS[value].label
    return "至".join(f"{int(day[:2])}月{int(day[3:])}日" for day in value.split(".."))


def _headings(sections: list[Section], level: int, rules: dict[str, list[RuleNode]]) -> tuple[SectionNode, ...]:
    """The headings of a level, each with those that follow it one level down."""
    nodes = []
    starts = [index for index, section in enumerate(sections) if section.level == level]
    for start, end in pairwise([*starts, len(sections)]):
        section = sections[start]
        below = _headings(sections[start + 1 : end], level + 1, rules)
        nodes.append(SectionNode(section, below, tuple(rules.get(section.locator, ()))))
    return tuple(nodes)
