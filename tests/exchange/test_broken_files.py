"""Files that cannot be read: a sentence with the place and the remedy, never a traceback, never gigabytes."""

import random
import zipfile
from pathlib import Path

import pytest
from fact_rows import HEADERS, lines, small_set, write_csv, write_sheets, write_text_parquet, write_xlsx

from dengxiaming.exchange import ExchangeError, Reading, read_facts
from dengxiaming.exchange.archive import LARGEST_UNPACKED


def one_defect(reading: Reading) -> str:
    assert len(reading.defects) == 1, reading.findings
    finding = reading.defects[0]
    assert finding.sheet
    assert finding.remedy.endswith("。")
    assert all(frame.is_empty() for frame in reading.facts.tables().values())
    return finding.message


def test_a_path_with_nothing_there_is_an_error_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match=r"没有这个文件或文件夹。$"):
        read_facts(tmp_path / "none")
    with pytest.raises(ExchangeError):
        read_facts(tmp_path / "na\x00me")


def test_an_empty_folder(tmp_path: Path) -> None:
    assert "没有一张表" in one_defect(read_facts(tmp_path))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0", ".xls"), ("a.xlsx", b"\xd0\xcf\x11\xe0rest", "加了密码"), ("a.xlsx", b"",
         "是空的"),
        ("a.xlsx", b"id,name\n", "不是 .xlsx"), ("a.xlsx", b"PK\x03\x04nonsense", "坏了"), ("a.csv", b"id\n", "一张表"),
        ("a.pdf", b"%PDF", "不认识"), ("a", b"", "不认识"),
    ],
    ids=str,
)  # fmt: skip
def test_a_file_of_the_wrong_kind(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert said in one_defect(read_facts(tmp_path / name))


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("units.csv", "id\n")
    assert "没有工作簿" in one_defect(read_facts(tmp_path / "a.xlsx"))


def workbook_with(tmp_path: Path, sheet_xml: bytes, *, stated: int | None = None) -> Path:
    """A workbook whose one sheet is this XML; its stated size may lie."""
    whole = write_sheets(tmp_path / "whole.xlsx", {"组织": [HEADERS["organizations"]]})
    target = tmp_path / "a.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in source.infolist():
            archive.writestr(part.filename, sheet_xml if "worksheets/" in part.filename else source.read(part))
    if stated is not None:
        honest = len(sheet_xml).to_bytes(4, "little")
        target.write_bytes(target.read_bytes().replace(honest, stated.to_bytes(4, "little")))
    return target


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


@pytest.mark.parametrize("stated", [None, 1000])
def test_a_workbook_that_unpacks_to_too_much_is_not_opened(
    tmp_path: Path, stated: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever size the zip states about itself."""
    monkeypatch.setattr("dengxiaming.exchange.archive.LARGEST_UNPACKED", 20 * 1024**2)
    assert LARGEST_UNPACKED >= 20 * 1024**2
    path = workbook_with(tmp_path, SHEET % (b" " * 30 * 1024**2), stated=stated)
    assert path.stat().st_size < 200_000
    assert "大于" in one_defect(read_facts(path))


@pytest.mark.parametrize("far", [b"XFD1", b"AZ1048576"], ids=str)
def test_two_cells_at_opposite_corners_do_not_lay_out_all_between(tmp_path: Path, far: bytes) -> None:
    row = far.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="%s"><c r="%s"><v>1</v></c></row>' % (row, far)
    one_defect(read_facts(workbook_with(tmp_path, SHEET % cells)))


def test_a_sheet_with_entities_is_not_opened(tmp_path: Path) -> None:
    assert "声明" in one_defect(read_facts(workbook_with(tmp_path, b'<!DOCTYPE x [<!ENTITY a "b">]>' + SHEET % b"")))


def test_a_parquet_file_that_is_none(tmp_path: Path) -> None:
    folder = write_text_parquet(tmp_path / "set", small_set())
    (folder / "units.parquet").write_bytes(b"PAR1 nothing PAR1")
    reading = read_facts(folder)
    assert [(finding.table, finding.sheet) for finding in reading.defects] == [("units", "units.parquet")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "是空的"), (b"\xff\xfei\x00d\x00", "UTF-16"), (b"id,name\nU1,\xff\xff\xff\n", "编码"),
        (b'id,name\nU1,"abc\nU2,x\n', "引号"), (b"id,name\nU1,a\nU2,b,c\n", "3 格"), (b"id,name\nU1\n", "1 格"),
        (b"id,name\nU1,\x00\n", "NUL"), (b'id,name\nU1,"a"b\n', "引号"),
         (b'id,name\nU1,"' + b"x" * 200_000 + b'"\n', "太长"),
    ],
    ids=lambda value: repr(value)[:30],
)  # fmt: skip
def test_a_csv_that_is_broken_names_the_place(tmp_path: Path, content: bytes, said: str) -> None:
    folder = write_csv(tmp_path / "set", small_set())
    (folder / "units.csv").write_bytes(content)
    found = [finding for finding in read_facts(folder).defects if finding.table == "units"]
    assert any(said in finding.message for finding in found), found


def test_old_line_ends_and_a_missing_last_one(tmp_path: Path) -> None:
    for place, ending in enumerate(("\r", "\r\n", "\n")):
        folder = write_csv(tmp_path / str(place), small_set())
        text = ending.join(["id,name", "U1,某局", "U2,某办"])
        (folder / "units.csv").write_bytes(text.encode())
        reading = read_facts(folder)
        assert reading.findings == ()
        assert reading.facts.units.height == 2


@pytest.mark.parametrize("seed", range(40))
def test_a_workbook_or_parquet_with_bytes_changed_is_refused_in_words(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    book = write_xlsx(tmp_path / "a.xlsx", small_set())
    folder = write_text_parquet(tmp_path / "set", small_set())
    for path, target in ((book, book), (folder / "acts.parquet", folder), (folder / "organizations.parquet", folder)):
        content = bytearray(path.read_bytes())
        for _ in range(chance.randint(1, 20)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path.write_bytes(bytes(content[: chance.choice([len(content), chance.randrange(len(content))])]))
        for finding in read_facts(target).findings:
            assert finding.message.endswith("。")


def test_xml_changed_inside_a_workbook_is_refused_in_words(tmp_path: Path) -> None:
    chance = random.Random(5)
    sheet = write_sheets(
        tmp_path / "b.xlsx", {"组织": [HEADERS["organizations"], *lines("organizations", small_set()["organizations"])]}
    )
    with zipfile.ZipFile(sheet) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    for _ in range(60):
        changed = bytearray(xml)
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(changed))
            changed[at : at + chance.randint(0, 2)] = chance.choice(
                [b"<", b">", b'"', b"9", b"A", b"&", b"", b"\xff", b"s", b"-1"]
            )
        for finding in read_facts(workbook_with(tmp_path, bytes(changed))).findings:
            assert finding.message.endswith(("。",))
