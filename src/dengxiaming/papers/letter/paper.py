"""The letter, laid out by GB/T 9704—2012 (R11)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from dengxiaming.papers import to_docx, to_pdf
from dengxiaming.papers.blocks import OFFICIAL, Paper, Text
from dengxiaming.papers.letter.form import Headed, Letter
from dengxiaming.papers.official import signed
from dengxiaming.papers.words import numeral


def docx(letter: Letter, at: datetime) -> bytes:
    """The letter as docx, made at a moment."""
    return to_docx.docx(paper(letter), at)


def pdf(letter: Letter, at: datetime) -> bytes:
    """The letter as PDF, made at a moment."""
    return to_pdf.pdf(paper(letter), at)


def paper(letter: Letter) -> Paper:
    """The letter as a paper; the day never stands alone on a page: the last sentence goes with it."""
    *body, last = _body(letter)
    ended = replace(last, style="official_last")
    return Paper(letter.title, (*body, ended, *signed(letter.organization, letter.issued_on)), OFFICIAL)


def _body(letter: Letter) -> Iterator[Text]:
    if letter.number:
        yield Text(letter.number, "official_number")
    yield Text(letter.title, "official_title")
    if letter.addressee:
        yield Text(f"{letter.addressee}：", "official_flush")
    headed = 0
    for line in letter.paragraphs:
        if isinstance(line, Headed):
            headed += 1
            yield Text(line.text, "official", lead=f"{numeral(headed)}、{line.head}：")
        else:
            yield Text(line, "official")
    if letter.closing:
        yield Text(letter.closing, "official")
