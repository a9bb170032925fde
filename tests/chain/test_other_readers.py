"""Verifiers nobody here wrote read what we write: one in Rust, one in Python, and Go's checksum database.

Go's is the check that an outsider is handed (`tests/chain/outside/main.go`, docs/journal.md).
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import metamorphic_log
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from journals import Journal, entry_at, flip
from tlog_scales import signing
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader

from dengxiaming.chain import tree
from dengxiaming.chain.proof_file import ProofFile
from dengxiaming.chain.tiles import path_of

GO_LIBRARY = Path("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog")
MANY = 70_000


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[Journal, Path]:
    journal = Journal.of(MANY)
    return journal, journal.export(tmp_path_factory.mktemp("many") / "export")


# 一、Rust 写的 metamorphic-log


def test_metamorphic_log_reads_our_heads_and_proofs(journal: Journal) -> None:
    note, keys = journal.checkpoint(), [journal.vkey]
    head = metamorphic_log.checkpoint_verify(note, keys)
    assert (head.origin, head.size, head.root, head.extensions) == (journal.key.name, 600, journal.head().root, [])
    for index in (0, 1, 255, 256, 300, 511, 512, 599):
        leaf, path = tree.leaf_hash(journal.entries[index]), tree.inclusion(index, 600, journal.nodes)
        metamorphic_log.checkpoint_verify_inclusion(note, keys, index, leaf, path)
        with pytest.raises(metamorphic_log.VerifyError):
            metamorphic_log.checkpoint_verify_inclusion(note, keys, index ^ 1, leaf, path)
    for size in (1, 255, 256, 300, 599):
        path = tree.consistency(size, 600, journal.nodes)
        metamorphic_log.checkpoint_verify_consistency(journal.checkpoint(size), note, keys, path)


def test_metamorphic_log_refuses_what_we_refuse(journal: Journal) -> None:
    for changed in (
        journal.checkpoint().replace("600", "601"),
        journal.checkpoint().replace("\n600", "\n0600"),
        journal.checkpoint()[:-6] + "AAAA=\n",
    ):
        with pytest.raises(metamorphic_log.VerifyError):
            metamorphic_log.checkpoint_verify(changed, [journal.vkey])


# 二、Python 写的 tlog-scales


def test_tlog_scales_reads_our_folder(export: Path, journal: Journal) -> None:
    reader = TilesReader(LocalBackend(export))
    checkpoint = reader.get_checkpoint()
    checkpoint.verify(signing.Vkey.from_string((export / "vkey").read_text(encoding="utf-8").strip()))
    assert reader.calculate_root_hash() == checkpoint.root_hash == journal.head().root
    for index in (0, 255, 256, 511, 512, 599):
        assert reader.get_entry(index) == journal.entries[index]
        proof = reader.get_inclusion_proof(index, 600)
        assert proof.node_hashes == tree.inclusion(index, 600, journal.nodes)
        proof.check(tree.leaf_hash(journal.entries[index]), checkpoint.root_hash)
    for size in (1, 256, 300, 512, 599):
        assert reader.get_consistency_proof(size, 600).node_hashes == tree.consistency(size, 600, journal.nodes)


@pytest.mark.parametrize("index", [0, 300, 599])
def test_tlog_scales_writes_the_same_proof_file(index: int, export: Path, journal: Journal) -> None:
    command = [sys.executable, "-m", "tlog_scales.cli", "gen-proof", str(export), str(index)]
    theirs = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    ours = ProofFile(index, tuple(tree.inclusion(index, 600, journal.nodes)), journal.checkpoint())
    assert str(ours) == theirs
    assert ProofFile.read(theirs) == ours


# 三、Go


@pytest.fixture(scope="session")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("go") is None or not GO_LIBRARY.is_dir():
        pytest.fail("外部核对程序要 Debian 的两个包：apt-get install -y golang-go golang-golang-x-mod-dev")
    program = tmp_path_factory.mktemp("outside") / "outside"
    offline = {
        "GO111MODULE": "off",
        "GOPATH": "/usr/share/gocode",
        "GOFLAGS": "",
        "GOCACHE": str(program.parent / "go"),
    }
    subprocess.run(
        ["go", "build", "-o", str(program), "."],
        cwd=Path(__file__).parent / "outside", env=os.environ | offline, check=True,
    )  # fmt: skip
    return program


def run(outside: Path, folder: Path, *older: Path) -> tuple[int, str]:
    """The exit code and what was printed; the key is always the true one."""
    vkey = folder.parent / "true-vkey"
    vkey.write_text(Journal.of(0).vkey + "\n", encoding="utf-8")
    done = subprocess.run(
        [str(outside), str(folder), str(vkey), *map(str, older)], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@contextmanager
def damaged(*places: tuple[Path, int]) -> Iterator[None]:
    """One bit is changed at each place in each file, and put back afterwards."""
    for path, at in places:
        flip(path, at)
    try:
        yield
    finally:
        for path, at in places:
            flip(path, at)


def test_go_passes_seventy_thousand_entries_and_so_do_we(outside: Path, many: tuple[Journal, Path]) -> None:
    journal, folder = many
    assert run(outside, folder) == (0, "70000条，全部核对无误\n")
    assert journal.check(folder).sound


@pytest.mark.parametrize("index", [0, 255, 12_345, 65_536, 69_888, 69_999])
def test_go_names_the_index_of_a_changed_entry(index: int, outside: Path, many: tuple[Journal, Path]) -> None:
    folder = many[1]
    bundle = folder / path_of("entries", index // 256, min(256, MANY - index // 256 * 256))
    with damaged((bundle, entry_at(bundle, index % 256) + 12)):
        code, said = run(outside, folder)
    assert code == 1
    assert f"序号{index}到{index}：" in said
    assert "根不同" in said


@pytest.mark.parametrize("index", [0, 12_345, 69_999])
def test_go_names_the_index_of_a_changed_hash(index: int, outside: Path, many: tuple[Journal, Path]) -> None:
    folder = many[1]
    tile = path_of(0, index // 256, min(256, MANY - index // 256 * 256))
    with damaged((folder / tile, index % 256 * 32)):
        code, said = run(outside, folder)
    assert (code, said) == (1, f"序号{index}到{index}：条目与 {tile} 里的散列不符\n")


def test_go_names_the_entries_below_a_changed_hash_further_up(outside: Path, many: tuple[Journal, Path]) -> None:
    folder = many[1]
    tile = path_of(1, 1, 17)
    with damaged((folder / tile, 3 * 32)):
        code, said = run(outside, folder)
    assert (code, said) == (1, f"序号66304到66559：条目与 {tile} 里的散列不符\n")


def test_go_is_not_deceived_by_an_entry_changed_with_its_hash(outside: Path, many: tuple[Journal, Path]) -> None:
    """Its TileHashReader was, before x/mod 0.40 (CVE-2026-56865): the reason why it is not used."""
    journal, folder = many
    bundle, tile = folder / path_of("entries", 5), folder / path_of(0, 5)
    at, number = entry_at(bundle, 10), 5 * 256 + 10
    before = tile.read_bytes()
    with damaged((bundle, at + 12)):
        entry = bundle.read_bytes()[at : at + len(journal.entries[number])]
        tile.write_bytes(before[:320] + tree.leaf_hash(entry) + before[352:])
        code, said = run(outside, folder)
        found = journal.check(folder).findings
        tile.write_bytes(before)
    assert code == 1
    assert "根不同" in said
    assert "序号1280到1535：" in said
    assert [finding.place for finding in found] == ["tile/0/005"]


def test_go_holds_the_journal_to_an_older_head(outside: Path, many: tuple[Journal, Path], tmp_path: Path) -> None:
    journal, folder = many
    older, forged = tmp_path / "older", tmp_path / "forged"
    older.write_text(journal.checkpoint(12_345), encoding="utf-8")
    forged.write_text(Journal.of(12_345, marked="x").checkpoint(), encoding="utf-8")
    assert run(outside, folder, older)[0] == 0
    assert run(outside, folder, forged) == (1, "不是由更早的检查点（12345条）长出来的\n")


def test_go_and_we_refuse_a_head_of_another_key(outside: Path, tmp_path: Path) -> None:
    stranger = Journal(Journal.of(3).entries, Ed25519PrivateKey.generate())
    folder = stranger.export(tmp_path / "export")
    code, said = run(outside, folder)
    assert code == 1
    assert "no verifiable signatures" in said
    assert not Journal.of(3).check(folder).sound


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 512])
def test_go_reads_every_shape_of_export(size: int, outside: Path, tmp_path: Path) -> None:
    folder = Journal.of(size).export(tmp_path / "export")
    assert run(outside, folder) == (0, f"{size}条，全部核对无误\n")


@pytest.mark.parametrize("place", ["tile/0/001", "tile/entries/001", "tile/entries/002.p/88", "checkpoint"])
def test_go_stops_at_a_file_that_is_cut_or_gone(place: str, outside: Path, export: Path) -> None:
    whole = (export / place).read_bytes()
    (export / place).write_bytes(whole[:-5])
    assert run(outside, export)[0] == 1
    (export / place).unlink()
    assert run(outside, export)[0] == 1
