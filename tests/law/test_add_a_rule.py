"""Somebody who writes no Python adds a rule: what docs/add-a-rule.md says is done here, to the letter, and it works."""

import re
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import cast

import polars as pl
import pytest

from dengxiaming.law.cases import case_tables
from dengxiaming.law.loader import RulebookError, load_rulebook, shipped
from dengxiaming.law.vocabulary import ACT_KINDS, TRIGGER_KINDS
from dengxiaming.law.words import ALL
from dengxiaming.reckoning import TABLES, Facts, evaluate

DOCUMENT = Path(__file__).parents[2] / "docs" / "add-a-rule.md"
RULE = "X1-1"


def written() -> str:
    """The one TOML block of the document."""
    (block,) = re.findall(r"```toml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    return str(block)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the rulebook with one file more, and nothing else touched."""
    target = Path(shutil.copytree(shipped(), tmp_path / "book"))
    (target / f"{RULE}.toml").write_text(written(), encoding="utf-8")
    return target


def test_one_file_is_all_it_takes(folder: Path) -> None:
    changed = {file.name for file in folder.iterdir()} - {file.name for file in shipped().iterdir()}
    assert changed == {f"{RULE}.toml"}
    book = load_rulebook(folder)
    assert list(book.rules) == [*load_rulebook().rules, RULE]
    assert RULE in next(section.rules for section in book.sections if section.locator == "三(二)3")
    assert not book.rules[RULE].duties[0].is_binding(book.effective_from), "a local number only reminds"


def test_the_new_rule_judges_every_case_of_its_file(folder: Path) -> None:
    book = load_rulebook(folder)
    cases = book.rules[RULE].cases
    assert len(cases) >= 5
    for case in cases:
        tables = case_tables(folder, case)
        facts = Facts.of(**{name: pl.DataFrame(rows, schema=TABLES[name]) for name, rows in tables.items()})
        rows = evaluate(facts, book, cast("date", case["as_of"]), rules=[RULE]).to_dicts()
        if case["expect"] == "none":
            about = cast("Mapping[str, str]", case["about"])
            assert not [row for row in rows if (row["bearer_id"], row["period"]) == (about["bearer"], about["period"])]
            continue
        expected = cast("Mapping[str, object]", case["expect"])
        (row,) = [row for row in rows if row["bearer_id"] == "ZB1" and row["period"] == expected["period"]]
        assert {column: row[column] for column in expected} == expected, case["name"]


def test_the_mistakes_the_document_shows_are_told_as_it_says(folder: Path) -> None:
    text = written()
    (folder / f"{RULE}.toml").write_text(
        text.replace('bearer  = "branch"', 'bearer  = "branhc"').replace("{ kind =", "{ kinds =", 1), encoding="utf-8"
    )
    with pytest.raises(RulebookError) as error:
        load_rulebook(folder)
    said = DOCUMENT.read_text(encoding="utf-8")
    told = [str(finding) for finding in error.value.findings]
    shown = [line.strip() for line in said.split("\n") if line.startswith(f"    {RULE}.toml 第 ")]
    assert len(shown) == 2
    for line in shown:
        assert any(one.startswith(line) for one in told), (line, told)


def test_a_number_of_the_first_line_of_a_case_can_make_it_fail(folder: Path) -> None:
    (folder / f"{RULE}.toml").write_text(written().replace("value  = 1\n", "value  = 2\n"), encoding="utf-8")
    with pytest.raises(AssertionError):
        test_the_new_rule_judges_every_case_of_its_file(folder)


def test_an_own_rule_is_named_with_an_x_so_that_a_slip_in_a_name_is_seen(folder: Path) -> None:
    (folder / f"{RULE}.toml").rename(folder / "S3-l.toml")
    with pytest.raises(RulebookError, match="不是条款编号"):
        load_rulebook(folder)
    (folder / "S3-l.toml").rename(folder / "S3-11.toml")
    with pytest.raises(RulebookError, match="条款表里没有 S3-11"):
        load_rulebook(folder)


def test_the_document_lists_every_word_of_the_language() -> None:
    said = DOCUMENT.read_text(encoding="utf-8")
    for words in ALL.values():
        for word in words.values():
            unit = f"（{word.unit}）" if word.unit else ""
            assert f"| `{word.id}` | {word.label}{unit} | {word.meaning} |" in said, word.id
    for kind, label in {**ACT_KINDS, **TRIGGER_KINDS}.items():
        assert f"`{kind}` {label}" in said
