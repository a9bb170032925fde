"""RFC 9162, 2.1, written down as it defines: recursion over slices, nothing stored, nothing clever.

Each proof also gives its shape: on which side every hash is put. Two places of one shape cannot be told apart by a
proof alone; that is what the signed size is for.
"""

import hashlib
from collections.abc import Sequence

Proof = list[tuple[str, bytes]]


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def split(n: int) -> int:
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def mth(leaves: Sequence[bytes], algorithm: str = "sha256") -> bytes:
    def hashed(data: bytes) -> bytes:
        return hashlib.new(algorithm, data).digest()

    if not leaves:
        return hashed(b"")
    if len(leaves) == 1:
        return hashed(b"\x00" + leaves[0])
    k = split(len(leaves))
    return hashed(b"\x01" + mth(leaves[:k], algorithm) + mth(leaves[k:], algorithm))


def path(m: int, leaves: Sequence[bytes]) -> Proof:
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), ("right", mth(leaves[k:]))]
    return [*path(m - k, leaves[k:]), ("left", mth(leaves[:k]))]


def proof(m: int, leaves: Sequence[bytes]) -> Proof:
    return subproof(m, leaves, known=True)


def subproof(m: int, leaves: Sequence[bytes], *, known: bool) -> Proof:
    if m == len(leaves):
        return [] if known else [("start", mth(leaves))]
    k = split(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], known=known), ("right", mth(leaves[k:]))]
    return [*subproof(m - k, leaves[k:], known=False), ("left", mth(leaves[:k]))]


def hashes(steps: Proof) -> list[bytes]:
    return [value for _, value in steps]


def shape(steps: Proof) -> list[str]:
    return [side for side, _ in steps]
