"""The hash tree of RFC 9162, 2.1 (the same as RFC 6962): leaves, roots and the two proofs.

A tree of n leaves is stored as its complete subtrees, named (level, index): level 0 are the leaves, (l, i) holds the
leaves from i·2^l up to (i + 1)·2^l. They never change once they are there. Where they lie is the caller's matter: every
function here asks for all it needs in one call of `Nodes`.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Literal

Node = tuple[int, int]
Nodes = Callable[[Sequence[Node]], Mapping[Node, bytes]]
Range = tuple[int, int]

HASH_BYTES: Final = 32
EMPTY: Final = hashlib.sha256(b"").digest()


class NodeMissing(LookupError):  # noqa: N818  the name says what is the matter
    """A complete subtree that a tree of this size must have is not stored."""

    def __init__(self, node: Node) -> None:
        super().__init__(f"散列树少了第{node[0]}层第{node[1]}个散列。")
        self.node = node


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf: SHA-256(00 ‖ data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side: SHA-256(01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over these leaves' data, nothing stored."""
    return root_over(map(leaf_hash, leaves))


def root_over(hashes: Iterable[bytes]) -> bytes:
    """The root over leaves, or over complete subtrees of one size, given as their hashes."""
    return fold(peaks_over(hashes))


def peaks_over(hashes: Iterable[bytes]) -> list[bytes]:
    """The complete subtrees that these leaves, or subtrees of one size, add up to: the largest first."""
    peaks: list[bytes] = []
    for index, value in enumerate(hashes):
        peaks.append(value)
        for _ in range(_trailing_ones(index)):
            right = peaks.pop()
            peaks.append(node_hash(peaks.pop(), right))
    return peaks


def fold(peaks: Sequence[bytes]) -> bytes:
    """The root over complete subtrees of falling size, from left to right (none: the empty tree's root)."""
    if not peaks:
        return EMPTY
    value = peaks[-1]
    for left in reversed(peaks[:-1]):
        value = node_hash(left, value)
    return value


def second_root(leaves: Iterable[bytes], algorithm: Literal["sm3"]) -> bytes:
    """The root of the same tree by another hash (SM3: GB/T 32905-2016), to stand beside the SHA-256 root only."""

    def hashed(data: bytes) -> bytes:
        return hashlib.new(algorithm, data).digest()

    level = [hashed(b"\x00" + leaf) for leaf in leaves]
    if not level:
        return hashed(b"")
    while len(level) > 1:
        pairs = [hashed(b"\x01" + level[at] + level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = pairs + level[2 * len(pairs) :]
    return level[0]


def appended(index: int, leaf: bytes, nodes: Nodes) -> list[tuple[int, int, bytes]]:
    """The complete subtrees that come to be with the leaf at `index`, as (level, index, hash); the leaf first."""
    left = [(level, (index >> level) - 1) for level in range(_trailing_ones(index))]
    held = _fetched(left, nodes)
    new = [(0, index, leaf)]
    for level, at in left:
        new.append((level + 1, at >> 1, node_hash(held[level, at], new[-1][2])))
    return new


def root(size: int, nodes: Nodes) -> bytes:
    """The root of the tree of the first `size` leaves."""
    if size < 0:
        raise ValueError(f"散列树没有{size}条这么大。")
    return _hashes([(0, size)], nodes)[0]


def inclusion(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """The proof that the leaf at `index` is in the tree of `size` leaves (RFC 9162, 2.1.3.1), its sibling first."""
    if not 0 <= index < size:
        raise ValueError(f"{size}条的树里没有序号{index}；序号从0数起。")
    low, high = 0, size
    aside: list[Range] = []
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            aside.append((middle, high))
            high = middle
        else:
            aside.append((low, middle))
            low = middle
    return _hashes(aside[::-1], nodes)


def consistency(old: int, new: int, nodes: Nodes) -> list[bytes]:
    """The proof that the tree of `new` leaves begins with that of `old` leaves (RFC 9162, 2.1.4.1)."""
    if not 0 < old <= new:
        raise ValueError(f"要证明{new}条的树以{old}条的树开头，旧的要至少1条，不多于新的。")
    low, high = 0, new
    aside: list[Range] = []
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            aside.append((middle, high))
            high = middle
        else:
            aside.append((low, middle))
            low = middle
    if low:
        aside.append((low, high))
    return _hashes(aside[::-1], nodes)


def _split(width: int) -> int:
    """The largest power of two smaller than `width`: where RFC 9162 parts a tree."""
    return 1 << ((width - 1).bit_length() - 1)


def _trailing_ones(index: int) -> int:
    """How many subtrees the leaf at `index` closes: the ones at the end of its binary form."""
    return (~index & (index + 1)).bit_length() - 1


def _peaks(low: int, high: int) -> list[Node]:
    """The complete subtrees that make up the leaves from `low` up to `high`, the largest first."""
    found: list[Node] = []
    while low < high:
        level = (high - low).bit_length() - 1
        found.append((level, low >> level))
        low += 1 << level
    return found


def _hashes(ranges: Sequence[Range], nodes: Nodes) -> list[bytes]:
    """The roots over these ranges of leaves; one call for all of them."""
    peaks = [_peaks(*one) for one in ranges]
    held = _fetched([node for one in peaks for node in one], nodes)
    return [fold([held[node] for node in one]) for one in peaks]


def _fetched(wanted: Sequence[Node], nodes: Nodes) -> Mapping[Node, bytes]:
    held = nodes(wanted) if wanted else {}
    for node in wanted:
        if node not in held:
            raise NodeMissing(node)
    return held
