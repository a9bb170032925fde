"""What is written reads back as the same facts: csv, parquet and xlsx, English and Chinese headers."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import openpyxl
import polars as pl
import pytest
from fact_rows import read_changed, small_set, write_csv
from hypothesis import given
from hypothesis import strategies as st

from dengxiaming.exchange import ExchangeError, read_facts, write_facts
from dengxiaming.law.vocabulary import ACT_KINDS, ELEMENTS, TRIGGER_KINDS
from dengxiaming.reckoning.facts import TABLES, Facts

Format = Literal["csv", "parquet", "xlsx"]
Headers = Literal["english", "chinese"]

WAYS = [(fmt, headers) for fmt in ("csv", "parquet", "xlsx") for headers in ("english", "chinese")]

days = st.dates(date(1900, 1, 1), date(9999, 12, 31))
moments = st.datetimes(datetime(1995, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  hypothesis 要不带时区的界
# 名字里什么都可以有，只是没有控制字符，首尾没有空白
texts = (
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zs", "Zl", "Zp",
    "Cf"]) | st.sampled_from("=+-@'\",;_x0041_ \n"))
    .map(str.strip)
    .map(lambda text: text or None)
)  # fmt: skip
awkward = st.sampled_from(
    ["=1+1", "'=1", "''=x", "+86", "-3", "@a", "0012", "1e5", "123456789012345678", "TRUE", "2026-03"]
)
money = st.integers(0, 10**14 - 1)


@st.composite
def some_facts(draw: st.DrawFn) -> Facts:
    """A set without a defect whose free cells are anything."""
    names = texts | awkward
    ids = draw(
        st.lists(awkward | st.from_regex(r"[A-Za-z0-9甲乙=+@'\-]{1,20}", fullmatch=True), min_size=6, unique=True)
    )
    organizations, members, acts, triggers = ids[:1], ids[1:3], ids[3:5], ids[5:]
    on = date(2021, 1, 1)
    rows: dict[str, list[dict[str, Any]]] = {
        "organizations": [{
            "id": i, "name": draw(names), "kind": "branch", "unit_ids": ["U"],
             "party_day": draw(st.none() | st.integers(1, 31)),
            "established_on": draw(st.dates(date(1900, 1, 1), on)), "approved_on": draw(st.none() | days),
        } for i in organizations],
        "units": [{"id": "U", "name": draw(names), "category": draw(names), "staff_count": draw(st.integers(0,
         10**9))}],
        "members": [{
            "id": i, "name": draw(names), "kind": draw(st.sampled_from(["full", "probationary"])), "from": on,
            "organization_id": organizations[0], "leading": draw(st.booleans()),
             "to": draw(st.none() | st.just(date(9999, 12, 31))),
        } for i in members],
        "acts": [{
            "id": i, "kinds": draw(st.lists(st.sampled_from(sorted(set(ACT_KINDS) - {"extension"})), min_size=1)),
            "organization_id": organizations[0], "on": draw(days), "recorded_at": draw(moments),
            "counterpart_ids": draw(st.lists(st.sampled_from(members + organizations))),
            "answers": draw(st.lists(st.sampled_from(triggers + acts))),
            "elements": draw(st.lists(st.sampled_from(sorted(ELEMENTS)))), "until": draw(st.none() | days),
        } for i in acts],
        "dues": [{
            "member_id": i, "month": date(draw(st.integers(1900, 9999)), draw(st.integers(1, 12)), 1),
             "payable": draw(money),
            "paid": draw(money), "paid_on": draw(days), "recorded_at": draw(moments), "excuse": draw(names),
        } for i in members],
        "triggers": [{"id": i, "kind": draw(st.sampled_from(sorted(TRIGGER_KINDS))),
         "on": draw(days)} for i in triggers],
    }  # fmt: skip
    for table, schema in TABLES.items():
        for row in rows.get(table, []):
            for column, dtype in schema.items():
                row.setdefault(column, [] if isinstance(dtype, pl.List) else None)
    return Facts.of(**{table: pl.DataFrame(held, schema=TABLES[table]) for table, held in rows.items()})


def assert_same(back: Facts, facts: Facts) -> None:
    for name, frame in facts.tables().items():
        assert back.tables()[name].to_dicts() == frame.to_dicts(), name


@given(facts=some_facts(), way=st.sampled_from(WAYS))
def test_anything_written_reads_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, facts: Facts, way: tuple[Format, Headers]
) -> None:
    path = tmp_path_factory.mktemp("set") / "facts.xlsx"
    write_facts(facts, path, fmt=way[0], headers=way[1])
    reading = read_facts(path) if way[0] == "xlsx" or path.is_dir() else None
    assert reading is not None
    assert not reading.defects
    assert_same(reading.facts, facts)


@pytest.mark.parametrize(("fmt", "headers"), WAYS)
def test_the_small_set_reads_back_the_same(tmp_path: Path, fmt: Format, headers: Headers) -> None:
    first = read_changed(tmp_path)
    target = tmp_path / ("out.xlsx" if fmt == "xlsx" else "out")
    write_facts(first.facts, target, fmt=fmt, headers=headers)
    again = read_facts(target)
    assert again.findings == ()
    assert_same(again.facts, first.facts)


def test_chinese_files_carry_chinese_headers_and_kinds(tmp_path: Path) -> None:
    write_facts(read_changed(tmp_path).facts, tmp_path / "out", fmt="csv", headers="chinese")
    content = (tmp_path / "out" / "acts.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").startswith("活动编号,活动类型,组织编号")
    assert "党课;主题党日" in content.decode()


def test_a_formula_in_a_name_stays_text(tmp_path: Path) -> None:
    """Spreadsheets run what begins with = + - @; nothing written here lets them."""
    held = small_set()
    held["units"][0]["name"] = "=HYPERLINK(1)"
    held["units"][1]["name"] = "@SUM(A1)"
    facts = read_facts(write_csv(tmp_path / "in", held)).facts
    write_facts(facts, tmp_path / "out", fmt="csv")
    assert ",'=HYPERLINK(1)," in (tmp_path / "out" / "units.csv").read_text(encoding="utf-8")
    write_facts(facts, tmp_path / "out.xlsx", fmt="xlsx")
    cell = openpyxl.load_workbook(tmp_path / "out.xlsx")["units"]["B2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
    for path in (tmp_path / "out", tmp_path / "out.xlsx"):
        assert read_facts(path).facts.units["name"].to_list() == ["=HYPERLINK(1)", "@SUM(A1)"]


def test_a_cell_too_long_for_a_workbook_is_refused_before_anything_is_lost(tmp_path: Path) -> None:
    facts = read_changed(tmp_path).facts
    units = facts.units.with_columns(name=pl.lit("长" * 32_768))
    with pytest.raises(ExchangeError, match=r"单位.*太长"):
        write_facts(Facts.of(**{**facts.tables(), "units": units}), tmp_path / "out.xlsx", fmt="xlsx")


def test_a_folder_that_is_not_there_cannot_take_a_workbook(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_facts(read_changed(tmp_path).facts, tmp_path / "none" / "out.xlsx", fmt="xlsx")
