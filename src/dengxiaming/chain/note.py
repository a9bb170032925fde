"""Signed notes and checkpoints: the signed head of a journal, as C2SP writes them.

C2SP signed-note v1 (text, blank line, signature lines; Ed25519, type 01) and tlog-checkpoint v1 (origin, size, root).
How to sign and how to check a signature is handed in: this room knows no cryptography but hashing.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Self

Sign = Callable[[bytes], bytes]
"""The signature over a message."""
Check = Callable[[bytes, bytes, bytes], bool]
"""Whether (public key, message, signature) hold together."""

_ED25519: Final = b"\x01"
_KEY_BYTES: Final = 32
_ID_BYTES: Final = 4
_DASH: Final = "— "
_MOST_SIGNATURES: Final = 64
_LONGEST: Final = 1_000_000
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,17}")


class NoteError(ValueError):
    """A note, key or checkpoint that is not well formed, or not signed by the key asked for."""


@dataclass(frozen=True)
class PublicKey:
    """A key that checks signatures: its name, and the 32 bytes of Ed25519 (RFC 8032)."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature line names the key."""
        return key_id(self.name, self.public)

    @classmethod
    def read(cls, text: str) -> Self:
        """The key that `vkey` wrote."""
        name, _, rest = text.strip().partition("+")
        stated, _, held = rest.partition("+")
        data = _unbase64(held, "公钥")
        if data[:1] != _ED25519 or len(data) != 1 + _KEY_BYTES:
            raise NoteError("公钥不是 Ed25519 的。")
        key = cls(_name(name), data[1:])
        if stated != key.id.hex():
            raise NoteError("公钥的编号与公钥不符，抄写可能有误。")
        return key


def key_id(name: str, public: bytes) -> bytes:
    """SHA-256(name ‖ 0A ‖ 01 ‖ public key), the first four bytes."""
    if len(public) != _KEY_BYTES:
        raise NoteError(f"Ed25519 的公钥是{_KEY_BYTES}字节，给了{len(public)}字节。")
    return hashlib.sha256(_name(name).encode() + b"\n" + _ED25519 + public).digest()[:_ID_BYTES]


def vkey(name: str, public: bytes) -> str:
    """The public key as text: name, id, and the key with its type."""
    return f"{name}+{key_id(name, public).hex()}+{_base64(_ED25519 + public)}"


def sign(text: str, name: str, key_id: bytes, sign: Sign) -> str:
    """`text` as a signed note with one signature."""
    _check_text(text)
    return f"{text}\n{_DASH}{_name(name)} {_base64(key_id + sign(text.encode()))}\n"


def open_note(note: str, key: PublicKey, check: Check) -> str:
    """The text of a note, if `key` signed it. Other keys' signatures are passed over, as the format demands.

    Raises `NoteError` where a signature in the key's name is false, even beside a good one.
    """
    text, signatures = _parted(note)
    good = False
    for name, data in signatures:
        if name != key.name or data[:_ID_BYTES] != key.id:
            continue
        if not check(key.public, text.encode(), data[_ID_BYTES:]):
            raise NoteError(f"以{name}的名义作的签名是假的，或者内容改过。")
        good = True
    if not good:
        raise NoteError(f"没有{key.name}的签名。")
    return text


@dataclass(frozen=True)
class Checkpoint:
    """The head of a journal: whose, how many entries, and the root over them. As text: the three signed lines."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"

    @classmethod
    def read(cls, text: str) -> Self:
        """The head that a checkpoint states, signed or not. Signatures are not checked here: that is `open_note`.

        Extension lines are refused: nobody audits them, so nothing may be said there (tlog-checkpoint advises against).
        """
        if "\n\n" in text:
            text, _ = _parted(text)
        lines = text.removesuffix("\n").split("\n")
        if len(lines) != 3:
            raise NoteError(f"检查点应有三行：来源、条数、根；这里是{len(lines)}行。")
        origin, size, root = lines
        if not origin:
            raise NoteError("检查点没有写来源。")
        if not _SIZE.fullmatch(size):
            raise NoteError(f"检查点的条数写法不对：{size}")
        data = _unbase64(root, "检查点的根")
        if len(data) != hashlib.sha256().digest_size:
            raise NoteError(f"检查点的根应是32字节，这里是{len(data)}字节。")
        return cls(origin, int(size), data)


def _parted(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """A note's text, and its signatures by name: parted at the last empty line."""
    if len(note) > _LONGEST:
        raise NoteError("太长，不是签过名的检查点。")
    at = note.rfind("\n\n")
    if at < 0 or not note.endswith("\n"):
        raise NoteError("没有签名：正文之后要空一行，再写签名，末尾换行。")
    text, below = note[: at + 1], note[at + 2 :]
    _check_text(text)
    return text, list(_signatures(below))


def _signatures(below: str) -> Iterator[tuple[str, bytes]]:
    lines = below.removesuffix("\n").split("\n")
    if len(lines) > _MOST_SIGNATURES:
        raise NoteError(f"签名多于{_MOST_SIGNATURES}个。")
    for line in lines:
        name, _, signature = line.removeprefix(_DASH).partition(" ")
        data = _unbase64(signature, "签名")
        if not line.startswith(_DASH) or len(data) <= _ID_BYTES:
            raise NoteError(f"签名这一行写法不对：{line}")
        yield _name(name), data


def _check_text(text: str) -> None:
    """Signed notes are UTF-8, end in a newline, and hold no other control character."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NoteError("正文里有落单的代理码，不是文字。") from error
    if not text.endswith("\n") or any(char < " " and char != "\n" for char in text):
        raise NoteError("正文要以换行结尾，除换行外没有控制字符。")


def _name(name: str) -> str:
    if not name or "+" in name or any(char.isspace() or char < " " for char in name):
        raise NoteError(f"密钥的名字不能空，不能有空格和加号：{name!r}")
    return name


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _unbase64(text: str, what: str) -> bytes:
    """Strict: what is not written as `_base64` writes it is refused, so that nothing has two spellings."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError(f"{what}不是 Base64。") from error
    if _base64(data) != text:
        raise NoteError(f"{what}的 Base64 写法不规范。")
    return data
