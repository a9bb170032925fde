"""The frame of an edition: `edition.toml` (name, dates, section tree, problems) and the clause list `clauses.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from dengxiaming.law.document import Document
from dengxiaming.law.locator import is_locator, normal
from dengxiaming.law.model import Problem, Section
from dengxiaming.law.table import Table
from dengxiaming.law.words import CLAUSE_FORMS

_NO_DAY: Final = date(1, 1, 1)  # a stand-in where the date is missing; the finding refuses the whole folder


@dataclass(frozen=True)
class Edition:
    """What `edition.toml` says."""

    id: str
    title: str
    effective_from: date
    document_title: str
    document_date: date
    sections: tuple[Section, ...]
    problems: tuple[Problem, ...]


def read_edition(document: Document) -> Edition:
    """The frame; defects become findings of the document."""
    table = Table(document, document.data)
    edition = Edition(
        id=table.text("id", needed=True),
        title=table.text("title", needed=True),
        effective_from=table.day("effective_from", needed=True) or _NO_DAY,
        document_title=table.text("document_title", needed=True),
        document_date=table.day("document_date", needed=True) or _NO_DAY,
        sections=tuple(_section(section) for section in table.tables("section")),
        problems=tuple(_problem(problem) for problem in table.tables("problem")),
    )
    table.close()
    if not edition.sections:
        table.document.report((), "没有目录。", "写 [[section]]，每个标题一段：locator、title、level。")
    _check_unique(document, "section", [section.locator for section in edition.sections])
    _check_unique(document, "problem", [problem.id for problem in edition.problems])
    _check_levels(document, edition.sections)
    return edition


def read_clause_list(document: Document) -> Mapping[str, tuple[str, ...]]:
    """Which clauses a folder must hold, in order, each with the forms the clause table gives it (none: any)."""
    table = Table(document, document.data)
    clauses: dict[str, tuple[str, ...]] = {}
    for entry in table.tables("clause"):
        name = entry.text("id", needed=True)
        forms = entry.words("forms", CLAUSE_FORMS)
        entry.close()
        if name in clauses:
            entry.wrong("id", f"{name} 写了两遍。", "留一处。")
        if name:
            clauses[name] = forms
    table.close()
    return clauses


def _section(table: Table) -> Section:
    locator = table.text("locator", needed=True)
    if locator and not is_locator(locator):
        table.wrong("locator", f'位置 "{locator}" 的写法认不出来。', "写成 三(二)2 这样。")
    level = table.whole("level", needed=True)
    if level is not None and level not in {1, 2, 3}:
        table.wrong("level", f"层级写成了 {level}。", "写 1、2 或 3。")
    section = Section(normal(locator), table.text("title", needed=True), level or 1)
    table.close()
    return section


def _problem(table: Table) -> Problem:
    problem = Problem(
        id=table.text("id", needed=True),
        title=table.text("title", needed=True),
        rules=table.texts("rules"),
        note=table.text("note"),
    )
    table.close()
    return problem


def _check_unique(document: Document, key: str, names: list[str]) -> None:
    for index, name in enumerate(names):
        if name and name in names[:index]:
            document.report((key, index), f"{name} 写了两遍。", "留一处。")


def _check_levels(document: Document, sections: tuple[Section, ...]) -> None:
    """A heading stands at most one level below the one before it."""
    before = 0
    for index, section in enumerate(sections):
        if section.level > before + 1:
            document.report(
                ("section", index, "level"), f"{section.locator} 上面少了一层标题。", "补上上一层，或改 level。"
            )
        before = section.level
