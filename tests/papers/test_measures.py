"""The measures of R11 (GB/T 9704—2012), read back from the pages: A4, margins, lines, letters, the page's number."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from filled import AT, NOTICE, SAMPLES
from printed import Printed, pages_of, text_of

from dengxiaming.papers.notice import paper as notice

MM_OF_POINT = 25.4 / 72
A4 = (210.0, 297.0)
NEAR = 0.5


@dataclass(frozen=True)
class Word:
    """A run of text where it stands on its page, in millimetres."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def words_on(pdf: Path) -> list[Word]:
    found, page = [], 0
    for line in text_of(pdf, "-bbox").splitlines():
        page += line.strip().startswith("<page ")
        if place := re.search(r'xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*)</word>', line):
            left, top, right, bottom = (float(place[side]) * MM_OF_POINT for side in range(1, 5))
            found.append(Word(page, left, top, right, bottom, place[5]))
    return found


ACROSS = frozenset({"register", "dues", "dues_year", "appraisal"})


@pytest.mark.parametrize("name", SAMPLES)
def test_every_page_is_a4(printed: Printed, name: str) -> None:
    wanted = A4[::-1] if name in ACROSS else A4
    for pdf in (printed.pdf(name), printed.office(name)):
        assert all(size == pytest.approx(wanted, abs=NEAR) for size in pages_of(pdf))


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_stands_outside_the_page(printed: Printed, name: str) -> None:
    width, height = A4[::-1] if name in ACROSS else A4
    for word in words_on(printed.pdf(name)):
        assert word.left > 10
        assert word.right < width - 10
        assert word.top > 10
        assert word.bottom < height - 5


@pytest.fixture(scope="module")
def long_notice(tmp_path_factory: pytest.TempPathFactory) -> list[Word]:
    """A notice of three pages, its text made of 一 so that letters can be counted."""
    pdf = tmp_path_factory.mktemp("notice") / "long.pdf"
    pdf.write_bytes(notice.pdf(replace(NOTICE, title="通知", number="", requirements=("一" * 1500,)), AT))
    return words_on(pdf)


def body(words: list[Word], page: int) -> list[Word]:
    return [word for word in words if word.page == page and word.bottom < 297 - 35 + NEAR]


def test_the_field_of_text(long_notice: list[Word]) -> None:
    """天头 37, 订口 28, 版心 156 × 225."""
    inside = body(long_notice, 2)
    assert min(word.left for word in inside) == pytest.approx(28, abs=NEAR)
    assert max(word.right for word in inside) == pytest.approx(28 + 156, abs=NEAR)
    # 字在行的正中：第一行的上边是天头加上行距里空出来的一半
    lead = (28.95 - 16) / 2 * MM_OF_POINT
    assert min((word.top + word.bottom) / 2 for word in inside) == pytest.approx(37 + lead + 8 * MM_OF_POINT, abs=1)
    assert max(word.bottom for word in inside) < 37 + 225 + 1


def test_22_lines_of_28_letters(long_notice: list[Word]) -> None:
    inside = body(long_notice, 2)
    assert len({round(word.top) for word in inside}) == 22
    assert max(len(word.text) for word in inside) == 28


def test_the_number_of_the_page(long_notice: list[Word]) -> None:
    """Below the text by 7 mm, 一字线 on both sides, odd pages to the right and even ones to the left, one letter in."""
    for page, side in ((1, "right"), (2, "left"), (3, "right")):
        foot = [word for word in long_notice if word.page == page and word.top > 297 - 35]
        assert [word.text for word in foot] == ["—", str(page), "—"]
        assert min(word.top for word in foot) == pytest.approx(297 - 35 + 7, abs=3)
        if side == "right":
            assert foot[-1].right == pytest.approx(184 - 14 * MM_OF_POINT, abs=1)
        else:
            assert foot[0].left == pytest.approx(28 + 14 * MM_OF_POINT, abs=1)


def test_the_date_is_not_alone_on_its_page(long_notice: list[Word]) -> None:
    last = max(word.page for word in long_notice)
    texts = [word.text for word in body(long_notice, last)]
    assert "2026年10月28日" in texts
    assert len(texts) > 2


def test_the_date_never_moves_to_a_page_of_its_own(tmp_path: Path) -> None:
    """However long the text before it is: one more line each time, and the date always has text above it."""
    for lines in range(1, 5):
        form = replace(NOTICE, contact="", number="", requirements=tuple("一二三四五六七八九"[: lines + 1]))
        (tmp_path / "n.pdf").write_bytes(notice.pdf(form, AT))
        words = words_on(tmp_path / "n.pdf")
        last = body(words, max(word.page for word in words))
        assert last[0].text != NOTICE.organization
