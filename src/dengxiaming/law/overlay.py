"""A city's own layer: numbers adopted by a dated decision, numbers changed from a day on, organisations exempted.

Three files of a small folder: `adopt.toml`, `change.toml`, `exempt.toml`. Nothing is retroactive: each number gets a
further value from the day named; which value holds for a duty is decided on its anchor (decisions.md, 4).
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

from dengxiaming.law.document import Document, content_hash, read_folder
from dengxiaming.law.finding import Finding, RulebookError
from dengxiaming.law.model import Duty, Exemption, Number, Rule, Rulebook, Value
from dengxiaming.law.numbers import value_problem
from dengxiaming.law.selfcheck import check_thresholds
from dengxiaming.law.shape import crossed_bounds
from dengxiaming.law.table import Table
from dengxiaming.law.words import NUMBERS, suggest

ADOPT: Final = "adopt.toml"
CHANGE: Final = "change.toml"
EXEMPT: Final = "exempt.toml"
_FILES: Final = {ADOPT: "采纳", CHANGE: "改数", EXEMPT: "豁免"}

Amendment = Callable[[Number], Number]


@dataclass(frozen=True)
class _Amended:
    """One entry that touches numbers: which duties of which rule, from when, and what becomes of the number."""

    table: Table
    rule: str
    number: str
    since: date


def lay_over(rulebook: Rulebook, folder: Path, edition: Iterable[Document]) -> Rulebook:
    """The rulebook with a city's folder laid over it; its content hash covers both.

    Raises `RulebookError` with every defect of the folder; the rulebook itself is left as it was.
    """
    findings: list[Finding] = []
    documents = read_folder(folder, findings)
    if not findings and not documents:
        findings.append(Finding(str(folder), 0, "没有覆盖层的文件。", f"至少要有 {'、'.join(_FILES)} 中的一个。"))
    for name, document in documents.items():
        if name not in _FILES:
            document.report((), "覆盖层里没有这种文件。", suggest(name, _FILES))
    amended = rulebook
    changed: list[_Amended] = []
    if CHANGE in documents:
        amended, changed = _change(amended, documents[CHANGE])
    if ADOPT in documents:
        amended = _adopt(amended, documents[ADOPT])
    exemptions = _exempt(rulebook, documents[EXEMPT]) if EXEMPT in documents else ()
    _check_changed(amended, changed)
    findings += [finding for document in documents.values() for finding in document.findings]
    if findings:
        raise RulebookError(findings)
    digest = content_hash(edition, documents.values())
    return replace(amended, exemptions=(*rulebook.exemptions, *exemptions), content_hash=digest)


def _change(rulebook: Rulebook, document: Document) -> tuple[Rulebook, list[_Amended]]:
    """`[[change]]` rule, number, value, from, decided_by, why, decision (optional: then adopted at once)."""
    done: list[_Amended] = []
    for table in _entries(document, "change"):
        entry = _amended(rulebook, table)
        decision = table.text("decision")
        decided_by, why = table.text("decided_by", needed=True), table.text("why", needed=True)
        value = _new_value(table)
        table.close()
        if entry is None or value is None or _said_before(entry, done):
            continue
        done.append(entry)
        added = Value(value, entry.since, "本", f"{decided_by}：{why}", decision)
        rulebook = _with_number(rulebook, entry, partial(_with_value, added=added))
    return rulebook, done


def _adopt(rulebook: Rulebook, document: Document) -> Rulebook:
    """`[[adopt]]` rule, number, decision, from: the local value in force that day binds from that day on."""
    done: list[_Amended] = []
    for table in _entries(document, "adopt"):
        entry = _amended(rulebook, table)
        decision = table.text("decision", needed=True)
        table.close()
        if entry is None or _said_before(entry, done):
            continue
        done.append(entry)
        rulebook = _with_number(rulebook, entry, partial(_adopted, entry=entry, decision=decision))
    return rulebook


def _adopted(number: Number, entry: _Amended, decision: str) -> Number:
    held = number.at(entry.since)
    if held.origin != "本":
        entry.table.wrong(
            "number",
            f"{entry.rule} 的数 {number.name} 在 {entry.since} 出自{held.cite}，不是本地的数。",
            "只有本地的数要采纳，去掉这一段。",
        )
        return number
    return _with_value(number, replace(held, since=entry.since, decision=decision))


def _exempt(rulebook: Rulebook, document: Document) -> tuple[Exemption, ...]:
    """`[[exempt]]` rule, organization, from, to (optional, exclusive), decided_by, why; a clause covers its duties."""
    found: list[Exemption] = []
    for table in _entries(document, "exempt"):
        duties = _duties(rulebook, table)
        organization = table.text("organization", needed=True)
        since, until = _since(rulebook, table), table.day("to")
        decided_by, why = table.text("decided_by", needed=True), table.text("why", needed=True)
        table.close()
        if since is None or not organization:
            continue
        if until is not None and until <= since:
            table.wrong("to", f"终止日期 {until} 不晚于起始日期 {since}。", "终止日期是不再豁免的第一天，要往后写。")
            continue
        for duty in dict.fromkeys(duty.id for duty in duties):
            added = Exemption(duty, organization, since, until, decided_by, why)
            clash = next((held for held in found if _overlap(held, added)), None)
            if clash is None:
                found.append(added)
            else:
                table.wrong(
                    "from",
                    f"{organization} 的 {duty} 在 {clash.since} 起的那一段里已经豁免。",
                    "两段合成一段，或错开日期。",
                )
    return tuple(found)


def _overlap(one: Exemption, other: Exemption) -> bool:
    if (one.duty, one.organization) != (other.duty, other.organization):
        return False
    return (one.until is None or other.since < one.until) and (other.until is None or one.since < other.until)


def _entries(document: Document, key: str) -> list[Table]:
    top = Table(document, document.data)
    tables = top.tables(key)
    top.close()
    if document.readable and not tables and not document.findings:
        document.report((), f"文件里没有 [[{key}]]。", f"写 [[{key}]]，一件事一段；没有就删掉这个文件。")
    return tables


def _amended(rulebook: Rulebook, table: Table) -> _Amended | None:
    """The rule, the number and the day of an entry; `None` where one of them is missing or wrong."""
    duties = _duties(rulebook, table)
    name = table.text("number", needed=True)
    since = _since(rulebook, table)
    if not duties or not name or since is None:
        return None
    rule = table.text("rule")
    if not any(name in duty.numbers for duty in duties):
        had = {number: NUMBERS[number].label for duty in duties for number in duty.numbers}
        table.wrong("number", f'{rule} 里没有 "{name}" 这个数。', suggest(name, had))
        return None
    return _Amended(table, rule, name, since)


def _duties(rulebook: Rulebook, table: Table) -> tuple[Duty, ...]:
    """The duties meant by `rule`: those that carry the id, or all of the clause."""
    name = table.text("rule", needed=True)
    if not name:
        return ()
    exact = tuple(duty for duty in rulebook.duties if duty.id == name)
    if exact:
        return exact
    rule = rulebook.rules.get(name)
    if rule is None:
        known = {
            **{one: held.title for one, held in rulebook.rules.items()},
            **{duty.id: "" for duty in rulebook.duties},
        }
        table.wrong("rule", f'没有 "{name}" 这一条。', suggest(name, known))
        return ()
    if not rule.duties:
        seen = f"它见 {'、'.join(rule.points_at)}。" if rule.points_at else "它只记录，由人判断。"
        table.wrong("rule", f"{name} 没有自己的判定。", f"{seen}去掉这一段，或改成承担它的那一条。")
    return rule.duties


def _since(rulebook: Rulebook, table: Table) -> date | None:
    since = table.day("from", needed=True)
    if since is not None and since < rulebook.effective_from:
        table.wrong(
            "from", f"起始日期 {since} 早于施行日期 {rulebook.effective_from}。", "写施行之后的日期；不往回追。"
        )
        return None
    return since


def _new_value(table: Table) -> int | str | None:
    table.asked["value"] = "数值"
    if not table.has("value"):
        table.missing("value")
        return None
    value = table.data["value"]
    problem = value_problem(table.text("number"), value)
    if problem is not None:
        table.wrong("value", *problem)
        return None
    return value if isinstance(value, int | str) else None


def _said_before(entry: _Amended, done: Collection[_Amended]) -> bool:
    """Report a second entry for the same number on the same day."""
    same = any((held.rule, held.number, held.since) == (entry.rule, entry.number, entry.since) for held in done)
    if same:
        entry.table.wrong("from", f"{entry.rule} 的数 {entry.number} 在 {entry.since} 写了两遍。", "留一段。")
    return same


def _with_number(rulebook: Rulebook, entry: _Amended, amend: Amendment) -> Rulebook:
    rules = {name: _rule_with(rule, entry, amend) for name, rule in rulebook.rules.items()}
    return replace(rulebook, rules=MappingProxyType(rules))


def _rule_with(rule: Rule, entry: _Amended, amend: Amendment) -> Rule:
    meant = rule.id == entry.rule
    duties = tuple(
        _duty_with(duty, entry.number, amend) if meant or duty.id == entry.rule else duty for duty in rule.duties
    )
    return (
        rule if all(new is old for new, old in zip(duties, rule.duties, strict=True)) else replace(rule, duties=duties)
    )


def _duty_with(duty: Duty, name: str, amend: Amendment) -> Duty:
    if name not in duty.numbers:
        return duty
    numbers: Mapping[str, Number] = {**duty.numbers, name: amend(duty.numbers[name])}
    return replace(duty, numbers=MappingProxyType(numbers))


def _with_value(number: Number, added: Value) -> Number:
    """The number with a further value; one that began the same day gives way."""
    kept = [value for value in number.values if value.since != added.since]
    return replace(number, values=tuple(sorted([*kept, added], key=lambda value: value.since)))


def _check_changed(rulebook: Rulebook, changed: list[_Amended]) -> None:
    """A change must not cross two bounds or tear the thresholds open; reported at the change that touches the rule."""
    for entry in changed:
        for duty in rulebook.duties:
            if entry.rule in {duty.id, rulebook.rule_of[duty.id].id}:
                for low, high in crossed_bounds(duty):
                    if entry.number in {low, high}:
                        entry.table.wrong("value", f"改了以后，{duty.id} 的 {high} 比 {low} 小。", "两个数一起改。")
    bounds = [entry for entry in changed if entry.number in {"from_members", "to_members"}]
    for finding in check_thresholds(rulebook) if bounds else ():
        touched = next((entry for entry in bounds if f"{entry.rule}.toml" == finding.file), bounds[0])
        touched.table.wrong("value", f"改了以后，{finding.message}", finding.remedy)
