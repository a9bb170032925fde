"""Commands over a folder of shards: how far they are, and what a second try finds already done."""

from datetime import date
from pathlib import Path

import click

from dengxiaming.cli.refusal import Exit, Refusal, reason
from dengxiaming.exchange.sample.nation import Plan
from dengxiaming.scale import Order, evaluate_shards
from dengxiaming.scale.made import make_across, make_shards
from dengxiaming.scale.run import Engine
from dengxiaming.scale.spark import SparkError, on_spark

_MOST_IN_MEMORY = 200_000


def judge(folder: Path, out: Path | None, order: Order, jobs: int, engine: Engine | None = None) -> None:
    """Judge every shard that is not yet judged. Raises `Refusal` without a folder to write to."""
    if out is None:
        raise Refusal(Exit.USAGE, f"{folder} 是分好片的：用 -o 写明判定放进哪个文件夹。")
    try:
        judged = evaluate_shards(folder, out, order, jobs, _progress, engine=engine)
    except ValueError as error:
        raise Refusal(Exit.REFUSED, str(error)) from error
    except OSError as error:
        raise Refusal(Exit.UNWRITABLE, f"读不了 {folder} 或写不了 {out}：{reason(error)}。") from error
    except SparkError as error:
        raise Refusal(Exit.UNREADABLE, *error.args) from error
    click.echo(f"判好了：{out}。这一次判了 {judged} 片。")


def engine(name: str, master: str | None, jobs: int) -> Engine | None:
    """Spark where it is asked for, on this machine unless a master is named. Raises `Refusal` where it is missing."""
    if name == "local":
        if master is not None:
            raise Refusal(Exit.USAGE, "--master 说的是 Spark 的主节点：要和 --engine spark 一起写。")
        return None
    try:
        return on_spark(master or f"local[{jobs}]")
    except SparkError as error:
        raise Refusal(Exit.UNREADABLE, *error.args) from error


def _progress(finished: int, of: int, now: bool) -> None:
    click.echo(f"{finished}/{of} 片{'' if now else '以前已经判好'}", err=True)


def make(folder: Path, plan: Plan, as_of: date, jobs: int, *, across: bool) -> None:
    """Make the country as shards, going on where it was broken off. Raises `Refusal` where it cannot."""
    if across and plan.organizations > _MOST_IN_MEMORY:
        raise Refusal(
            Exit.USAGE, f"--across 全在内存里造，最多 {_MOST_IN_MEMORY} 个组织。用 --organizations 少造一些。"
        )
    try:
        made = make_across(plan, folder, _told) if across else make_shards(plan, folder, jobs, _told)
    except ValueError as error:
        raise Refusal(Exit.REFUSED, str(error)) from error
    except OSError as error:
        raise Refusal(Exit.UNWRITABLE, f"写不了 {folder}：{reason(error)}。") from error
    click.echo(f"写好了：{folder}，基层组织 {plan.organizations}，共 {plan.shards} 片，这一次造了 {made} 片。")
    click.echo(f"判一判：dengxiaming evaluate {folder} --as-of {as_of} --rows unmet --jobs 2 -o 判定")


def _told(finished: int, of: int) -> None:
    click.echo(f"{finished}/{of} 片", err=True)
