"""How the law is shown on a terminal: the tree, one clause, a problem, the self-check."""

from datetime import date

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from dengxiaming.cli.screen import table, wide
from dengxiaming.law.locator import shown
from dengxiaming.law.model import Duty, Number, Problem, Rule, Rulebook, Value
from dengxiaming.law.selfcheck import open_points
from dengxiaming.law.tree import RuleNode, SectionNode, clause_tree, rule_node, said
from dengxiaming.law.vocabulary import ACT_KINDS, TRIGGER_KINDS
from dengxiaming.law.words import BEARERS, CLAUSE_FORMS, EVERY, NUMBERS, ORIGINS

_SEALS = {"文": "bold", "国": "", "本": "dim"}


def last_change(book: Rulebook) -> date:
    """The day from which every value written in the rulebook has begun."""
    numbers = (number for duty in book.duties for number in duty.numbers.values())
    return max([book.effective_from, *(value.since for number in numbers for value in number.values)])


def show_tree(book: Rulebook, day: date, out: Console) -> None:
    """The document's own tree, our clauses under it, the nine problems at the end."""
    out.print(f"{book.edition} · 自 {book.effective_from} 起判定 · {len(book.rules)} 条", style="bold")
    root = Tree(Text(book.document_title))
    for section in clause_tree(book, day):
        _add_section(root, section)
    out.print(root)
    rows = table("问题", "", "由这些条款看出来")
    for problem in book.problems:
        rows.add_row(problem.id, problem.title, " ".join(problem.rules) or problem.note)
    out.print(rows)
    out.print("看一条：dengxiaming law S2-1", style="dim")


def show_problem(book: Rulebook, problem: Problem, out: Console) -> None:
    """One of the nine problems and the clauses that show it."""
    out.print(f"{problem.id} {problem.title}", style="bold")
    if problem.note:
        out.print(problem.note)
    rows = table("条款", "", "说什么")
    for name in problem.rules:
        rows.add_row(name, book.rules[name].title, book.rules[name].says)
    out.print(rows)


def show_rule(book: Rulebook, rule: Rule, day: date, out: Console) -> None:
    """One clause: our words, what to do, its duties, every number and where it stands."""
    out.print(
        Text(f"{rule.id} {rule.title}", style="bold"), Text(f"文件{shown(rule.section)} · {_form(rule)}", style="dim")
    )
    out.print(rule.says)
    if rule.do:
        out.print(f"怎样做：{rule.do}")
    if rule.soft:
        out.print(f"文件在这里写的是“{rule.soft}”：软要求，只陈列事实。")
    if rule.records:
        out.print(f"系统记录什么：{rule.records}")
    if rule.points_at:
        named = "、".join(f"{name} {book.rules[name].title}" for name in rule.points_at)
        out.print(f"判定在：{named}")
    elif rule.rows_reason:
        out.print(rule.rows_reason)
    for duty in rule.duties:
        _show_duty(duty, day, out)
    for exemption in rule_node(book, rule, day).exemptions:
        until = f"到 {exemption.until} 前" if exemption.until else "起"
        out.print(
            f"豁免：{exemption.organization} 的 {exemption.duty}，{exemption.since} {until}。"
            f"{exemption.decided_by}：{exemption.why}"
        )
    for problem in book.problems:
        if rule.id in problem.rules:
            out.print(f"能看出的问题：{problem.id} {problem.title}", style="dim")


def show_check(book: Rulebook, day: date, out: Console) -> None:
    """What the document itself leaves open, and what fills it. A rulebook with errors of its own never gets here."""
    silent = [rule.id for rule in book.rules.values() if not rule.duties]
    out.print(f"{book.edition}：{len(book.rules)} 条都有规则或说明，{len(book.duties)} 项判定，没有错。", style="bold")
    points = open_points(book, day)
    out.print(f"文件自己没有说清的人数 {len(points)} 处：")
    for point in points:
        out.print(f"  {point.says}")
    local = list(dict.fromkeys(duty.id for duty in book.duties if not duty.is_binding(day)))
    out.print(f"由本地先取的数决定、只作提示的 {len(local)} 项：{' '.join(local)}")
    out.print(f"不单独判定、只记录或指向别条的 {len(silent)} 条：{' '.join(silent)}")


def _add_section(above: Tree, node: SectionNode) -> None:
    branch = above.add(Text(f"{shown(node.section.locator)} {node.section.title}", style="bold"))
    for rule in node.rules:
        branch.add(_rule_line(rule))
    for child in node.children:
        _add_section(branch, child)


def _rule_line(node: RuleNode) -> Text:
    line = Text(f"{node.rule.id:<6}{node.rule.title}")
    return line.append(f"  {_form(node.rule)}{'·提示' if node.advisory else ''}", style="dim")


def _form(rule: Rule) -> str:
    return CLAUSE_FORMS[rule.form].label if rule.form in CLAUSE_FORMS else rule.form


def _show_duty(duty: Duty, day: date, out: Console) -> None:
    every = f"，{EVERY[duty.every].label}" if duty.every in EVERY else ""
    force = "约束" if duty.is_binding(day) else "提示"
    out.print()
    out.print(Text(f"{duty.id}：{BEARERS[duty.bearer].label}{every}，{force}", style="bold"))
    if duty.says:
        out.print(duty.says)
    kinds = list(dict.fromkeys(kind for counts in duty.counts for kind in counts.kinds))
    if kinds:
        out.print(f"算数的活动：{'、'.join(ACT_KINDS[kind] for kind in kinds)}")
    if duty.answers:
        out.print(f"由这些事引起：{'、'.join({**ACT_KINDS, **TRIGGER_KINDS}[kind] for kind in duty.answers)}")
    rows = table("数", "值", "自", "出处", "依据", "说明")
    for number in duty.numbers.values():
        for value in number.values:
            in_force = number.at(day) is value
            cells = (_label(number), said(number.name, value.value), str(value.since), _origin(value), _cite(value))
            rows.add_row(*cells, wide(number.note), style="" if in_force else "dim")
    out.print(rows)


def _label(number: Number) -> str:
    label = NUMBERS[number.name].label
    return label if number.decides else f"{label}（不影响判定）"


def _origin(value: Value) -> Text:
    return Text(f"{value.origin} {ORIGINS[value.origin].label}", style=_SEALS[value.origin])


def _cite(value: Value) -> str:
    return wide(f"{value.cite}；采纳：{value.decision}" if value.decision else value.cite)
