"""`dengxiaming template`: the workbook people fill in."""

from pathlib import Path

import click

from dengxiaming.cli.parameters import Place
from dengxiaming.cli.program import Command
from dengxiaming.cli.refusal import Exit, Refusal, reason
from dengxiaming.exchange import write_template


@click.command(
    "template",
    cls=Command,
    help="写一个填表用的工作簿：八张表、下拉选项、一行例子、每列的说明。",
    epilog="例：\n  dengxiaming template 填表.xlsx",
)
@click.argument("target", metavar="文件.xlsx", type=Place(), help="写到哪里")
@click.option("--force", is_flag=True, help="已经有同名文件时，覆盖它")
def command(target: Path, force: bool) -> None:
    """Write it; never over somebody's work unless told to."""
    if target.suffix.lower() != ".xlsx":
        raise Refusal(Exit.USAGE, f"{target} 的后缀要是 .xlsx。")
    if target.exists() and not force:
        raise Refusal(Exit.UNWRITABLE, f"已经有 {target}，里面可能有填好的内容。换个名字，或加 --force 覆盖。")
    try:
        write_template(target)
    except OSError as error:
        raise Refusal(Exit.UNWRITABLE, f"写不了 {target}：{reason(error)}。") from error
    click.echo(f"写好了：{target}")
