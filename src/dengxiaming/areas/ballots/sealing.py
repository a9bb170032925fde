"""Sealing a ballot so that it opens only with two slips of paper (shared/trust.md B, "Recommended"; RFC 9180 HPKE).

The private key is never kept: it follows from two slips of 20 random digits. What is kept, the `Lock`, holds salts,
the public key and the cost; with a third slip, the key enciphered to each pair it is in. No slip can be tested alone.
"""

import json
import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from dengxiaming.areas.ballots.core import Definition, Marks, tidy_name
from dengxiaming.chain.canonical import canonical

FORMAT: Final = "dengxiaming ballot v1"
DIGITS: Final = 20
PLAIN: Final = 1024
SEALED: Final = 1072
"""Every sealed ballot has this length: 32 bytes of the key exchange, 1,024 padded, 16 of the tag."""
_SALT: Final = 16
_NONCE: Final = bytes(12)
"""A key of a pair enciphers one thing once."""
_ONE_AT_A_TIME: Final = threading.Lock()
"""A derivation takes 256 MiB: one at a time in a process, or many at once would end the machine."""


class WrongSlips(Exception):  # noqa: N818  it is an answer to the user, named as such
    """The slips do not open the ballot; nobody is told which of them."""

    def __init__(self) -> None:
        super().__init__("两张密码条对不上。请两位监票人各自对着纸条，从第一位重新输入。")


class TooLong(Exception):  # noqa: N818  the same
    """A ballot that does not fit the fixed size: its length would tell of its content."""

    def __init__(self) -> None:
        super().__init__("另选的名字太多，选票放不下。少写几个，或者改用纸票。")


class Unreadable(Exception):  # noqa: N818  the same
    """A sealed ballot does not open where it stands: it was changed, or copied from elsewhere."""


@dataclass(frozen=True)
class Cost:
    """What one derivation costs: Argon2id's memory in KiB and its passes. Kept with the ballot."""

    memory: int
    passes: int


@dataclass(frozen=True)
class Lock:
    """What is kept of the slips."""

    public: bytes
    salts: tuple[bytes, ...]
    pairs: Mapping[str, bytes]
    cost: Cost

    @property
    def text(self) -> str:
        """As it is stored."""
        return canonical({
            "public": self.public.hex(), "salts": [salt.hex() for salt in self.salts],
            "pairs": {pair: box.hex() for pair, box in self.pairs.items()},
            "memory": self.cost.memory, "passes": self.cost.passes,
        }).decode()  # fmt: skip

    @classmethod
    def read(cls, text: str) -> "Lock":
        """The lock a text says."""
        held = json.loads(text)
        return cls(
            bytes.fromhex(held["public"]), tuple(bytes.fromhex(salt) for salt in held["salts"]),
            {pair: bytes.fromhex(box) for pair, box in held["pairs"].items()}, Cost(held["memory"], held["passes"]),
        )  # fmt: skip


def new_slips(count: int) -> tuple[str, ...]:
    """Slips of 20 random digits each (66 bits): too many to guess, never chosen by a person."""
    return tuple("".join(secrets.choice("0123456789") for _ in range(DIGITS)) for _ in range(count))


def tidy_slip(text: str) -> str:
    """The digits of what was typed, wide ones too, without spaces and dashes."""
    return "".join(str(int(sign)) for sign in text if sign.isdecimal())


def make_lock(slips: Sequence[str], cost: Cost) -> Lock:
    """The lock that the first two slips open; where there is a third, every pair does."""
    salts = tuple(secrets.token_bytes(_SALT) for _ in slips)
    stretched = {
        number: _stretched(slip, salt, cost) for number, (slip, salt) in enumerate(zip(slips, salts, strict=True), 1)
    }
    seed = _pair_key(stretched, (1, 2))
    public = X25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    others = [(one, other) for one in stretched for other in stretched if one < other and (one, other) != (1, 2)]
    boxes = {f"{one}{other}": _box(_pair_key(stretched, (one, other)), seed, public) for one, other in others}
    return Lock(public, salts, boxes, cost)


def open_lock(lock: Lock, slips: Mapping[int, str]) -> X25519PrivateKey:
    """The private key, from two slips by their numbers. Raises `WrongSlips`, whichever of them it is."""
    numbers = sorted(slips)
    if len(numbers) != 2 or not 1 <= numbers[0] < numbers[1] <= len(lock.salts):
        raise WrongSlips
    stretched = {number: _stretched(slips[number], lock.salts[number - 1], lock.cost) for number in numbers}
    seed = _pair_key(stretched, (numbers[0], numbers[1]))
    if (numbers[0], numbers[1]) != (1, 2):
        try:
            box = lock.pairs[f"{numbers[0]}{numbers[1]}"]
            seed = ChaCha20Poly1305(seed).decrypt(_NONCE, box, lock.public)
        except InvalidTag as error:
            raise WrongSlips from error
    key = X25519PrivateKey.from_private_bytes(seed)
    if key.public_key().public_bytes_raw() != lock.public:
        raise WrongSlips
    return key


def info(definition: Definition, member: str) -> bytes:
    """What is bound into a sealed ballot: the format, the vote, its definition's fingerprint, and the voter's row. A
    sealed ballot copied into another row does not open there.
    """
    return canonical([FORMAT, definition.code, definition.fingerprint, member])


def seal(definition: Definition, marks: Marks, public: bytes, member: str) -> bytes:
    """A ballot sealed; always `SEALED` bytes. Raises `TooLong`."""
    plain = _packed(definition, marks)
    return _suite().encrypt(plain, X25519PublicKey.from_public_bytes(public), info(definition, member))


def unseal(definition: Definition, sealed: bytes, key: X25519PrivateKey, member: str) -> Marks:
    """The marks in a sealed ballot. Raises `Unreadable`."""
    try:
        return _unpacked(definition, _suite().decrypt(sealed, key, info(definition, member)))
    except (InvalidTag, ValueError, IndexError, KeyError, TypeError) as error:
        raise Unreadable from error


def _suite() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def _packed(definition: Definition, marks: Marks) -> bytes:
    """Length, the places of the choices, the names written in, zeros: the same size for every ballot."""
    choices = [one.codes.index(marks.choices[one.key]) for one in definition.questions]
    names = [
        [place, tidy_name(marks.written[one.key])]
        for place, one in enumerate(definition.questions)
        if tidy_name(marks.written.get(one.key, ""))
    ]
    held = json.dumps([choices, names], ensure_ascii=False, separators=(",", ":")).encode()
    if len(held) + 2 > PLAIN:
        raise TooLong
    return (len(held).to_bytes(2, "big") + held).ljust(PLAIN, b"\0")


def _unpacked(definition: Definition, plain: bytes) -> Marks:
    choices, names = json.loads(plain[2 : 2 + int.from_bytes(plain[:2], "big")])
    questions = definition.questions
    marked = {one.key: one.codes[place] for one, place in zip(questions, choices, strict=True)}
    return Marks(marked, {questions[place].key: str(name) for place, name in names})


def _stretched(slip: str, salt: bytes, cost: Cost) -> bytes:
    with _ONE_AT_A_TIME:
        derivation = Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=4, memory_cost=cost.memory)
        return derivation.derive(tidy_slip(slip).encode())


def _pair_key(stretched: Mapping[int, bytes], pair: tuple[int, int]) -> bytes:
    label = f"{FORMAT} key {pair[0]}{pair[1]}".encode()
    return HKDF(SHA256(), 32, None, label).derive(stretched[pair[0]] + stretched[pair[1]])


def _box(key: bytes, seed: bytes, public: bytes) -> bytes:
    return ChaCha20Poly1305(key).encrypt(_NONCE, seed, public)
