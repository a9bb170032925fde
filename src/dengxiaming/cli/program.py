"""The program: its commands, found when they are asked for, and the one place where trouble becomes an exit code."""

import os
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NoReturn

import click

from dengxiaming.cli.help_page import help_page
from dengxiaming.cli.refusal import Exit, Refusal, usage_sentence

# 命令 → 它所在的模块。用到哪个才读哪个：看一条规则不必先等数据引擎启动。
COMMANDS: Final[Mapping[str, str]] = MappingProxyType({
    "evaluate": "dengxiaming.cli.evaluate",
    "explain": "dengxiaming.cli.explain",
    "validate": "dengxiaming.cli.validate",
    "law": "dengxiaming.cli.law",
    "template": "dengxiaming.cli.template",
    "sample": "dengxiaming.cli.sample",
    "shard": "dengxiaming.cli.shard",
    "serve": "dengxiaming.cli.serve",
    "account": "dengxiaming.cli.account",
    "journal": "dengxiaming.cli.journal",
    "tick": "dengxiaming.cli.tick",
    "digest": "dengxiaming.cli.digest",
    "backup": "dengxiaming.cli.backup",
    "restore": "dengxiaming.cli.restore",
})  # fmt: skip


class Command(click.Command):
    """A command whose help and complaints are Chinese."""

    def __init__(self, name: str | None, **attributes: Any) -> None:  # noqa: ANN401  click 自己的签名
        super().__init__(name, **{"options_metavar": "[选项]", **attributes})

    def get_help(self, ctx: click.Context) -> str:
        """The help page as plain text."""
        return help_page(self, ctx)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Click's own --help, described in Chinese."""
        return in_chinese(super().get_help_option(ctx))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, but words that are left over are named in Chinese."""
        ctx.allow_extra_args = True
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # click 的解析器有时不说是哪条命令
            raise
        if rest and not ctx.resilient_parsing:
            raise click.UsageError(f"多出来的内容：{' '.join(rest)}。", ctx)
        return rest


class Family(click.Group):
    """Commands under one word, whose help is Chinese."""

    def get_help(self, ctx: click.Context) -> str:
        """The help page as plain text."""
        return help_page(self, ctx)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Click's own --help, described in Chinese."""
        return in_chinese(super().get_help_option(ctx))


class Program(Family):
    """The whole program. `main` ends the process (or raises `SystemExit` in a test) with a code from `Exit`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click 的签名
        """In the order in which people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click 的签名
        """The command of that name, read now; None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name]).command
        return command

    def main(  # type: ignore[override]  # 不用 click 的收尾：它的英文句子和退出码都不是这里的约定
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        **extra: Any,  # noqa: ANN401  click 自己的签名
    ) -> NoReturn:
        """Run, and end the process with the right code; whatever went wrong is said in Chinese on standard error."""
        words = list(sys.argv[1:] if args is None else args)
        extra.pop("standalone_mode", None)
        try:
            with self.make_context(prog_name or "dengxiaming", words, **extra) as ctx:
                self.invoke(ctx)
            sys.stdout.flush()
        except click.exceptions.Exit as done:
            sys.exit(done.exit_code)
        except click.exceptions.NoArgsIsHelpError as empty:
            _say(empty.ctx.get_help())
            sys.exit(Exit.USAGE)
        except click.UsageError as wrong:
            _say(_with_usage(wrong))
            sys.exit(Exit.USAGE)
        except Refusal as refusal:
            _say(*refusal.lines)
            sys.exit(refusal.code)
        except BrokenPipeError:
            _let_go_of_output()
            sys.exit(Exit.READER_GONE)
        except (KeyboardInterrupt, EOFError, click.Abort):
            sys.exit(Exit.INTERRUPTED)
        except Exception:  # noqa: BLE001  最后一道：用户看到一句话，细节写进文件
            _say(*_report())
            sys.exit(Exit.OUR_FAULT)
        sys.exit(0)


def in_chinese(option: click.Option | None) -> click.Option | None:
    """Click's help option with a Chinese description."""
    if option is not None:
        option.help = "显示这段说明"
    return option


def _with_usage(wrong: click.UsageError) -> str:
    where = wrong.ctx.command_path if wrong.ctx else "dengxiaming"
    return f"{usage_sentence(wrong)}\n用法说明：{where} --help"


def _say(*lines: str) -> None:
    for line in lines:
        click.echo(line, err=True)


def _let_go_of_output() -> None:
    """Nobody reads any more (`| head`): let the interpreter flush into nothing when it ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return  # 输出不是真的文件（测试里），没有什么可放


def _report() -> tuple[str, ...]:
    text = traceback.format_exc()
    try:
        handle, name = tempfile.mkstemp(prefix="dengxiaming-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        return ("程序出了错，这次没有做成；详情也没能写下来。请把用的命令告诉维护的人。",)
    return (f"程序出了错，这次没有做成。详情写在 {Path(name)}，请把它和用的命令交给维护的人。",)


def _version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"灯下明 {version('dengxiaming')}")
        ctx.exit()


program = Program(
    name="dengxiaming",
    help="灯下明：把机关党建制度变成可执行的规则、诚实的记录和看得懂的判定。",
    options_metavar="[选项]",
    subcommand_metavar="命令 …",
    no_args_is_help=True,
    params=[
        click.Option(
            ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version, help="显示版本号"
        )
    ],
    epilog="例：\n  dengxiaming sample --seed 1 --size small 样例\n  dengxiaming evaluate 样例 --as-of 2026-03-31",
)


def main() -> NoReturn:
    """The entry point of the installed command."""
    program.main()
