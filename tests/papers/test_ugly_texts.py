"""Whatever somebody types prints: letters XML forbids, words without end, 300 people, 40 items, 100 pages."""

import io
import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import docx as python_docx
import pytest
from filled import AT, BOOK, SAMPLES
from hypothesis import example, given, settings
from hypothesis import strategies as st
from printed import Printed, pages_of, squeezed, text_of
from worst import UGLY, ugly

from dengxiaming.papers.glyphs import printable
from dengxiaming.papers.handbook import paper as handbook
from dengxiaming.papers.minute_page import paper as minute_page
from dengxiaming.papers.minute_page.form import MinutePage
from dengxiaming.papers.words import clean


def all_text(made: bytes) -> str:
    opened = python_docx.Document(io.BytesIO(made))
    return "".join(one.text or "" for one in opened.element.iter("{*}t"))


@settings(max_examples=10)
@example(UGLY)
@example("")
@example("\n\n")
@given(st.text(max_size=80))
def test_any_text_makes_a_docx_that_opens(text: str) -> None:
    read = all_text(minute_page.docx(ugly(text, 1, 1), AT))
    for line in clean(text).split("\n"):
        assert line in read


@given(st.text(max_size=80))
def test_cleaning_keeps_what_can_be_seen(text: str) -> None:
    kept = clean(text)
    assert clean(kept) == kept
    for sign in unicodedata.normalize("NFC", text):
        if unicodedata.category(sign)[0] in "LMNPS" and sign not in "\ufe0e\ufe0f":
            assert sign in kept


def test_a_letter_no_font_has_is_written_as_its_number() -> None:
    assert printable("李\ue000明") == "李〔U+E000〕明"
    assert printable("乌云·塔娜") == "乌云·塔娜"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("long", ("古丽·299", "四十、最后一项", "长话长话", "<b>&amp;</b>{{1}}{%x%}]]>", "倒")),
        ("many", ("古丽·0", "古丽·299", "300")),
        ("served", ("做做做做", "Rechtsschutz", "社区意见")),
        ("one", ("独", "实到1人")),
    ],
)
def test_it_all_prints(printed: Printed, name: str, wanted: tuple[str, ...]) -> None:
    for pdf in (printed.pdf(name), printed.office(name)):
        there = squeezed(text_of(pdf, "-raw"))
        assert [word for word in wanted if squeezed(word) not in there] == []


def test_nothing_runs_off_the_paper(printed: Printed) -> None:
    """As many letters of the long speech, of the long words and of the form's box come out as went in."""
    there = squeezed(text_of(printed.pdf("long"), "-raw"))
    assert there.count("长话") >= 4490  # 一页的末尾可以把“长话”拆开
    assert there.count("Rechtsschutz") >= 2 * 50
    assert squeezed(text_of(printed.pdf("served"), "-raw")).count("做") >= 6000


def test_a_book_of_more_than_a_hundred_pages(tmp_path: Path) -> None:
    short = MinutePage("党课记录", BOOK.organization, ("党课",), "学习", BOOK.as_of, "")
    days = (date(2026, 1, 1) + timedelta(days=number) for number in range(95))
    book = replace(BOOK, pages=tuple(replace(short, on=on, record=f"G{on:%m%d}") for on in days))
    pdf = tmp_path / "book.pdf"
    pdf.write_bytes(handbook.pdf(book, AT))
    pages = len(pages_of(pdf))
    assert pages >= 100
    last = text_of(pdf, "-f", str(pages), "-l", str(pages))
    assert f"{pages}/{pages}" in last
    listed = text_of(pdf, "-f", "2", "-l", "6", "-layout")
    place = next(line.split()[-1] for line in listed.splitlines() if line.strip().startswith("3月9日"))
    assert "记录G0309" in squeezed(text_of(pdf, "-f", place, "-l", place))
    opened = python_docx.Document(io.BytesIO(handbook.docx(book, AT)))
    assert sum("fldSimple" in str(one.tag) for one in opened.element.iter()) > 95


def test_every_paper_has_an_ugly_twin_in_docx() -> None:
    """No paper has a field that only behaves for tidy words."""
    for sample in SAMPLES.values():
        sample.docx(_all_ugly(sample.form), AT)


def _all_ugly(form: object) -> object:
    if isinstance(form, str):
        return UGLY
    if isinstance(form, tuple):
        return tuple(map(_all_ugly, form))
    if hasattr(form, "__dataclass_fields__") and not hasattr(form, "checkpoint"):
        return replace(form, **{name: _all_ugly(getattr(form, name)) for name in form.__dataclass_fields__})
    return form
