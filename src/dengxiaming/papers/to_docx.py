"""A paper as docx, written element by element so that no binary template has to be kept and two runs are equal.

Fonts are named as offices have them (仿宋_GB2312, 方正小标宋简体 …); the machine that opens the file supplies them.
"""

import io
import zipfile
from datetime import UTC, datetime
from functools import cache, singledispatchmethod
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from dengxiaming.papers.anchor import qr_png
from dengxiaming.papers.blocks import (
    STYLES,
    Block,
    Break,
    Cell,
    Contents,
    Face,
    Paper,
    Picture,
    Sheet,
    SmallPrint,
    Style,
    Table,
    Text,
    whole,
)
from dengxiaming.papers.words import clean

AUTHOR: Final = "灯下明"
FACES: Final[dict[Face, str]] = {
    "title": "方正小标宋简体",
    "song": "宋体",
    "fang": "仿宋_GB2312",
    "kai": "楷体_GB2312",
    "hei": "黑体",
}
_TWIPS_OF_MM: Final = 1440 / 25.4
_ALIGN: Final = {"left": "left", "center": "center", "right": "right", "justify": "both"}
_QR_MM: Final = 24
Element = Any
"""An lxml element; lxml has no types."""


def docx(paper: Paper, at: datetime) -> bytes:
    """The paper as docx; `at` is the moment written into the file as its making."""
    return _Writer(paper, at).bytes()


def _el(tag: str, *children: Element, **attributes: object) -> Element:
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name.rstrip('_')}"), str(value))
    made.extend(children)
    return made


def _twips(mm: float) -> int:
    return round(mm * _TWIPS_OF_MM)


def _points(points: float) -> int:
    return round(points * 20)


def _written(text: str) -> Element:
    made = _el("t")
    made.text = text
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def _field(instruction: str, shown: str) -> Element:
    """A field Word works out by itself; `shown` until it does."""
    return _el("fldSimple", _el("r", _written(shown)), instr=instruction, dirty="true")


@cache
def _blank() -> bytes:
    """An empty document with our styles: half of the work of a short paper, done once."""
    made = Document()
    made.styles["Normal"].element.get_or_add_rPr().append(_fonts("song"))
    for name, style in STYLES.items():
        held = made.styles.add_style(f"灯下明 {name}", WD_STYLE_TYPE.PARAGRAPH).element
        held.set(qn("w:styleId"), name)
        _replace(held.get_or_add_pPr(), _paragraph_look(style))
        _replace(held.get_or_add_rPr(), _run_look(style))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


class _Writer:
    def __init__(self, paper: Paper, at: datetime) -> None:
        self.paper, self.at = paper, at
        self.document = Document(io.BytesIO(_blank()))
        self.body: Element = self.document.element.body
        self.anchors = 0

    def bytes(self) -> bytes:
        self._properties()
        self._sheet(self.paper.sheet)
        self._foot()
        for block in self.paper.blocks:
            for element in self.write(block):
                self._add(element)
        out = io.BytesIO()
        self.document.save(out)
        return _repacked(out.getvalue())

    def _add(self, element: Element) -> None:
        self.body.insert(len(self.body) - 1, element)

    # ---- 文件、纸、页脚 ----

    def _properties(self) -> None:
        held = self.document.core_properties
        held.title, held.author, held.last_modified_by, held.comments = clean(self.paper.title), AUTHOR, AUTHOR, ""
        held.created = held.modified = self.at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        held.language, held.revision = "zh-CN", 1
        # 按现在的 Word 排，不按“兼容模式”；模板带的缩略图是别的文件的，去掉
        mode = next(
            one
            for one in self.document.settings.element.iter(qn("w:compatSetting"))
            if one.get(qn("w:name")) == "compatibilityMode"
        )
        mode.set(qn("w:val"), "15")
        rels = self.document.part.package.rels
        for name in [name for name, rel in rels.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
            del rels[name]

    def _sheet(self, sheet: Sheet) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(sheet.size[0]), Mm(sheet.size[1])
        section.orientation = WD_ORIENT.LANDSCAPE if sheet.landscape else WD_ORIENT.PORTRAIT
        section.top_margin, section.bottom_margin = Mm(sheet.top), Mm(sheet.bottom)
        section.left_margin, section.right_margin = Mm(sheet.left), Mm(sheet.right)
        section.header_distance = Mm(15)
        # 页码在版心下边缘之下 7 mm（R11）
        section.footer_distance = Mm(max(sheet.bottom - 7 - 5, 5))
        grid = section._sectPr.find(qn("w:docGrid"))  # noqa: SLF001  python-docx 没有给文档网格留入口
        if grid is not None:
            section._sectPr.remove(grid)  # noqa: SLF001  行距、字距已经写死，网格会再加一次

    def _foot(self) -> None:
        section = self.document.sections[0]
        if self.paper.sheet.numbers == "official":
            self.document.settings.odd_and_even_pages_header_footer = True
            self._official_number(section.footer, "right")
            self._official_number(section.even_page_footer, "left")
            return
        paragraph = _el("p", _el("pPr", _el("pStyle", val="small"), _el("tabs", self._right_tab())))
        paragraph.append(_el("r", _written(clean(self.paper.foot)), _el("tab")))
        paragraph.extend((_field("PAGE", "1"), _el("r", _written("/")), _field("NUMPAGES", "1")))
        _replace(section.footer._element, [paragraph])  # noqa: SLF001  页脚整段自己写

    def _right_tab(self) -> Element:
        return _el("tab", val="right", pos=_twips(self.paper.sheet.width))

    def _official_number(self, footer: Any, side: str) -> None:  # noqa: ANN401  python-docx 的页脚
        indent = _el("ind", **{side: _points(14)})
        spacing = _el("spacing", before=0, after=0, line=_points(14), lineRule="exact")
        look = [_el("rPr", _fonts("song"), _el("sz", val=28), _el("szCs", val=28)) for _ in range(3)]
        number = _field("PAGE", "1")
        number[0].insert(0, look[1])
        paragraph = _el("p", _el("pPr", spacing, indent, _el("jc", val=side)))
        paragraph.extend((_el("r", look[0], _written("— ")), number, _el("r", look[2], _written(" —"))))
        _replace(footer._element, [paragraph])  # noqa: SLF001  页脚整段自己写

    # ---- 块 ----

    @singledispatchmethod
    def write(self, block: Block) -> list[Element]:
        raise TypeError(f"没有这一种块：{block!r}")

    @write.register
    def _(self, block: Text) -> list[Element]:
        made = [_paragraph(block.style, line, block.right) for line in clean(block.text).split("\n")]
        if block.lead:
            made[0].insert(1, _el("r", _el("rPr", _fonts("hei")), _written(clean(block.lead))))
        if block.anchor:
            self.anchors += 1
            made[0].insert(1, _el("bookmarkStart", id=self.anchors, name=block.anchor))
            made[0].append(_el("bookmarkEnd", id=self.anchors))
        return made

    @write.register
    def _(self, _: Break) -> list[Element]:
        return [_el("p", _el("pPr", _el("pStyle", val="small")), _el("r", _el("br", type="page")))]

    @write.register
    def _(self, block: Contents) -> list[Element]:
        made = []
        for words, depth, anchor in block.entries:
            tab = _el("tab", val="right", leader="dot", pos=_twips(self.paper.sheet.width))
            look = _el("pPr", _el("pStyle", val="list"), _el("tabs", tab), _el("ind", left=480 * (depth - 1)))
            text = _el("r", _written(clean(words)), _el("tab"))
            made.append(_el("p", look, text, _field(f"PAGEREF {anchor} \\h", "…")))
        return made

    @write.register
    def _(self, block: Picture) -> list[Element]:
        paragraph = self.document.add_paragraph()
        paragraph.add_run().add_picture(io.BytesIO(qr_png(block.text)), width=Mm(block.size))
        element = paragraph._p  # noqa: SLF001  要它的元素
        element.get_or_add_pPr().append(_el("jc", val="center"))
        self.body.remove(element)
        return [element]

    @write.register
    def _(self, block: SmallPrint) -> list[Element]:
        words = Cell(tuple(Text(line, "small") for line in block.lines))
        width = self.paper.sheet.width
        if not block.code:
            return self.write(Table((width,), ((words,),), rules="bare"))
        table = Table((width - _QR_MM - 6, _QR_MM + 6), ((words, Cell((Text("", "small"),))),), rules="bare")
        made = self.write(table)
        picture = self.write(Picture(block.code, _QR_MM))[0]
        cell = made[0].findall(f".//{qn('w:tc')}")[-1]
        cell.replace(cell.find(qn("w:p")), picture)
        return made

    @write.register
    def _(self, block: Table) -> list[Element]:
        look = _el("tblPr", _el("tblW", w=_twips(sum(block.widths)), type="dxa"))
        if block.rules != "bare":
            look.append(_borders(block))
        look.append(_el("tblLayout", type="fixed"))
        left, right = {"grid": (80, 80), "open": (0, 120), "bare": (0, 0)}[block.rules]
        look.append(
            _el(
                "tblCellMar",
                *(
                    _el(edge, w=w, type="dxa")
                    for edge, w in zip(("top", "left", "bottom", "right"), (40, left, 40, right), strict=True)
                ),
            )
        )
        made = _el("tbl", look, _el("tblGrid", *(_el("gridCol", w=_twips(width)) for width in block.widths)))
        for place, cells in enumerate(block.rows):
            made.append(self._row(block, cells, place))
        return [made, _el("p", _el("pPr", _el("spacing", before=0, after=0, line=_points(6), lineRule="exact")))]

    def _row(self, table: Table, cells: tuple[Cell, ...], place: int) -> Element:
        look = _el("trPr")
        if table.together or whole(cells):
            look.append(_el("cantSplit"))
        height = max(one.at_least for one in cells)
        if height:
            look.append(_el("trHeight", val=_twips(height), hRule="atLeast"))
        if place < table.head:
            look.append(_el("tblHeader"))
        made = _el("tr", look) if len(look) else _el("tr")
        at = 0
        for one in cells:
            made.append(self._cell(table, one, _twips(sum(table.widths[at : at + one.span]))))
            at += one.span
        return made

    def _cell(self, table: Table, one: Cell, width: int) -> Element:
        look = _el("tcPr", _el("tcW", w=width, type="dxa"))
        if one.span > 1:
            look.append(_el("gridSpan", val=one.span))
        if table.rules == "grid":
            look.append(_el("vAlign", val="center"))
        made = _el("tc", look)
        for text in one.paragraphs:
            made.extend(self.write(text))
        return made


def _paragraph(style: str, line: str, right: float) -> Element:
    look = _el("pPr", _el("pStyle", val=style))
    if right:
        look.append(_el("ind", right=_points(right * STYLES[style].size)))
    made = _el("p", look)
    if line:
        made.append(_el("r", _written(line)))
    return made


def _fonts(face: Face) -> Element:
    name = FACES[face]
    return _el("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def _paragraph_look(style: Style) -> list[Element]:
    """The children of pPr, in the order the schema wants them."""
    made = [_el("keepNext")] if style.keep else []
    # 数字、字母和汉字之间不加空（公文的写法）
    made.extend((_el("autoSpaceDE", val="0"), _el("autoSpaceDN", val="0")))
    made.append(
        _el(
            "spacing",
            before=_points(style.before),
            after=_points(style.after),
            line=_points(style.leading),
            lineRule="exact",
        )
    )
    if style.first:
        made.append(_el("ind", firstLineChars=round(style.first * 100), firstLine=_points(style.first * style.size)))
    made.append(_el("jc", val=_ALIGN[style.align]))
    if style.level:
        made.append(_el("outlineLvl", val=style.level - 1))
    return made


def _run_look(style: Style) -> list[Element]:
    made = [_fonts(style.face)]
    if style.squeeze:
        # 二十分之一磅为一格：0.21 磅取 5 格，一行才放得下 28 字
        made.append(_el("spacing", val=-round(style.squeeze * 20 + 0.5)))
    half_points = round(style.size * 2)
    return [*made, _el("sz", val=half_points), _el("szCs", val=half_points)]


def _borders(table: Table) -> Element:
    thick, none = {"val": "single", "sz": 12}, {"val": "nil"}
    thin = {"val": "single", "sz": 4, "color": "000000" if table.rules == "grid" else "777777"}
    sides, inner = (thick, thin) if table.rules == "grid" else (none, none)
    return _el(
        "tblBorders", _el("top", **thick), _el("left", **sides), _el("bottom", **thick), _el("right", **sides),
        _el("insideH", **thin), _el("insideV", **inner),
    )  # fmt: skip


def _replace(holder: Element, children: list[Element]) -> None:
    for child in list(holder):
        holder.remove(child)
    holder.extend(children)


def _repacked(made: bytes) -> bytes:
    """The same package with one fixed date on every part, so that two runs are equal."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as given, zipfile.ZipFile(out, "w") as taken:
        for name in given.namelist():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            taken.writestr(part, given.read(name))
    return out.getvalue()
