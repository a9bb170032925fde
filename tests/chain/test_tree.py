"""Roots and proofs out of stored subtrees equal the RFC's own definition, for every place in every tree up to 70."""

import plain_tree
import pytest
from hypothesis import given
from hypothesis import strategies as st
from journals import Journal

from dengxiaming.chain import tree
from dengxiaming.chain.proof import verify_consistency, verify_inclusion

leaves_of_a_tree = st.lists(st.binary(max_size=40), max_size=70)


@given(leaves_of_a_tree)
def test_the_root_is_the_definition(leaves: list[bytes]) -> None:
    wanted = plain_tree.mth(leaves)
    assert tree.root_of(leaves) == wanted
    assert tree.root(len(leaves), Journal(leaves).nodes) == wanted


@given(leaves_of_a_tree)
def test_every_inclusion_proof_is_the_definition_and_holds(leaves: list[bytes]) -> None:
    journal, root = Journal(leaves), plain_tree.mth(leaves)
    for index, leaf in enumerate(leaves):
        path = tree.inclusion(index, len(leaves), journal.nodes)
        assert path == plain_tree.hashes(plain_tree.path(index, leaves))
        assert verify_inclusion(tree.leaf_hash(leaf), index, len(leaves), path, root)


def test_every_consistency_proof_up_to_70_is_the_definition_and_holds() -> None:
    leaves = [b"%d" % number for number in range(70)]
    journal = Journal(leaves)
    roots = [plain_tree.mth(leaves[:size]) for size in range(71)]
    for new in range(1, 71):
        for old in range(1, new + 1):
            path = tree.consistency(old, new, journal.nodes)
            assert path == plain_tree.hashes(plain_tree.proof(old, leaves[:new]))
            assert verify_consistency(old, new, roots[old], roots[new], path)


@given(leaves_of_a_tree)
def test_appending_gives_each_complete_subtree_once(leaves: list[bytes]) -> None:
    wanted = {
        (level, at): plain_tree.mth(leaves[at << level : (at + 1) << level])
        for level in range(7)
        for at in range(len(leaves) >> level)
    }
    assert Journal(leaves).held == wanted


@given(leaves_of_a_tree)
def test_the_second_root_is_the_same_tree_by_another_hash(leaves: list[bytes]) -> None:
    assert tree.second_root(leaves, "sm3") == plain_tree.mth(leaves, "sm3")


def test_all_that_is_needed_is_asked_for_in_one_call() -> None:
    journal = Journal.of(1000)
    journal.calls = 0
    tree.root(999, journal.nodes)
    tree.inclusion(700, 999, journal.nodes)
    tree.consistency(300, 999, journal.nodes)
    tree.appended(999, tree.leaf_hash(b""), journal.nodes)
    assert journal.calls == 4


def test_a_subtree_that_is_not_stored_is_named() -> None:
    journal = Journal.of(6)
    del journal.held[2, 0]
    with pytest.raises(tree.NodeMissing, match="第2层第0个"):
        tree.root(6, journal.nodes)


@pytest.mark.parametrize(
    ("ask", "arguments"),
    [
        (tree.root, (-1,)),
        (tree.inclusion, (6, 6)),
        (tree.inclusion, (-1, 6)),
        (tree.consistency, (0, 6)),
        (tree.consistency, (7, 6)),
    ],
)
def test_a_place_outside_the_tree_is_refused(ask, arguments) -> None:  # noqa: ANN001  any of three functions
    with pytest.raises(ValueError, match="条"):
        ask(*arguments, Journal.of(6).nodes)
