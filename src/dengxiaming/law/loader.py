"""A folder of TOML → one immutable `Rulebook`, or every defect of it at once."""

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Final

from dengxiaming.law.cases import check_cases, read_stages
from dengxiaming.law.clause import read_clause
from dengxiaming.law.document import Document, content_hash, read_folder
from dengxiaming.law.edition import Edition, read_clause_list, read_edition
from dengxiaming.law.finding import Finding, RulebookError
from dengxiaming.law.model import Problem, Rule, Rulebook, Section
from dengxiaming.law.overlay import lay_over
from dengxiaming.law.selfcheck import check_complete, check_names, check_problems, check_thresholds, matches

__all__ = ["Finding", "RulebookError", "load_rulebook", "shipped"]

EDITION: Final = "edition.toml"
CLAUSES: Final = "clauses.toml"
STAGE: Final = "stage.toml"


def shipped() -> Path:
    """The folder of the rulebook that comes with the product."""
    return Path(str(files("dengxiaming.law").joinpath("genhe_2020")))


def load_rulebook(directory: Path | None = None, overlay: Path | None = None) -> Rulebook:
    """Read a rulebook (default: the shipped one), and lay a city's overlay over it.

    Raises `RulebookError` with every defect: file, line, what is wrong, what to do.
    """
    folder = directory or shipped()
    findings: list[Finding] = []
    documents = read_folder(folder, findings)
    if findings:
        raise RulebookError(findings)
    if EDITION not in documents:
        raise RulebookError(
            [
                Finding(
                    EDITION,
                    0,
                    f"{folder} 里没有它，这不是一个规则库。",
                    "规则库的文件夹里要有 edition.toml 和一条一个的规则文件。",
                )
            ]
        )
    rulebook = _assemble(documents)
    return rulebook if overlay is None else lay_over(rulebook, overlay, documents.values())


def _assemble(documents: dict[str, Document]) -> Rulebook:
    """Read every file, check them against each other, and build the rulebook if nothing is wrong."""
    edition = read_edition(documents[EDITION])
    clauses = read_clause_list(documents[CLAUSES]) if CLAUSES in documents else {}
    stages = read_stages(documents[STAGE]) if STAGE in documents else {}
    rules = {
        document.file.removesuffix(".toml"): read_clause(document)
        for document in documents.values()
        if document.file not in {EDITION, CLAUSES, STAGE} and document.readable
    }
    names = [name.removesuffix(".toml") for name in documents if name not in {EDITION, CLAUSES, STAGE}]
    for rule in rules.values():
        check_cases(documents[rule.file], stages)
    check_names(rules, names, {section.locator for section in edition.sections}, clauses, documents)
    check_problems({*names, *clauses}, edition.problems, documents[EDITION])
    if CLAUSES in documents:
        check_complete(names, clauses, documents[CLAUSES])
    findings = [finding for document in documents.values() for finding in document.findings]
    if not names and not clauses:
        findings.append(Finding(EDITION, 0, "一条规则也没有。", "一条规则写一个文件，如 S2-1.toml。"))
    if findings:
        raise RulebookError(findings)
    rulebook = _bind(edition, _in_order(rules, clauses), content_hash(documents.values()))
    findings = check_thresholds(rulebook)
    if findings:
        raise RulebookError(findings)
    return rulebook


def _bind(edition: Edition, rules: Mapping[str, Rule], digest: str) -> Rulebook:
    return Rulebook(
        id=edition.id,
        title=edition.title,
        effective_from=edition.effective_from,
        document_title=edition.document_title,
        document_date=edition.document_date,
        content_hash=digest,
        rules=rules,
        sections=tuple(
            Section(section.locator, section.title, section.level, _under(section.locator, rules))
            for section in edition.sections
        ),
        problems=tuple(_spelt_out(problem, rules) for problem in edition.problems),
    )


def _in_order(rules: Mapping[str, Rule], clauses: Mapping[str, object]) -> Mapping[str, Rule]:
    """The order of the clause table; then, or without one, by letter and number."""
    place = {name: index for index, name in enumerate(clauses)}
    ordered = sorted(rules, key=lambda name: (place.get(name, len(place)), _natural(name)))
    return MappingProxyType({name: rules[name] for name in ordered})


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name)]


def _under(locator: str, rules: Mapping[str, Rule]) -> tuple[str, ...]:
    return tuple(name for name, rule in rules.items() if rule.section == locator)


def _spelt_out(problem: Problem, rules: Mapping[str, Rule]) -> Problem:
    """A problem with D1-* written out."""
    named = [name for pattern in problem.rules for name in rules if matches(name, pattern)]
    return Problem(problem.id, problem.title, tuple(dict.fromkeys(named)), problem.note)
