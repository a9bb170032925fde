"""`dengxiaming validate`: every defect and warning of a fact set at once."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click
from rich.text import Text

from dengxiaming.cli import inputs
from dengxiaming.cli.parameters import Moment, Place, facts_argument
from dengxiaming.cli.program import Command
from dengxiaming.cli.refusal import Exit, Refusal, reason
from dengxiaming.cli.screen import console, table
from dengxiaming.exchange import Finding, Reading, mark_workbook


@click.command(
    "validate",
    cls=Command,
    help="列出每一处问题和提醒：哪张表、哪一行、哪一列，错在哪里，怎样改。\n有问题时退出码 1；只有提醒时 0。",
    epilog="例：\n  dengxiaming validate 样例.xlsx --mark 样例-标注.xlsx",
)
@facts_argument
@click.option("--recorded-at", metavar="时间", type=Moment(), help="没有写记录时间的行，算作在这一刻记录")
@click.option(
    "--format",
    "fmt",
    metavar="格式",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    help="table（不写就是它）或 jsonl",
)
@click.option("--mark", metavar="文件.xlsx", type=Place(), help="另存一份工作簿，有问题的格子标出来、写上批注")
def command(facts: Path, recorded_at: datetime | None, fmt: str, mark: Path | None) -> None:
    """Read, name everything that is wrong."""
    reading = inputs.read(facts, recorded_at)
    if mark is not None:
        _mark(facts, reading.findings, mark)
    if fmt == "jsonl":
        for finding in reading.findings:
            click.echo(json.dumps(asdict(finding), ensure_ascii=False))
    else:
        _show(reading)
    if reading.defects:
        click.get_current_context().exit(Exit.DEFECTS_FOUND)


def _mark(source: Path, findings: Sequence[Finding], target: Path) -> None:
    if source.suffix.lower() != ".xlsx":
        raise Refusal(Exit.USAGE, "--mark 只能用在 .xlsx 工作簿上。")
    if target.resolve() == source.resolve():
        raise Refusal(Exit.USAGE, "--mark 要写成另一个文件，不改原来的工作簿。")
    try:
        mark_workbook(source, findings, target)
    except OSError as error:
        raise Refusal(Exit.UNWRITABLE, f"写不了 {target}：{reason(error)}。") from error
    click.echo(f"标好的一份写在 {target}。", err=True)


def _show(reading: Reading) -> None:
    out = console()
    if not reading.findings:
        out.print("没有问题，也没有提醒。")
        return
    shown = table("", "表", "行", "列", "是什么", "怎样改")
    for finding in reading.findings:
        defect = finding.severity == "defect"
        shown.add_row(
            Text("■ 问题", style="red") if defect else Text("△ 提醒", style="yellow"),
            finding.sheet or finding.table,
            "" if finding.row is None else str(finding.row),
            finding.column,
            finding.message,
            finding.remedy,
        )
    out.print(shown)
    out.print(f"{len(reading.defects)} 处问题，{len(reading.warnings)} 处提醒。")
