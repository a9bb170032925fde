"""Whatever somebody types prints: letters XML forbids, words without end, 300 people, 40 items, 200 pages."""

import io
import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import docx as python_docx
import pytest
from filled import AT, BOOK, MINUTES, ROLL, SAMPLES, SERVICE
from hypothesis import example, given, settings
from hypothesis import strategies as st
from printed import pages_of, squeezed, text_of, to_office

from dengxiaming.papers.attendance_sheet import paper as attendance_sheet
from dengxiaming.papers.attendance_sheet.form import Line
from dengxiaming.papers.glyphs import printable
from dengxiaming.papers.handbook import paper as handbook
from dengxiaming.papers.minute_page import paper as minute_page
from dengxiaming.papers.minute_page.form import Away, Item, MinutePage, Resolution
from dengxiaming.papers.service_form import paper as service_form
from dengxiaming.papers.words import clean

UGLY = (
    "\x00\x01\x08\x0b\x0c\x1f\x7f\x85\ufffe\uffff\ud800\udfff\u202e倒\u2028行\u2029段\t格 <b>&amp;</b> {{ 1 }} {% x %} "
    "]]> “引”—…· 😀👨‍👩‍👧 é e\u0301 ﷽ 𠮷 \ue000 "
)
WORD = "Rechtsschutzversicherungsgesellschaften" * 60


def ugly(text: str, people: int, items: int) -> MinutePage:
    return replace(
        MINUTES,
        organization=text or "支部",
        theme=text,
        place=text,
        chair=text,
        present=tuple(f"古丽·{number}" for number in range(people)),
        away=(Away(text, text, text),),
        observers=(text,),
        items=tuple(Item(text, text, text, text, resolutions=(Resolution(text, text),)) for _ in range(items)),
        late_reason=text,
        corrected=text,
    )


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


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worst of it, once: every field ugly, 300 people, 40 items, a word of 2,340 letters, a speech of 9,000."""
    folder = tmp_path_factory.mktemp("ugly")
    long = replace(
        ugly(UGLY, 300, 0),
        items=(
            *ugly(UGLY, 1, 2).items,
            *(Item("议题", resolutions=(Resolution("办"),)) for _ in range(36)),
            Item(WORD, "", "", "长话" * 4500),
            Item("最后一项", speeches=WORD),
        ),
    )
    roll = replace(
        ROLL,
        lines=(*(Line(f"古丽·{number}", "", "出席") for number in range(299)), Line("古丽·299", UGLY, "请假", WORD)),
    )
    served = replace(SERVICE, did=UGLY + "做" * 6000, solved=WORD)
    made = {
        "long": (minute_page, long),
        "roll": (attendance_sheet, roll),
        "served": (service_form, served),
        "one": (minute_page, replace(MINUTES, present=("独",), items=(), away=(), anchor=None)),
    }
    for name, (module, form) in made.items():
        (folder / f"{name}.pdf").write_bytes(module.pdf(form, AT))
        (folder / f"{name}.docx").write_bytes(module.docx(form, AT))
    to_office(folder, folder / "office")
    return folder


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("long", ("古丽·299", "四十、最后一项", "长话长话", "<b>&amp;</b>{{1}}{%x%}]]>", "倒")),
        ("roll", ("古丽·0", "古丽·299", "300")),
        ("served", ("做做做做", "Rechtsschutz", "社区意见")),
        ("one", ("独", "实到1人")),
    ],
)
def test_it_all_prints(crowd: Path, name: str, wanted: tuple[str, ...]) -> None:
    for pdf in (crowd / f"{name}.pdf", crowd / "office" / f"{name}.pdf"):
        there = squeezed(text_of(pdf, "-raw"))
        assert [word for word in wanted if squeezed(word) not in there] == []


def test_nothing_runs_off_the_paper(crowd: Path) -> None:
    """As many letters of the long speech, of the long words and of the form's box come out as went in."""
    there = squeezed(text_of(crowd / "long.pdf", "-raw"))
    assert there.count("长话") >= 4490  # 一页的末尾可以把“长话”拆开
    assert there.count("Rechtsschutz") >= 2 * 50
    assert squeezed(text_of(crowd / "served.pdf", "-raw")).count("做") >= 6000


def test_two_hundred_pages(tmp_path: Path) -> None:
    short = MinutePage("党课记录", BOOK.organization, ("党课",), "学习", BOOK.as_of, "")
    days = (date(2026, 1, 1) + timedelta(days=number) for number in range(190))
    book = replace(BOOK, pages=tuple(replace(short, on=on, record=f"G{on:%m%d}") for on in days))
    pdf = tmp_path / "book.pdf"
    pdf.write_bytes(handbook.pdf(book, AT))
    pages = len(pages_of(pdf))
    assert pages >= 200
    last = text_of(pdf, "-f", str(pages), "-l", str(pages))
    assert f"{pages}/{pages}" in last
    listed = text_of(pdf, "-f", "2", "-l", "8", "-layout")
    place = next(line.split()[-1] for line in listed.splitlines() if line.strip().startswith("7月9日"))
    assert "记录G0709" in squeezed(text_of(pdf, "-f", place, "-l", place))
    opened = python_docx.Document(io.BytesIO(handbook.docx(book, AT)))
    assert sum("fldSimple" in str(one.tag) for one in opened.element.iter()) > 190


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
