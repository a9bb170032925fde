"""The form with boxes: who, what was done when, room to write by hand, and who signs."""

from datetime import datetime
from typing import Final

from dengxiaming.papers import to_docx, to_pdf
from dengxiaming.papers.blocks import Cell, Paper, Table, Text, cell
from dengxiaming.papers.development.form import CourseForm

_WIDTHS: Final = (38.0, 125.0)


def docx(form: CourseForm, at: datetime) -> bytes:
    """The form as docx, made at a moment."""
    return to_docx.docx(paper(form), at)


def pdf(form: CourseForm, at: datetime) -> bytes:
    """The form as PDF, made at a moment."""
    return to_pdf.pdf(paper(form), at)


def paper(form: CourseForm) -> Paper:
    """The form as a paper."""
    table = Table(_WIDTHS, _rows(form), rules="grid")
    return Paper(
        f"{form.title} {form.name}", (Text(form.title, "title"), table), foot=f"{form.organization}　{form.record}"
    )


def _rows(form: CourseForm) -> tuple[tuple[Cell, ...], ...]:
    known = (("姓名", form.name), ("党组织", form.organization), *form.rows)
    return (
        *((cell(label, "head", at_least=10), cell(text, "speech")) for label, text in known),
        *((cell(label, "head"), cell("", at_least=34)) for label in form.room),
        *((cell(label, "head"), cell("\n\n　　　　年　　月　　日", "figure")) for label in form.signs),
    )
