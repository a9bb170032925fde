"""`dengxiaming backup`: a copy that was opened and proved before it counts (shared/trust.md C, "Backup")."""

import hashlib
import json
import re
import shutil
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click

from dengxiaming.cli.parameters import Place
from dengxiaming.cli.program import Command
from dengxiaming.cli.proving import Head, prove
from dengxiaming.cli.refusal import Exit, Refusal, reason
from dengxiaming.cli.screen import working
from dengxiaming.cli.site import started
from dengxiaming.cli.stores import BadCopy, Store, settle, store

ABOUT: Final = "backup.json"
KEY: Final = "journal.vkey"
_WHOLE: Final = re.compile(r"\d{8}T\d{6}(-\d+)?")


@click.command(
    "backup",
    cls=Command,
    help="备份数据库，网站不用停。副本先打开查一遍、把存证重算一遍，都对才算数；不对的另放，并且报错。",
    epilog="例：\n  dengxiaming backup /mnt/备份 --keep 30",
)
@click.argument("folder", metavar="文件夹", type=Place(), help="备份放在哪里，最好是另一块盘")
@click.option("--keep", metavar="份数", type=click.IntRange(min=1), default=14, help="最多留几份；不写就是 14")
def command(folder: Path, keep: int) -> None:
    """Copy, prove, name, rotate."""
    with started():
        from dengxiaming.ground import clock, room  # noqa: PLC0415  django.setup 之后才能导入

        try:
            folder.mkdir(parents=True, exist_ok=True)
            with working("备份并检查"):
                made, head = back_up(folder, clock.now())
            rotate(folder, keep)
        except OSError as error:
            raise Refusal(Exit.UNWRITABLE, f"备份写不进 {folder}：{reason(error)}。") from error
    click.echo(f"备份好了：{made}（存证{head.size}条，根 {head.root[:16]}）。")
    click.echo("密钥 journal.key 和 secret.key 不在备份里：从数据文件夹另抄一份，与备份分开保存。")
    if room.warning():
        click.echo(room.warning(), err=True)


def back_up(folder: Path, at: datetime) -> tuple[Path, Head]:
    """A proved copy in a folder named by the time. Raises `Refusal`; the bad copy then lies beside, named so."""
    from django.conf import settings  # noqa: PLC0415  django.setup 之后才能导入

    from dengxiaming.journal import keys, queries  # noqa: PLC0415  同上

    name = _free_name(folder, f"{at:%Y%m%dT%H%M%S}")
    work = folder / f"unfinished-{name}"
    work.mkdir(mode=0o700)
    try:
        live = queries.head()
        known = [Head(live.size, live.root)] if live else []
        about = _written(work, store(settings.DATABASES["default"]), keys.key().vkey, [*known, *_last(folder)])
        (work / ABOUT).write_text(json.dumps({**about, "made_at": at.isoformat()}, indent=1) + "\n", encoding="utf-8")
        for file in (*work.iterdir(), work):
            settle(file)
        done = work.rename(folder / name)
        settle(folder)
    except BadCopy as bad:
        apart = work.rename(folder / f"failed-{name}")
        said = f"它放在 {apart}，不算一份备份；原来的备份都还在。"
        raise Refusal(Exit.UNWRITABLE, f"这份备份不能用：{bad}", said) from bad
    return done, Head(**about["head"])


def rotate(folder: Path, keep: int) -> None:
    """Let the oldest go; failed ones are for a person to look at."""
    for old in _whole(folder)[:-keep]:
        shutil.rmtree(old)


def about(copy: Path) -> dict[str, Any]:
    """What a backup says of itself, after its file was found to be what it was. Raises `BadCopy`."""
    try:
        held: dict[str, Any] = json.loads((copy / ABOUT).read_text(encoding="utf-8"))
        same = digest(copy / held["file"]) == held["sha256"]
    except (OSError, ValueError, KeyError) as error:
        raise BadCopy(f"{copy} 不是一份备份，或者不全（{error}）。") from error
    if not same:
        raise BadCopy(f"{copy / held['file']} 与备份时的不一样：拷贝坏了，或者有人改过。")
    return held


def digest(file: Path) -> str:
    """SHA-256 of a file."""
    with file.open("rb") as held:
        return hashlib.file_digest(held, "sha256").hexdigest()


def _written(work: Path, source: Store, vkey: str, before: list[Head]) -> dict[str, Any]:
    copy = work / source.file
    source.dump(copy)
    source.check(copy)
    head = prove(source.entries(copy), vkey, before)
    (work / KEY).write_text(vkey + "\n", encoding="ascii")
    return {"kind": source.kind, "file": source.file, "sha256": digest(copy), "head": asdict(head)}


def _last(folder: Path) -> list[Head]:
    """The head of the newest backup here: a history rewritten since then does not pass."""
    return [Head(**about(copy)["head"]) for copy in _whole(folder)[-1:]]


def _whole(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and _WHOLE.fullmatch(path.name))


def _free_name(folder: Path, name: str) -> str:
    taken = {path.name.removeprefix("failed-").removeprefix("unfinished-") for path in folder.iterdir()}
    names = (name if number == 1 else f"{name}-{number}" for number in range(1, 1000))
    return next(one for one in names if one not in taken)
