"""`dengxiaming journal`: the journal checked, handed out, and its head for the paper (docs/journal.md)."""

import re
from pathlib import Path
from typing import Any, Final

import click

from dengxiaming.chain import note
from dengxiaming.chain.tiles import TileError
from dengxiaming.cli.parameters import Place
from dengxiaming.cli.program import Command, Family
from dengxiaming.cli.refusal import Exit, Refusal, reason
from dengxiaming.cli.screen import console, table, working
from dengxiaming.cli.site import started
from dengxiaming.journal.printed import PrintedHead

_SHORTEST_ROOT: Final = 16
_MOST_SHOWN: Final = 200
_HEX: Final = re.compile(r"(sm3:)?[0-9a-f]+")


class PaperHead(click.ParamType[PrintedHead]):
    """A head as it stands on paper: the size, then the root or its beginning; spaces anywhere."""

    name = "条数和根"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> PrintedHead:  # noqa: ANN401  click 的签名
        """The head, or a Chinese complaint."""
        if isinstance(value, PrintedHead):
            return value
        size, _, rest = str(value).strip().partition(" ")
        root = re.sub(r"\s", "", rest).lower()
        if not (size.isascii() and size.isdecimal() and int(size)) or not _HEX.fullmatch(root):
            self.fail('照纸上写：条数，空一格，根。例如 "1203 6f1c 90ab 47de 5f22"。', param, ctx)
        if len(root.removeprefix("sm3:")) < _SHORTEST_ROOT:
            self.fail(f"根至少抄{_SHORTEST_ROOT}位，少了证明不了什么。", param, ctx)
        return PrintedHead(int(size), root)


@click.group(
    "journal",
    cls=Family,
    options_metavar="[选项]",
    subcommand_metavar="命令 …",
    help="存证：拿日志核对每一条记录，导出给外面的人核对，印出现在的根。",
    epilog='例：\n  dengxiaming journal verify --head "1203 6f1c90ab47de5f22"\n  dengxiaming journal export 导出',
)
def command() -> None:
    """The family."""


@command.command("verify", cls=Command, help="拿存证核对整个库，列出每一处对不上的；一处也没有，退出码 0。网站不用停。")
@click.option("--key", metavar="文件", type=Place(), help="公钥文件；不写就用数据文件夹里的 journal.vkey")
@click.option(
    "--head", "heads", metavar='"条数 根"', type=PaperHead(), multiple=True,
    help="以前印在纸上的，可以写几次；根可以只抄前16位",
)  # fmt: skip
def verify_journal(key: Path | None, heads: tuple[PrintedHead, ...]) -> None:
    """Read everything, name what does not hold."""
    with started():
        _there()
        from dengxiaming.journal import queries, verifying  # noqa: PLC0415  django.setup 之后才能导入
        from dengxiaming.journal.snapshot import snapshot  # noqa: PLC0415  同上

        public = _public(key)
        with working("核对"), snapshot():
            now = queries.head()
            findings = list(verifying.verify(public, heads))
    if findings:
        shown = table("哪里", "第几条存证", "怎么了")
        for one in findings[:_MOST_SHOWN]:
            shown.add_row(one.where, "" if one.entry is None else str(one.entry), one.sentence)
        console().print(shown)
        more = f"，上面是前{_MOST_SHOWN}处" if len(findings) > _MOST_SHOWN else ""
        raise Refusal(Exit.DEFECTS_FOUND, f"与存证对不上的有{len(findings)}处{more}。")
    click.echo(f"存证{now.size if now else 0}条，每一条记录都与存证相符。")
    if not heads:
        click.echo("没有拿纸上的根来对：拿着密钥的人整本重写，只有它看得出。纸上有的，用 --head 写上。")


@command.command("head", cls=Command, help="现在的条数、根和签过名的检查点：印在纸上，就再也改不了前面的。")
def head() -> None:
    """Size, root in groups of four, checkpoint."""
    with started():
        _there()
        from dengxiaming.journal import queries, second  # noqa: PLC0415  django.setup 之后才能导入
        from dengxiaming.journal.snapshot import snapshot  # noqa: PLC0415  同上

        with snapshot():
            now = queries.head()
            beside = second.root(now.size) if now else ""
    if now is None:
        raise Refusal(Exit.NO_SUCH_DUTY, "日志里还没有一条。")
    click.echo(f"条数：{now.size}\n根：{_in_fours(now.root)}")
    if beside:
        click.echo(f"SM3 的根：{_in_fours(beside)}")
    click.echo(f"检查点：\n{now.checkpoint}", nl=False)


@command.command("export", cls=Command, help="把整本日志写进一个空文件夹，外面的人不靠本系统也能核对。")
@click.argument("folder", metavar="文件夹", type=Place())
@click.option(
    "--record", "records", metavar="编号", multiple=True,
    help="另写出这条记录每一版的证明、那一条存证，和能读的原文；可以写几次。原文交给谁，谁就能看",
)  # fmt: skip
def export_journal(folder: Path, records: tuple[str, ...]) -> None:
    """Tiles, and proofs of the records asked for."""
    with started():
        _there()
        try:
            size, files = _export(folder, records)
        except (TileError, OSError) as error:
            said = str(error) if isinstance(error, TileError) else f"写不了 {folder}：{reason(error)}。"
            raise Refusal(Exit.UNWRITABLE, said) from error
    click.echo(f"写好了：{folder}，存证{size}条。怎样核对，见 docs/journal.md。")
    for file in files:
        click.echo(str(file))


def _there() -> None:
    """The site was opened once. Nothing is made here, nor brought up to date: who checks changes nothing."""
    from django.db import connection  # noqa: PLC0415  django.setup 之后才能导入

    if "journal_entry" not in connection.introspection.table_names():
        raise Refusal(Exit.UNREADABLE, "这个库里还没有网站的表。看 DATABASE_URL 或 DXM_DATA 指的是不是要核对的那一个。")


def _export(folder: Path, records: tuple[str, ...]) -> tuple[int, list[Path]]:
    from dengxiaming.journal import exporting, keys  # noqa: PLC0415  django.setup 之后才能导入
    from dengxiaming.journal.snapshot import snapshot  # noqa: PLC0415  同上

    files: list[Path] = []
    with working("导出"), snapshot():
        now = exporting.export(folder, keys.key().vkey)
        if now is None:
            raise Refusal(Exit.NO_SUCH_DUTY, "日志里还没有一条，没有什么可导出。")
        for code in records:
            proofs = exporting.prove_record(folder, code, now)
            if not proofs:
                raise Refusal(Exit.NO_SUCH_DUTY, f"日志已经写进 {folder}；存证里没有编号为 {code} 的记录。")
            files += proofs
    return now.size, files


def _public(file: Path | None) -> note.PublicKey:
    from django.conf import settings  # noqa: PLC0415  django.setup 之后才能导入

    from dengxiaming.journal import keys  # noqa: PLC0415  同上

    path = file or Path(settings.DATA) / keys.PUBLIC
    try:
        return note.PublicKey.read(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        said = reason(error) if isinstance(error, OSError) else str(error)
        raise Refusal(Exit.UNREADABLE, f"公钥 {path} 读不了：{said}。用 --key 指明公钥文件。") from error


def _in_fours(root: str) -> str:
    return " ".join(root[at : at + 4] for at in range(0, len(root), 4))
