"""No forged proof is believed: every true proof of small trees, spoilt in every way this page can think of."""

from collections import Counter
from collections.abc import Iterator, Sequence

import plain_tree
import pytest

from dengxiaming.chain.proof import verify_consistency, verify_inclusion
from dengxiaming.chain.tree import EMPTY, leaf_hash, node_hash

LEAVES = [b"leaf %d" % number for number in range(26)]
ROOTS = [plain_tree.mth(LEAVES[:size]) for size in range(len(LEAVES) + 1)]
STRANGE = (b"", b"\x00", bytes(31), bytes(33), bytes(64))


def flipped(value: bytes, bit: int) -> bytes:
    changed = bytearray(value)
    changed[bit // 8 % len(value)] ^= 1 << bit % 8
    return bytes(changed)


def spoilt_paths(path: Sequence[bytes]) -> Iterator[tuple[str, list[bytes]]]:
    """Paths that are not `path`: shorter, longer, in another order, with other hashes, with what is no hash."""
    whole = list(path)
    for at in range(len(whole)):
        yield "truncated", whole[:at]
        yield "one left out", whole[:at] + whole[at + 1 :]
        yield "bit flipped", [*whole[:at], flipped(whole[at], 37 * at + 5), *whole[at + 1 :]]
        yield "bit flipped", [*whole[:at], flipped(whole[at], 255), *whole[at + 1 :]]
        for other in range(at):
            swapped = list(whole)
            swapped[at], swapped[other] = whole[other], whole[at]
            yield "swapped", swapped
        for strange in STRANGE:
            yield "no hash", [*whole[:at], strange, *whole[at + 1 :]]
    for at in range(len(whole) + 1):
        for more in (bytes(32), EMPTY, *whole[:1], *whole[-1:], *STRANGE):
            yield "extended", [*whole[:at], more, *whole[at:]]
    yield "doubled", whole + whole if whole else [EMPTY]
    # 反过来写，和原来的一样就不是伪造
    if whole[::-1] != whole:
        yield "reversed", whole[::-1]


def byte_moved(first: bytes, rest: Sequence[bytes], steps: plain_tree.Proof) -> Iterator[tuple[bytes, list[bytes]]]:
    """The same bytes under the same hash, parted at another place: only their lengths betray it."""
    if steps and steps[0][0] == "right":
        yield first[:-1], [first[-1:] + rest[0], *rest[1:]]
        yield first + rest[0][:1], [rest[0][1:], *rest[1:]]
    elif steps:
        yield first[1:], [rest[0] + first[:1], *rest[1:]]
        yield rest[0][-1:] + first, [rest[0][:-1], *rest[1:]]


def inclusion_forgeries() -> Iterator[tuple[str, tuple[bytes, int, int, Sequence[bytes], bytes]]]:
    for size in range(1, len(LEAVES) + 1):
        for index in range(size):
            steps = plain_tree.path(index, LEAVES[:size])
            leaf, path, root = leaf_hash(LEAVES[index]), plain_tree.hashes(steps), ROOTS[size]
            for kind, spoilt in spoilt_paths(path):
                yield kind, (leaf, index, size, spoilt, root)
            for other in {*range(-1, size + 2), -size, size * 2, 2**63} - {index}:
                yield "wrong index", (leaf, other, size, path, root)
            for other in range(-1, len(LEAVES) + 1):
                # 形状相同的两个位置，单凭证明分不出；条数由签过名的检查点说
                there = plain_tree.shape(plain_tree.path(index, LEAVES[:other])) if other > index else None
                if there != plain_tree.shape(steps):
                    yield "wrong size", (leaf, index, other, path, root)
            yield "wrong leaf", (flipped(leaf, index), index, size, path, root)
            # 根也照着加长的证明造：树没有这么高
            yield "too high", (leaf, index, size, [*path, EMPTY], node_hash(EMPTY, root))
            yield "too high", (leaf, index, size, [*path, EMPTY], node_hash(root, EMPTY))
            yield "wrong leaf", (root if path else EMPTY, index, size, path, root)
            yield "wrong root", (leaf, index, size, path, flipped(root, size))
            yield "wrong root", (leaf, index, size, path, ROOTS[size - 1])
            for moved_leaf, moved in byte_moved(leaf, path, steps):
                yield "byte moved", (moved_leaf, index, size, moved, root)
            for strange in STRANGE:
                yield "no hash", (strange, 0, 1, [], strange)
                yield "no hash", (strange, index, size, path, root)
                yield "no hash", (leaf, index, size, path, strange)


def consistency_forgeries() -> Iterator[tuple[str, tuple[int, int, bytes, bytes, Sequence[bytes]]]]:
    for new in range(1, len(LEAVES) + 1):
        for old in range(1, new + 1):
            steps = plain_tree.proof(old, LEAVES[:new])
            path = plain_tree.hashes(steps)
            before, after = ROOTS[old], ROOTS[new]
            for kind, spoilt in spoilt_paths(path):
                yield kind, (old, new, before, after, spoilt)
            for moved_first, moved in byte_moved(path[0], path[1:], steps[1:]) if path else ():
                yield "byte moved", (old, new, before, after, [moved_first, *moved])
            yield "wrong root", (old, new, flipped(before, old), after, path)
            yield "wrong root", (old, new, before, flipped(after, new), path)
            yield "wrong root", (old, new, EMPTY, after, path)
            if old != new:
                yield "roots exchanged", (old, new, after, before, path)
                yield "sizes exchanged", (new, old, before, after, path)
            yield "size 0", (0, new, EMPTY, after, path)
            yield "size 0", (0, new, EMPTY, after, [])
            yield "size 0", (0, 0, EMPTY, EMPTY, [])
            yield "negative", (-old, new, before, after, path)
            for other in range(1, len(LEAVES) + 1):
                if other <= new and shape(other, new) != shape(old, new):
                    yield "wrong old size", (other, new, before, after, path)
                if other >= old and shape(old, other) != shape(old, new):
                    yield "wrong new size", (old, other, before, after, path)
            for strange in STRANGE:
                yield "no hash", (old, new, strange, after, path)
                yield "no hash", (old, new, before, strange, path)
                yield "no hash", (old, old, strange, strange, [])


def shape(old: int, new: int) -> tuple[bool, list[str]]:
    """Whether the old root itself is the first step (old is a whole subtree at the left), and the sides."""
    return old & (old - 1) == 0, plain_tree.shape(plain_tree.proof(old, LEAVES[:new]))


def test_no_forged_inclusion_is_believed() -> None:
    tried: Counter[str] = Counter()
    believed = []
    for kind, forged in inclusion_forgeries():
        tried[kind] += 1
        if verify_inclusion(*forged):
            believed.append((kind, forged[1:3]))
    assert not believed
    assert len(tried) == 14
    assert min(tried.values()) >= 100


def test_no_forged_consistency_is_believed() -> None:
    tried: Counter[str] = Counter()
    believed = []
    for kind, forged in consistency_forgeries():
        tried[kind] += 1
        if verify_consistency(*forged):
            believed.append((kind, forged[:2]))
    assert not believed
    assert len(tried) == 16
    assert min(tried.values()) >= 100


@pytest.mark.parametrize("size", range(1, len(LEAVES) + 1))
def test_the_proofs_they_were_made_from_are_believed(size: int) -> None:
    for index in range(size):
        path = plain_tree.hashes(plain_tree.path(index, LEAVES[:size]))
        assert verify_inclusion(leaf_hash(LEAVES[index]), index, size, path, ROOTS[size])
        earlier = plain_tree.hashes(plain_tree.proof(index + 1, LEAVES[:size]))
        assert verify_consistency(index + 1, size, ROOTS[index + 1], ROOTS[size], earlier)
