"""`dengxiaming law`: the document as a tree, one clause, the self-check, the official text beside our words."""

from datetime import date
from pathlib import Path

import click

from dengxiaming.cli import books, lawtext
from dengxiaming.cli.beside import show_beside
from dengxiaming.cli.parameters import Day, Place, rulebook_options
from dengxiaming.cli.program import Command
from dengxiaming.cli.refusal import Exit, Refusal, nearest
from dengxiaming.cli.screen import console
from dengxiaming.law.model import Rule, Rulebook


@click.command(
    "law",
    cls=Command,
    help="看规则：不写编号，列出全部条款；写一个编号，看这一条的话、数和数的出处。",
    epilog="例：\n  dengxiaming law S2-1\n  dengxiaming law --check\n  dengxiaming law --source 正式文本.txt",
)
@click.argument("rule", metavar="[编号]", required=False, help="条款编号，如 S2-1；也可以写 S5-1a、P1")
@rulebook_options
@click.option("--source", metavar="文件", type=Place(), help="自己手里的正式文本，与这里的概括对照着看；不保存")
@click.option("--check", is_flag=True, help="规则库自检：文件自己没有说清的地方，由哪条规定补上")
@click.option("--as-of", metavar="日期", type=Day(), help="看哪一天的数；不写就看最后一次改动之后")
def command(
    rule: str | None, rulebook: Path | None, overlay: Path | None, source: Path | None, check: bool, as_of: date | None
) -> None:
    """Show the tree, a clause, or the self-check."""
    book = books.rulebook(rulebook, overlay)
    day, out = as_of or lawtext.last_change(book), console()
    if check:
        lawtext.show_check(book, day, out)
    elif source is not None:
        show_beside(book, source, _clause(book, rule) if rule else None, out)
    elif rule is None:
        lawtext.show_tree(book, day, out)
    elif problem := next((p for p in book.problems if p.id == rule.upper()), None):
        lawtext.show_problem(book, problem, out)
    else:
        lawtext.show_rule(book, _clause(book, rule), day, out)


def _clause(book: Rulebook, word: str) -> Rule:
    by_upper = {name.upper(): held for name, held in {**book.rule_of, **book.rules}.items()}
    found = by_upper.get(word.upper())
    if found is None:
        raise Refusal(Exit.NO_SUCH_DUTY, f"没有 {word} 这一条。{nearest(word.upper(), list(book.rules))}")
    return found
