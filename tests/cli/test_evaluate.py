"""`evaluate` and `explain` against the contract's worked examples, in every format."""

import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest
from cli_ground import Invoke, Run

from dengxiaming.cli.refusal import Exit
from dengxiaming.reckoning import VERDICT


def arguments(example: Path) -> list[str]:
    return (example / "arguments.txt").read_text(encoding="utf-8").split()


def expected(example: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (example / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()]


def without_bearer_kind(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name != "bearer_kind"}


def test_jsonl_is_the_contract_line_by_line(run: Run, example: Path) -> None:
    ran = run("evaluate", example / "facts", *arguments(example), "--format", "jsonl")
    assert ran.returncode == 0, ran.stderr.decode()
    rows = [json.loads(line) for line in ran.stdout.decode().splitlines()]
    assert [without_bearer_kind(row) for row in rows] == expected(example)
    assert all(list(row) == list(VERDICT) for row in rows)
    first = {"rule": rows[0]["rule"], "bearer_kind": rows[0]["bearer_kind"], **expected(example)[0]}
    assert ran.stdout.decode().splitlines()[0] == json.dumps(first, ensure_ascii=False)
    assert not ran.stderr


def test_csv_has_empty_cells_and_semicolons(run: Run, example: Path) -> None:
    ran = run("evaluate", example / "facts", *arguments(example), "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.stdout.decode())))
    wanted = expected(example)
    assert list(rows[0]) == list(VERDICT)
    assert [row["satisfied_on"] for row in rows] == [row["satisfied_on"] or "" for row in wanted]
    assert [row["evidence"] for row in rows] == [";".join(row["evidence"]) for row in wanted]
    assert [row["flags"] for row in rows] == [";".join(row["flags"]) for row in wanted]


def test_parquet_keeps_types(run: Run, example: Path) -> None:
    ran = run("evaluate", example / "facts", *arguments(example), "--format", "parquet")
    frame = pl.read_parquet(io.BytesIO(ran.stdout))
    assert dict(frame.schema) == VERDICT
    assert frame.height == len(expected(example))


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_a_file_takes_its_format_from_its_name(run: Run, good: Path, tmp_path: Path, suffix: str) -> None:
    words = ("evaluate", good, "--as-of", "2025-11-20")
    assert run(*words, "-o", f"out.{suffix}").stdout == b""
    assert (tmp_path / f"out.{suffix}").read_bytes() == run(*words, "--format", suffix).stdout
    assert not list(tmp_path.glob(".*")), "没有写完的文件没有收走"


def test_an_unknown_suffix_is_refused_before_anything_is_read(invoke: Invoke) -> None:
    result = invoke("evaluate", "nowhere", "--as-of", "2025-11-20", "-o", "out.xlsx")
    assert result.exit_code == Exit.USAGE
    assert "后缀用 .csv、.jsonl 或 .parquet" in result.stderr


def test_a_place_that_cannot_be_written(invoke: Invoke, good: Path) -> None:
    result = invoke("evaluate", good, "--as-of", "2025-11-20", "-o", "no/such/folder/out.csv")
    assert result.exit_code == Exit.UNWRITABLE
    assert "写不了" in result.stderr


def test_one_rule_and_its_parts(invoke: Invoke, good: Path) -> None:
    words = ("evaluate", good, "--as-of", "2025-11-20", "--format", "jsonl")
    rules = {
        json.loads(line)["rule"] for line in invoke(*words, "--rule", "s5-1", "--rule", "S2-1").stdout.splitlines()
    }
    assert rules == {"S2-1", "S5-1a", "S5-1b"}


@pytest.mark.parametrize(("rule", "said"), [("S2-9", "是不是 S2-"), ("S8-2", "见 S8-1"), ("D3-6", "由人判断")])
def test_a_rule_that_is_not_judged(invoke: Invoke, good: Path, rule: str, said: str) -> None:
    result = invoke("evaluate", good, "--as-of", "2025-11-20", "--rule", rule)
    assert result.exit_code == Exit.USAGE
    assert said in result.stderr


def test_the_table_is_chinese_and_complete(invoke: Invoke, good: Path) -> None:
    shown = invoke("evaluate", good, "--as-of", "2025-11-20", "--rule", "S2-1").stdout
    assert "支部党员大会" in shown
    assert "2025Q3" in shown
    assert "已完成" in shown or "未做" in shown


def test_many_rows_are_summed_up_and_say_how_to_list_them(invoke: Invoke, good: Path) -> None:
    shown = invoke("evaluate", good, "--as-of", "2025-11-20").stdout
    assert "--format csv" in shown
    assert "未做" in shown


def test_upcoming_is_listed_on_request_only(invoke: Invoke, good: Path) -> None:
    words = ("evaluate", good, "--as-of", "2025-02-10", "--format", "jsonl")
    usual = {json.loads(line)["status"] for line in invoke(*words).stdout.splitlines()}
    asked = {json.loads(line)["status"] for line in invoke(*words, "--upcoming").stdout.splitlines()}
    assert "upcoming" not in usual
    assert "upcoming" in asked


def test_defects_are_refused_with_their_places(invoke: Invoke, bad: Path) -> None:
    result = invoke("evaluate", bad, "--as-of", "2025-11-20", "--format", "csv")
    assert result.exit_code == Exit.REFUSED
    assert not result.stdout
    assert "有 3 处问题，没有判定" in result.stderr
    assert "directve" in result.stderr
    assert "2024-02-30" in result.stderr
    assert "--skip-bad" in result.stderr


def test_skip_bad_judges_the_rest_and_counts_on_stderr(invoke: Invoke, bad: Path, good: Path) -> None:
    words = ("--as-of", "2025-11-20", "--format", "jsonl")
    result = invoke("evaluate", bad, *words, "--skip-bad")
    assert result.exit_code == 0
    assert result.stdout == invoke("evaluate", good, *words).stdout
    assert "triggers 2 行" in result.stderr
    assert "units 1 行" in result.stderr


def test_nothing_to_read(invoke: Invoke) -> None:
    result = invoke("evaluate", "没有这个", "--as-of", "2025-11-20")
    assert result.exit_code == Exit.UNREADABLE
    assert "没有 没有这个 这个文件或文件夹" in result.stderr


def test_recorded_at_fills_what_is_blank(invoke: Invoke, good: Path, tmp_path: Path) -> None:
    blank = tmp_path / "blank"
    blank.mkdir()
    for file in good.iterdir():
        (blank / file.name).write_bytes(file.read_bytes())
    acts = pl.read_csv(good / "acts.csv", infer_schema=False).with_columns(recorded_at=pl.lit(None, pl.String))
    acts.write_csv(blank / "acts.csv")
    words = ("evaluate", blank, "--as-of", "2025-11-20", "--rule", "S2-1")
    assert invoke(*words).exit_code == Exit.REFUSED
    assert invoke(*words, "--recorded-at", "2025-11-19T12:00").exit_code == 0
    shown = invoke(*words, "--recorded-at", "2025-11-19T12:00", "--format", "jsonl").stdout
    assert any(json.loads(line)["flags"] == ["backfilled"] for line in shown.splitlines())


def one_row(invoke: Invoke, facts: Path, **wanted: object) -> dict[str, str]:
    lines = invoke("evaluate", facts, "--as-of", "2025-11-20", "--format", "jsonl").stdout.splitlines()
    return next(row for row in map(json.loads, lines) if wanted.items() <= row.items())


def test_explain_says_it_in_words(invoke: Invoke, good: Path) -> None:
    row = one_row(invoke, good, rule="S2-1", status="met")
    result = invoke("explain", good, "--as-of", "2025-11-20", "S2-1", row["bearer_id"], row["period"])
    assert result.exit_code == 0
    for words in ("支部党员大会", "已完成", row["evidence"][0], "文", "三（二）2", row["due_on"]):
        assert words in result.stdout


def test_explain_for_other_programs(invoke: Invoke, good: Path) -> None:
    row = one_row(invoke, good, rule="S2-1", status="missed")
    words = ("explain", good, "--as-of", "2025-11-20", "S2-1", row["bearer_id"], row["period"], "--format", "json")
    found = json.loads(invoke(*words).stdout)
    assert found["verdict"]["status"] == "missed"
    assert found["rule"] == "S2-1"
    assert {number["label"] for number in found["numbers"]}
    assert found["considered"] is not None


def test_explain_not_applicable_is_an_answer(invoke: Invoke, good: Path) -> None:
    row = one_row(invoke, good, rule="S2-1")
    result = invoke("explain", good, "--as-of", "2025-11-20", "S2-1", row["bearer_id"], "2019Q1")
    assert result.exit_code == 0
    assert "不适用" in result.stdout


@pytest.mark.parametrize("words", [("S2-1", "没有这个", "2025Q1")])
def test_no_such_duty_ends_3(invoke: Invoke, good: Path, words: tuple[str, ...]) -> None:
    result = invoke("explain", good, "--as-of", "2025-11-20", *words)
    assert result.exit_code == Exit.NO_SUCH_DUTY
    assert result.stderr.strip()


def test_explain_asks_which_part(invoke: Invoke, good: Path) -> None:
    result = invoke("explain", good, "--as-of", "2025-11-20", "S5-1", "A->B", "2025")
    assert result.exit_code == Exit.USAGE
    assert "S5-1a、S5-1b" in result.stderr
