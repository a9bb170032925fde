"""Texts that the database holds only enciphered: what was said in a talk, numbers that name a person.

AES-256-GCM (NIST SP 800-38D) with a key in a file beside the database: a copy of the database alone, or of a backup,
reads nothing. `about` is bound to the text: a row copied to another place does not open there.

A text that has to be looked up has a blind index beside it: HMAC-SHA256 under another key drawn from the same file, so
that equal texts can be found without being read, and a number of few possible values cannot be tried out.
"""

import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_FILE: Final = "cipher.key"
_NONCE: Final = 12


class NotReadable(Exception):  # noqa: N818  it is an answer to the user, named as such
    """The text does not open: another key, another place, or it was changed."""

    def __init__(self) -> None:
        super().__init__("这段文字打不开：密钥文件换过，或者内容被改动过。请找系统管理员核对 cipher.key。")


def conceal(text: str, about: str) -> bytes:
    """The text enciphered, its nonce in front."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _aead().encrypt(nonce, text.encode(), about.encode())


def reveal(data: bytes, about: str) -> str:
    """The text. Raises `NotReadable`."""
    held = bytes(data)
    try:
        return _aead().decrypt(held[:_NONCE], held[_NONCE:], about.encode()).decode()
    except InvalidTag as error:
        raise NotReadable from error


def blind(text: str, about: str) -> str:
    """The blind index of a text: always the same for one text and one `about`, and nothing to go by without the key."""
    key = _blind_key(_key(Path(settings.DATA) / _FILE))
    return hmac.new(key, f"{about}\0{text}".encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=4)
def _blind_key(key: bytes) -> bytes:
    """HKDF (RFC 5869), so that the index says nothing of the key that enciphers."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"dengxiaming blind index").derive(key)


def _aead() -> AESGCM:
    return AESGCM(_key(Path(settings.DATA) / _FILE))


@lru_cache(maxsize=4)
def _key(path: Path) -> bytes:
    """The key in `path`; where there is none, a new one, readable by its owner alone."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text(encoding="ascii").strip())
    key = AESGCM.generate_key(256)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
    return key
