"""The result sheet: how it was held above, one line a member, room for the stamp."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from dengxiaming.papers import to_docx, to_pdf
from dengxiaming.papers.appraisal_result.form import AppraisalResult, Line
from dengxiaming.papers.blocks import Block, Cell, Paper, Sheet, Table, Text, cell, row
from dengxiaming.papers.words import NONE, day, names, short_day

_ACROSS: Final = Sheet(top=20, right=18, bottom=20, left=18, landscape=True)
_TITLE: Final = "民主评议党员结果表"
_NAME: Final = 34.0
_COUNT: Final = 22.0
_REST: Final = (30.0, 27.0, 27.0, 27.0)
_HEADS: Final = ("组织评定", "评定日期", "告知本人", "本人说明")
_NOT_TOLD: Final = "不列"


def docx(form: AppraisalResult, at: datetime) -> bytes:
    """The sheet as docx, made at a moment."""
    return to_docx.docx(paper(form), at)


def pdf(form: AppraisalResult, at: datetime) -> bytes:
    """The sheet as PDF, made at a moment."""
    return to_pdf.pdf(paper(form), at)


def paper(form: AppraisalResult) -> Paper:
    """The sheet as a paper."""
    return Paper(
        f"{form.year}年{_TITLE}", tuple(_blocks(form)), sheet=_ACROSS,
        foot=f"{form.organization}　评议 {form.record}　{day(form.as_of)}印",
    )  # fmt: skip


def _blocks(form: AppraisalResult) -> Iterator[Block]:
    yield Text(f"{form.organization}{form.year}年{_TITLE}", "title")
    there = sum(not one.excused for one in form.lines)
    held = [f"参加评议{there}人", f"互评{day(form.mutual_on) or NONE}", f"测评{day(form.measured_on) or NONE}"]
    held += [f"收回{form.cast}张、有效{form.valid}张", f"监票人{names(form.tellers) or NONE}"]
    yield Text("；".join(held) + "。", "flush")
    if form.meetings:
        yield Text(f"会议记录：{names(form.meetings)}。", "flush")
    widths = (_NAME, *(_COUNT for _ in form.grades), *_REST)
    rows = (row("姓名", *form.grades, *_HEADS, style="head"), *(_row(one, form.grades) for one in form.lines))
    yield Table(widths, rows, rules="grid", head=1)
    if form.share:
        yield Text(form.share, "note")
    yield Text("各等次下是测评票数，供评定时参考；等次由支部委员会评定。按名册先后排列，不是名次。", "note")
    yield Text("支部书记（签名）：　　　　　　　　（盖章）　　　　年　　月　　日", "flush")


def _row(one: Line, grades: tuple[str, ...]) -> tuple[Cell, ...]:
    if one.excused:
        return (cell(one.name), cell(f"不参加：{one.excused}", span=len(grades) + len(_HEADS)))
    counts = one.counts or (_NOT_TOLD,) * len(grades)
    days = (one.decided_on, one.told_on, one.answered_on)
    return (
        cell(one.name), *(cell(str(count), "centred") for count in counts), cell(one.grade, "centred"),
        *(cell(short_day(on) if on else "", "centred") for on in days),
    )  # fmt: skip
