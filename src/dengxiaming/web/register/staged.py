"""A roster between being sent and being confirmed: an hour, enciphered, for whoever sent it alone."""

from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse

from dengxiaming.areas.members.register import columns, queries, reading
from dengxiaming.areas.members.register.columns import Layout
from dengxiaming.areas.members.register.reading import Table
from dengxiaming.exchange import Finding, mark_workbook
from dengxiaming.exchange.grid import SUFFIXES, read_grids
from dengxiaming.ground import cipher
from dengxiaming.web.facts import kept

_SENT: Final = "sent.bin"
_ABOUT: Final = "roster"
_LARGEST: Final = 20 * 1024 * 1024
_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class NotReadable(Exception):  # noqa: N818  it is an answer to the user, named as such
    """The file is none of the kinds that can be read; the text is a sentence for the reader."""


@dataclass
class Staged:
    """What was sent, for which organisation, by whom; `chosen` are the layouts said for it, by sheet."""

    token: str
    name: str
    organization: str
    ref: str
    suffix: str
    chosen: dict[str, dict[str, str]] = field(default_factory=dict)

    def tables(self) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
        """The rosters in the file, and what is to be said of the file."""
        with TemporaryDirectory() as folder:
            grids, broken = read_grids(self._opened(Path(folder)), self.name)
        if broken:
            return (), broken
        return reading.tables(grids)

    def layouts(self, tables: tuple[Table, ...]) -> tuple[dict[str, Layout], bool]:
        """By sheet which column is which, and whether all of it was said before by somebody."""
        before = queries.layouts([one.fingerprint for one in tables])
        found: dict[str, Layout] = {}
        is_said = True
        for one in tables:
            own = self.chosen.get(one.sheet)
            if own is not None:
                found[one.sheet] = {int(position): column for position, column in own.items()}
            elif one.fingerprint in before:
                found[one.sheet] = before[one.fingerprint]
            else:
                found[one.sheet], is_said = columns.guess(one.header), False
        return found, is_said

    def choose(self, layouts: dict[str, Layout]) -> None:
        """Keep what was said for this file."""
        self.chosen = {
            sheet: {str(position): column for position, column in layout.items()} for sheet, layout in layouts.items()
        }
        folder = kept.folder_of(self.token)
        if folder is not None:
            _note(self, folder)

    def forget(self) -> None:
        """It is done with."""
        folder = kept.folder_of(self.token)
        if folder is not None:
            kept.forget(folder)

    @property
    def can_mark(self) -> bool:
        """Only these can be given back marked."""
        return self.suffix in {".xlsx", ".xlsm"}

    def marked(self, findings: tuple[Finding, ...], tables: tuple[Table, ...]) -> FileResponse:
        """The user's own workbook with the places marked."""
        with TemporaryDirectory() as folder:
            target = Path(folder) / "marked.xlsx"
            headers = {one.sheet: one.header_row for one in tables}
            mark_workbook(self._opened(Path(folder)), findings, target, headers)
            body = target.open("rb")
        stem = self.name.rsplit(".", 1)[0]
        return FileResponse(body, as_attachment=True, filename=f"{stem}-标注.xlsx", content_type=_WORKBOOK)

    def _opened(self, folder: Path) -> Path:
        """The file in the clear, for as long as the folder is there."""
        held = kept.folder_of(self.token)
        assert held is not None  # noqa: S101  found one moment ago
        path = folder / f"roster{self.suffix}"
        path.write_bytes(b64decode(cipher.reveal((held / _SENT).read_bytes(), _ABOUT)))
        return path


def stage(sent: object, organization: str, ref: str) -> Staged:
    """Keep what was sent. Raises `NotReadable`."""
    if not isinstance(sent, UploadedFile):
        raise NotReadable("还没有选文件。选一份 .xlsx、.xls 或 .csv。")
    name = PurePosixPath((sent.name or "").replace("\\", "/")).name
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise NotReadable(f"“{name}”不是表格。选一份 .xlsx、.xls 或 .csv。")
    if (sent.size or 0) > _LARGEST:
        raise NotReadable(f"“{name}”大于{_LARGEST >> 20}MB。删掉图片和多余的行，或者分成几份。")
    content = sent.read()
    if not content:
        raise NotReadable(f"“{name}”是空的。换一份文件。")
    folder = kept.new_folder()
    (folder / _SENT).write_bytes(cipher.conceal(b64encode(content).decode(), _ABOUT))
    found = Staged(folder.name, name, organization, ref, suffix)
    _note(found, folder)
    return found


def of(token: str, organization: str, ref: str) -> Staged | None:
    """What waits under a token, for the organisation and the person it was sent for and by."""
    folder = kept.folder_of(token)
    note: dict[str, Any] = kept.note_of(folder) if folder is not None else {}
    if note.get("organization") != organization or note.get("ref") != ref:
        return None
    return Staged(token, note["name"], organization, ref, note["suffix"], note["chosen"])


def _note(held: Staged, folder: Path) -> None:
    note = {"name": held.name, "organization": held.organization, "ref": held.ref, "suffix": held.suffix}
    kept.keep(folder, {**note, "chosen": held.chosen}, ())
