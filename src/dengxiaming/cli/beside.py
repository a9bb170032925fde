"""The official text somebody holds, taken apart by its own numbering and shown beside our words. Never stored."""

from pathlib import Path

from rich.console import Console
from rich.text import Text

from dengxiaming.cli.refusal import Exit, Refusal
from dengxiaming.cli.screen import table
from dengxiaming.law.locator import normal, shown
from dengxiaming.law.model import Rule, Rulebook
from dengxiaming.law.source import Pair, SourceError, beside, read_source


def show_beside(book: Rulebook, source: Path, only: Rule | None, out: Console) -> None:
    """Left the text as it numbers itself, right our clauses of the same place; `only` one clause. Refuses (66)."""
    try:
        tree = read_source(source)
    except SourceError as error:
        raise Refusal(Exit.UNREADABLE, str(error)) from error
    found = beside(tree, book)
    pairs = [pair for pair in found.pairs if only is None or pair.locator == normal(only.section)]
    rows = table("位置", f"原文（{tree.name}）", "我们的概括", title=f"{book.edition}，只供对照，不保存")
    for pair in pairs:
        rows.add_row(shown(pair.locator), _theirs(pair), _ours(pair, only), end_section=True)
    out.print(rows)
    findings = [] if only else [*tree.findings, *found.findings]
    for finding in findings:
        out.print(str(finding))
    if only is None:
        count = sum(1 for _ in tree.walk())
        out.print(f"原文认出 {count} 段，对上 {sum(1 for pair in pairs if pair.node and pair.section)} 段。")


def _theirs(pair: Pair) -> str:
    return pair.node.text if pair.node is not None else "（原文里没有找到）"


def _ours(pair: Pair, only: Rule | None) -> Text:
    text = Text(pair.section.title if pair.section else "", style="bold")
    for rule in pair.rules:
        if only is None or rule.id == only.id:
            text.append(f"\n{rule.id}：{rule.says}", style="not bold")
    return text
