"""Looking into an .xlsx before anything opens it: how large it is unpacked, how wide, and which cells are errors.

A workbook is a zip of XML. A few kilobytes can unpack to gigabytes, and two cells at opposite corners make a reader lay
out every cell between them; both are refused here, with a sentence. The sizes a zip states about itself are not
trusted: every part is unpacked in a stream and counted.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from dengxiaming.exchange.findings import ExchangeError

LARGEST_UNPACKED: Final = 1024**3
LARGEST_PARTS: Final = 2000
LARGEST_CELLS: Final = 60_000_000
_LARGEST_HEAD: Final = 16  # 段，每段 1 MB
_CHUNK: Final = 1024**2
_OVERLAP: Final = 400

_OLE: Final = b"\xd0\xcf\x11\xe0"
_FAR: Final = re.compile(rb'r="[A-Z]{2}[A-Z0-9]')
_WIDE: Final = re.compile(rb'r="[A-Z]{3}\d')
_ROW: Final = re.compile(rb'<row [^>]*?\br="(\d{1,9})"')
_ERROR_CELL: Final = re.compile(rb'<c (?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"


class ArchiveError(Exception):
    """A workbook that is not opened: what is wrong, and what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


@dataclass(slots=True)
class Inside:
    """What the look inside found. `errors` are the (row, column) of error cells such as #REF! by sheet, from 1."""

    counts_from_1904: bool = False
    errors: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def look_inside(path: Path) -> Inside:
    """What is in the workbook at `path`. Raises `ArchiveError` for one not to be opened, else `ExchangeError`."""
    try:
        with path.open("rb") as file:
            first = file.read(8)
    except OSError as error:
        raise ExchangeError(path, error.strerror or "读不出来") from error
    if first.startswith(_OLE):
        raise ArchiveError("这是旧格式的 .xls，或者加了密码。", "在电子表格里去掉密码，另存为 .xlsx。")
    if not first:
        raise ArchiveError("文件是空的。", "换一份完整的文件。")
    if not first.startswith(b"PK"):
        raise ArchiveError("这不是 .xlsx 工作簿，只是后缀写成了 .xlsx。", "用电子表格打开原文件，另存为 .xlsx。")
    try:
        with zipfile.ZipFile(path) as archive:
            return _look(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        KeyError,
        OSError,
    ) as error:
        if isinstance(error, ExchangeError):
            raise
        raise ArchiveError("工作簿坏了，打不开。", "换一份完整的文件；下载或拷贝可能中断过。") from error


def _look(archive: zipfile.ZipFile) -> Inside:
    parts = archive.infolist()
    if len(parts) > LARGEST_PARTS:
        raise _too_large()
    if "xl/workbook.xml" not in archive.namelist():
        raise ArchiveError("压缩包里没有工作簿。", "给一份 .xlsx 工作簿，或解开压缩包、给里面的文件夹。")
    heads: dict[str, bytes] = {}
    errors: dict[str, list[tuple[int, int]]] = {}
    left = LARGEST_UNPACKED
    for part in parts:
        name = part.filename
        is_sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
        is_head = name in {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"}
        sheet = _Sheet()
        head: list[bytes] = []
        for chunk in _unpacked(archive, part):
            left -= len(chunk)
            if left < 0 or (is_head and len(head) > _LARGEST_HEAD):
                raise _too_large()
            if is_sheet:
                sheet.take(chunk)
            if is_head:
                head.append(chunk)
        if is_sheet and sheet.errors:
            errors[name] = sheet.errors
        if is_head:
            heads[name] = b"".join(head)
    return _inside(heads, errors)


def _too_large() -> ArchiveError:
    return ArchiveError(f"工作簿解开后大于 {LARGEST_UNPACKED >> 20} MB。", "分成几份，或改用 csv 或 parquet 文件夹。")


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a part as they really are: the stated size is set beyond the limit, so that nothing ends early."""
    part.file_size = LARGEST_UNPACKED + _CHUNK
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


class _Sheet:
    """One sheet's XML as it streams by: how far its cells reach, and which are errors."""

    def __init__(self) -> None:
        self.errors: list[tuple[int, int]] = []
        self._tail = b""
        self._last_row = 0
        self._columns = 26

    def take(self, chunk: bytes) -> None:
        """Look at a piece. Raises `ArchiveError`."""
        text = self._tail + chunk
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise ArchiveError("工作簿里有不该有的声明，不打开。", "用电子表格重新另存一份 .xlsx。")
        if _FAR.search(text):
            self._columns = 702
        if self._columns > 26 and _WIDE.search(text):
            raise ArchiveError("有一张表的内容写到了第 702 列以外。", "删掉右边多余的列。")
        for match in _ROW.finditer(text):
            self._last_row = max(self._last_row, int(match[1]))
        if self._last_row * self._columns > LARGEST_CELLS:
            raise ArchiveError("有一张表的格子太多。", "删掉右边和下边多余的行、列，或改用 csv 文件夹。")
        if b't="e"' in text:
            self._note_errors(text)
        self._tail = text[-_OVERLAP:]

    def _note_errors(self, text: bytes) -> None:
        for match in _ERROR_CELL.finditer(text):
            place = (int(match[2]), _column_number(match[1]))
            if place not in self.errors[-8:]:
                self.errors.append(place)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _inside(heads: dict[str, bytes], errors: dict[str, list[tuple[int, int]]]) -> Inside:
    """The workbook's own list of sheets: whose errors those are, and from when it counts days."""
    workbook, relations = (_xml(heads.get(name, b"")) for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    found = Inside()
    if workbook is None:
        return found
    for space in (_MAIN, _STRICT):
        for properties in workbook.iter(f"{space}workbookPr"):
            found.counts_from_1904 |= properties.get("date1904") in {"1", "true"}
    targets = {} if relations is None else {
        relation.get("Id", ""): relation.get("Target", "").lstrip("/").removeprefix("xl/") for relation in relations
    }  # fmt: skip
    for sheet in workbook.iter():
        if sheet.tag.endswith("}sheet"):
            key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
            places = errors.get(f"xl/{targets.get(key, '')}")
            if places:
                found.errors[sheet.get("name", "")] = places
    return found


def _xml(content: bytes) -> ET.Element | None:
    if not content or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return None
    try:
        return ET.fromstring(content)  # noqa: S314  没有 DOCTYPE，大小有限
    except ET.ParseError as error:
        raise ValueError("workbook.xml") from error
