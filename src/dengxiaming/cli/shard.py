"""`dengxiaming shard`: a fact set laid out as shards of whole organisations, to be judged one at a time."""

from datetime import datetime
from pathlib import Path

import click

from dengxiaming.cli import inputs
from dengxiaming.cli.parameters import Place, facts_argument, reading_options
from dengxiaming.cli.program import Command
from dengxiaming.cli.refusal import Exit, Refusal, reason
from dengxiaming.cli.screen import working
from dengxiaming.scale import write_shards


@click.command(
    "shard",
    cls=Command,
    help="把一份事实分成几片，一片是若干整个的组织，连同判定它们要用的一切。\n"
    "分好的文件夹用 evaluate 判定，一次只有几片在内存里。",
    epilog="例：\n  dengxiaming shard 样例 分片 --count 8\n"
    "  dengxiaming evaluate 分片 --as-of 2026-03-31 --jobs 2 -o 判定",
)
@facts_argument
@click.argument("target", metavar="输出", type=Place(), help="新的文件夹")
@click.option("--count", metavar="片数", type=click.IntRange(min=1), default=8, help="最多分成几片；不写就是 8")
@reading_options
def command(facts: Path, target: Path, count: int, skip_bad: bool, recorded_at: datetime | None) -> None:
    """Read, cut, write."""
    if target.exists():
        raise Refusal(Exit.UNWRITABLE, f"已经有 {target}。换个名字。")
    held = inputs.facts_for_judging(facts, recorded_at, skip_bad=skip_bad)
    try:
        with working("分片"):
            made = write_shards(held, target, count)
    except OSError as error:
        raise Refusal(Exit.UNWRITABLE, f"写不了 {target}：{reason(error)}。") from error
    click.echo(f"写好了：{target}，{made} 片。")
