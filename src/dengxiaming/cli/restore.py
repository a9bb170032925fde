"""`dengxiaming restore`: a backup becomes the database. Never over records, unless told; then the old ones are kept."""

import os
from pathlib import Path
from typing import Any

import click

from dengxiaming.cli import backup
from dengxiaming.cli.parameters import Place
from dengxiaming.cli.program import Command
from dengxiaming.cli.proving import Head, prove
from dengxiaming.cli.refusal import Exit, Refusal, reason
from dengxiaming.cli.screen import working
from dengxiaming.cli.site import prepare, started
from dengxiaming.cli.stores import BadCopy, Store, store


@click.command(
    "restore",
    cls=Command,
    help="把一份备份放回去，然后拿存证核对每一条记录。先停网站。\n"
    "放到哪里：SQLite 是数据文件夹（DXM_DATA），PostgreSQL 是 DATABASE_URL；也可以用 --into 指。",
    epilog="例：\n  dengxiaming restore /mnt/备份/20261124T020000 --into /srv/dengxiaming",
)
@click.argument("copy", metavar="备份", type=Place(), help="备份文件夹里以时间为名的一份")
@click.option("--into", metavar="目标", help="数据文件夹，或 postgresql:// 开头的地址")
@click.option("--force", is_flag=True, help="那里已经有记录也放；原来的换个名字留着")
def command(copy: Path, into: str | None, force: bool) -> None:
    """Check the copy, put it back, verify."""
    if into is not None:
        is_address = "://" in into
        os.environ["DATABASE_URL" if is_address else "DXM_DATA"] = into
        if not is_address:
            os.environ.pop("DATABASE_URL", None)
    try:
        with started(), working("放回并核对"):
            kept, head, findings = _restore(copy, force)
    except BadCopy as bad:
        raise Refusal(Exit.UNREADABLE, str(bad)) from bad
    except OSError as error:
        raise Refusal(Exit.UNWRITABLE, f"放不回去：{reason(error)}。") from error
    click.echo(f"放回了 {copy}：存证{head.size}条，根 {head.root[:16]}。")
    if kept:
        click.echo(f"原来的留在 {kept}。")
    for line in _about_the_key(copy):
        click.echo(line, err=True)
    if findings:
        raise Refusal(Exit.DEFECTS_FOUND, f"与存证对不上的有{len(findings)}处：", *findings[:20])
    click.echo("每一条记录都与存证相符。")


def _restore(copy: Path, force: bool) -> tuple[str, Head, list[str]]:
    from django.conf import settings  # noqa: PLC0415  django.setup 之后才能导入
    from django.db import connection  # noqa: PLC0415  同上

    from dengxiaming.chain import note  # noqa: PLC0415  同上
    from dengxiaming.ground import clock  # noqa: PLC0415  同上
    from dengxiaming.journal.verifying import verify  # noqa: PLC0415  同上

    held, target = backup.about(copy), store(settings.DATABASES["default"])
    vkey = (copy / backup.KEY).read_text(encoding="ascii").strip()
    head = _proved(copy, held, target, vkey)
    if target.has_records() and not force:
        raise Refusal(
            Exit.UNWRITABLE, "那里已经有记录，没有动它。换个地方：--into；确实要换掉，加 --force（原来的会留着）。"
        )
    kept = target.put_back(copy / held["file"], f"before-{clock.now():%Y%m%dT%H%M%S}")
    connection.close()
    prepare()
    return kept, head, [f"{one.where}：{one.sentence}" for one in verify(note.PublicKey.read(vkey))]


def _proved(copy: Path, held: dict[str, Any], target: Store, vkey: str) -> Head:
    """The backup is whole, and of this kind of database."""
    if held["kind"] != target.kind:
        raise BadCopy(f"这份备份是 {held['kind']} 的，目标是 {target.kind}：两种之间不能直接放回。")
    file = copy / held["file"]
    target.check(file)
    return prove(target.entries(file), vkey, [Head(**held["head"])])


def _about_the_key(copy: Path) -> list[str]:
    """The journal goes on under the key of the data folder; it should be the one it was begun with."""
    from django.conf import settings  # noqa: PLC0415  django.setup 之后才能导入

    public = Path(settings.DATA) / backup.KEY
    mine = public.read_text(encoding="ascii") if public.exists() else ""
    if mine == (copy / backup.KEY).read_text(encoding="ascii"):
        return []
    return [
        "数据文件夹里没有原来的密钥。开网站之前，把另存的 journal.key、journal.vkey 和 secret.key 放进去；",
        "不放，以后的存证会换一把密钥签，用手机验证码的人也要重新绑定。",
    ]
