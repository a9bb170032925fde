"""What a paper consists of: titles, text, tables, small print. Laid out once, written twice, as docx and as PDF."""

from dataclasses import dataclass, field
from typing import Final, Literal

Face = Literal["title", "song", "fang", "kai", "hei"]
Align = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True)
class Style:
    """How a paragraph looks, all in points; `leading` is the line's height, `first` the first line's indent in letters.

    `level` is its place in the outline, 0 for none; `squeeze` is taken from the distance of letters.
    """

    face: Face
    size: float
    leading: float
    align: Align = "left"
    first: float = 0
    before: float = 0
    after: float = 0
    squeeze: float = 0
    level: int = 0
    keep: bool = False


# 公文的尺寸（R11）：三号 16 磅、二号 22 磅；每面 22 行 → 行距 28.95 磅；每行 28 字 → 字距收 0.21 磅
OFFICIAL_LEADING: Final = 28.95
OFFICIAL_SQUEEZE: Final = 0.21
STYLES: Final[dict[str, Style]] = {
    "official_title": Style("title", 22, 35, "center", after=OFFICIAL_LEADING, level=1, keep=True),
    "official": Style("fang", 16, OFFICIAL_LEADING, "justify", first=2, squeeze=OFFICIAL_SQUEEZE),
    "official_last": Style("fang", 16, OFFICIAL_LEADING, "justify", first=2, squeeze=OFFICIAL_SQUEEZE, keep=True),
    "official_flush": Style("fang", 16, OFFICIAL_LEADING, squeeze=OFFICIAL_SQUEEZE),
    "official_number": Style("fang", 16, OFFICIAL_LEADING, "center", squeeze=OFFICIAL_SQUEEZE),
    "official_head": Style("hei", 16, OFFICIAL_LEADING, first=2, squeeze=OFFICIAL_SQUEEZE, keep=True),
    "official_sign": Style("fang", 16, OFFICIAL_LEADING, "right", squeeze=OFFICIAL_SQUEEZE),
    "official_gap": Style("fang", 16, OFFICIAL_LEADING, keep=True),
    "official_name": Style("fang", 16, OFFICIAL_LEADING, "right", squeeze=OFFICIAL_SQUEEZE, keep=True),
    "cover_name": Style("title", 40, 60, "center", before=150, after=24, level=1),
    "cover_year": Style("song", 26, 40, "center", after=240),
    "cover": Style("kai", 18, 32, "center"),
    "title": Style("title", 20, 30, "center", after=4, level=1, keep=True),
    "chapter": Style("title", 20, 30, "center", before=6, after=14, level=1, keep=True),
    "chapter_plain": Style("title", 20, 30, "center", before=6, after=14, keep=True),
    "section": Style("hei", 14, 22, before=12, after=4, level=2, keep=True),
    "entry": Style("title", 16, 24, "center", after=4, level=2, keep=True),
    "under": Style("kai", 12, 20, "center", after=8, keep=True),
    "flag": Style("hei", 10.5, 18, "right", keep=True),
    "body": Style("song", 12, 21, "justify", first=2, after=2),
    "flush": Style("song", 12, 21),
    "list": Style("song", 12, 24),
    "note": Style("song", 9, 14, before=6),
    "cell": Style("song", 10.5, 17),
    "centred": Style("song", 10.5, 17, "center"),
    "figure": Style("song", 10.5, 17, "right"),
    "speech": Style("song", 10.5, 18, "justify"),
    "label": Style("hei", 10.5, 17),
    "head": Style("hei", 10.5, 17, "center"),
    "item": Style("hei", 11.5, 20, before=2, keep=True),
    "aside": Style("kai", 10.5, 17),
    "small": Style("song", 8, 12),
    "root": Style("song", 15, 26, "center"),
    "big": Style("song", 22, 32, "center"),
}


@dataclass(frozen=True)
class Text:
    """Paragraphs of one style, one a line. `lead` stands before the first in 黑体. `right` is an indent from the right,
    in letters. `anchor` names a place.
    """

    text: str
    style: str = "body"
    lead: str = ""
    right: float = 0
    anchor: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell: its paragraphs, how many columns it spans, and how high it is at least, in millimetres."""

    paragraphs: tuple[Text, ...]
    span: int = 1
    at_least: float = 0


@dataclass(frozen=True)
class Table:
    """A table with column widths in millimetres; the first `head` rows stand again on every page.

    `open` has horizontal rules only, `grid` all of them, `bare` none.
    """

    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    rules: Literal["open", "grid", "bare"] = "open"
    head: int = 0
    together: bool = False


@dataclass(frozen=True)
class Picture:
    """A QR code of a text, `size` millimetres wide and high, centred."""

    text: str
    size: float


@dataclass(frozen=True)
class SmallPrint:
    """The small print at the end: lines, and the QR code of a text beside them where there is one."""

    lines: tuple[str, ...]
    code: str = ""


@dataclass(frozen=True)
class Break:
    """A new page."""


@dataclass(frozen=True)
class Contents:
    """The table of contents: what is listed, how deep, and the anchor it stands at."""

    entries: tuple[tuple[str, int, str], ...]


Block = Text | Table | Picture | SmallPrint | Break | Contents


@dataclass(frozen=True)
class Sheet:
    """A4 and its margins in millimetres; `numbers` says where the page's number stands."""

    top: float = 22
    right: float = 22
    bottom: float = 22
    left: float = 25
    landscape: bool = False
    numbers: Literal["official", "foot"] = "foot"

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return (297, 210) if self.landscape else (210, 297)

    @property
    def width(self) -> float:
        """What the margins leave for text."""
        return self.size[0] - self.left - self.right


OFFICIAL: Final = Sheet(top=37, right=26, bottom=35, left=28, numbers="official")
"""R11: 天头 37, 订口 28, 版心 156 × 225."""


@dataclass(frozen=True)
class Paper:
    """A whole paper: its title (of the file), sheet, blocks, and the small line at the foot of every page."""

    title: str
    blocks: tuple[Block, ...]
    sheet: Sheet = field(default_factory=Sheet)
    foot: str = ""


LONGEST_WHOLE: Final = 500
"""A row with at most so many letters is never torn apart by a page's end; a longer one may be."""


def whole(cells: tuple[Cell, ...]) -> bool:
    """Whether a row stays on one page."""
    return sum(len(text.text) + 40 * text.text.count("\n") for one in cells for text in one.paragraphs) <= LONGEST_WHOLE


def heads(cells: tuple[Cell, ...]) -> bool:
    """Whether a row is the head of the next, and must not be left behind by it."""
    return STYLES[cells[0].paragraphs[0].style].keep


def cell(text: str, style: str = "cell", span: int = 1, at_least: float = 0) -> Cell:
    """A cell with text of one style."""
    return Cell((Text(text, style),), span, at_least)


def row(*texts: str, style: str = "cell") -> tuple[Cell, ...]:
    """A row of such cells."""
    return tuple(cell(text, style) for text in texts)
