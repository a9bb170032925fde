"""The rulebook a command judges by, and which of its rules were asked for."""

from pathlib import Path

from dengxiaming.cli.refusal import Exit, Refusal, nearest
from dengxiaming.law.loader import RulebookError, load_rulebook
from dengxiaming.law.model import Rulebook


def rulebook(directory: Path | None, overlay: Path | None) -> Rulebook:
    """The rulebook in force here. Raises `Refusal` with every finding of the rulebook's own language."""
    for folder in (directory, overlay):
        if folder is not None and not folder.is_dir():
            raise Refusal(Exit.UNREADABLE, f"没有 {folder} 这个文件夹。")
    try:
        return load_rulebook(directory, overlay)
    except RulebookError as error:
        raise Refusal(Exit.REFUSED, "规则库没有读成：", *map(str, error.findings)) from error


def rule_ids(book: Rulebook, asked: tuple[str, ...]) -> list[str] | None:
    """What verdict rows carry for the rules asked for (S5-1 → S5-1a, S5-1b); None when none was asked for."""
    if not asked:
        return None
    found: list[str] = []
    for word in asked:
        found += _duty_ids(book, word)
    return found


def _duty_ids(book: Rulebook, word: str) -> list[str]:
    by_upper = {name.upper(): name for name in [*book.rules, *book.rule_of]}
    name = by_upper.get(word.upper())
    if name is None:
        raise Refusal(Exit.USAGE, f"没有 {word} 这条规则。{nearest(word.upper(), list(by_upper.values()))}")
    if name in book.rule_of and name not in book.rules:
        return [name]
    rule = book.rules[name]
    if not rule.duties:
        seen = f"见 {'、'.join(rule.points_at)}。" if rule.points_at else "它只记录，由人判断。"
        raise Refusal(Exit.USAGE, f"{name} {rule.title}没有自己的判定，{seen}")
    return list(dict.fromkeys(duty.id for duty in rule.duties))
