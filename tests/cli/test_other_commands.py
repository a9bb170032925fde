"""validate, law, template, sample: what they say, what they write, what they refuse to overwrite."""

import io
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from cli_ground import Invoke
from rich.console import Console

from dengxiaming.cli import lawtext
from dengxiaming.cli.refusal import Exit
from dengxiaming.law.loader import load_rulebook
from dengxiaming.law.tree import said


def test_validate_finds_nothing_in_good_facts(invoke: Invoke, good: Path) -> None:
    result = invoke("validate", good)
    assert result.exit_code == 0


def test_validate_names_every_defect_and_ends_1(invoke: Invoke, bad: Path) -> None:
    result = invoke("validate", bad, "--format", "jsonl")
    assert result.exit_code == Exit.DEFECTS_FOUND
    defects = [row for row in map(json.loads, result.stdout.splitlines()) if row["severity"] == "defect"]
    assert len(defects) == 3
    assert all(row["table"] and row["row"] and row["message"] and row["remedy"] for row in defects)
    table = invoke("validate", bad)
    assert table.exit_code == Exit.DEFECTS_FOUND
    assert "3 处问题" in table.stdout


def test_validate_marks_a_copy_of_the_workbook(invoke: Invoke, tmp_path: Path) -> None:
    assert invoke("template", "t.xlsx").exit_code == 0
    book = openpyxl.load_workbook("t.xlsx")
    sheet = next(sheet for sheet in book.worksheets if "单位" in sheet.title)
    sheet.cell(sheet.max_row + 1, 1).value = "U1"
    sheet.cell(sheet.max_row + 1, 1).value = "U1"
    book.save("t.xlsx")
    before = (tmp_path / "t.xlsx").read_bytes()
    result = invoke("validate", "t.xlsx", "--mark", "marked.xlsx")
    assert result.exit_code == Exit.DEFECTS_FOUND
    assert (tmp_path / "t.xlsx").read_bytes() == before
    marked = openpyxl.load_workbook("marked.xlsx")
    assert any(cell.comment for sheet in marked.worksheets for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("target", ["t.xlsx", "./t.xlsx"])
def test_marking_never_overwrites_the_workbook_itself(invoke: Invoke, target: str) -> None:
    invoke("template", "t.xlsx")
    result = invoke("validate", "t.xlsx", "--mark", target)
    assert result.exit_code == Exit.USAGE
    assert "另一个文件" in result.stderr


def test_only_workbooks_are_marked(invoke: Invoke, good: Path) -> None:
    assert invoke("validate", good, "--mark", "marked.xlsx").exit_code == Exit.USAGE


def test_law_shows_every_clause(invoke: Invoke) -> None:
    shown = invoke("law").stdout
    book = load_rulebook()
    assert all(f"{name} " in shown for name in book.rules)
    assert all(problem.id in shown for problem in book.problems)
    assert book.edition in shown


@pytest.mark.parametrize("name", ["S2-1", "s5-1a", "P9"])
def test_law_shows_what_was_asked(invoke: Invoke, name: str) -> None:
    result = invoke("law", name)
    assert result.exit_code == 0
    assert name[:4].upper() in result.stdout


def test_law_shows_each_clause_with_all_its_numbers() -> None:
    book = load_rulebook()
    for rule in book.rules.values():
        out = Console(file=io.StringIO(), width=200)
        lawtext.show_rule(book, rule, lawtext.last_change(book), out)
        text = out.file.getvalue() if isinstance(out.file, io.StringIO) else ""
        assert rule.title in text
        for duty in rule.duties:
            assert duty.id in text
            for number in duty.numbers.values():
                assert all(said(number.name, value.value) in text for value in number.values), duty.id


def test_law_check_prints_what_the_document_leaves_open(invoke: Invoke) -> None:
    shown = invoke("law", "--check").stdout
    for count in ("3名", "7名", "50名", "100名"):
        assert count in shown
    for regulation in ("R2-1", "R2-2", "R2-3"):
        assert regulation in shown


def test_law_of_a_clause_that_is_not(invoke: Invoke) -> None:
    result = invoke("law", "S2-11")
    assert result.exit_code == Exit.NO_SUCH_DUTY
    assert "是不是 S2-1" in result.stderr


def test_a_broken_rulebook_is_refused_by_line(invoke: Invoke, tmp_path: Path) -> None:
    from dengxiaming.law.loader import shipped  # noqa: PLC0415  只这一条要它

    broken = tmp_path / "rules"
    shutil.copytree(shipped(), broken)
    clause = broken / "S2-1.toml"
    clause.write_text(clause.read_text(encoding="utf-8").replace('"branch"', '"branhc"', 1), encoding="utf-8")
    result = invoke("law", "--rulebook", broken)
    assert result.exit_code == Exit.REFUSED
    assert "S2-1.toml 第" in result.stderr
    assert "branhc" in result.stderr


def test_template_never_overwrites_filled_in_work(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").write_text("填好的", encoding="utf-8")
    result = invoke("template", "mine.xlsx")
    assert result.exit_code == Exit.UNWRITABLE
    assert (tmp_path / "mine.xlsx").read_text(encoding="utf-8") == "填好的"
    assert invoke("template", "mine.xlsx", "--force").exit_code == 0
    assert invoke("template", "mine.txt").exit_code == Exit.USAGE


def test_a_sample_can_be_validated_and_judged(invoke: Invoke, tmp_path: Path) -> None:
    made = invoke("sample", "--seed", "3", "--size", "small", "city")
    assert made.exit_code == 0, made.stderr
    assert (tmp_path / "city-key.csv").read_text(encoding="utf-8-sig").startswith("planted")
    assert invoke("validate", "city").exit_code == 0
    assert invoke("evaluate", "city", "--as-of", "2026-03-31").exit_code == 0


def test_the_same_seed_makes_the_same_city_in_every_format(invoke: Invoke) -> None:
    for name in ("a", "b"):
        assert invoke("sample", "--seed", "3", "--size", "small", name, "--format", "parquet").exit_code == 0
    assert invoke("sample", "--seed", "3", "--size", "small", "c.xlsx", "--headers", "chinese").exit_code == 0
    words = ("--as-of", "2026-03-31", "--format", "jsonl")
    shown = {invoke("evaluate", name, *words).stdout for name in ("a", "b", "c.xlsx")}
    assert len(shown) == 1
    assert shown != {""}


def test_a_sample_never_overwrites(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "city").mkdir()
    result = invoke("sample", "--seed", "3", "--size", "small", "city")
    assert result.exit_code == Exit.UNWRITABLE
    assert not list((tmp_path / "city").iterdir())
