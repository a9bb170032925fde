"""One clause file → one `Rule`: its words, its duties and their numbers, its cases. Every defect becomes a finding."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dengxiaming.law.document import Document
from dengxiaming.law.locator import normal
from dengxiaming.law.model import Counts, Duty, Number, Rule
from dengxiaming.law.numbers import read_number
from dengxiaming.law.shape import check_shape
from dengxiaming.law.table import Table
from dengxiaming.law.vocabulary import ACT_KINDS, ORGANIZATION_KINDS, TRIGGER_KINDS
from dengxiaming.law.words import (
    ACTORS,
    BEARERS,
    BOUNDS,
    CLAUSE_FORMS,
    EVERY,
    FORMS,
    HELD_BY,
    LISTS,
    MEASURES,
    NUMBERS,
    ROWS,
    TOWARD,
    suggest,
)

RULE_ID: Final = re.compile(r"[A-Z][0-9]*-[0-9]+")
ANSWERS_ACTS: Final = "act_organization"


def read_clause(document: Document) -> Rule:
    """The rule of a clause file; where something is wrong the document has findings and the rule is only a stand-in."""
    name = document.file.removesuffix(".toml")
    table = Table(document, document.data)
    form = table.word("form", CLAUSE_FORMS, needed=True)
    points_at = table.texts("points_at")
    borne = not table.has("duty") and bool(points_at)
    rule = Rule(
        id=name,
        title=table.text("title", needed=True),
        section=normal(table.text("section", needed=True)),
        form=form,
        says=table.text("says", needed=True),
        do=table.text("do"),
        soft=table.text("soft"),
        points_at=points_at,
        rows=table.word("rows", ROWS) or ("none" if borne else "full"),
        rows_reason=table.text("rows_reason") or (f"由 {'、'.join(points_at)} 承担。" if borne else ""),
        records=table.text("records"),
        duties=tuple(
            _duty(name, form, duty, line) for duty, line in zip(table.tables("duty"), document.duty_lines, strict=False)
        ),
        cases=tuple(MappingProxyType(dict(case.data)) for case in table.tables("case")),
        file=document.file,
    )
    table.close()
    _check_rule(rule, table)
    return rule


def _duty(rule: str, form: str, table: Table, line: int) -> Duty:
    if not table.has("form") and form and form not in FORMS:
        table.missing("form", f"条款的形式是“{CLAUSE_FORMS[form].label}”，任务要另写一个判定形式：{'、'.join(FORMS)}。")
    bearer = table.word("bearer", BEARERS, needed=True)
    duty = Duty(
        id=table.text("id") or rule,
        form=table.word("form", FORMS) or (form if form in FORMS and not table.has("form") else ""),
        bearer=bearer,
        every=table.word("every", EVERY),
        answers=table.words("answers", ACT_KINDS if bearer == ANSWERS_ACTS else TRIGGER_KINDS),
        counts=tuple(_counts(counts) for counts in table.tables("counts", single=True)),
        measure=table.word("measure", MEASURES),
        watches=table.texts("watches"),
        covered_by=table.words("covered_by", ORGANIZATION_KINDS),
        document=_bounds(table.table("document")),
        says=table.text("says"),
        done_by=table.text("done_by"),
        numbers=_numbers(table),
        line=line,
    )
    if not re.fullmatch(re.escape(rule) + "[a-z]?", duty.id):
        table.wrong("id", f'任务的编号 "{duty.id}" 不属于 {rule}。', f"写 {rule}，或后面加一个小写字母，如 {rule}a。")
    check_shape(duty, table)
    return duty


def _counts(table: Table) -> Counts:
    counts = Counts(
        kinds=table.words("kind", ACT_KINDS, needed=True),
        held_by=table.word("held_by", HELD_BY) or "anyone",
        actor=table.word("actor", ACTORS),
        toward=table.word("toward", TOWARD),
        lists=table.word("lists", LISTS),
    )
    table.close()
    return counts


def _bounds(table: Table | None) -> Mapping[str, int]:
    """The bounds as the document words them."""
    if table is None:
        return MappingProxyType({})
    bounds = {bound: table.whole(bound) for bound in BOUNDS}
    table.close()
    for bound, value in bounds.items():
        if value is not None and value < 1:
            table.wrong(bound, f"文件的界限写成了 {value}。", "写文件里的人数，至少 1。")
    return MappingProxyType({bound: value for bound, value in bounds.items() if value is not None})


def _numbers(table: Table) -> Mapping[str, Number]:
    """Every other key of a duty that holds tables is a number; a name outside the list is reported with the nearest."""
    numbers: dict[str, Number] = {}

    def claim(key: str) -> bool:
        if key not in NUMBERS:
            if isinstance(table.data[key], list | dict):
                known = {**table.asked, **{word.id: word.label for word in NUMBERS.values()}}
                table.wrong(key, f"没有 {key} 这个数，也没有这个键。", suggest(key, known))
                return True
            return False
        number = read_number(key, table.tables(key))
        if number is not None:
            numbers[key] = number
        elif table.data[key] == []:
            table.wrong(key, f"数 {key} 是空的。", f"写成 [[duty.{key}]]，下面写 value、from、origin、cite。")
        return True

    table.close(claim)
    return MappingProxyType(numbers)


def _check_rule(rule: Rule, table: Table) -> None:
    """What must stand together at the top of a file."""
    if RULE_ID.fullmatch(rule.id) is None:
        table.document.report(
            (),
            f'文件名 "{rule.id}" 不是条款编号。',
            "文件名写编号，如 S2-1.toml；自己加的条款用 X 开头，如 X1-1.toml。",
        )
    if not rule.duties and rule.rows == "full":
        table.document.report(
            ("rows",), "没有任务，也没有说明为什么不判。", '补上 [[duty]]，或写 rows = "none" 和 rows_reason。'
        )
    if rule.duties and rule.rows == "none":
        table.wrong("rows", "写了任务，又写不判定。", '去掉 [[duty]]，或改成 rows = "partial"。')
    if rule.rows != "full" and not rule.rows_reason:
        table.missing("rows_reason", "用一句话说清为什么没有或只有部分判定行。")
    if not rule.duties and not rule.points_at and not rule.records:
        table.missing("records", "用一句话说清系统记录什么、由谁决定。")
    if rule.form == "pointer" and not rule.points_at:
        table.missing("points_at", '写由哪一条承担，如 points_at = ["S6-1"]。')
    seen: set[tuple[str, str]] = set()
    for index, duty in enumerate(rule.duties):
        if (duty.id, duty.bearer) in seen:
            table.document.report(
                ("duty", index), f"{duty.id} 写了两个承担者相同的任务。", f"后一个另起编号，如 {rule.id}b。"
            )
        seen.add((duty.id, duty.bearer))
