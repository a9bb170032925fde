"""The monthly sheet, laid out: size and root large enough to be read aloud, and the checkpoint as a code."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from dengxiaming.papers import to_docx, to_pdf
from dengxiaming.papers.anchor import Anchor
from dengxiaming.papers.blocks import Block, Break, Paper, Picture, Table, Text, cell
from dengxiaming.papers.head_sheet.form import HeadSheet
from dengxiaming.papers.words import moment

_A_LINE: Final = 8
"""Groups of the root in a line: 64 letters make two lines."""
_SAYS: Final = (
    "这张纸记下日志在这一刻有多少条、根是多少。日志只增不改：以后任何人改动已有的记录，算出来的根就与这张纸对不上。"
    "请打印一份，由两人签字，张贴或存入文书档案；核对的办法见 docs/journal.md。"
)


def docx(sheet: HeadSheet, at: datetime) -> bytes:
    """The sheet as docx, made at a moment."""
    return to_docx.docx(paper(sheet), at)


def pdf(sheet: HeadSheet, at: datetime) -> bytes:
    """The sheet as PDF, made at a moment."""
    return to_pdf.pdf(paper(sheet), at)


def paper(sheet: HeadSheet) -> Paper:
    """The sheet as a paper: one page a head."""
    title = f"{sheet.year}年{sheet.month}月存证单"
    return Paper(title, tuple(_blocks(sheet, title)), foot=f"{sheet.installation}　{title}")


def _blocks(sheet: HeadSheet, title: str) -> Iterator[Block]:
    before = {head.origin: head for head in sheet.previous}
    for place, head in enumerate(sheet.heads):
        if place:
            yield Break()
        yield Text(title, "title")
        yield Text(sheet.installation, "under")
        yield from _head(head, before.get(head.origin), sheet.vkey)
        yield Text(_SAYS, "body")
        yield Table((82, 81), ((cell("打印人：", "flush"), cell("见证人：", "flush")),), rules="bare", together=True)


def _head(head: Anchor, before: Anchor | None, vkey: str) -> Iterator[Block]:
    yield Table((20, 143), (
        (cell("日志", "label"), cell(head.origin)),
        (cell("取于", "label"), cell(moment(head.at))),
        (cell("上次", "label"), cell(_before(head, before))),
        *([(cell("公钥", "label"), cell(vkey, "small"))] if vkey else []),
    ))  # fmt: skip
    yield Text(f"{head.size}条", "big")
    lines = (head.groups[at : at + _A_LINE] for at in range(0, len(head.groups), _A_LINE))
    yield Text("\n".join("  ".join(line) for line in lines), "root")
    yield Picture(head.checkpoint, 62)


def _before(head: Anchor, before: Anchor | None) -> str:
    if before is None:
        return "没有"
    return f"{moment(before.at)}，{before.size}条，根 {before.ends}；到这次多{head.size - before.size}条"
