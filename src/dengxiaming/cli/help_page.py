"""Help pages in Chinese. click wraps by spaces, which Chinese does not have, and its headings are English."""

from collections.abc import Sequence

import click
from rich.cells import cell_len, chop_cells

_WIDTH = 88
_TERM = 30


def help_page(command: click.Command, ctx: click.Context) -> str:
    """Usage line, what it does, arguments, options, commands, examples: plain text, at most 88 cells wide."""
    blocks = [f"用法：{ctx.command_path} {' '.join(command.collect_usage_pieces(ctx))}", command.help or ""]
    blocks += _section("参数", [_argument(p) for p in command.params if isinstance(p, click.Argument)])
    blocks += _section("选项", [_option(p, ctx) for p in command.get_params(ctx) if isinstance(p, click.Option)])
    if isinstance(command, click.Group):
        names = command.list_commands(ctx)
        found = [(name, command.get_command(ctx, name)) for name in names]
        blocks += _section("命令", [(name, _first_line(held.help)) for name, held in found if held is not None])
    if command.epilog:
        blocks.append(command.epilog)
    return "\n\n".join(block for block in blocks if block)


def _section(title: str, rows: Sequence[tuple[str, str]]) -> list[str]:
    if not rows:
        return []
    term = min(max(cell_len(name) for name, _ in rows), _TERM) + 2
    return [f"{title}：\n" + "\n".join(_row(name, text, term) for name, text in rows)]


def _row(name: str, text: str, term: int) -> str:
    lines = chop_cells(text, _WIDTH - term - 2) or [""]
    fits = cell_len(name) + 2 <= term
    head = f"  {name}{' ' * (term - cell_len(name))}{lines[0]}" if fits else f"  {name}\n  {' ' * term}{lines[0]}"
    return "\n".join([head.rstrip(), *(f"  {' ' * term}{line}" for line in lines[1:])])


def _argument(param: click.Argument) -> tuple[str, str]:
    return param.human_readable_name, param.help or ""


def _option(param: click.Option, ctx: click.Context) -> tuple[str, str]:
    value = "" if param.is_flag or param.count else f" {param.make_metavar(ctx)}"
    notes = [note for note, holds in (("必填", param.required), ("可以写几次", param.multiple)) if holds]
    return ", ".join(param.opts) + value, (param.help or "") + (f"（{'；'.join(notes)}）" if notes else "")


def _first_line(text: str | None) -> str:
    return (text or "").split("\n", 1)[0]
