"""Checking an exported journal with nothing but the public key (RFC 9162, C2SP tlog-tiles): what is wrong, and where.

Every entry is hashed again and every tile compared with what lies below and above it, so that a changed entry and a
changed tile are told apart. What a signature cannot show, that the owner of the key wrote everything anew, a head that
left the house shows: one printed on paper.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dengxiaming.chain import tiles
from dengxiaming.chain.canonical import NotCanonical, read
from dengxiaming.chain.note import Check, Checkpoint, NoteError, PublicKey, open_note
from dengxiaming.chain.tiles import WIDTH, TileError, path_of, read_bundle, read_tile, widths
from dengxiaming.chain.tree import fold, leaf_hash, peaks_over, root_over


@dataclass(frozen=True)
class Finding:
    """One thing wrong: the file it lies in, the entry's index where it is an entry, and what is the matter."""

    place: str
    what: str
    entry: int | None = None

    def __str__(self) -> str:
        entry = "" if self.entry is None else f"序号{self.entry}："
        return f"{self.place}：{entry}{self.what}"


@dataclass(frozen=True)
class CheckedExport:
    """What a check came to. `checkpoint` is None where no head was signed by the key: then nothing else was checked."""

    checkpoint: Checkpoint | None
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether the folder is whole and unchanged since its head was signed."""
        return self.checkpoint is not None and not self.findings


def check_export(
    folder: Path, check: Check, key: PublicKey | None = None, printed: Iterable[Checkpoint] = ()
) -> CheckedExport:
    """Check a folder that `tiles.write_export` wrote.

    `key` is the public key as the checker got it by another way (None: the folder's own, which shows only that the
    folder agrees with itself). `printed` are heads from elsewhere, older or as old.
    """
    try:
        checkpoint = _head(folder, check, key)
    except (NoteError, TileError) as error:
        return CheckedExport(None, (Finding(tiles.CHECKPOINT, str(error)),))
    export = _Export(folder, checkpoint)
    export.read()
    findings = [*export.findings, *export.disagreements()]
    if not findings and _root(export.leaves) != checkpoint.root:
        findings.append(Finding(tiles.CHECKPOINT, "由全部条目算出的根与签过名的根不同：条目和散列一起改过。"))
    named = {finding.entry for finding in findings}
    findings += [finding for finding in export.not_canonical if finding.entry not in named]
    findings += export.against(printed)
    return CheckedExport(checkpoint, tuple(findings))


def _head(folder: Path, check: Check, key: PublicKey | None) -> Checkpoint:
    own = PublicKey.read(_text(folder, tiles.VKEY))
    if key is not None and key != own:
        raise NoteError("导出里的公钥不是要核对的那一把。")
    head = Checkpoint.read(open_note(_text(folder, tiles.CHECKPOINT), key or own, check))
    if head.origin != own.name:
        raise NoteError(f"检查点的来源是{head.origin}，签名的是{own.name}。")
    return head


def _text(folder: Path, place: str) -> str:
    try:
        return (folder / place).read_bytes().decode()
    except UnicodeDecodeError as error:
        raise TileError(place, "不是 UTF-8 文字。") from error
    except OSError as error:
        raise TileError(place, f"读不出来：{error.strerror}。") from error


@dataclass
class _Export:
    """What was read. `leaves` are the hashes of the entries; `rows` those in the tiles, by level. None: unreadable."""

    folder: Path
    head: Checkpoint
    leaves: list[bytes | None] = field(default_factory=list)
    rows: list[list[bytes | None]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    not_canonical: list[Finding] = field(default_factory=list)

    def read(self) -> None:
        for index, width in widths(self.head.size):
            self._read_bundle(index, width)
        while self.head.size >> (8 * len(self.rows)):
            self._read_row(len(self.rows))

    def _read_bundle(self, index: int, width: int) -> None:
        try:
            bundle = read_bundle(self.folder, index, width)
        except TileError as error:
            first = index * WIDTH
            self.findings.append(Finding(error.place, f"{error.what}（序号{first}到{first + width - 1}没有核对）"))
            self.leaves += [None] * width
            return
        for at, entry in enumerate(bundle, index * WIDTH):
            self.leaves.append(leaf_hash(entry))
            try:
                read(entry)
            except NotCanonical as error:
                place = path_of("entries", index, width)
                self.not_canonical.append(Finding(place, f"不是规范的 JSON：{error}", at))

    def _read_row(self, level: int) -> None:
        row: list[bytes | None] = []
        for index, width in widths(self.head.size, level):
            try:
                row += read_tile(self.folder, level, index, width)
            except TileError as error:
                self.findings.append(Finding(error.place, error.what))
                row += [None] * width
        self.rows.append(row)

    def disagreements(self) -> Iterator[Finding]:
        """Where a tile and what lies below it differ; whichever agrees with what lies above it is right."""
        below: Sequence[bytes | None] = self.leaves
        blamed: set[str] = set()
        for level, row in enumerate(self.rows):
            for index, width in widths(self.head.size, level):
                span = slice(index * WIDTH, index * WIDTH + width)
                for finding in self._compare(level, index, below[span], row[span]):
                    if finding.place not in blamed or finding.entry is not None:
                        yield finding
                    blamed.add(finding.place)
            below = [_root(row[at : at + WIDTH]) for at in range(0, len(row) - WIDTH + 1, WIDTH)]

    def _compare(
        self, level: int, index: int, below: Sequence[bytes | None], here: Sequence[bytes | None]
    ) -> Iterator[Finding]:
        pairs = enumerate(zip(below, here, strict=True), index * WIDTH)
        differ = [at for at, (one, other) in pairs if one is not None and other is not None and one != other]
        if not differ:
            return
        place = path_of(level, index, len(here))
        if not self._fits(level, index, here):
            numbers = "、".join(str(at - index * WIDTH) for at in differ)
            yield Finding(place, f"散列与下一级算出的不同，第{numbers}个（从0数）。")
            if self._fits(level, index, below):
                return
        for at in differ:
            yield self._changed(level, at)

    def _changed(self, level: int, at: int) -> Finding:
        """What lies below the hash at `at` was changed: an entry, or a tile with all below it."""
        size = self.head.size
        if level == 0:
            width = min(WIDTH, size - at // WIDTH * WIDTH)
            return Finding(path_of("entries", at // WIDTH, width), "内容与它的散列不符，存证以后改过。", at)
        first, last = at << 8 * level, ((at + 1) << 8 * level) - 1
        return Finding(path_of(level - 1, at), f"与上一级的散列不符；序号{first}到{last}里有改动。")

    def _fits(self, level: int, index: int, hashes: Sequence[bytes | None]) -> bool:
        """Whether these hashes, as the tile at (level, index), agree with what lies above: its parent, or the head."""
        if len(hashes) == WIDTH:
            value = _root(hashes)
            return value is not None and value == self.rows[level + 1][index]
        peaks: list[bytes] = []
        for other in reversed(range(len(self.rows))):
            row = self.rows[other]
            edge = hashes if other == level else row[len(row) // WIDTH * WIDTH :]
            known = [value for value in edge if value is not None]
            if len(known) < len(edge):
                return False
            peaks += peaks_over(known)
        return fold(peaks) == self.head.root

    def against(self, printed: Iterable[Checkpoint]) -> Iterator[Finding]:
        """Heads from elsewhere: each must be the beginning of what is here."""
        for head in printed:
            what = self._against(head)
            if what:
                yield Finding(tiles.CHECKPOINT, what)

    def _against(self, printed: Checkpoint) -> str:
        if printed.origin != self.head.origin:
            return f"另给的检查点来自{printed.origin}，不是这本日志的。"
        if printed.size > self.head.size:
            return f"另给的检查点有{printed.size}条，这里只有{self.head.size}条：少了，或者给错了旧的导出。"
        if _root(self.leaves[: printed.size]) == printed.root:
            return ""
        return f"前{printed.size}条算出的根与另给的检查点不同：那以后改过前面的条目。"


def _root(hashes: Sequence[bytes | None]) -> bytes | None:
    known = [value for value in hashes if value is not None]
    return root_over(known) if len(known) == len(hashes) else None
