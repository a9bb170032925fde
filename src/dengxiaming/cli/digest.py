"""`dengxiaming digest`: the weekly reminders, for a timer of the machine."""

import click

from dengxiaming.cli import site
from dengxiaming.cli.program import Command


@click.command(
    "digest",
    cls=Command,
    help="发每周提醒：只发给自己要了提醒的人，一周最多一次，30天内有要办的事才发。放进每天的定时任务里。",
    epilog="例：\n  30 8 * * *  DXM_DATA=/srv/dengxiaming dengxiaming digest",
)
def command() -> None:
    """Judge the day if nobody did, then send."""
    with site.started():
        site.prepare()
        from dengxiaming.duties import actions  # noqa: PLC0415  django.setup 之后才能导入
        from dengxiaming.ground import clock  # noqa: PLC0415  同上
        from dengxiaming.web.desk import digest  # noqa: PLC0415  同上

        actions.tick(clock.today())
        told = digest.tell(clock.now())
    click.echo(f"发了{told.sent}份；{told.quiet}份没有要办的，没有发；{told.failed}份没有发出去，下次再试。")
