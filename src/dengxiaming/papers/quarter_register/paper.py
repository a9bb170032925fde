"""The quarter's register, laid out across: what was held against what was asked, then one line a record."""

from datetime import datetime
from typing import Final

from dengxiaming.papers import to_docx, to_pdf
from dengxiaming.papers.blocks import Block, Cell, Paper, Sheet, Table, Text, cell, row
from dengxiaming.papers.quarter_register.form import Count, QuarterRegister, Row
from dengxiaming.papers.words import NONE, day, late, names, short_day

_ACROSS: Final = Sheet(top=20, right=18, bottom=20, left=18, landscape=True)
_WORDS: Final = ("日期", "种类", "主题", "到会/应到", "主持人", "主讲人", "记录", "补录")
_WIDE: Final = (22.0, 44.0, 82.0, 22.0, 22.0, 22.0, 22.0, 25.0)
_NARROW: Final = (19.0, 27.0, 37.0, 14.0, 16.0, 16.0, 19.0, 15.0)


def docx(register: QuarterRegister, at: datetime) -> bytes:
    """The register as docx, made at a moment."""
    return to_docx.docx(paper(register), at)


def pdf(register: QuarterRegister, at: datetime) -> bytes:
    """The register as PDF, made at a moment."""
    return to_pdf.pdf(paper(register), at)


def paper(register: QuarterRegister) -> Paper:
    """The register as a paper of its own."""
    title = f"{register.year}年第{register.quarter}季度三会一课台账"
    signs = (cell(f"填表人：{register.prepared_by}", "flush"), cell(f"审核人：{register.reviewed_by}", "flush"))
    found = (Text(title, "title"), Text(register.organization, "under"), *blocks(register, _WIDE))
    signed = Table((130, 131), (signs,), rules="bare", together=True)
    return Paper(title, (*found, signed), _ACROSS, foot=f"{register.organization}　数据到{day(register.as_of)}")


def blocks(register: QuarterRegister, widths: tuple[float, ...] = _NARROW) -> tuple[Block, ...]:
    """The register without title: the handbook takes it upright, with narrow columns."""
    counted = (Text("　".join(map(_count, register.counts)), "flush"),) if register.counts else ()
    since = (Text(f"记录从{day(register.records_from)}起。", "note"),) if register.records_from else ()
    head = tuple(cell(word, "label") for word in _WORDS)
    lines = tuple(map(_line, register.rows)) or ((cell(NONE), *row(*("" for _ in _WORDS[1:]))),)
    return (*counted, Table(widths, (head, *lines), head=1), *since, *_reasons(register))


def _line(one: Row) -> tuple[Cell, ...]:
    came = "" if one.present is None else f"{one.present}/{'' if one.expected is None else one.expected}"
    return row(
        short_day(one.on), names(one.kinds), one.theme, came, one.chair, one.lecturer, one.record, late(one.late_days)
    )


def _count(one: Count) -> str:
    asked = f"，应{one.required}次" if one.required is not None else ""
    return f"{one.kind}{one.held}次{asked}" + (f"（{one.words}）" if one.words else "")


def _reasons(register: QuarterRegister) -> tuple[Block, ...]:
    told = [
        f"{one.record}：{late(one.late_days)}，{one.late_reason}"
        for one in register.rows
        if one.late_days and one.late_reason
    ]
    return (Text("补录原因　" + "；".join(told), "note"),) if told else ()
