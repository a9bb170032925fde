"""`dengxiaming tick`: the day's judging, for a timer of the machine shortly after midnight."""

from time import perf_counter

import click

from dengxiaming.cli import site
from dengxiaming.cli.program import Command


@click.command(
    "tick",
    cls=Command,
    help="把全市的判定换到今天：只写过了一夜会变的那几项。放进零点以后的定时任务里；\n"
    "没有放也不要紧，当天第一个打开网站的人会等它做完。做过了再做一次，什么也不变。",
    epilog="例：\n  5 0 * * *  DXM_DATA=/srv/dengxiaming dengxiaming tick",
)
def command() -> None:
    """Judge the day if nobody did."""
    with site.started():
        site.prepare()
        from dengxiaming.duties import actions  # noqa: PLC0415  django.setup 之后才能导入
        from dengxiaming.ground import clock  # noqa: PLC0415  同上

        began, today = perf_counter(), clock.today()
        done = actions.tick(today)
    taken = f"用了 {perf_counter() - began:.1f} 秒" if done else "已经是今天的，不用再判"
    click.echo(f"判定截至 {today}，{taken}。")
