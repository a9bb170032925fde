"""What was done to an exported journal is found, and named: the entry, the tile, or the head."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from journals import NAME, Journal, checks, entry_at, flip

from dengxiaming.chain import note, tree
from dengxiaming.chain.note import PublicKey
from dengxiaming.chain.tiles import path_of
from dengxiaming.chain.verification import check_export

BUNDLES = {0: "tile/entries/000", 1: "tile/entries/001", 2: "tile/entries/002.p/88"}
TILES = {0: "tile/0/000", 1: "tile/0/001", 2: "tile/0/002.p/88"}
ABOVE = "tile/1/000.p/2"


def put_hash(path: Path, number: int, value: bytes) -> None:
    data = bytearray(path.read_bytes())
    data[32 * number : 32 * number + 32] = value
    path.write_bytes(data)


def rewrite_entry(export: Path, index: int) -> bytes:
    """Change an entry, and its hash in the tile with it; the leaf hash that now stands there."""
    bundle = export / BUNDLES[index // 256]
    flip(bundle, entry_at(bundle, index % 256) + 10)
    at = entry_at(bundle, index % 256)
    size = int.from_bytes(bundle.read_bytes()[at - 2 : at], "big")
    leaf = tree.leaf_hash(bundle.read_bytes()[at : at + size])
    put_hash(export / TILES[index // 256], index % 256, leaf)
    return leaf


def test_an_untouched_export_is_sound(export: Path, journal: Journal) -> None:
    checked = journal.check(export, *(journal.head(size) for size in (1, 256, 300, 599, 600)))
    assert checked.sound
    assert checked.checkpoint == journal.head()


@pytest.mark.parametrize("index", [0, 1, 255, 256, 300, 511, 512, 599])
def test_a_changed_entry_is_named_and_nothing_else(index: int, export: Path, journal: Journal) -> None:
    bundle = export / BUNDLES[index // 256]
    flip(bundle, entry_at(bundle, index % 256) + 3)
    findings = journal.check(export).findings
    assert [(finding.place, finding.entry) for finding in findings] == [(BUNDLES[index // 256], index)]
    assert "存证以后改过" in findings[0].what


@pytest.mark.parametrize("index", [0, 255, 256, 511, 512, 599])
def test_a_changed_hash_is_named_as_the_tile_s_and_no_entry_is_blamed(
    index: int, export: Path, journal: Journal
) -> None:
    flip(export / TILES[index // 256], index % 256 * 32 + 31, 7)
    findings = journal.check(export).findings
    assert [(finding.place, finding.entry) for finding in findings] == [(TILES[index // 256], None)]
    assert f"第{index % 256}个" in findings[0].what


@pytest.mark.parametrize("number", [0, 1])
def test_a_changed_hash_further_up_is_named(number: int, export: Path, journal: Journal) -> None:
    flip(export / ABOVE, number * 32)
    findings = journal.check(export).findings
    assert [(finding.place, finding.entry) for finding in findings] == [(ABOVE, None)]
    assert f"第{number}个" in findings[0].what


def test_an_entry_changed_with_its_hash_is_narrowed_down_to_its_tile(export: Path, journal: Journal) -> None:
    rewrite_entry(export, 300)
    findings = journal.check(export).findings
    assert [finding.place for finding in findings] == [TILES[1]]
    assert "序号256到511里有改动" in findings[0].what


def test_an_entry_changed_with_all_hashes_above_it_does_not_have_the_signed_root(
    export: Path, journal: Journal
) -> None:
    leaf = rewrite_entry(export, 300)
    leaves = [*map(tree.leaf_hash, journal.entries)]
    leaves[300] = leaf
    put_hash(export / ABOVE, 1, tree.root_over(leaves[256:512]))
    findings = journal.check(export).findings
    assert [finding.place for finding in findings] == ["checkpoint"]
    assert "一起改过" in findings[0].what


def test_an_entry_of_the_last_tile_changed_with_its_hash_does_not_have_the_signed_root(
    export: Path, journal: Journal
) -> None:
    rewrite_entry(export, 599)
    assert [finding.place for finding in journal.check(export).findings] == ["checkpoint"]


def test_a_changed_entry_that_is_no_json_any_more_is_named_once(export: Path, journal: Journal) -> None:
    bundle = export / BUNDLES[0]
    flip(bundle, entry_at(bundle, 7))
    assert [finding.entry for finding in journal.check(export).findings] == [7]


def test_several_changes_are_all_named(export: Path, journal: Journal) -> None:
    for index in (3, 270, 590):
        bundle = export / BUNDLES[index // 256]
        flip(bundle, entry_at(bundle, index % 256))
    flip(export / TILES[1], 9 * 32)
    named = [(finding.place, finding.entry) for finding in journal.check(export).findings]
    assert (BUNDLES[0], 3) in named
    assert (BUNDLES[1], 270) in named
    assert (TILES[1], None) in named
    assert (BUNDLES[2], 590) in named


def test_two_entries_exchanged_are_both_named(export: Path, journal: Journal) -> None:
    bundle = export / BUNDLES[0]
    first, second, third = (entry_at(bundle, number) for number in (10, 11, 12))
    data = bundle.read_bytes()
    exchanged = data[second - 2 : third - 2] + data[first - 2 : second - 2]
    bundle.write_bytes(data[: first - 2] + exchanged + data[third - 2 :])
    assert [finding.entry for finding in journal.check(export).findings] == [10, 11]


@pytest.mark.parametrize("place", [*BUNDLES.values(), *TILES.values(), ABOVE])
def test_a_file_that_is_gone_cut_or_lengthened_is_named(place: str, export: Path, journal: Journal) -> None:
    whole = (export / place).read_bytes()
    for spoilt in (None, b"", whole[:-1], whole + b"\x00", whole + b"\x00\x01x", whole[: len(whole) // 2]):
        if spoilt is None:
            (export / place).unlink()
        else:
            (export / place).write_bytes(spoilt)
        findings = journal.check(export).findings
        assert findings[0].place == place
    (export / place).unlink()
    (export / place).mkdir()
    assert journal.check(export).findings[0].place == place


def test_a_missing_bundle_says_which_entries_were_not_checked(export: Path, journal: Journal) -> None:
    (export / BUNDLES[1]).unlink()
    findings = journal.check(export).findings
    assert [str(one) for one in findings] == ["tile/entries/001：导出里少了这个文件。（序号256到511没有核对）"]


def test_an_entry_that_is_not_canonical_is_named(tmp_path: Path) -> None:
    journal = Journal([b'{"a":1}', b'{"a": 1}', b'"e\xcc\x81"'])
    journal.export(tmp_path / "export")
    findings = journal.check(tmp_path / "export").findings
    assert [finding.entry for finding in findings] == [1, 2]
    assert "不是规范的 JSON" in findings[0].what


@pytest.mark.parametrize("place", ["checkpoint", "vkey"])
def test_without_a_good_head_nothing_is_believed(place: str, export: Path, journal: Journal) -> None:
    whole = (export / place).read_bytes()
    for spoilt in (None, b"", b"\xff\xfe", whole[:-10], whole.replace(b"t", b"T"), whole.replace(b"600", b"599")):
        if spoilt is None:
            (export / place).unlink()
        elif spoilt == whole:
            continue
        else:
            (export / place).write_bytes(spoilt)
        checked = journal.check(export)
        assert checked.checkpoint is None
        assert not checked.sound
        assert checked.findings


def test_a_journal_signed_by_another_key_is_refused_unless_nobody_gave_one(export: Path) -> None:
    stranger = PublicKey(NAME, bytes(range(32)))
    checked = check_export(export, checks, stranger)
    assert not checked.sound
    assert "不是要核对的那一把" in checked.findings[0].what
    assert check_export(export, checks).sound


def test_a_checkpoint_of_another_origin_is_refused(tmp_path: Path) -> None:
    journal = Journal.of(3)
    journal.export(tmp_path / "export")
    other = str(journal.head()).replace(NAME, "somebody.example")
    signed = note.sign(other, NAME, journal.key.id, journal.private.sign)
    (tmp_path / "export" / "checkpoint").write_text(signed, encoding="utf-8")
    assert "来源" in journal.check(tmp_path / "export").findings[0].what


def test_a_journal_written_anew_by_the_owner_of_the_key_is_betrayed_by_a_printed_head(tmp_path: Path) -> None:
    true = Journal.of(600)
    rewritten = Journal([*true.entries[:100], b"0", *true.entries[101:]])
    rewritten.export(tmp_path / "export")
    assert rewritten.check(tmp_path / "export", true.head(100)).sound
    findings = rewritten.check(tmp_path / "export", true.head(100), true.head(101), true.head()).findings
    assert [finding.what.partition("条")[0] for finding in findings] == ["前101", "前600"]


def test_a_journal_cut_short_is_betrayed_by_a_printed_head(tmp_path: Path) -> None:
    true = Journal.of(600)
    Journal(true.entries[:500]).export(tmp_path / "export")
    findings = true.check(tmp_path / "export", true.head()).findings
    assert "有600条，这里只有500条" in findings[0].what


def test_a_printed_head_of_another_journal_is_told_apart(export: Path, journal: Journal) -> None:
    other = note.Checkpoint("somebody.example", 600, journal.head().root)
    assert "来自somebody.example" in journal.check(export, other).findings[0].what


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Journal.of(600).export(tmp_path_factory.mktemp("pristine") / "export")


FILES = ["checkpoint", *BUNDLES.values(), *TILES.values(), ABOVE]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(FILES), st.floats(0, 1, exclude_max=True), st.integers(0, 7)), min_size=1))
def test_any_flipped_bits_are_noticed(pristine: Path, tmp_path: Path, damages: list[tuple[str, float, int]]) -> None:
    folder = tmp_path / "damaged"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(pristine, folder)
    for place, where, bit in damages:
        flip(folder / place, int(where * (folder / place).stat().st_size), bit)
    unchanged = all((folder / place).read_bytes() == (pristine / place).read_bytes() for place in FILES)
    checked = Journal.of(0).check(folder)
    assert checked.sound is unchanged


def test_the_paths_above_are_those_of_600_entries() -> None:
    assert {at: path_of("entries", at, 256 if at < 2 else 88) for at in range(3)} == BUNDLES
