"""Checking the two proofs of RFC 9162 (2.1.3.2, 2.1.4.2), step by step as it has them, and stricter in what is let in.

Every hash must be 32 bytes, also those given as roots, and a tree of no leaves is consistent with nothing: the RFC's
steps alone let zero-length hashes and size 0 pass (shared/trust.md A, "Rules learnt").
"""

from collections.abc import Sequence

from dengxiaming.chain.tree import HASH_BYTES, node_hash


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether `path` proves that the leaf with this hash stands at `index` in the tree with this size and root."""
    if not (0 <= index < size and _are_hashes(leaf, root, *path)):
        return False
    at, last, value = index, size - 1, leaf
    for beside in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            value = node_hash(beside, value)
            at, last = _up_to_right_child(at, last)
        else:
            value = node_hash(value, beside)
        at, last = at >> 1, last >> 1
    return last == 0 and value == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether `path` proves that the tree of `new` leaves begins with the tree of `old` leaves."""
    if not (0 < old <= new and _are_hashes(old_root, new_root, *path)):
        return False
    if old == new:
        return not path and old_root == new_root
    if not path:
        return False
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    before = after = steps[0]
    for beside in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            before, after = node_hash(beside, before), node_hash(beside, after)
            at, last = _up_to_right_child(at, last)
        else:
            after = node_hash(after, beside)
        at, last = at >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


def _up_to_right_child(at: int, last: int) -> tuple[int, int]:
    """Skip the levels where the last node stands alone and is carried up unchanged."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
