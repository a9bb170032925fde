"""The notice, laid out by GB/T 9704—2012 (R11): 版心 156 × 225 mm, 22 lines of 28 letters, 小标宋 2 over 仿宋 3."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from dengxiaming.papers import to_docx, to_pdf
from dengxiaming.papers.blocks import OFFICIAL, Paper, Text
from dengxiaming.papers.notice.form import Document, Notice
from dengxiaming.papers.official import signed
from dengxiaming.papers.words import day, names, numeral, span


def docx(notice: Notice, at: datetime) -> bytes:
    """The notice as docx, made at a moment."""
    return to_docx.docx(paper(notice), at)


def pdf(notice: Notice, at: datetime) -> bytes:
    """The notice as PDF, made at a moment."""
    return to_pdf.pdf(paper(notice), at)


def paper(notice: Notice) -> Paper:
    """The notice as a paper."""
    *body, last = _body(notice)
    # 成文日期不单独落在一页上：最后一句话跟着它走
    return Paper(
        notice.title,
        (*body, replace(last, style="official_last"), *signed(notice.organization, notice.issued_on)),
        OFFICIAL,
    )


def _body(notice: Notice) -> Iterator[Text]:
    if notice.number:
        yield Text(notice.number, "official_number")
    yield Text(notice.title, "official_title")
    if notice.addressees:
        yield Text(f"{names(notice.addressees)}：", "official_flush")
    yield Text(f"定于{day(notice.on)}召开{names(notice.kinds)}，现将有关事项通知如下。", "official")
    for number, (head, lines) in enumerate(_sections(notice), 1):
        if len(lines) == 1:
            yield Text(lines[0], "official", lead=f"{numeral(number)}、{head}：")
            continue
        yield Text(f"{numeral(number)}、{head}", "official_head")
        for line in lines:
            yield Text(line, "official")


def _sections(notice: Notice) -> Iterator[tuple[str, tuple[str, ...]]]:
    facts = (
        ("时间", span(notice.on, notice.starts, notice.ends)),
        ("地点", notice.place),
        ("参加人员", notice.attendees),
        ("主题", notice.theme),
    )
    for head, value in facts:
        if value:
            yield head, (value,)
    if notice.agenda:
        yield "议程", _numbered(notice.agenda)
    if notice.documents:
        yield "会前学习", _numbered(tuple(map(_document, notice.documents)))
    if notice.requirements:
        yield "有关要求", _numbered(notice.requirements)
    if notice.contact:
        yield "联系人", (notice.contact,)


def _numbered(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"（{numeral(number)}）{line}" for number, line in enumerate(lines, 1)) if len(lines) > 1 else lines


def _document(one: Document) -> str:
    return f"{one.title}（{day(one.issued_on)}印发）" if one.issued_on else one.title
