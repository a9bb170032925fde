"""`dengxiaming serve`: the site, on this machine only until there are accounts."""

import os
import socket
import sys
from pathlib import Path

import click

from dengxiaming.cli import inputs
from dengxiaming.cli.parameters import Place
from dengxiaming.cli.program import Command
from dengxiaming.cli.refusal import Exit, Refusal, reason
from dengxiaming.cli.screen import working
from dengxiaming.cli.site import prepare, started

_HOST = "127.0.0.1"


@click.command(
    "serve",
    cls=Command,
    help="打开网站，只在本机打开；给全市用，放在市里自己的反向代理后面。\n"
    "数据放在 var 文件夹；换个地方，设环境变量 DXM_DATA。",
    epilog="例：\n  dengxiaming serve --load 样例市",
)
@click.option("--port", metavar="端口", type=click.IntRange(min=1, max=65535), default=8000, help="端口；不写就是 8000")
@click.option("--load", "facts", metavar="事实", type=Place(), help="网站里还没有记录时，先载入这一份；已经有就不动")
@click.option(
    "--processes", metavar="几个", type=click.IntRange(min=1, max=64), default=1,
    help="几个进程一起答；给全市用，有几个核就写几",
)  # fmt: skip
def command(port: int, facts: Path | None, processes: int) -> None:
    """Prepare the tables, load what was asked for, gather the static files, serve."""
    _port_is_free(port)
    data = Path(os.environ.get("DXM_DATA", "var")).resolve()
    os.environ["DXM_STATIC"] = str(data / "static")
    _prepare(facts)
    sys.stdout.flush()
    words = [sys.executable, "-m", "dengxiaming.cli.server", str(port), str(processes)]
    os.execv(sys.executable, words)  # noqa: S606  就是自己


def _port_is_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except PermissionError as error:
            raise Refusal(Exit.UNWRITABLE, f"端口 {port} 要管理员才能用。换一个大于 1023 的：--port 8001。") from error
        except OSError as error:
            raise Refusal(
                Exit.UNWRITABLE, f"端口 {port} 已经有程序在用。换一个：--port {port % 65535 + 1}。"
            ) from error


def _prepare(facts: Path | None) -> None:
    """Everything that has to be there before the first request. Raises `Refusal`."""
    try:
        with started():
            with working("准备数据库"):
                _make_ready()
            if facts is not None:
                _load(facts)
            _make_demo_accounts()
    except OSError as error:
        raise Refusal(Exit.UNWRITABLE, f"数据文件夹写不了：{reason(error)}。换个地方：DXM_DATA=文件夹。") from error


def _make_ready() -> None:
    from django.conf import settings  # noqa: PLC0415  django.setup 之后才能导入
    from django.core.management import call_command  # noqa: PLC0415  同上

    from dengxiaming.ground import room  # noqa: PLC0415  同上

    prepare()
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    room.keep_ballast(settings.DATA)
    if room.warning():
        click.echo(room.warning(), err=True)


def _make_demo_accounts() -> None:
    """DXM_DEMO=1: typical people of what is loaded, each signed in by one click. The settings refuse it elsewhere."""
    from django.conf import settings  # noqa: PLC0415  django.setup 之后才能导入

    from dengxiaming.areas.members import queries as members  # noqa: PLC0415  同上
    from dengxiaming.ground import actions, clock  # noqa: PLC0415  同上

    if settings.DEMO:
        actions.make_demo_accounts(members.names, actions.Hand(clock.now()))


def _load(facts: Path) -> None:
    from dengxiaming.duties import actions  # noqa: PLC0415  django.setup 之后才能导入
    from dengxiaming.ground.queries import facts_version  # noqa: PLC0415  同上

    if facts_version():
        return
    reading = inputs.read(facts, None)
    try:
        with working("载入并判定"):
            loaded = actions.load_fact_set(reading)
    except actions.Refused as refused:
        lines = [inputs.sentence(finding) for finding in refused.findings[:20]]
        raise Refusal(Exit.REFUSED, str(refused), *lines, f"全部问题：dengxiaming validate {facts}") from refused
    click.echo(f"载入了 {facts}：判定 {loaded.judged:,} 项，用了 {loaded.seconds:.1f} 秒。")
