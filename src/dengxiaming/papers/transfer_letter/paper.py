"""The letter in three parts on one sheet, to be cut apart: stub, letter, receipt slip."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from dengxiaming.papers import to_docx, to_pdf
from dengxiaming.papers.blocks import Block, Cell, Paper, Table, Text, cell
from dengxiaming.papers.transfer_letter.form import TransferLetter
from dengxiaming.papers.words import day

_TITLE: Final = "党员组织关系介绍信"
_OPEN: Final = "＿＿＿＿"
_EMPTY_DAY: Final = "　　　　年　　月　　日"
_CUT: Final = "┄┄┄┄┄┄┄┄┄┄┄　沿此线裁开，骑缝盖章　┄┄┄┄┄┄┄┄┄┄┄"
_WIDTHS: Final = (26.0, 54.0, 26.0, 54.0)


def docx(letter: TransferLetter, at: datetime) -> bytes:
    """The letter as docx, made at a moment."""
    return to_docx.docx(paper(letter), at)


def pdf(letter: TransferLetter, at: datetime) -> bytes:
    """The letter as PDF, made at a moment."""
    return to_pdf.pdf(paper(letter), at)


def paper(letter: TransferLetter) -> Paper:
    """The letter as a paper."""
    return Paper(
        f"{_TITLE} {letter.number}", (*_stub(letter), Text(_CUT, "centred"), *_letter(letter), Text(_CUT, "centred"),
        *_slip(letter)), foot=f"{letter.origin}　转接 {letter.number}",
    )  # fmt: skip


def _stub(letter: TransferLetter) -> Iterator[Block]:
    yield Text("存根", "title")
    rows = (
        (_head("编号"), cell(letter.number), _head("开出日期"), cell(day(letter.issued_on))),
        (_head("姓名"), cell(letter.name), _head("党员类别"), cell(letter.kind)),
        (_head("从"), cell(letter.origin), _head("到"), cell(letter.to)),
        (_head("事由"), cell(letter.reason, span=3)),
    )
    yield Table(_WIDTHS, rows, rules="grid")


def _letter(letter: TransferLetter) -> Iterator[Block]:
    yield Text(_TITLE, "title")
    yield Text(f"编号：{letter.number}", "flush")
    yield Text(f"{letter.to}：", "flush")
    born = f"{letter.born}生" if letter.born else "出生＿＿年＿＿月"
    who = f"{letter.name}同志（{letter.sex or '性别＿＿'}，{born}），系中共{_kind(letter.kind)}"
    yield Text(
        f"{who}，组织关系由{letter.origin}转往你处，请接收。党费已交至{letter.dues_until or '＿＿年＿＿月'}。", "body"
    )
    valid = f"{letter.valid_days}天" if letter.valid_days else "＿＿天"
    yield Text(f"本信自开出之日起{valid}内有效。没有收到回执以前，由{letter.origin}管理。", "body")
    yield _signed(letter.by, day(letter.issued_on))


def _slip(letter: TransferLetter) -> Iterator[Block]:
    yield Text("回执", "title")
    yield Text(f"{letter.by}：", "flush")
    received = day(letter.received_on) if letter.received_on else _EMPTY_DAY
    yield Text(
        f"{letter.name}同志的组织关系（介绍信编号{letter.number}）我处已于{received}接收，特此回复。经办人："
        f"{letter.received_by or _OPEN}　联系电话：{_OPEN}", "body",
    )  # fmt: skip
    yield _signed(letter.to, received)


def _signed(whose: str, on: str) -> Table:
    """Who stamps, and when: at the right."""
    words = Cell((Text(f"{whose}（盖章）", "centred"), Text(on, "centred")))
    return Table((80.0, 80.0), ((cell(""), words),), rules="bare")


def _head(word: str) -> Cell:
    return cell(word, "head", at_least=8)


def _kind(kind: str) -> str:
    return f"{kind}党员"
