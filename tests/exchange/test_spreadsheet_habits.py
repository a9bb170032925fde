"""What people do at spreadsheets, and what is made of it: read where it is plain what is meant, refused where not."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from fact_rows import HEADERS, lines, places, small_set, write_csv, write_sheets

from dengxiaming.exchange import Reading, read_facts
from dengxiaming.exchange.cells import CellError, count, day, fen, flag, identifier, instant, month
from dengxiaming.exchange.columns import TABLES


@pytest.mark.parametrize(
    "text",
    ["2026-03-05", "2026-3-5", "2026/3/5", "2026.3.5", "2026年3月5日", "2026年03月05号", "２０２６年３月５日",
    "20260305",
     " 2026 年 3 月 5 日", "2026－03－05", "2026-03-05 00:00:00", "2026—3—5"],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert day(text) == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-05T10:00:00+08:00", (2, 0, 0)), ("2026-03-05T10:00:00Z", (10, 0, 0)), ("2026-03-05 10:00", (2, 0, 0)),
        ("2026/3/5 10:00:07", (2, 0, 7)), ("2026年3月5日 10时5分", (2, 5, 0)),
         ("２０２６-０３-０５　１０：００", (2, 0, 0)),
        ("2026-03-05T10:00:00+0800", (2, 0, 0)),
    ],
)  # fmt: skip
def test_a_moment_without_offset_is_local_time(text: str, utc: tuple[int, int, int]) -> None:
    assert instant(text) == datetime(2026, 3, 5, *utc, tzinfo=UTC)


def test_an_hour_that_the_clocks_skipped_does_not_exist() -> None:
    with pytest.raises(CellError, match="夏令时"):
        instant("1986-05-04 02:30")


@pytest.mark.parametrize(
    "text", ["2026-03", "2026-3", "2026年3月", "2026/03", "202603", "2026.3", "2026-03-01", "２０２６年０３月"]
)
def test_a_month_is_read_however_it_is_written(text: str) -> None:
    assert month(text) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("12.5", 1250), ("12.50", 1250), ("0", 0), ("1,234.5", 123450), ("¥3", 300), ("3 元", 300), ("１２．５", 1250),
     (".5", 50), ("999999999999.99", 99_999_999_999_999), ("0012", 1200)],
)  # fmt: skip
def test_money_is_exact(text: str, expected: int) -> None:
    assert fen(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("3", 3), ("3.0", 3), ("１２", 12), ("1,000", 1000), ("007", 7)])
def test_a_whole_number_may_have_a_zero_decimal(text: str, expected: int) -> None:
    assert count(text) == expected


@pytest.mark.parametrize("text", ["是", "yes", "Y", "TRUE", "True", "1", "√"])
def test_yes(text: str) -> None:
    assert flag(text)


@pytest.mark.parametrize("text", ["否", "no", "N", "FALSE", "0", "×"])
def test_no(text: str) -> None:
    assert not flag(text)


def test_full_width_ids_are_the_same_ids() -> None:
    assert identifier("ＺＢ－００１") == "ZB-001"
    assert identifier("张（一）") == "张（一）"


def test_two_spellings_of_one_habit_meet_in_a_folder(tmp_path: Path) -> None:
    """Chinese headers and kinds, GB18030, spaces of three widths, full-width digits and separators."""
    held = small_set()
    plain = read_facts(write_csv(tmp_path / "plain", held))
    held["acts"][0] |= {
        "kinds": " 党课；　主题党日\u00a0",
        "on": "２０２５年３月５日",
        "recorded_at": "2025/3/6 9:30",
        "elements": "时间；地点；",
    }
    held["members"][0] |= {"id": "Ｍ１　", "leading": "是", "kind": "正式"}
    held["dues"][0] |= {"month": "2025年3月", "payable": "１２.５", "paid_on": "2025.3.10"}
    folder = write_csv(tmp_path / "habits", held, encoding="gb18030")
    for name in held:
        file = folder / f"{name}.csv"
        first, rest = file.read_text(encoding="gb18030").split("\n", 1)
        chinese = ",".join(f" {TABLES[name].by_name[header].header} " for header in first.strip().split(","))
        file.write_text(f"{chinese}\n{rest}", encoding="gb18030")
    reading = read_facts(folder)
    assert reading.findings == ()
    for name, frame in reading.facts.tables().items():
        assert frame.equals(plain.facts.tables()[name]), name


def sheets(**changed: list[list[Any]]) -> dict[str, list[list[Any]]]:
    return {name: [HEADERS[name], *lines(name, rows)] for name, rows in small_set().items()} | changed


def read_sheets(tmp_path: Path, **changed: list[list[Any]]) -> Reading:
    return read_facts(write_sheets(tmp_path / "set.xlsx", sheets(**changed)))


def test_real_dates_numbers_and_booleans_of_a_workbook(tmp_path: Path) -> None:
    header = ["id", "kind", "established_on", "party_day", "dissolved_on", "name"]
    rows = [[1001, "支部", date(2026, 3, 5), 7, 46100, True], [1002.0, "branch", 46086, 7.0, None, 12.5]]
    reading = read_facts(write_sheets(tmp_path / "a.xlsx", {"组织": [header, *rows]}))
    assert reading.findings == ()
    kept = reading.facts.organizations.select("id", "established_on", "party_day", "dissolved_on", "name")
    assert kept.rows() == [
        ("1001", date(2026, 3, 5), 7, date(2026, 3, 19), "是"), ("1002", date(2026, 3, 5), 7, None, "12.5")
    ]  # fmt: skip


def test_money_of_a_workbook_is_what_the_cell_shows(tmp_path: Path) -> None:
    """0.1 + 0.2 is 0.30 to everybody but a computer; 12.345 is three decimals to everybody."""
    rows = [
        ["M1", f"2025-{n:02}", value, 0, None, "2025-12-31", None]
        for n, value in enumerate([0.1 + 0.2, 12.345, 1e11, 8.7], 4)
    ]
    reading = read_sheets(tmp_path, dues=[HEADERS["dues"], *rows])
    assert places(reading.defects) == [("dues", 3, "payable")]
    assert reading.facts.dues["payable"].to_list() == [30, 10**13, 870]


def test_an_id_that_lost_its_digits_is_refused_and_told_how_to_mend(tmp_path: Path) -> None:
    members = [HEADERS["members"], [123456789012345678, "某", "full", "Z1", None, date(2020, 1, 1), None, "否", None]]
    reading = read_facts(
        write_sheets(tmp_path / "a.xlsx", {"organizations": sheets()["organizations"], "members": members})
    )
    found = [finding for finding in reading.defects if finding.table == "members"]
    assert [(finding.row, finding.column) for finding in found] == [(2, "id")]
    assert "文本格式" in found[0].remedy


@pytest.mark.parametrize("number", [2026, 202603, 999999, -5, 3.5, 46086.25])
def test_a_number_that_is_no_date_is_not_taken_for_one(tmp_path: Path, number: float) -> None:
    rows = [["Z", "branch", number]]
    reading = read_facts(write_sheets(tmp_path / "a.xlsx", {"组织": [["id", "kind", "成立日期"], *rows]}))
    assert places(reading.defects) == [("organizations", 2, "成立日期")]


def test_a_month_typed_as_a_number_may_have_lost_a_zero(tmp_path: Path) -> None:
    """2026.10 in a number cell is 2026.1: nobody can tell October from January."""
    row = ["M1", 2026.1, 5, 0, None, "2026-12-31", None]
    assert places(read_sheets(tmp_path, dues=[HEADERS["dues"], row]).defects) == [("dues", 2, "month")]
    fine = [["M1", value, 5, 0, None, "2026-12-31", None] for value in (202603, date(2026, 4, 1))]
    kept = read_sheets(tmp_path, dues=[HEADERS["dues"], *fine]).facts.dues["month"].to_list()
    assert kept == [date(2026, 3, 1), date(2026, 4, 1)]


def test_titles_above_blank_rows_between_and_notes_beside(tmp_path: Path) -> None:
    """Row numbers are those of the sheet."""
    held = sheets()
    rows = [["某市机关单位表", None, None], [None], ["编制日期：2026年", None], ["", *HEADERS["units"]]]
    rows += [
        ["", *held["units"][1]],
        [],
        ["", "", " ", "\u3000"],
        ["", *held["units"][2]],
        ["", "U3", "", "", "many", ""],
    ]
    path = write_sheets(
        tmp_path / "a.xlsx", held | {"units": rows, "Sheet2": [["随手记的"]], "说明": [["怎样填"]], "空表": []}
    )
    reading = read_facts(path)
    assert places(reading.defects) == [("units", 9, "staff_count")]
    assert [(finding.sheet, finding.row) for finding in reading.warnings] == [("Sheet2", None)]
    assert reading.facts.units["id"].to_list() == ["U1", "U2"]


def test_title_rows_and_blank_rows_of_a_csv(tmp_path: Path) -> None:
    folder = write_csv(tmp_path / "set", small_set())
    file = folder / "units.csv"
    header, *rest = file.read_text(encoding="utf-8").splitlines()
    file.write_text(
        "\n".join(["单位表,,,,", header, rest[0], "", ",,,,", rest[1], "U3,,,x,", ""]), encoding="utf-8-sig"
    )
    reading = read_facts(folder)
    assert places(reading.findings) == [("units", 7, "staff_count")]


def test_a_name_with_comma_quote_and_line_break_is_one_cell_in_one_row(tmp_path: Path) -> None:
    held = small_set()
    held["units"].insert(0, {"id": "U0", "name": '某局,"办公室"\n二楼'})
    held["units"].append({"id": "U3", "staff_count": "x"})
    reading = read_facts(write_csv(tmp_path / "set", held))
    assert places(reading.findings) == [("units", 5, "staff_count")]
    assert reading.facts.units["name"][0] == '某局,"办公室"\n二楼'


def test_the_example_row_is_passed_over_and_a_name_that_begins_so_is_not(tmp_path: Path) -> None:
    held = small_set()
    held["units"][:0] = [{"id": "示例", "name": "样子", "staff_count": "x"}, {"id": "示例：DW001", "staff_count": "x"}]
    held["units"].append({"id": "示例单位"})
    reading = read_facts(write_csv(tmp_path / "set", held))
    assert reading.findings == ()
    assert reading.facts.units["id"].to_list() == ["U1", "U2", "示例单位"]


def test_an_error_cell_of_a_formula_is_not_an_empty_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("组织")
        sheet.write_row(0, 0, ["组织编号", "组织类别", "成立日期", "撤销日期"])
        sheet.write_row(1, 0, ["Z", "支部", "2020-01-01"])
        sheet.write_formula(1, 3, "=NA()", None, "#N/A")
    reading = read_facts(path)
    assert places(reading.defects) == [("organizations", 2, "撤销日期")]
    assert reading.left_out == {"organizations": 1}
