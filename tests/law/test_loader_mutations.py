"""Whatever somebody types into a rule file: it loads, or every defect has file, line and remedy. No traceback."""

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dengxiaming.law.cases import check_cases, read_stages
from dengxiaming.law.clause import read_clause
from dengxiaming.law.document import read_document
from dengxiaming.law.loader import Finding, RulebookError, load_rulebook, shipped

SMALL = Path(__file__).parent / "small_rulebook"
TEXTS = {file.name: file.read_text(encoding="utf-8") for file in sorted(SMALL.glob("*.toml"))}
SHIPPED = {file.name: file.read_text(encoding="utf-8") for file in sorted(shipped().glob("*.toml"))}
CLAUSES = sorted(name for name in SHIPPED if name not in {"edition.toml", "stage.toml", "clauses.toml"})

PAIR = re.compile(r"^\s*([A-Za-z_]+)(\s*=\s*)(.+)$")
CHINESE = re.compile("[\u4e00-\u9fff]")
LITERALS = [
    "1", "0", "-1", "1.5", "999999999999999999999999999999", "true", "[]", "{}", "[[]]", '""',
    '"x"', '"支部"', "2020-06-17", "2020-06-17T08:00:00", "08:00:00", "inf", "nan", '["a", 1]',
    "[{}]", "{ a = { b = 1 } }", '["branch", "branch"]', "2020-02-30", "“一”", "",
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, str]:
    """A file of the small rulebook with one thing done to it."""
    name = draw(st.sampled_from(sorted(TEXTS)))
    lines = TEXTS[name].split("\n")
    at = draw(st.integers(0, len(lines) - 1))
    match draw(st.sampled_from(["drop", "twice", "value", "key", "letters", "cut", "header"])):
        case "drop":
            del lines[at]
        case "twice":
            lines.insert(at, lines[at])
        case "cut":
            return name, "\n".join(lines)[: draw(st.integers(0, len(TEXTS[name])))]
        case "letters":
            where = draw(st.integers(0, len(lines[at])))
            lines[at] = lines[at][:where] + draw(st.text(max_size=5)) + lines[at][where:]
        case "header":
            lines.insert(
                at, draw(st.sampled_from(["[duty]", "[[duty]]", "[[case]]", "[x]", "[[duty.days]]", "[duty.days]"]))
            )
        case kind:
            pair = PAIR.match(lines[at])
            if pair is not None:
                value = draw(st.sampled_from(LITERALS)) if kind == "value" else pair[3]
                key = pair[1] if kind == "value" else draw(st.sampled_from(["x", pair[1][:-1] + "q", pair[1].upper()]))
                lines[at] = f"{key}{pair[2]}{value}"
    return name, "\n".join(lines)


def defects(folder: Path) -> tuple[Finding, ...]:
    """What is wrong with a folder; nothing where it loads. Any other exception is a failure."""
    try:
        load_rulebook(folder)
    except RulebookError as error:
        return error.findings or (Finding("", 0, "", ""),)
    return ()


def well_told(finding: Finding, texts: dict[str, str]) -> None:
    """A defect that a clerk can act on."""
    assert finding.file in texts
    assert 0 <= finding.line <= texts[finding.file].count("\n") + 1
    assert CHINESE.search(finding.message)
    assert finding.message.endswith(("。", "？", "："))
    assert finding.remedy
    assert "Traceback" not in str(finding)


@settings(max_examples=150)
@given(change=mutated())
def test_a_mutated_file_loads_or_is_refused_with_places(
    tmp_path_factory: pytest.TempPathFactory, change: tuple[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("book")
    texts = {**TEXTS, change[0]: change[1]}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    for finding in defects(folder):
        well_told(finding, texts)


@pytest.mark.parametrize("name", ["A1-1.toml", "A1-2.toml", "A1-3.toml", "B1-2.toml", "clauses.toml", "edition.toml"])
def test_every_key_with_every_wrong_value_loads_or_is_refused_with_places(tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "book"))
    lines = TEXTS[name].split("\n")
    refused = 0
    for at, line in enumerate(lines):
        pair = PAIR.match(line)
        for literal in LITERALS if pair is not None else ():
            text = "\n".join([*lines[:at], f"{line[: line.index('=') + 1]} {literal}", *lines[at + 1 :]])
            (folder / name).write_text(text, encoding="utf-8")
            found = defects(folder)
            refused += bool(found)
            for finding in found:
                well_told(finding, {**TEXTS, name: text})
    assert refused > 20


@settings(max_examples=150)
@given(name=st.sampled_from(sorted(TEXTS)), raw=st.binary(max_size=300), at=st.floats(0, 1))
def test_bytes_that_are_no_text_are_refused_with_places(
    tmp_path_factory: pytest.TempPathFactory, name: str, raw: bytes, at: float
) -> None:
    folder = tmp_path_factory.mktemp("book")
    for other, text in TEXTS.items():
        (folder / other).write_text(text, encoding="utf-8")
    whole = TEXTS[name].encode()
    cut = int(at * len(whole))
    (folder / name).write_bytes(whole[:cut] + raw + whole[cut:])
    assert all(finding.file and finding.message and finding.remedy for finding in defects(folder))


def test_every_wrong_key_of_a_shipped_clause_is_named_in_its_line() -> None:
    stages = read_stages(read_document("stage.toml", SHIPPED["stage.toml"].encode()))
    tried: Counter[str] = Counter()
    for name in CLAUSES[::4]:  # every fourth file: each key of the language is met many times over
        lines = SHIPPED[name].split("\n")
        seen: set[str] = set()
        for at, line in enumerate(lines):
            pair = PAIR.match(line)
            if pair is None or pair[1] in seen or line[:1] in {" ", "]"}:
                continue
            seen.add(pair[1])
            wrong = f"{pair[1]}_zz"
            text = "\n".join([*lines[:at], f"{wrong}{pair[2]}{pair[3]}", *lines[at + 1 :]])
            document = read_document(name, text.encode())
            read_clause(document)
            check_cases(document, stages)
            told = [finding for finding in document.findings if f"没有 {wrong} 这个" in finding.message]
            assert [finding.line for finding in told] == [at + 1], (name, at + 1, document.findings)
            tried[pair[1]] += 1
    assert tried["value"] > 12
    assert tried["as_of"] > 12


def test_every_wrong_word_of_every_shipped_duty_is_named_in_its_line() -> None:
    words = re.compile(r'^(bearer|every|measure|form|origin)(\s*=\s*)"([^"]+)"')
    tried: Counter[str] = Counter()
    for name in CLAUSES:
        lines = SHIPPED[name].split("\n")
        for at, line in enumerate(lines):
            found = words.match(line)
            if found is None:
                continue
            wrong = f"{found[3]}z"
            text = "\n".join([*lines[:at], f'{found[1]}{found[2]}"{wrong}"', *lines[at + 1 :]])
            document = read_document(name, text.encode())
            read_clause(document)
            told = [finding for finding in document.findings if f'"{wrong}" 不在词表里' in finding.message]
            assert [finding.line for finding in told] == [at + 1], (name, at + 1, document.findings)
            if found[1] != "origin":
                assert f'"{found[3]}"' in told[0].remedy, told[0]
            tried[found[1]] += 1
    assert min(tried.values()) > 10, tried
