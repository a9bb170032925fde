"""The export's files are those the tlog-tiles specification counts, and they read back to what was written."""

from pathlib import Path

import pytest
from journals import NAME, Journal

from dengxiaming.chain import tree
from dengxiaming.chain.canonical import canonical
from dengxiaming.chain.tiles import TileError, path_of, read_bundle, read_tile, widths, write_export

SIZES = (0, 1, 2, 255, 256, 257, 511, 512, 1000)


@pytest.mark.parametrize(
    ("index", "path"),
    [
        (0, "tile/0/000"),
        (999, "tile/0/999"),
        (1000, "tile/0/x001/000"),
        (1_234_067, "tile/0/x001/x234/067"),
        (10**9 + 7, "tile/0/x001/x000/x000/007"),
    ],
)
def test_where_a_tile_lies(index: int, path: str) -> None:
    assert path_of(0, index) == path
    assert path_of(0, index, 17) == f"{path}.p/17"
    assert path_of("entries", index) == path.replace("tile/0", "tile/entries")


def test_the_tiles_of_the_specification_s_own_example() -> None:
    assert list(widths(70_000)) == [*((at, 256) for at in range(273)), (273, 112)]
    assert list(widths(70_000, 1)) == [(0, 256), (1, 17)]
    assert list(widths(70_000, 2)) == [(0, 1)]
    assert list(widths(70_000, 3)) == []


@pytest.mark.parametrize("size", SIZES)
def test_an_export_reads_back(size: int, tmp_path: Path) -> None:
    journal = Journal.of(size)
    journal.export(tmp_path)
    bundles = [entry for index, width in widths(size) for entry in read_bundle(tmp_path, index, width)]
    assert bundles == journal.entries
    for level in range(3):
        held = [value for at, width in widths(size, level) for value in read_tile(tmp_path, level, at, width)]
        assert held == [journal.held[8 * level, at] for at in range(size >> 8 * level)]
    assert (tmp_path / "checkpoint").read_text(encoding="utf-8") == journal.checkpoint()
    assert journal.check(tmp_path).sound


@pytest.mark.parametrize("size", SIZES)
def test_an_export_holds_these_files_and_no_other(size: int, tmp_path: Path) -> None:
    Journal.of(size).export(tmp_path)
    wanted = {path_of(level, *one) for level in (0, 1, 2) for one in widths(size, level)}
    wanted |= {path_of("entries", *one) for one in widths(size)} | {"checkpoint", "vkey"}
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()} == wanted


def test_the_largest_entry_fits_and_one_byte_more_does_not(tmp_path: Path) -> None:
    most = Journal([canonical(""), b'"' + b"x" * 65_533 + b'"'])
    most.export(tmp_path / "most")
    assert most.check(tmp_path / "most").sound
    with pytest.raises(TileError, match="序号1：有65536字节"):
        Journal([canonical(""), b"x" * 65_536]).export(tmp_path / "more")


def test_an_export_is_never_written_over_another(export: Path, journal: Journal) -> None:
    with pytest.raises(TileError, match="已经有东西"):
        journal.export(export)


def test_entries_that_are_not_those_of_the_head_are_not_exported(tmp_path: Path) -> None:
    journal = Journal.of(5)
    for entries in (journal.entries[:4], [*journal.entries[:4], b"1"], [*journal.entries, b"1"]):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        with pytest.raises(TileError, match="不是同一棵树"):
            write_export(folder, entries, journal.checkpoint(), journal.vkey)
        assert not (folder / "checkpoint").exists()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda data: data[:-1], "第88条没有写完"),
        (lambda data: data[:-1] + b"\xff\xff" + data[-1:], "应有88条|没有写完"),
        (lambda data: data + b"\x00", "第89条没有写完"),
        (lambda data: data + b"\x00\x00", "应有88条，这里是89条"),
        (lambda _: b"", "应有88条，这里是0条"),
    ],
)
def test_a_spoilt_bundle_says_what_is_wrong(spoil, message: str, export: Path) -> None:  # noqa: ANN001  bytes to bytes
    path = export / path_of("entries", 2, 88)
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(TileError, match=message):
        read_bundle(export, 2, 88)


def test_the_empty_journal_has_the_empty_root() -> None:
    assert Journal.of(0).checkpoint().startswith(f"{NAME}\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n")
    assert Journal.of(0).head().root == tree.EMPTY
