"""One TOML file of a rulebook: its bytes, what it says, and in which line; what is wrong with it becomes findings."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path as FilePath
from typing import Final

from dengxiaming.law.finding import Finding
from dengxiaming.law.places import Path, line_of, places

LARGEST: Final = 2_000_000  # bytes; a clause file has about two thousand

_PLACE: Final = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")
_REMEDIES: Final = {
    "Cannot overwrite a value": "同一个键写了两遍，留一遍。",
    "Cannot declare": "同一个表头写了两遍；要写第二个，用两层方括号，如 [[duty]]。",
    "Cannot mutate immutable namespace": "同一个表写了两遍，留一处。",
    "Expected '=' after a key": "键和值之间写一个半角等号，如 value = 1。",
    "Unclosed array": "方括号没有收口，补上 ]。",
    "Unclosed inline table": "花括号没有收口，补上 }；花括号里的内容要写在一行。",
    "Illegal character": '有不该出现的字符；文字要用半角引号 " 括起来，引号不跨行。',
    "Expected newline": "一行只写一个键；值后面只能跟 # 开头的说明。",
    "Invalid initial character for a key part": "键只用英文字母、数字、下划线；注释以 # 开头。",
    "Invalid statement": "键只用英文字母、数字、下划线；注释以 # 开头。",
    "Unterminated string": '引号没有收口，补上半角引号 "。',
    "Invalid value": '文字要用半角引号 " 括起来，日期写 2020-06-17，数直接写。',
    "Invalid date": "日历上没有这一天，改成真的日期，如 2020-06-17。",
    "Unescaped": "反斜杠要写两遍 \\\\。",
}  # fmt: skip

_OTHERWISE: Final = "对照旁边的规则文件改这一行。"


@dataclass
class Document:
    """A file that was read. Where its text is no TOML it is not `readable`, `data` is empty and `findings` says why."""

    file: str
    raw: bytes
    data: dict[str, object] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    readable: bool = True

    @cached_property
    def _lines(self) -> dict[Path, int]:
        """Scanned when a line is first asked for: most files are read without one."""
        return places(self.raw.decode("utf-8-sig")) if self.readable and self.raw else {}

    def report(self, path: Path, message: str, remedy: str) -> None:
        """Add a finding at the line of `path`."""
        self.findings.append(Finding(self.file, line_of(self._lines, path), message, remedy))

    def line(self, *path: str | int) -> int:
        """The line of a path, or of the nearest thing around it."""
        return line_of(self._lines, path)

    @cached_property
    def duty_lines(self) -> tuple[int, ...]:
        """The lines of the `[[duty]]` headers, found without a scan where the plain ones are all there are."""
        lines = self.raw.decode("utf-8-sig").split("\n")
        plain = tuple(number for number, text in enumerate(lines, start=1) if text.strip() == "[[duty]]")
        duties = self.data.get("duty", [])
        count = len(duties) if isinstance(duties, list) else 0
        return plain if len(plain) == count else tuple(self.line("duty", index) for index in range(count))


def read_document(file: str, raw: bytes) -> Document:
    """Read one TOML file. Never raises for bad content."""
    document = Document(file, raw, readable=False)
    if len(raw) > LARGEST:
        document.findings.append(
            Finding(file, 0, f"有 {len(raw):,} 字节，太大。", "一条规则一个文件，通常不到 1 万字节。")
        )
        return document
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        document.findings.append(Finding(file, line, "不是 UTF-8 文字。", "在编辑器里另存为 UTF-8 编码。"))
        return document
    try:
        document.data = tomllib.loads(text)
        document.readable = True
    except RecursionError:
        document.findings.append(Finding(file, 0, "括号套得太深。", "规则文件最多套三层括号。"))
    except ValueError as error:
        document.findings.append(_syntax(file, text, str(error)))
    return document


def read_folder(directory: FilePath, findings: list[Finding]) -> dict[str, Document]:
    """Every `.toml` file of a folder by name, sorted. What cannot be read at all is added to `findings`."""
    documents: dict[str, Document] = {}
    try:
        paths = sorted(directory.iterdir(), key=lambda path: path.name)
    except OSError:
        findings.append(Finding(str(directory), 0, "没有这个文件夹，或者没有权限打开。", "检查路径，再试一次。"))
        return documents
    for path in paths:
        if path.suffix != ".toml":
            continue
        try:
            documents[path.name] = read_document(path.name, path.read_bytes())
        except OSError:
            findings.append(Finding(path.name, 0, "读不了这个文件。", "检查它是不是一个文件、有没有读的权限。"))
    return documents


def content_hash(*folders: Iterable[Document]) -> str:
    """SHA-256 over name and bytes of every file, by name; the folders one after another (edition, then overlay)."""
    digest = sha256()
    for number, folder in enumerate(folders):
        for document in sorted(folder, key=lambda held: held.file):
            head = f"{number}\0{document.file}\0{len(document.raw)}\0"
            digest.update(head.encode())
            digest.update(document.raw)
    return digest.hexdigest()


def _syntax(file: str, text: str, error: str) -> Finding:
    """What the standard reader said in English, as a place and a remedy."""
    place = _PLACE.search(error)
    if place is not None and place[1]:
        line = int(place[1])
        remedy = next((known for start, known in _REMEDIES.items() if error.startswith(start)), _OTHERWISE)
    else:
        line = text.rstrip().count("\n") + 1
        remedy = "写到这里就断了，补上没写完的值，或收口的引号、] 或 }。"
    written = text.split("\n")[line - 1].strip()[:40]
    shown = f"「{written}」" if written else ""
    return Finding(file, line, f"这一行不合 TOML 的写法{shown}。", remedy)
