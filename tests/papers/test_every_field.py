"""What is on a form is on its paper: in the PDF, in the docx, and in what LibreOffice makes of the docx."""

import re
import zipfile

import pytest
import segno
from filled import ANCHOR, BOOK, MINUTES, SAMPLES
from PIL import Image
from printed import Printed, squeezed, text_of
from readable import OR, words

PAPERS = pytest.mark.parametrize("name", SAMPLES)
# 表格的格子折行以后，逐行读会把左右两格混在一起；按写入的次序读就不会
IN_ORDER = "-raw"
QR_SCALE, QR_BORDER = 6, 2


def missing(name: str, text: str) -> list[str]:
    there = squeezed(text)
    return sorted(
        word for word in words(SAMPLES[name].form) if not any(squeezed(way) in there for way in word.split(OR))
    )


def docx_text(printed: Printed, name: str) -> str:
    with zipfile.ZipFile(printed.docx(name)) as package:
        parts = [part for part in package.namelist() if re.match(r"word/(document|footer\d*)\.xml", part)]
        marked = "".join(package.read(part).decode() for part in sorted(parts))
    text = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", marked))
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@PAPERS
def test_in_the_pdf(printed: Printed, name: str) -> None:
    assert missing(name, text_of(printed.pdf(name), IN_ORDER)) == []


@PAPERS
def test_in_the_docx(printed: Printed, name: str) -> None:
    assert missing(name, docx_text(printed, name)) == []


@PAPERS
def test_in_what_libreoffice_makes_of_the_docx(printed: Printed, name: str) -> None:
    assert missing(name, text_of(printed.office(name), IN_ORDER)) == []


def test_the_looker_sees_what_is_missing(printed: Printed) -> None:
    """The checks above can fail: another paper's text lacks this one's words."""
    assert MINUTES.late_reason in missing("minutes", text_of(printed.pdf("notice")))


def test_the_monthly_sheet_has_the_whole_root(printed: Printed) -> None:
    for pdf in (printed.pdf("heads"), printed.office("heads")):
        assert squeezed(ANCHOR.root) in squeezed(text_of(pdf))
        assert " ".join(ANCHOR.groups[:4]) in re.sub(" +", " ", text_of(pdf))


@PAPERS
def test_the_fonts_offices_have_are_named(printed: Printed, name: str) -> None:
    with zipfile.ZipFile(printed.docx(name)) as package:
        styles = package.read("word/styles.xml").decode()
    for font in ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"):
        assert f'w:eastAsia="{font}"' in styles


def test_the_handbook_says_on_which_page_everything_is(printed: Printed) -> None:
    contents = text_of(printed.pdf("book"), "-f", "2", "-l", "2", "-layout")
    listed = re.findall(r"(\S+)\s[. ]+(\d+)\n", contents)
    assert [title for title, _ in listed] == [
        "组织和委员会", "党员名册", "计划", "会议和活动记录", "支部党员大会、党课", "支部党员大会、党课", "决议和落实",
        "谈心谈话", "在职党员进社区", "三会一课台账",
    ]  # fmt: skip
    for title, page in listed:
        assert squeezed(title) in squeezed(text_of(printed.pdf("book"), "-f", page, "-l", page))


def test_a_talk_has_no_place_for_what_was_said() -> None:
    assert set(vars(BOOK.talks[0])) == {"on", "by", "with_whom", "reason"}


@pytest.mark.parametrize("name", ["minutes", "heads", "book"])
def test_the_code_is_the_checkpoint(printed: Printed, name: str) -> None:
    """The picture in the docx, module by module, is the QR code of the checkpoint's text."""
    with zipfile.ZipFile(printed.docx(name)) as package:
        pictures = [part for part in package.namelist() if part.startswith("word/media/")]
        with package.open(pictures[0]) as held, Image.open(held) as opened:
            picture = opened.convert("1")
    wanted = segno.make_qr(ANCHOR.checkpoint, error="m", boost_error=False).matrix
    seen = [
        [
            picture.getpixel(((x + QR_BORDER) * QR_SCALE + 3, (y + QR_BORDER) * QR_SCALE + 3)) == 0
            for x in range(len(wanted))
        ]
        for y in range(len(wanted))
    ]
    assert seen == [[bool(module) for module in line] for line in wanted]
