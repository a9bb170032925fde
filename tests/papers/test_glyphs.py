"""Every letter that is printed has a glyph: what goes into a PDF comes out of it, in each of its fonts."""

import random
import unicodedata
from pathlib import Path

import pytest
from filled import AT
from printed import text_of

from dengxiaming.papers import to_pdf
from dengxiaming.papers.blocks import Paper, Text
from dengxiaming.papers.glyphs import has, printable
from dengxiaming.papers.words import clean

# 国标汉字、繁体、扩展 A 和 B（人名里的生僻字）、拉丁、希腊、西里尔、标点、表情
BLOCKS = (
    (0x21, 0x7F), (0xA1, 0x180), (0x386, 0x3CF), (0x410, 0x450), (0x2010, 0x2030), (0x3001, 0x3018), (0x3400, 0x4DC0),
    (0x4E00, 0xA000), (0xFF01, 0xFF5F), (0x1F600, 0x1F645), (0x20000, 0x2A6E0),
)  # fmt: skip
EACH = 150
"""A text's line per block; which letters is the same in every run."""


def letters() -> list[str]:
    drawn = random.Random(20261124)
    found = [chr(code) for first, last in BLOCKS for code in drawn.sample(range(first, last), min(EACH, last - first))]
    return [sign for sign in found if clean(sign) == sign]


def comes_back(sign: str, text: str) -> bool:
    """As itself, or as the letter that looks the same and shares its glyph."""
    return sign in text or unicodedata.normalize("NFKC", sign) in text or sign in ALIKE


# 字体里与 ‐、― 同形的连接号、破折号，PDF 里只留下一个编码
ALIKE = "\u2010\u2011\u2012\u2013\u2014\u2015\u2027\u2022"


@pytest.mark.parametrize("style", ["cell", "label", "aside", "title"])
def test_every_letter_that_has_a_glyph_comes_back(tmp_path: Path, style: str) -> None:
    there = [sign for sign in letters() if has(sign)]
    assert len(there) > 800
    pdf = tmp_path / "letters.pdf"
    lines = (" ".join(there[at : at + 20]) for at in range(0, len(there), 20))
    pdf.write_bytes(to_pdf.pdf(Paper("", (Text("\n".join(lines), style),)), AT))
    text = text_of(pdf, "-raw")
    assert [f"{ord(sign):04X}" for sign in there if not comes_back(sign, text)] == []


def test_a_letter_without_one_comes_back_as_its_number(tmp_path: Path) -> None:
    """Mongolian, Tibetan where this machine has no font for them, and private use always."""
    without = [sign for sign in ("\ue000", "\U000f0001", *map(chr, range(0x1820, 0x1843))) if not has(sign)]
    assert len(without) >= 2
    pdf = tmp_path / "without.pdf"
    pdf.write_bytes(to_pdf.pdf(Paper("", (Text(" ".join(without), "cell"),)), AT))
    text = text_of(pdf, "-raw")
    for sign in without:
        assert printable(sign) == f"〔U+{ord(sign):04X}〕"
        assert printable(sign) in text.replace("\n", "")
