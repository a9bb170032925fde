"""Reading the fact set a command is given, or a refusal that names every place and remedy."""

from datetime import datetime
from pathlib import Path

import click

from dengxiaming.cli.refusal import Exit, Refusal, reason
from dengxiaming.cli.screen import working
from dengxiaming.exchange import Finding, Reading, read_facts
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
