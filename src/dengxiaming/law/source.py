"""The official text a user holds → its clause tree, by its own numbering, to be shown beside our words. Never stored.

Three levels: 一、 · （一） · 1. The quirks seen in texts copied from web pages are met: leading spaces of every width,
half and full width, a space inside or after the number, several numbered paragraphs run together in one line, the
site's own lines above and below.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from dengxiaming.law.finding import Finding
from dengxiaming.law.locator import normal, numeral, shown
from dengxiaming.law.model import Rule, Rulebook, Section

LARGEST: Final = 5_000_000  # bytes; the longest document of this kind has some fifty thousand

_CHINESE: Final = "[一二三四五六七八九十]{1,3}"
_MARKS: Final = (
    re.compile(rf"({_CHINESE})\s*[、.．]\s*"),
    re.compile(rf"[(（]\s*({_CHINESE})\s*[)）]\s*[、.．]?\s*"),
    re.compile(r"([0-9０-９]{1,2})\s*[.．、]\s*(?![0-9０-９])"),
)
_SENTENCE_END: Final = re.compile(r"(?<=[。；！])\s*|(?<=\s)\s+")
_SITE: Final = re.compile(
    r"(【[^】]*】\s*)+"
    r"|(上一篇|下一篇|责任编辑|文章来源|发布时间|点击数|您现在的位置|当前位置|打印|关闭|分享到|版权所有|网站首页)\s*[:：>].*"
    r"|(打印|收藏|关闭|返回顶部)(\s*(本页|文章|窗口))?"
)
_FOREIGN: Final = (
    (b"PK\x03\x04", "这是 Word 或压缩文件，不是纯文本。", "打开它，另存为纯文本 .txt（UTF-8）再试。"),
    (b"\xd0\xcf\x11\xe0", "这是旧版 Word 文件，不是纯文本。", "打开它，另存为纯文本 .txt（UTF-8）再试。"),
    (b"%PDF", "这是 PDF，不是纯文本。", "把正文复制出来，存成纯文本 .txt（UTF-8）再试。"),
)
_TITLE_LENGTH: Final = 60


class SourceError(Exception):
    """A text that cannot be read as a document; the message is a Chinese sentence with its remedy."""


@dataclass(frozen=True)
class SourceNode:
    """One numbered paragraph: `locator` like 三(二)2, `title` its first sentence, `text` all of it, `line` from 1."""

    locator: str
    level: int
    title: str
    text: str
    line: int
    children: tuple["SourceNode", ...] = ()

    def walk(self) -> Iterator["SourceNode"]:
        """The node and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class SourceTree:
    """A text by its own numbering. `preamble` stands before the first number, `left_out` are the site's own lines."""

    name: str
    roots: tuple[SourceNode, ...]
    preamble: tuple[str, ...]
    left_out: tuple[str, ...]
    findings: tuple[Finding, ...]

    def walk(self) -> Iterator[SourceNode]:
        """Every node in the order of the text."""
        for root in self.roots:
            yield from root.walk()


@dataclass(frozen=True)
class Pair:
    """One place: what the text says there, the heading in our tree, our rules; each may be missing."""

    locator: str
    level: int
    node: SourceNode | None
    section: Section | None
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Beside:
    """Text and rulebook side by side, in the text's order; findings name the places of rules the text lacks."""

    pairs: tuple[Pair, ...]
    findings: tuple[Finding, ...]


def read_source(path: Path) -> SourceTree:
    """The clause tree of a text file (UTF-8, GB18030 or UTF-16). Raises `SourceError`."""
    try:
        if path.is_dir():
            raise SourceError(f"{path} 是文件夹。给出文本文件的路径。")
        if path.stat().st_size > LARGEST:
            raise SourceError(f"{path.name} 有 {path.stat().st_size:,} 字节，太大，不像一份文件。只留正文再试。")
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        raise SourceError(f"读不了 {path}。检查路径和读的权限。") from error
    return parse_source(_decoded(path.name, raw), path.name)


def parse_source(text: str, name: str = "原文") -> SourceTree:
    """The clause tree of a text. Raises `SourceError` where there is no numbering at all."""
    if not text.strip():
        raise SourceError(f"{name} 是空的。把文件正文存成纯文本再试。")
    if "<html" in text[:2000].lower():
        raise SourceError(f"{name} 是网页，不是纯文本。在浏览器里复制正文，存成 .txt 再试。")
    reader = _Reader(name)
    for number, line in enumerate(re.split(r"\r\n|[\r\n\x0b\x0c\u2028\u2029]", text), start=1):
        reader.line(number, line.strip(" \t\u00a0\u3000\ufeff"))
    if not reader.open:
        raise SourceError(f"{name} 里没有认出编号。要有 一、（一） 1. 这样开头的段落，每段另起一行。")
    return reader.tree()


def beside(tree: SourceTree, rulebook: Rulebook) -> Beside:
    """Pair each place of the text with our heading and rules of the same locator; ours that are missing come last."""
    sections = {section.locator: section for section in rulebook.sections}
    nodes = {node.locator: node for node in tree.walk()}
    pairs = [_pair(rulebook, node.locator, node, sections.get(node.locator)) for node in nodes.values()]
    findings = []
    for locator, section in sections.items():
        if locator in nodes:
            continue
        pairs.append(_pair(rulebook, locator, None, section))
        named = "、".join(section.rules)
        ours = f"，{named} 写着出自这里" if named else ""
        findings.append(
            Finding(
                tree.name, 0, f"原文里没有找到{shown(locator)}{ours}。", "核对这一段的编号是不是另起一行、有没有漏。"
            )
        )
    return Beside(tuple(pairs), tuple(findings))


def _pair(rulebook: Rulebook, locator: str, node: SourceNode | None, section: Section | None) -> Pair:
    level = node.level if node is not None else (section.level if section is not None else 1)
    rules = tuple(rule for rule in rulebook.rules.values() if normal(rule.section) == locator)
    return Pair(locator, level, node, section, rules)


def _decoded(name: str, raw: bytes) -> str:
    for magic, what, remedy in _FOREIGN:
        if raw.startswith(magic):
            raise SourceError(f"{name}：{what}{remedy}")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in raw:
        raise SourceError(f"{name} 不是文字文件。存成纯文本 .txt（UTF-8）再试。")
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SourceError(f"{name} 的编码认不出来。另存为 UTF-8 编码的纯文本再试。")


@dataclass
class _Open:
    """A node being read."""

    locator: str
    level: int
    number: int
    line: int
    parts: list[str] = field(default_factory=list)
    children: list[SourceNode] = field(default_factory=list)

    def closed(self) -> SourceNode:
        text = "\n".join(part for part in self.parts if part)
        first = text.split("\n", 1)[0].split("。", 1)[0].strip()
        title = first if len(first) <= _TITLE_LENGTH else first[: _TITLE_LENGTH - 1] + "…"
        return SourceNode(self.locator, self.level, title, text, self.line, tuple(self.children))


class _Reader:
    """Reads line by line; `open` is the way from the top to the node being read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.open: list[_Open] = []
        self.roots: list[SourceNode] = []
        self.preamble: list[str] = []
        self.left_out: list[str] = []
        self.findings: list[Finding] = []

    def line(self, number: int, text: str) -> None:
        """One line: the site's own, a numbered paragraph (or several run together), or more text of the last one."""
        if not text:
            return
        if _SITE.fullmatch(text):
            self.left_out.append(text)
            return
        mark = self.mark(text)
        if mark is not None and self.accepts(mark[0], mark[1], number):
            self.begin(mark[0], mark[1], number)
            text = text[mark[2] :]
        self.body(number, text)

    def body(self, number: int, text: str) -> None:
        """Text after a number; a further number after a full stop begins a node where it is just the next expected."""
        start = 0
        for cut in _SENTENCE_END.finditer(text):
            mark = self.mark(text[cut.end() :])
            if mark is not None and mark[1] == self.expected(mark[0]):
                self.add(text[start : cut.start()])
                self.begin(mark[0], mark[1], number)
                start = cut.end() + mark[2]
        self.add(text[start:])

    def add(self, text: str) -> None:
        """More text of the node being read, or of the preamble."""
        (self.open[-1].parts if self.open else self.preamble).append(text.strip())

    def mark(self, text: str) -> tuple[int, int, int] | None:
        """Level, number and length of the number a text begins with; `None` where it begins with none."""
        for level, pattern in enumerate(_MARKS, start=1):
            found = pattern.match(text)
            if found is not None:
                number = int(found[1]) if level == len(_MARKS) else numeral(found[1])
                return (level, number, found.end()) if number else None
        return None

    def expected(self, level: int) -> int:
        """The next number of a level where we are; 0 where that level cannot begin here."""
        current = next((node for node in self.open if node.level == level), None)
        if current is not None:
            return current.number + 1
        return 1 if level == 1 or self.open else 0

    def accepts(self, level: int, number: int, line: int) -> bool:
        """Whether a number at the head of a line begins a node; one that goes back does not, a jump is reported."""
        expected = self.expected(level)
        if number < (expected or 1):
            self.report(line, f"编号{number}又往回走了，当作上一段的正文。", "核对这一段的编号。")
            return False
        if number > (expected or 1):
            self.report(line, f"编号从{max(expected - 1, 0)}跳到{number}，中间少了。", "核对原文有没有漏一段。")
        return True

    def begin(self, level: int, number: int, line: int) -> None:
        """Close what is as deep or deeper, and begin a node."""
        while self.open and self.open[-1].level >= level:
            self.close()
        above = self.open[-1].locator if self.open else ""
        self.open.append(_Open(above + _written(level, number), level, number, line))

    def close(self) -> None:
        """Hand the deepest open node to the one above it."""
        node = self.open.pop().closed()
        (self.open[-1].children if self.open else self.roots).append(node)

    def report(self, line: int, message: str, remedy: str) -> None:
        """Something in the numbering a person should look at; nothing is refused for it."""
        self.findings.append(Finding(self.name, line, message, remedy))

    def tree(self) -> SourceTree:
        """What was read."""
        while self.open:
            self.close()
        return SourceTree(
            self.name, tuple(self.roots), tuple(self.preamble), tuple(self.left_out), tuple(self.findings)
        )


def _written(level: int, number: int) -> str:
    if level == len(_MARKS):
        return str(number)
    tens, ones = divmod(number, 10)
    chinese = ("" if tens == 0 else "十" if tens == 1 else "零一二三四五六七八九"[tens] + "十") + (
        "零一二三四五六七八九"[ones] if ones else ""
    )
    return chinese if level == 1 else f"({chinese})"
