"""The rulebook checks itself: what no single file can know.

Errors refuse the folder; what the document leaves open (`open_points`) is information.

What one file can know (unknown words and kinds, numbers without origin or place, values out of order, numbers a form
lacks) is checked while the file is read: `clause.py`, `numbers.py`, `shape.py`.
"""

from collections.abc import Collection, Iterable, Mapping

from dengxiaming.law.document import Document
from dengxiaming.law.finding import Finding
from dengxiaming.law.locator import normal
from dengxiaming.law.model import Problem, Rule, Rulebook
from dengxiaming.law.thresholds import OpenPoint, families, open_points, unfilled
from dengxiaming.law.words import CLAUSE_FORMS, suggest

__all__ = ["OpenPoint", "check_names", "check_thresholds", "open_points"]

OWN = "X"


def check_names(
    rules: Mapping[str, Rule],
    names: Collection[str],
    sections: Collection[str],
    clauses: Mapping[str, tuple[str, ...]],
    documents: Mapping[str, Document],
) -> None:
    """Report names that stand nowhere (sections, rules, duties), and clauses that differ from the clause table.

    `names` are all clause files, readable or not: a file that cannot be read is one defect, not many.
    """
    duties = {duty.id for rule in rules.values() for duty in rule.duties} | {*names, *clauses} - rules.keys()
    for rule in rules.values():
        document = documents[rule.file]
        if rule.section and sections and rule.section not in sections:
            document.report(
                ("section",),
                f'位置 "{rule.section}" 不在 edition.toml 的目录里。',
                suggest(rule.section, _same(sections)),
            )
        for name in rule.points_at:
            _check_known(document, ("points_at",), name, {*names, *clauses}, "条款")
        for index, duty in enumerate(rule.duties):
            for name in duty.watches:
                _check_known(document, ("duty", index, "watches"), name, duties - {duty.id}, "任务")
        if sections:
            _check_cites(rule, sections, document)
        _check_against_table(rule, clauses, document)


def check_problems(names: Collection[str], problems: Iterable[Problem], edition: Document) -> None:
    """Report the ids a problem names that are no rule; an id may end in a star (D1-*)."""
    for index, problem in enumerate(problems):
        for pattern in problem.rules:
            if not any(matches(name, pattern) for name in names):
                _check_known(edition, ("problem", index, "rules"), pattern, names, "条款")


def check_complete(names: Collection[str], clauses: Collection[str], listed: Document) -> None:
    """Report in the clause list each clause that has no file."""
    for name in clauses:
        if name not in names:
            listed.report(
                ("clause", list(clauses).index(name)),
                f"{name} 没有规则文件。",
                f"写一个 {name}.toml；不判的也要写，说明系统记录什么。",
            )


def check_thresholds(rulebook: Rulebook) -> list[Finding]:
    """One finding for each hole or overlap that the numbers in force leave, at the duty it touches."""
    findings = []
    for day, bearer, gap in unfilled(rulebook):
        duty, rule = _first(rulebook, gap.rules)
        what = "没有一条管" if gap.kind == "hole" else f"{'、'.join(gap.rules)} 都管"
        findings.append(
            Finding(
                rule.file,
                duty,
                f"{day} 起，{bearer}的正式党员{gap.says}，{what}。",
                "核对这几条的 from_members 和 to_members，前一条的终点加 1 就是后一条的起点。",
            )
        )
    return findings


def _first(rulebook: Rulebook, names: tuple[str, ...]) -> tuple[int, Rule]:
    """Line and rule of the first duty named; of the first of all families where none is."""
    known = [duty for family in families(rulebook.duties) for duty in family]
    duty = next((duty for duty in known if duty.id in names), known[0])
    return duty.line, rulebook.rule_of[duty.id]


def _check_known(document: Document, path: tuple[str | int, ...], name: str, known: Collection[str], what: str) -> None:
    if name not in known:
        document.report(path, f'没有编号是 "{name}" 的{what}。', suggest(name, _same(known)))


def _check_cites(rule: Rule, sections: Collection[str], document: Document) -> None:
    """A number that stands in the document says where, by the document's own numbering."""
    for index, duty in enumerate(rule.duties):
        for number in duty.numbers.values():
            for at, value in enumerate(number.values):
                if value.origin != "文":
                    continue
                for cite in value.cite.split("、"):
                    if normal(cite) not in sections:
                        document.report(
                            ("duty", index, number.name, at, "cite"),
                            f'出处 "{cite}" 不在 edition.toml 的目录里。',
                            f"出自文件的数写文件里的位置，如 {rule.section}。",
                        )


def _check_against_table(rule: Rule, clauses: Mapping[str, tuple[str, ...]], document: Document) -> None:
    if not clauses:
        return
    if rule.id not in clauses:
        if not rule.id.startswith(OWN):
            document.report(
                (),
                f"条款表里没有 {rule.id}。",
                f"{suggest(rule.id, _same(clauses))}自己加的条款，文件名用 {OWN} 开头，如 {OWN}1-1.toml。",
            )
        return
    forms = clauses[rule.id]
    if forms and rule.form and rule.form not in forms and not (rule.form == "pointer" and rule.points_at):
        document.report(
            ("form",),
            f"条款表里 {rule.id} 的形式不是“{CLAUSE_FORMS[rule.form].label}”。",
            f"写 {' 或 '.join(forms)}；判定另有形式的，写在 [[duty]] 的 form 里。",
        )


def matches(rule: str, pattern: str) -> bool:
    """Whether a rule is meant by an id, or by its beginning and a star (D1-*)."""
    return rule == pattern or (pattern.endswith("*") and rule.startswith(pattern[:-1]))


def _same(names: Iterable[str]) -> dict[str, str]:
    return {name: name for name in names}
