"""The ledger of dues, laid out across, with room for both signatures."""

from datetime import datetime
from typing import Final

from dengxiaming.papers import to_docx, to_pdf
from dengxiaming.papers.blocks import Block, Cell, Paper, Sheet, Table, Text, cell
from dengxiaming.papers.dues_ledger.form import DuesLedger, Line, Member
from dengxiaming.papers.words import NONE, day, short_day

_ACROSS: Final = Sheet(top=20, right=18, bottom=20, left=18, landscape=True)
_MONTH: Final = (16.0, 40.0, 52.0, 30.0, 30.0, 28.0, 65.0)
_HEADS: Final = ("序号", "姓名", "类别", "应交（元）", "实交（元）", "交纳日期", "备注")
_YEAR: Final = (12.0, 29.0, *([14.5] * 12), 23.0, 23.0)


def docx(ledger: DuesLedger, at: datetime) -> bytes:
    """The ledger as docx, made at a moment."""
    return to_docx.docx(paper(ledger), at)


def pdf(ledger: DuesLedger, at: datetime) -> bytes:
    """The ledger as PDF, made at a moment."""
    return to_pdf.pdf(paper(ledger), at)


def paper(ledger: DuesLedger) -> Paper:
    """The ledger as a paper."""
    title = f"{ledger.period}党费收缴台账"
    closed = f"　{day(ledger.closed_on)}结账" if ledger.closed_on else ""
    sums = f"应交合计{ledger.payable}元　实收合计{ledger.received}元{closed}"
    signed = Table(
        (130, 131), ((cell(f"经手人：{ledger.prepared_by}", "flush"), cell("支部书记：", "flush")),),
        rules="bare", together=True,
    )  # fmt: skip
    table = _year(ledger.members) if ledger.members else _month(ledger.lines)
    blocks: tuple[Block, ...] = (
        Text(title, "title"), Text(ledger.organization, "under"), table, Text(sums, "flush"), signed
    )  # fmt: skip
    return Paper(title, blocks, _ACROSS, foot=f"{ledger.organization}　数据到{day(ledger.as_of)}")


def _month(lines: tuple[Line, ...]) -> Table:
    head = tuple(cell(word, "label") for word in _HEADS)
    rows = tuple(_line(number, one) for number, one in enumerate(lines, 1))
    return Table(_MONTH, (head, *(rows or (_nothing(len(_HEADS)),))), head=1)


def _line(number: int, one: Line) -> tuple[Cell, ...]:
    on = short_day(one.paid_on) if one.paid_on else ""
    return (
        cell(str(number), "figure"), cell(one.name), cell(one.kind), cell(one.payable, "figure"),
        cell(one.paid, "figure"), cell(on), cell(one.note),
    )  # fmt: skip


def _year(members: tuple[Member, ...]) -> Table:
    words = ("序号", "姓名", *(f"{month}月" for month in range(1, 13)), "应交（元）", "实交（元）")
    head = tuple(cell(word, "label") for word in words)
    rows = tuple(
        (
            cell(str(number), "figure"), cell(one.name), *(cell(paid, "small") for paid in one.months),
            cell(one.payable, "figure"), cell(one.paid, "figure"),
        )
        for number, one in enumerate(members, 1)
    )  # fmt: skip
    return Table(_YEAR, (head, *rows), head=1)


def _nothing(columns: int) -> tuple[Cell, ...]:
    return (cell(NONE), *(cell("") for _ in range(columns - 1)))
