"""`evaluate` over a folder of shards: how far it is, and what a second try finds already done."""

from pathlib import Path

import click

from dengxiaming.cli.refusal import Exit, Refusal, reason
from dengxiaming.scale import Order, evaluate_shards


def judge(folder: Path, out: Path | None, order: Order, jobs: int) -> None:
    """Judge every shard that is not yet judged. Raises `Refusal` without a folder to write to."""
    if out is None:
        raise Refusal(Exit.USAGE, f"{folder} 是分好片的：用 -o 写明判定放进哪个文件夹。")
    try:
        judged = evaluate_shards(folder, out, order, jobs, _progress)
    except ValueError as error:
        raise Refusal(Exit.REFUSED, str(error)) from error
    except OSError as error:
        raise Refusal(Exit.UNWRITABLE, f"读不了 {folder} 或写不了 {out}：{reason(error)}。") from error
    click.echo(f"判好了：{out}。这一次判了 {judged} 片。")


def _progress(finished: int, of: int, now: bool) -> None:
    click.echo(f"{finished}/{of} 片{'' if now else '以前已经判好'}", err=True)
