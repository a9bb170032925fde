"""Columns, sheets and files that are not where the contract has them: reported, never silently dropped."""

from pathlib import Path

import polars as pl
import pytest
from fact_rows import HEADERS, lines, places, read_changed, same, small_set, write_csv, write_sheets

from dengxiaming.exchange import Reading, read_facts


def with_units(tmp_path: Path, header: str, *rows: str) -> Reading:
    folder = write_csv(tmp_path / "set", small_set())
    (folder / "units.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return read_facts(folder)


def test_columns_come_in_any_order_and_either_language(tmp_path: Path) -> None:
    shuffled = with_units(
        tmp_path, "工作人员数,name, ID ,category,专职党务人员数", "80,某局,U1,政府,2", "9,某办,U2,事业,0"
    )
    assert shuffled.findings == ()
    assert same(shuffled, read_changed(tmp_path / "plain"))


def test_a_missing_optional_column_is_empty(tmp_path: Path) -> None:
    reading = with_units(tmp_path, "id,name", "U1,某局", "U2,某办")
    assert reading.findings == ()
    assert reading.facts.units["staff_count"].to_list() == [None, None]


def test_a_column_of_ones_own_is_named_and_refuses_nothing(tmp_path: Path) -> None:
    reading = with_units(tmp_path, "id,name,联系电话", "U1,某局,123", "U2,某办,456")
    assert places(reading.warnings) == [("units", 1, "联系电话")]
    assert not reading.defects


def test_a_misspelt_column_is_a_defect_with_the_name_meant(tmp_path: Path) -> None:
    """Taken as unknown its values would be lost, and nobody would see why the verdicts are wrong."""
    reading = with_units(tmp_path, "id,name,staf_count", "U1,某局,80", "U2,某办,9")
    assert places(reading.defects) == [("units", 1, "staf_count")]
    assert "工作人员数" in reading.defects[0].remedy
    assert reading.facts.units.is_empty()
    assert reading.left_out["units"] == 2


def test_a_column_twice_is_a_defect(tmp_path: Path) -> None:
    assert places(with_units(tmp_path, "id,单位编号,name", "U1,U1,某局", "U2,U2,某办").defects) == [
        ("units", 1, "单位编号")
    ]


def test_a_required_column_that_is_not_there_is_named_once(tmp_path: Path) -> None:
    folder = write_csv(tmp_path / "set", small_set())
    file = folder / "attendance.csv"
    file.write_text("act_id,member_id\nA1,M1\nA1,M3\n", encoding="utf-8")
    reading = read_facts(folder)
    assert places(reading.defects) == [("attendance", 1, "status")]
    assert reading.left_out == {"attendance": 2}


def test_content_under_no_header_is_named(tmp_path: Path) -> None:
    reading = with_units(tmp_path, "id,,name", "U1,什么,某局", "U2,,某办")
    assert places(reading.warnings) == [("units", 1, "第 2 列")]


def test_no_header_at_all_does_not_blame_those_who_refer_to_it(tmp_path: Path) -> None:
    reading = with_units(tmp_path, "U1,某局,政府,80,2", "U2,某办,事业,9,0")
    assert places(reading.defects) == [("units", 1, "")]
    assert reading.facts.organizations["id"].to_list() == ["GW", "DZ"]


@pytest.mark.parametrize("mark", ["\t", ";"])
def test_another_separator_is_named(tmp_path: Path, mark: str) -> None:
    reading = with_units(tmp_path, mark.join(["id", "name"]), mark.join(["U1", "某局"]))
    assert "分列" in reading.defects[0].message


def test_without_organisations_there_is_nothing_to_judge(tmp_path: Path) -> None:
    reading = read_facts(write_csv(tmp_path / "set", {"units": [{"id": "U1"}]}))
    assert ["没有“组织”" in finding.message for finding in reading.defects] == [True]


def test_a_missing_table_is_an_empty_one(tmp_path: Path) -> None:
    held = small_set()
    reading = read_facts(write_csv(tmp_path / "set", {name: held[name] for name in ("organizations", "units")}))
    assert reading.findings == ()
    assert reading.facts.acts.is_empty()


def test_a_file_or_sheet_nearly_named_as_a_table_is_a_defect_another_is_a_warning(tmp_path: Path) -> None:
    folder = write_csv(tmp_path / "set", small_set())
    (folder / "acts.csv").rename(folder / "act.csv")
    (folder / "通讯录.csv").write_text("姓名\n某甲\n", encoding="utf-8")
    reading = read_facts(folder)
    assert ("acts", "act.csv") in [(finding.table, finding.sheet) for finding in reading.defects]
    assert [finding.sheet for finding in reading.warnings] == ["通讯录.csv"]
    book = {name: [HEADERS[name], *lines(name, rows)] for name, rows in small_set().items()}
    book["活动和行为"] = book.pop("acts")
    assert "活动与行为" in read_facts(write_sheets(tmp_path / "a.xlsx", book)).defects[0].remedy


def test_a_table_twice_is_a_defect(tmp_path: Path) -> None:
    folder = write_csv(tmp_path / "set", small_set())
    (folder / "单位.csv").write_bytes((folder / "units.csv").read_bytes())
    assert [finding.table for finding in read_facts(folder).defects] == ["units"]
    book = {name: [HEADERS[name], *lines(name, rows)] for name, rows in small_set().items()}
    twice = read_facts(write_sheets(tmp_path / "a.xlsx", book | {"单位": book["units"]}))
    assert [(finding.table, finding.sheet) for finding in twice.defects] == [("units", "单位")]


def test_typed_columns_of_a_parquet_folder(tmp_path: Path) -> None:
    """Whole numbers as ids and money, floats with the noise of binary fractions, days with a midnight."""
    folder = tmp_path / "set"
    folder.mkdir()
    pl.DataFrame(
        {"id": [1, 2], "kind": ["branch", "支部"], "established_on": ["2020-01-01", "2020-01-02"]}
    ).with_columns(pl.col("established_on").str.to_datetime(), pl.col("kind").cast(pl.Categorical)).write_parquet(
        folder / "organizations.parquet"
    )
    pl.DataFrame({"id": ["M", "M "], "kind": "full", "organization_id": [1, 2], "from": ["2020-01-01", "2021-01-01"],
                  "to": ["2021-01-01", None], "leading": [1, 0]}).write_parquet(folder / "members.parquet")  # fmt: skip
    pl.DataFrame({"member_id": "M", "month": [f"2025-{n:02}" for n in range(1, 6)], "payable": [0.1 + 0.2,
    1.005, -1.0, 1e13, 2.5],
                  "paid": [0, 0, 0, 0, 0]}).with_columns(recorded_at=pl.datetime(2025, 12, 1)).write_parquet(
        folder / "dues.parquet")  # fmt: skip
    reading = read_facts(folder)
    assert places(reading.findings) == [("dues", row, "payable") for row in (3, 4, 5)]
    assert reading.facts.dues["payable"].to_list() == [30, 250]
    assert reading.facts.members["leading"].to_list() == [True, False]
    assert reading.facts.organizations["id"].to_list() == ["1", "2"]
    pl.DataFrame({"id": ["U"], "name": [[1]]}).write_parquet(folder / "units.parquet")
    assert places(read_facts(folder).defects)[0] == ("units", 1, "name")


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        (pl.Series(["1.50", "-1.50", "1.005", "2.500"], dtype=pl.String()).cast(pl.Decimal(12, 3)), [150, 250]),
        (pl.Series(["5", "1" * 37], dtype=pl.String()).cast(pl.Decimal(38, 0)), [500]),
        (pl.Series([1, -(2**62), 2**62, 10**12]), [100, 10**14]),
        (pl.Series([1, 2**64 - 1], dtype=pl.UInt64()), [100]),
        (pl.Series([float("inf"), float("-inf"), float("nan"), 1e300, 1.25]), [125]),
    ],
    ids=["decimal", "long decimal", "integer", "unsigned", "float"],
)
def test_money_of_any_type_is_exact_or_refused(tmp_path: Path, values: pl.Series, kept: list[int]) -> None:
    """No amount becomes an empty cell in silence."""
    folder = write_csv(tmp_path / "set", {name: rows for name, rows in small_set().items() if name != "dues"})
    months = [f"2025-{n:02}" for n in range(1, values.len() + 1)]
    frame = pl.DataFrame(
        {"member_id": "M1", "month": months, "payable": values, "paid": "0", "recorded_at": "2026-01-01"}
    )
    frame.write_parquet(folder / "dues.parquet")
    reading = read_facts(folder)
    assert reading.facts.dues["payable"].to_list() == kept
    assert len({finding.row for finding in reading.defects}) == values.len() - len(kept) == reading.left_out["dues"]
    assert {finding.column for finding in reading.defects} == {"payable"}


@pytest.mark.parametrize("dtype", [pl.Date(), pl.Datetime("ms"), pl.Datetime("us"), pl.Datetime("ns")], ids=str)
def test_days_far_off_are_refused_and_not_met_by_a_traceback(tmp_path: Path, dtype: pl.DataType) -> None:
    folder = write_csv(tmp_path / "set", small_set())
    (folder / "units.csv").unlink()
    unit = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}.get(getattr(dtype, "time_unit", ""), 1)
    far = 2_000_000_000 if unit == 1 else 2**63 - 1
    numbers = pl.Series([0, -25_568 * unit, far, -25_567 * unit, -far])
    days = numbers.cast(pl.Int32() if unit == 1 else pl.Int64()).cast(dtype)
    frame = pl.DataFrame({"id": ["a", "b", "c", "d", "e"], "kind": "directive", "on": days})
    (folder / "triggers.csv").unlink()
    frame.write_parquet(folder / "triggers.parquet")
    found = [finding.row for finding in read_facts(folder).defects if finding.table == "triggers"]
    assert found == [3, 4, 6]
