"""A small journal kept in memory, with a key of its own: what the journal's tables and key file are in the site."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from dengxiaming.chain import note, tree
from dengxiaming.chain.canonical import canonical
from dengxiaming.chain.note import Checkpoint, PublicKey
from dengxiaming.chain.tiles import write_export
from dengxiaming.chain.verification import CheckedExport, check_export

NAME = "dengxiaming.journal/test"


def checks(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass
class Journal:
    entries: list[bytes]
    private: Ed25519PrivateKey = field(default_factory=lambda: Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
    calls: int = 0
    held: dict[tuple[int, int], bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for index, entry in enumerate(self.entries):
            for level, at, value in tree.appended(index, tree.leaf_hash(entry), self.nodes):
                self.held[level, at] = value

    @classmethod
    def of(cls, size: int, marked: str = "") -> "Journal":
        return cls([canonical({"v": 1, "index": at, "verb": f"gathering.sign{marked}"}) for at in range(size)])

    def nodes(self, wanted: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], bytes]:
        self.calls += 1
        return {node: self.held[node] for node in wanted if node in self.held}

    @property
    def key(self) -> PublicKey:
        return PublicKey(NAME, self.private.public_key().public_bytes_raw())

    @property
    def vkey(self) -> str:
        return note.vkey(NAME, self.key.public)

    def head(self, size: int | None = None) -> Checkpoint:
        size = len(self.entries) if size is None else size
        return Checkpoint(NAME, size, tree.root(size, self.nodes))

    def checkpoint(self, size: int | None = None) -> str:
        return note.sign(str(self.head(size)), NAME, self.key.id, self.private.sign)

    def export(self, folder: Path) -> Path:
        write_export(folder, self.entries, self.checkpoint(), self.vkey)
        return folder

    def check(self, folder: Path, *printed: Checkpoint) -> CheckedExport:
        return check_export(folder, checks, self.key, printed)


def flip(path: Path, at: int, bit: int = 0) -> None:
    """Change one bit of a file."""
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << bit
    path.write_bytes(data)


def entry_at(path: Path, number: int) -> int:
    """Where in a bundle the text of its entry `number` begins."""
    data = path.read_bytes()
    at = 0
    for _ in range(number):
        at += 2 + int.from_bytes(data[at : at + 2], "big")
    return at + 2
