"""One record's proof as a text file, `.tlog-proof` (C2SP tlog-proof v1): index, path, and the signed head it leads to.

With it, the entry and the public key an outsider checks one record and needs neither this server nor the journal.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final, Self

from dengxiaming.chain.note import Check, Checkpoint, PublicKey, open_note
from dengxiaming.chain.proof import verify_inclusion
from dengxiaming.chain.tree import HASH_BYTES, leaf_hash

_FIRST: Final = "c2sp.org/tlog-proof@v1"
_INDEX: Final = re.compile(r"index (0|[1-9][0-9]{0,17})")


class ProofError(ValueError):
    """A proof file that is not well formed."""


@dataclass(frozen=True)
class ProofFile:
    """That the entry at `index` is in the journal whose head `checkpoint` (a signed note) states."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: str

    def __str__(self) -> str:
        hashes = "".join(base64.b64encode(value).decode("ascii") + "\n" for value in self.path)
        return f"{_FIRST}\nindex {self.index}\n{hashes}\n{self.checkpoint}"

    @classmethod
    def read(cls, text: str) -> Self:
        """The proof that a text states; whether it holds is `proves`. Extra data, vouched for by nobody, is dropped."""
        above, blank, checkpoint = text.partition("\n\n")
        first, *lines = above.split("\n")
        if first != _FIRST or not blank:
            raise ProofError(f"这不是证明文件：第一行应是 {_FIRST}，证明与检查点之间空一行。")
        if lines and lines[0].startswith("extra "):
            del lines[0]
        found = _INDEX.fullmatch(lines[0]) if lines else None
        if found is None:
            raise ProofError("证明文件没有写序号，或者写法不对。")
        return cls(int(found[1]), tuple(map(_hash, lines[1:])), checkpoint)

    def proves(self, entry: bytes, key: PublicKey, check: Check) -> bool:
        """Whether `entry` stands at `index` under a head signed by `key`. Raises `NoteError` for a head that is not."""
        head = Checkpoint.read(open_note(self.checkpoint, key, check))
        return verify_inclusion(leaf_hash(entry), self.index, head.size, self.path, head.root)


def _hash(line: str) -> bytes:
    try:
        value = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ProofError(f"证明里的散列不是 Base64：{line}") from error
    if len(value) != HASH_BYTES:
        raise ProofError(f"证明里的散列应是{HASH_BYTES}字节，这里是{len(value)}字节。")
    return value
