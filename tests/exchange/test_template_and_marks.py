"""The workbook people fill in, and the copy of their workbook with what is wrong marked in it."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fact_rows import HEADERS, lines, places, small_set, write_sheets

from dengxiaming.exchange import ExchangeError, mark_workbook, read_facts, write_template
from dengxiaming.exchange.columns import TABLES
from dengxiaming.law.vocabulary import ACT_KINDS


@pytest.fixture
def template(tmp_path: Path) -> Path:
    write_template(tmp_path / "模板.xlsx")
    return tmp_path / "模板.xlsx"


def test_an_empty_template_has_nothing_wrong(template: Path) -> None:
    reading = read_facts(template)
    assert reading.defects == ()
    assert [finding.message for finding in reading.warnings] == ["组织表里一行也没有。"]


def test_a_template_filled_in_below_the_example_reads_clean(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    for name, rows in small_set().items():
        for row in lines(name, rows):
            book[TABLES[name].sheet].append([value or None for value in row])
    book.save(template)
    reading = read_facts(template)
    assert reading.findings == ()
    assert reading.facts.acts.height == len(small_set()["acts"])


def test_every_column_is_there_with_its_chinese_header_an_example_and_a_note(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    assert book.sheetnames == ["说明", *(table.sheet for table in TABLES.values()), "词表"]
    assert book["词表"].sheet_state == "hidden"
    notes = {(row[0], row[1]) for row in book["说明"].iter_rows(values_only=True)}
    for table in TABLES.values():
        sheet = book[table.sheet]
        assert [cell.value for cell in sheet[1]] == [column.header for column in table.columns]
        assert str(sheet["A2"].value).startswith("示例")
        assert {(table.sheet, column.header) for column in table.columns} <= notes


def test_the_drop_downs_offer_the_closed_lists(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    offered: dict[str, list[Any]] = {}
    for table in TABLES.values():
        for rule in book[table.sheet].data_validations.dataValidation:
            if rule.type == "list" and "词表" in (rule.formula1 or ""):
                column = table.columns[next(iter(rule.sqref.ranges)).min_col - 1]
                area = rule.formula1.split("!")[1].replace("$", "")
                offered[f"{table.name}.{column.name}"] = [cell.value for (cell,) in book["词表"][area]]
                assert list(column.words.values()) == offered[f"{table.name}.{column.name}"]
    assert offered["acts.kinds"] == list(ACT_KINDS.values())
    assert len(offered) == sum(bool(column.words) for table in TABLES.values() for column in table.columns)


def test_the_example_rows_would_be_good_rows_but_for_their_ids(template: Path) -> None:
    """An example must not teach a mistake: with the mark off and the ids it points to added, it reads clean."""
    book = openpyxl.load_workbook(template)
    for table in TABLES.values():
        cell = book[table.sheet]["A2"]
        cell.value = str(cell.value).removeprefix("示例：")
    extra = [
        ["JG001", None, "机关党委", *[None] * 3, date(2010, 1, 1)],
        ["XZ001", None, "党小组", *[None] * 3, date(2010, 1, 1)],
    ]
    for row in extra:
        book["组织"].append(row)
    book.save(template)
    assert read_facts(template).findings == ()


def marked(tmp_path: Path) -> tuple[Path, Path]:
    held = {TABLES[name].sheet: [HEADERS[name], *lines(name, rows)] for name, rows in small_set().items()}
    held["单位"] = [["本市单位", None], [None], ["单位编号", "单位名称", "工作人员数", "联系电话"],
                    ["U1", "=1+1", "许多", "1"], ["U2", "某办", 9, "2"], ["U2", "又一个", -1, "3"]]  # fmt: skip
    source = write_sheets(tmp_path / "源.xlsx", held)
    return source, tmp_path / "标注.xlsx"


def test_bad_cells_are_filled_and_commented_in_a_copy(tmp_path: Path) -> None:
    source, target = marked(tmp_path)
    before = source.read_bytes()
    reading = read_facts(source)
    assert places(reading.findings) == [
        ("units", 3, "联系电话"), ("units", 4, "工作人员数"), ("units", 6, "单位编号"), ("units", 6, "工作人员数")
    ]  # fmt: skip
    mark_workbook(source, reading.findings, target)
    assert source.read_bytes() == before
    sheet = openpyxl.load_workbook(target)["单位"]
    assert "不是整数" in sheet["C4"].comment.text
    assert "写一个整数" in sheet["C4"].comment.text
    assert "重复" in sheet["A6"].comment.text
    assert "没有读" in sheet["D3"].comment.text
    assert sheet["C4"].fill.fgColor.rgb != sheet["D3"].fill.fgColor.rgb
    assert sheet["B5"].comment is None
    assert sheet["C4"].value == "许多"


def test_the_list_of_findings_comes_first_and_is_text(tmp_path: Path) -> None:
    source, target = marked(tmp_path)
    findings = read_facts(source).findings
    mark_workbook(source, findings, target)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames[0] == "问题清单"
    rows = list(book["问题清单"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(findings)
    assert rows[0][:4] == ("问题", "单位", 4, "工作人员数")
    assert {cell.data_type for row in book["问题清单"].iter_rows() for cell in row if cell.value is not None} <= {
        "s",
        "n",
    }


def test_a_marked_copy_reads_as_before_and_can_be_marked_again(tmp_path: Path) -> None:
    source, target = marked(tmp_path)
    findings = read_facts(source).findings
    mark_workbook(source, findings, target)
    assert read_facts(target).findings == findings
    mark_workbook(target, findings, tmp_path / "再.xlsx")
    assert openpyxl.load_workbook(tmp_path / "再.xlsx").sheetnames.count("问题清单") == 1


def test_findings_in_merged_cells_and_of_sheets_that_are_gone_do_not_stop_the_marking(tmp_path: Path) -> None:
    source, target = marked(tmp_path)
    book = openpyxl.load_workbook(source)
    book["单位"].merge_cells("C4:C5")
    del book["触发事项"]
    book.save(source)
    findings = read_facts(source).findings
    mark_workbook(source, findings, target)
    assert openpyxl.load_workbook(target)["单位"]["C4"].comment is not None


def test_what_is_no_workbook_cannot_be_marked(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"nothing")
    with pytest.raises(ExchangeError, match=r"。$"):
        mark_workbook(tmp_path / "a.xlsx", [], tmp_path / "b.xlsx")
    with pytest.raises(ExchangeError):
        mark_workbook(tmp_path / "none.xlsx", [], tmp_path / "b.xlsx")
