"""Reading what a command is given: the fact set and the rulebook, or a refusal that names every place and remedy."""

from datetime import datetime
from pathlib import Path

import click

from dengxiaming.cli.refusal import Exit, Refusal, nearest
from dengxiaming.cli.screen import working
from dengxiaming.exchange import Finding, Reading, read_facts
from dengxiaming.law.loader import RulebookError, load_rulebook
from dengxiaming.law.model import Rulebook
from dengxiaming.reckoning import Facts

_SHOWN = 20


def read(path: Path, recorded_at: datetime | None) -> Reading:
    """The fact set at `path` with its findings. Raises `Refusal` where there is nothing that can be read."""
    if not path.exists():
        raise Refusal(Exit.UNREADABLE, f"没有 {path} 这个文件或文件夹。")
    try:
        with working("读入事实"):
            return read_facts(path, recorded_at=recorded_at)
    except OSError as error:
        raise Refusal(Exit.UNREADABLE, f"读不了 {path}：{reason(error)}。") from error


def facts_for_judging(path: Path, recorded_at: datetime | None, *, skip_bad: bool) -> Facts:
    """The facts to judge. Defects refuse them (exit 2) unless `skip_bad`; what is left out is counted on stderr."""
    reading = read(path, recorded_at)
    if not reading.defects:
        return reading.facts
    if not skip_bad:
        lines = [sentence(finding) for finding in reading.defects[:_SHOWN]]
        rest = len(reading.defects) - _SHOWN
        more = [f"还有 {rest} 处。"] if rest > 0 else []
        raise Refusal(
            Exit.REFUSED,
            f"有 {len(reading.defects)} 处问题，没有判定：",
            *lines,
            *more,
            f"全部问题：dengxiaming validate {path}",
            "有问题的行不算、其余照判：加 --skip-bad",
        )
    click.echo(f"有 {len(reading.defects)} 处问题；没有算的行：{left_out(reading)}。", err=True)
    return reading.facts


def left_out(reading: Reading) -> str:
    """How many rows of which table were left out."""
    counts = [f"{table} {count} 行" for table, count in reading.left_out.items() if count]
    return "，".join(counts) or "0 行"


def sentence(finding: Finding) -> str:
    """One finding in one line: the place, what is wrong, the remedy."""
    row = f"第 {finding.row} 行" if finding.row is not None else ""
    place = " ".join(part for part in (finding.sheet or finding.table, row, finding.column) if part)
    return f"{place}：{finding.message}{finding.remedy}"


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


def reason(error: OSError) -> str:
    """Why the system would not, in Chinese for the usual cases."""
    match error:
        case PermissionError():
            return "没有权限"
        case FileNotFoundError():
            return "没有这个文件"
        case IsADirectoryError():
            return "它是文件夹"
        case NotADirectoryError():
            return "路径里有一段不是文件夹"
        case FileExistsError():
            return "已经有同名的文件"
        case _:
            return error.strerror or "系统没有说明原因"
