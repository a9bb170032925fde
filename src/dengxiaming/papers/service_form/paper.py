"""The 登记表 as a form with boxes: what it was, who came, what was done, and room for the stamps of both sides."""

from datetime import datetime
from typing import Final

from dengxiaming.papers import to_docx, to_pdf
from dengxiaming.papers.blocks import Cell, Paper, Table, Text, cell
from dengxiaming.papers.service_form.form import ServiceForm
from dengxiaming.papers.words import NONE, day, late, names, span

_WIDTHS: Final = (26.0, 60.0, 26.0, 51.0)
_TITLE: Final = "在职党员进社区工作登记表"


def docx(form: ServiceForm, at: datetime) -> bytes:
    """The form as docx, made at a moment."""
    return to_docx.docx(paper(form), at)


def pdf(form: ServiceForm, at: datetime) -> bytes:
    """The form as PDF, made at a moment."""
    return to_pdf.pdf(paper(form), at)


def paper(form: ServiceForm) -> Paper:
    """The form as a paper."""
    flag = (Text(late(form.late_days), "flag"),) if form.late_days else ()
    filed = f"报备单位：{form.filed_with}　报备日期：{day(form.filed_on)}　报备人：{form.filed_by}"
    table = Table(_WIDTHS, _rows(form), rules="grid")
    return Paper(
        f"{_TITLE} {day(form.on)}", (*flag, Text(_TITLE, "title"), table, Text(filed, "flush")),
        foot=f"{form.organization}　记录 {form.record}",
    )  # fmt: skip


def _rows(form: ServiceForm) -> tuple[tuple[Cell, ...], ...]:
    came = Cell((
        Text(f"应到{form.expected}人，实到{len(form.present)}人。", "cell"),
        Text(names(form.present) or NONE, "cell"),
    ), span=3)  # fmt: skip
    return (
        (_head("单位"), cell(form.unit, span=3)),
        (_head("党组织"), cell(form.organization, span=3)),
        (_head("社区"), cell(form.community, span=3)),
        (_head("活动时间"), cell(span(form.on, form.starts, form.ends)), _head("活动地点"), cell(form.place)),
        (_head("活动主题"), cell(form.theme, span=3)),
        (_head("带队人"), cell(form.leader), _head("记录人"), cell(form.recorder)),
        (_head("参加党员"), came),
        (_head("活动内容"), cell(form.did or NONE, "speech", span=3, at_least=40)),
        (_head("群众诉求"), cell(form.asked or NONE, "speech", span=3, at_least=22)),
        (_head("解决问题"), cell(form.solved or NONE, "speech", span=3, at_least=22)),
        (_stamp("社区意见"), _stamp("党组织意见")),
    )


def _head(word: str) -> Cell:
    return cell(word, "head", at_least=10)


def _stamp(whose: str) -> Cell:
    """Room for words and a stamp: two columns wide."""
    return cell(f"{whose}\n\n\n\n（盖章）　　　　年　　月　　日", "cell", span=2)
