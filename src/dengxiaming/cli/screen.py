"""What people see on a terminal: tables by rich, in the shapes of the pages (filled binds, hollow reminds)."""

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dengxiaming.law.vocabulary import FLAGS, STATUSES

_SHAPES: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType({
    # 状态 → 约束的形状、提示的形状、颜色
    "met": ("●", "○", "green"),
    "late": ("◐", "◌", "yellow"),
    "open": ("○", "◌", "blue"),
    "missed": ("■", "□", "red"),
    "upcoming": ("–", "–", "dim"),
    "raised": ("▲", "△", "yellow"),
    "waived": ("／", "／", "dim"),
})  # fmt: skip
_FIGURES: Final = frozenset({"应", "已", "行", *STATUSES.values()})
_PIPE_WIDTH: Final = 160
_PLACE: Final = re.compile(r"\(([一二三四五六七八九十]+)\)")


def console() -> Console:
    """Where human output goes; wide enough in a pipe that rows do not wrap at 80."""
    width = None if sys.stdout.isatty() else _PIPE_WIDTH
    return Console(file=sys.stdout, width=width, highlight=False, soft_wrap=False)


def table(*headers: str, title: str | None = None) -> Table:
    """An empty table in the house's look: one rule under the head, nothing else."""
    made = Table(box=SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", pad_edge=False)
    for header in headers:
        made.add_column(header, overflow="fold", justify="right" if header in _FIGURES else "left")
    return made


def status_text(status: str, force: str = "binding") -> Text:
    """Shape and word; an advisory verdict is hollow and says 提示."""
    filled, hollow, color = _SHAPES[status]
    advisory = force == "advisory"
    text = Text(f"{hollow if advisory else filled} {STATUSES[status]}", style="dim" if advisory else color)
    if advisory:
        text.append("·提示")
    return text


def wide(text: str) -> str:
    """Places of the document inside a text as the document prints them: 三(二)2 → 三（二）2."""
    return _PLACE.sub(r"（\1）", text)


def flags_text(flags: list[str]) -> str:
    """The flags in Chinese, joined."""
    return "、".join(FLAGS[flag] for flag in flags)


@contextmanager
def working(sentence: str) -> Iterator[None]:
    """Say on a terminal what is being done; say nothing anywhere else."""
    if not sys.stderr.isatty():
        yield
        return
    with Console(stderr=True).status(sentence):
        yield
