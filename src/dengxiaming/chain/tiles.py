"""The journal as a folder of files that anyone's verifier reads: C2SP tlog-tiles.

`checkpoint` is the signed head and `vkey` the public key; `tile/<L>/<N>` holds 256 hashes of complete subtrees of 256^L
leaves; `tile/entries/<N>` holds 256 entries, each after its length in two bytes. The last of a row is shorter and says
so in its name, `.p/<W>`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final, Literal

from dengxiaming.chain.note import Checkpoint
from dengxiaming.chain.tree import HASH_BYTES, fold, leaf_hash, peaks_over, root_over

WIDTH: Final = 256
LARGEST_ENTRY: Final = 0xFFFF
CHECKPOINT: Final = "checkpoint"
VKEY: Final = "vkey"


class TileError(ValueError):
    """A file of an export that is missing, cannot be read, or cannot be written. `place` is its path in the folder."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(f"{place}：{what}")
        self.place = place
        self.what = what


def path_of(level: int | Literal["entries"], index: int, width: int = WIDTH) -> str:
    """Where a tile lies: the index in groups of three digits, all but the last after an x."""
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.append(f"x{index % 1000:03}")
    partial = f".p/{width}" if width < WIDTH else ""
    return f"tile/{level}/{'/'.join(reversed(groups))}{partial}"


def widths(size: int, level: int = 0) -> Iterator[tuple[int, int]]:
    """The tiles of one level in a tree of `size` leaves, as (index, width); level 0 is also the bundles of entries."""
    full, partial = divmod(size >> (8 * level), WIDTH)
    yield from ((index, WIDTH) for index in range(full))
    if partial:
        yield full, partial


def write_export(folder: Path, entries: Iterable[bytes], checkpoint: str, vkey: str) -> None:
    """Write the whole journal into a new folder. `checkpoint` is the signed note of exactly these entries."""
    if folder.exists() and any(folder.iterdir()):
        raise TileError(str(folder), "文件夹里已经有东西；换一个空的，旧的导出不会被盖掉。")
    head = Checkpoint.read(checkpoint)
    folder.mkdir(parents=True, exist_ok=True)
    size, root = _write_tiles(folder, entries)
    if (size, root) != (head.size, head.root):
        raise TileError(CHECKPOINT, f"写出的{size}条与签过名的{head.size}条不是同一棵树；日志坏了，先核对日志。")
    (folder / VKEY).write_text(f"{vkey}\n", encoding="utf-8", newline="\n")
    (folder / CHECKPOINT).write_text(checkpoint, encoding="utf-8", newline="\n")


def read_tile(folder: Path, level: int, index: int, width: int) -> list[bytes]:
    """The hashes in a tile. Raises `TileError`."""
    place = path_of(level, index, width)
    data = _read(folder, place)
    if len(data) != width * HASH_BYTES:
        raise TileError(place, f"应是{width}个散列、{width * HASH_BYTES}字节，这里是{len(data)}字节。")
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def read_bundle(folder: Path, index: int, width: int) -> list[bytes]:
    """The entries in a bundle. Raises `TileError`."""
    place = path_of("entries", index, width)
    data = _read(folder, place)
    found: list[bytes] = []
    at = 0
    while at < len(data):
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        if at > len(data):
            raise TileError(place, f"第{len(found) + 1}条没有写完，文件被截断，或者长度改过。")
        found.append(data[start:at])
    if len(found) != width:
        raise TileError(place, f"应有{width}条，这里是{len(found)}条。")
    return found


@dataclass
class _Row:
    """The tiles of one level while they are written: those that are full are on disk, `held` is the one that is not."""

    folder: Path
    level: int
    full: int = 0
    held: list[bytes] = field(default_factory=list)
    above: "_Row | None" = None

    def add(self, value: bytes) -> None:
        self.held.append(value)
        if len(self.held) < WIDTH:
            return
        self.write()
        if self.above is None:
            self.above = _Row(self.folder, self.level + 1)
        self.above.add(root_over(self.held))
        self.full += 1
        self.held = []

    def write(self) -> None:
        if self.held:
            _write(self.folder, path_of(self.level, self.full, len(self.held)), b"".join(self.held))

    def peaks(self) -> list[bytes]:
        """The complete subtrees not yet in a full tile, the largest first, of this level and those above."""
        above = [] if self.above is None else self.above.peaks()
        return above + peaks_over(self.held)

    def close(self) -> None:
        self.write()
        if self.above is not None:
            self.above.close()


def _write_tiles(folder: Path, entries: Iterable[bytes]) -> tuple[int, bytes]:
    """Write entries and tiles; how many there were, and the root over them."""
    leaves = _Row(folder, 0)
    remaining = iter(entries)
    size = 0
    while bundle := list(islice(remaining, WIDTH)):
        _write(folder, path_of("entries", size // WIDTH, len(bundle)), b"".join(_framed(bundle, size)))
        for entry in bundle:
            leaves.add(leaf_hash(entry))
        size += len(bundle)
    leaves.close()
    return size, fold(leaves.peaks())


def _framed(bundle: list[bytes], start: int) -> Iterator[bytes]:
    for index, entry in enumerate(bundle, start):
        if len(entry) > LARGEST_ENTRY:
            raise TileError(f"序号{index}", f"有{len(entry)}字节，一条最多{LARGEST_ENTRY}字节。")
        yield len(entry).to_bytes(2, "big") + entry


def _write(folder: Path, place: str, data: bytes) -> None:
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _read(folder: Path, place: str) -> bytes:
    try:
        return (folder / place).read_bytes()
    except FileNotFoundError as error:
        raise TileError(place, "导出里少了这个文件。") from error
    except OSError as error:
        raise TileError(place, f"读不出来：{error.strerror}。") from error
