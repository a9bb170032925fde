"""The registration form: a box for each of the four steps in their order (S4-2), and the member's signature."""

from datetime import date, datetime
from typing import Final

from dengxiaming.papers import to_docx, to_pdf
from dengxiaming.papers.appraisal_form.form import AppraisalForm
from dengxiaming.papers.blocks import Cell, Paper, Table, Text, cell
from dengxiaming.papers.words import day

_WIDTHS: Final = (26.0, 60.0, 26.0, 51.0)
_TITLE: Final = "民主评议党员登记表"
_EMPTY_DAY: Final = "　　　　年　　月　　日"


def docx(form: AppraisalForm, at: datetime) -> bytes:
    """The form as docx, made at a moment."""
    return to_docx.docx(paper(form), at)


def pdf(form: AppraisalForm, at: datetime) -> bytes:
    """The form as PDF, made at a moment."""
    return to_pdf.pdf(paper(form), at)


def paper(form: AppraisalForm) -> Paper:
    """The form as a paper."""
    return Paper(
        f"{_TITLE} {form.name} {form.year}年", (Text(_TITLE, "title"), Table(_WIDTHS, _rows(form), rules="grid")),
        foot=f"{form.organization}　评议 {form.record}",
    )  # fmt: skip


def _rows(form: AppraisalForm) -> tuple[tuple[Cell, ...], ...]:
    measured = "　".join(f"{word}{count}票" for word, count in form.counts)
    return (
        (_head("姓名"), cell(form.name), _head("党员类别"), cell(form.kind)),
        (_head("党支部"), cell(form.organization), _head("评议年度"), cell(f"{form.year}年")),
        (_head("党性分析\n个人自评"), _written(form.text, "本人签名", form.handed_on, 80)),
        (_head("党员互评"), cell(f"{day(form.mutual_on)}进行。" if form.mutual_on else "", span=3)),
        (_head("民主测评"), cell(measured or "票数不列。", span=3)),
        (_head("组织评定"), cell(form.grade, span=3)),
        (_head("评定意见"), _written(form.opinion, "支部（盖章）", form.decided_on, 28)),
        (_head("本人意见"), _written(form.answer, "本人签名", form.answered_on, 22)),
        (_head("告知本人"), cell(day(form.told_on) or _EMPTY_DAY, span=3)),
    )


def _written(text: str, who: str, on: date | None, at_least: float) -> Cell:
    """A text, and below it who signs and when: open where it is written by hand."""
    signed = Text(f"{who}：　　　　　　{day(on) or _EMPTY_DAY}", "figure")
    return Cell((Text(text, "speech"), signed), span=3, at_least=at_least)


def _head(word: str) -> Cell:
    return cell(word, "head", at_least=10)
