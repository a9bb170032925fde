"""What Word insists on where LibreOffice looks away: what stands before what, what must not be twice or empty.

Said again from the schema of ECMA-376, part 1 (WordprocessingML), for the elements our papers use or may come to use.
"""

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

from lxml import etree

from dengxiaming.papers.blocks import STYLES

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
LONGEST_BOOKMARK: Final = 40
Element = Any
"""An lxml element; lxml has no types."""

ORDER: Final = {
    name: words.split()
    for name, words in {
        "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
        "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
        "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
        "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
        "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof "
        "snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText "
        "vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
        "tbl": "bookmarkStart bookmarkEnd tblPr tblGrid tr",
        "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
        "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
        "tblBorders": "top left start bottom right end insideH insideV",
        "tblCellMar": "top left start bottom right end",
        "tr": "tblPrEx trPr tc",
        "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign "
        "hideMark",
        "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
        "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
        "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat "
        "locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
        "styles": "docDefaults latentStyles style",
    }.items()
}
MANY: Final = frozenset({"tr", "tc", "style", "tblStylePr", "headerReference", "footerReference"})
"""May stand more than once; whatever else has a place stands there once."""
_OURS: Final = frozenset({"Normal", *(f"灯下明 {name}" for name in STYLES)})
FIRST: Final = {"p": "pPr", "r": "rPr", "tc": "tcPr", "tbl": "tblPr"}


def broken(package: bytes) -> list[str]:
    """Every rule a docx breaks, in words; none where Word opens it without offering to repair it."""
    with zipfile.ZipFile(io.BytesIO(package)) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    trees = {name: etree.fromstring(part) for name, part in parts.items() if name.endswith((".xml", ".rels"))}
    written = {name: tree for name, tree in trees.items() if name.startswith("word/") and name.endswith(".xml")}
    found = [f"{name}: {words}" for name, tree in written.items() for rule in IN_PART for words in rule(tree)]
    return [*found, *_references(trees), *_package(parts, trees)]


def _name(element: Element) -> str:
    return str(element.tag).removeprefix(W)


def _ordered(tree: Element) -> Iterator[str]:
    for holder in tree.iter(*(W + name for name in ORDER)):
        order, names = ORDER[_name(holder)], [_name(child) for child in holder if isinstance(child.tag, str)]
        if unknown := [name for name in names if name not in order and ":" not in name and "{" not in name]:
            yield f"{_name(holder)} 里不能有 {unknown}"
        places = [order.index(name) for name in names if name in order]
        if places != sorted(places):
            yield f"{_name(holder)} 里的次序不对：{names}"
        if twice := [name for name, times in Counter(names).items() if times > 1 and name not in MANY]:
            yield f"{_name(holder)} 里有两个 {twice}"


def _first(tree: Element) -> Iterator[str]:
    for holder, first in FIRST.items():
        for element in tree.iter(W + holder):
            if any(_name(child) == first for child in element[1:]):
                yield f"{first} 不在 {holder} 的最前面"
    for body in tree.iter(W + "body"):
        if _name(body[-1]) != "sectPr":
            yield "sectPr 不在最后"


def _tables(tree: Element) -> Iterator[str]:
    for cell in tree.iter(W + "tc"):
        if len(cell) == 0 or _name(cell[-1]) != "p":
            yield "格子里没有段落，或者最后一个不是段落"
    for table in tree.iter(W + "tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        rows = table.findall(W + "tr")
        if not rows or not columns:
            yield "表没有行或者没有列"
        for row in rows:
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(W + "tc")]
            wide = sum(1 if span is None else int(span.get(W + "val")) for span in spans)
            if wide != columns:
                yield f"一行占{wide}列，表有{columns}列"
        after = table.getnext()
        if after is not None and _name(after) == "tbl":
            yield "两个表挨着，Word 会并成一个"


def _identifiers(tree: Element) -> Iterator[str]:
    starts = list(tree.iter(W + "bookmarkStart"))
    for words, held in (
        ("书签的号", [one.get(W + "id") for one in starts]),
        ("书签的名", [one.get(W + "name").lower() for one in starts]),
        ("书签的尾", [one.get(W + "id") for one in tree.iter(W + "bookmarkEnd")]),
        ("图的号", [one.get("id") for one in tree.iter("{*}docPr")]),
        ("样式的号", [one.get(W + "styleId") for one in tree.iter(W + "style")]),
        ("样式的名", [one.get(W + "val") for style in tree.iter(W + "style") for one in style.findall(W + "name")]),
    ):
        if twice := [one for one, times in Counter(held).items() if times > 1]:
            yield f"{words}有两个：{twice}"
    if {one.get(W + "id") for one in starts} != {one.get(W + "id") for one in tree.iter(W + "bookmarkEnd")}:
        yield "书签有头没有尾，或者有尾没有头"
    for one in starts:
        if not re.fullmatch(rf"[^\W\d]\w{{0,{LONGEST_BOOKMARK - 1}}}", one.get(W + "name")):
            yield f"书签的名 Word 不认：{one.get(W + 'name')}"


def _fonts(tree: Element) -> Iterator[str]:
    """Of what is written and of our own styles; the template's others, which nothing uses, may be Latin only."""
    for fonts in tree.iter(W + "rFonts"):
        style = next(fonts.iterancestors(W + "style", W + "numbering"), None)
        name = None if style is None else style.find(W + "name")
        ours = style is None or (name is not None and name.get(W + "val") in _OURS)
        if ours and not fonts.get(W + "eastAsia") and not fonts.get(W + "eastAsiaTheme"):
            yield "有一处字体没有说汉字用哪一种（eastAsia）"


def _numbers(tree: Element) -> Iterator[str]:
    """Measures are whole numbers: Word calls a file with a fraction in one of them damaged."""
    whole = {"sz", "szCs", "spacing", "ind", "tcW", "tblW", "gridCol", "pgSz", "pgMar", "trHeight", "gridSpan"}
    for element in tree.iter(*(W + name for name in whole)):
        for name, value in element.attrib.items():
            if re.fullmatch(r"-?\d+\.\d+", value):
                yield f"{_name(element)} 的 {name.removeprefix(W)} 不是整数：{value}"


IN_PART: Final[tuple[Callable[[Element], Iterator[str]], ...]] = (
    _ordered, _first, _tables, _identifiers, _fonts, _numbers,
)  # fmt: skip


def _references(trees: dict[str, Element]) -> Iterator[str]:
    """Styles that are named exist, and so do the places the table of contents points to."""
    document = trees["word/document.xml"]
    styles = {one.get(W + "styleId") for one in trees["word/styles.xml"].iter(W + "style")}
    for name, tree in trees.items():
        for one in tree.iter(W + "pStyle", W + "rStyle", W + "tblStyle", W + "basedOn", W + "next", W + "link"):
            if one.get(W + "val") not in styles:
                yield f"{name}：没有样式 {one.get(W + 'val')}"
    places = {one.get(W + "name") for one in document.iter(W + "bookmarkStart")}
    for field in document.iter(W + "fldSimple"):
        kind, *rest = field.get(W + "instr").split()
        if kind == "PAGEREF" and rest[0] not in places:
            yield f"目录指着没有的书签 {rest[0]}"


def _package(parts: dict[str, bytes], trees: dict[str, Element]) -> Iterator[str]:
    """Every part has a type, every relation a target, and every reference a relation."""
    types = trees["[Content_Types].xml"]
    named = {one.get("PartName").lstrip("/") for one in types.findall("{*}Override")}
    endings = {one.get("Extension").lower() for one in types.findall("{*}Default")}
    for name in parts:
        if name != "[Content_Types].xml" and name not in named and name.rsplit(".", 1)[-1].lower() not in endings:
            yield f"{name} 没有类型"
    yield from (f"有类型没有文件：{name}" for name in named - set(parts))
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        for one in tree:
            target = posixpath.normpath(posixpath.join("/", folder, one.get("Target"))).lstrip("/")
            if one.get("TargetMode") != "External" and target not in parts:
                yield f"{name}：指着没有的 {target}"
        holder = posixpath.join(folder, posixpath.basename(name).removesuffix(".rels"))
        known = {one.get("Id") for one in tree}
        used = {
            value for element in trees.get(holder, ()) for each in element.iter() for key, value in each.attrib.items()
            if key.startswith(R)
        }  # fmt: skip
        yield from (f"{holder}：没有关系 {one}" for one in used - known)
