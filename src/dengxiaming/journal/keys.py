"""The key that signs the heads: made once, kept beside the database; the public half is written next to it."""

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from dengxiaming.chain import note

_PRIVATE: Final = "journal.key"
PUBLIC: Final = "journal.vkey"


@dataclass(frozen=True)
class Key:
    """The signing key and the name under which it signs; the name is also the origin of every checkpoint."""

    name: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """The 32 bytes of the public key."""
        return self.private.public_key().public_bytes_raw()

    @property
    def vkey(self) -> str:
        """The public key as C2SP signed-note writes it: what an outsider needs, and all they need."""
        return note.vkey(self.name, self.public)

    def sign(self, text: str) -> str:
        """A signed note over `text`."""
        return note.sign(text, self.name, note.key_id(self.name, self.public), self.private.sign)


def key() -> Key:
    """The key of this installation; made where there is none."""
    return _key(Path(settings.DATA))


def checks(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature holds: what `chain`, which knows no cryptography, is handed."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=4)
def _key(folder: Path) -> Key:
    path = folder / _PRIVATE
    if not path.exists():
        _make(path)
    key = _named(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text(encoding="ascii").strip())))
    public = folder / PUBLIC
    if not public.exists():
        public.write_text(key.vkey + "\n", encoding="ascii")
    return key


def _make(path: Path) -> None:
    """A new key, whole from the first moment it can be seen; of several processes that make one, one succeeds."""
    descriptor, unfinished = tempfile.mkstemp(prefix=".journal-key-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(Ed25519PrivateKey.generate().private_bytes_raw().hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(unfinished, path)
    finally:
        Path(unfinished).unlink()


def _named(private: Ed25519PrivateKey) -> Key:
    """The name is derived from the key: two installations never share one."""
    return Key(f"dengxiaming.journal/{private.public_key().public_bytes_raw()[:6].hex()}", private)
