"""`dengxiaming sample`: a made-up city with faults planted in it, and the key that lists them."""

from pathlib import Path
from typing import Literal

import click

from dengxiaming.cli import shards
from dengxiaming.cli.parameters import Place
from dengxiaming.cli.program import Command
from dengxiaming.cli.refusal import Exit, Refusal, reason
from dengxiaming.cli.screen import working
from dengxiaming.exchange import write_facts
from dengxiaming.exchange.sample import build_sample, write_key
from dengxiaming.exchange.sample.nation import NATION_AS_OF, ORGANIZATIONS, Plan

Format = Literal["csv", "parquet", "xlsx"]


@click.command(
    "sample",
    cls=Command,
    help="造一个样例市：单位、支部、党员、三年的活动和党费，名字全是编的。\n"
    "有意埋的毛病列在旁边的 -key.csv 里，可以拿判定去对。",
    epilog="例：\n  dengxiaming sample --seed 1 --size city 样例市\n"
    "  dengxiaming sample --seed 7 --size small 样例.xlsx\n"
    "  dengxiaming sample --seed 1 --size nation --organizations 20000 分片",
)
@click.argument("target", metavar="输出", type=Place(), help="文件夹，或一个 .xlsx 文件")
@click.option("--seed", metavar="数", type=click.IntRange(min=0), required=True, help="同一个数造出同一个市")
@click.option(
    "--size",
    metavar="大小",
    type=click.Choice(["small", "city", "province", "nation"]),
    default="city",
    help="small、city（不写就是它）、province 或 nation；后两种很大，只供测速，nation 分好片",
)
@click.option(
    "--organizations",
    metavar="个数",
    type=click.IntRange(min=1_000, max=ORGANIZATIONS),
    default=ORGANIZATIONS,
    help="nation 造多少个基层组织，党员按比例；不写就是 525 万",
)
@click.option("--across", is_flag=True, help="nation 里有人和事跨片；全在内存里造，只用于小的")
@click.option("--jobs", metavar="数", type=click.IntRange(min=1), default=1, help="同时造几片；只用于 nation")
@click.option(
    "--format",
    "fmt",
    metavar="格式",
    type=click.Choice(["csv", "parquet", "xlsx"]),
    help="csv、parquet 或 xlsx；不写就看输出的后缀，文件夹是 csv",
)
@click.option(
    "--headers",
    metavar="表头",
    type=click.Choice(["english", "chinese"]),
    default="english",
    help="english（不写就是它）或 chinese",
)
@click.option("--force", is_flag=True, help="已经有同名的文件或文件夹时，写进去")
def command(
    target: Path,
    seed: int,
    size: Literal["small", "city", "province", "nation"],
    organizations: int,
    across: bool,
    jobs: int,
    fmt: Format | None,
    headers: Literal["english", "chinese"],
    force: bool,
) -> None:
    """Build it, write it, write its key beside it; the nation a shard at a time."""
    if size == "nation":
        shards.make(target, Plan(seed, organizations), NATION_AS_OF, jobs, across=across)
        return
    if target.exists() and not force:
        raise Refusal(Exit.UNWRITABLE, f"已经有 {target}。换个名字，或加 --force。")
    chosen: Format = fmt or ("xlsx" if target.suffix.lower() == ".xlsx" else "csv")
    key = target.with_name(f"{target.stem if chosen == 'xlsx' else target.name}-key.csv")
    with working("造样例"):
        made = build_sample(seed, size)
    try:
        with working("写文件"):
            target.parent.mkdir(parents=True, exist_ok=True)
            write_facts(made.facts, target, fmt=chosen, headers=headers)
            write_key(made.key, key)
    except OSError as error:
        raise Refusal(Exit.UNWRITABLE, f"写不了 {target}：{reason(error)}。") from error
    counts = {name: frame.height for name, frame in made.facts.tables().items()}
    click.echo(
        f"写好了：{target}。组织 {counts['organizations']}，单位 {counts['units']}，"
        f"党员 {made.facts.members['id'].n_unique()}，活动 {counts['acts']}，党费 {counts['dues']}。"
    )
    click.echo(f"埋的毛病 {len(made.key)} 处，列在 {key}。")
    click.echo(f"判一判：dengxiaming evaluate {target} --as-of {made.as_of}")
