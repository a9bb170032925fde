"""One record's proof in a file: with the entry and the public key it is all an outsider needs."""

import pytest
from journals import Journal, checks

from dengxiaming.chain import tree
from dengxiaming.chain.note import NoteError
from dengxiaming.chain.proof_file import ProofError, ProofFile


def proof_of(journal: Journal, index: int) -> ProofFile:
    return ProofFile(index, tuple(tree.inclusion(index, len(journal.entries), journal.nodes)), journal.checkpoint())


@pytest.mark.parametrize(("size", "index"), [(1, 0), (2, 1), (600, 0), (600, 300), (600, 599)])
def test_it_reads_back_and_proves_its_entry_and_no_other(size: int, index: int) -> None:
    journal = Journal.of(size)
    proof = ProofFile.read(str(proof_of(journal, index)))
    assert proof == proof_of(journal, index)
    assert proof.proves(journal.entries[index], journal.key, checks)
    assert not proof.proves(journal.entries[index] + b" ", journal.key, checks)
    assert not any(proof.proves(entry, journal.key, checks) for entry in journal.entries[:index])


def test_extra_data_is_dropped(journal: Journal) -> None:
    proof = proof_of(journal, 7)
    assert ProofFile.read(str(proof).replace("index", "extra AAAA\nindex", 1)) == proof


def test_a_head_nobody_signed_proves_nothing(journal: Journal) -> None:
    forged = ProofFile(7, (), journal.checkpoint().replace("600", "601"))
    with pytest.raises(NoteError):
        forged.proves(journal.entries[7], journal.key, checks)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (("@v1", "@v2"), "不是证明文件"),
        (("index 7\n", ""), "没有写序号"),
        (("index 7", "index 07"), "没有写序号"),
        (("index 7", "index -1"), "没有写序号"),
        (("\n\n", "\n"), "Base64|不是证明文件"),
        (("index 7\n", "index 7\n*\n"), "不是 Base64"),
        (("index 7\n", "index 7\nAAAA\n"), "32字节"),
    ],
)
def test_what_is_no_proof_file_is_refused(spoil: tuple[str, str], message: str, journal: Journal) -> None:
    text = str(proof_of(journal, 7)).replace(*spoil)
    with pytest.raises(ProofError, match=message):
        ProofFile.read(text)
