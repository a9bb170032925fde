"""How the command line says no: one exit code a kind of trouble, and Chinese sentences that name the remedy.

0 done · 1 `validate` found a defect · 2 facts or rulebook refused · 3 no such duty · 64 wrong usage · 66 a file that
cannot be read · 70 our own fault · 73 a file that cannot be written · 130 interrupted · 141 the reader went away.
"""

from difflib import get_close_matches
from enum import IntEnum

import click


class Exit(IntEnum):
    """Exit codes; `docs/commands.md` lists them for people."""

    DEFECTS_FOUND = 1
    REFUSED = 2
    NO_SUCH_DUTY = 3
    USAGE = 64
    UNREADABLE = 66
    OUR_FAULT = 70
    UNWRITABLE = 73
    INTERRUPTED = 130
    READER_GONE = 141


class Refusal(Exception):  # noqa: N818  它不是程序的错，是一句答复
    """The command ends here: `lines` go to standard error, `code` to the shell."""

    def __init__(self, code: Exit, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.code = code
        self.lines = lines


def nearest(word: str, known: list[str]) -> str:
    """「是不是 X？」 for the most similar of `known`, or nothing."""
    close = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"是不是 {close[0]}？" if close else ""


def usage_sentence(error: click.UsageError) -> str:
    """What is wrong with the words of the command, in Chinese; click's own texts are English."""
    match error:
        case click.MissingParameter(param=click.Argument() as param):
            said = f"少了 {param.human_readable_name}。"
        case click.MissingParameter(param=click.Option() as param):
            said = f"少了 {param.opts[0]}：{(param.help or '').rstrip('。')}。"
        case click.NoSuchOption(option_name=name):
            said = f"没有 {name} 这个选项。{nearest(name, _option_names(error.ctx))}"
        case click.exceptions.NoSuchCommand(command_name=name):
            said = f"没有 {name} 这个命令。{nearest(name, _command_names(error.ctx))}"
        case click.BadOptionUsage(option_name=name):
            said = f"{name} 只是一个开关，后面不跟值。" if _is_switch(error.ctx, name) else f"{name} 后面要跟一个值。"
        case click.BadParameter(param=param) if param is not None:
            said = _bad_value(error, param)
        case _:
            said = error.message
    return said


def _bad_value(error: click.BadParameter, param: click.Parameter) -> str:
    name = param.human_readable_name if isinstance(param, click.Argument) else param.opts[0]
    match param.type:
        case click.Choice(choices=choices):
            return f"{name} 只能是 {'、'.join(map(str, choices))} 之一。"
        case click.IntRange(min=low, max=high):
            return f"{name} 要写 {low} 到 {high} 的整数。" if high is not None else f"{name} 要写不小于 {low} 的整数。"
        case click.types.IntParamType():
            return f"{name} 要写一个整数。"
        case _:
            return f"{name}：{error.message}"


def _options(ctx: click.Context | None) -> list[click.Option]:
    return [p for p in ctx.command.get_params(ctx) if isinstance(p, click.Option)] if ctx else []


def _option_names(ctx: click.Context | None) -> list[str]:
    return [name for option in _options(ctx) for name in option.opts]


def _is_switch(ctx: click.Context | None, name: str) -> bool:
    return any(option.is_flag for option in _options(ctx) if name in option.opts)


def _command_names(ctx: click.Context | None) -> list[str]:
    return ctx.command.list_commands(ctx) if ctx and isinstance(ctx.command, click.Group) else []


def reason(error: OSError) -> str:
    """Why the system would not, in Chinese for the usual cases."""
    match error:
        case PermissionError():
            return "没有权限"
        case FileNotFoundError():
            return "没有这个文件"
        case IsADirectoryError():
            return "它是文件夹"
        case NotADirectoryError():
            return "路径里有一段不是文件夹"
        case FileExistsError():
            return "已经有同名的文件"
        case _:
            return error.strerror or "系统没有说明原因"
