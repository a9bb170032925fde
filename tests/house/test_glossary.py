"""docs/glossary.md: each Chinese term and its one English identifier, the same as the closed lists the code reads."""

import re
import tomllib
from collections import Counter

import pytest
from house_files import ROOT, SOURCE

GLOSSARY = ROOT / "docs" / "glossary.md"
LAW = SOURCE / "law"
Rows = dict[str, tuple[str, str]]


def sections() -> dict[str, list[tuple[str, str, str]]]:
    """Heading → rows (identifier, 中文, meaning)."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    heading = ""
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
            found[heading] = []
        elif row := re.fullmatch(r"\| `([^`]+)` \| ([^|]*?) \| ?([^|]*?) ?\|", line):
            found[heading].append((row[1], row[2], row[3]))
    return found


def section_of(prefix: str, key: str) -> list[tuple[str, str, str]]:
    held = [
        rows for heading, rows in sections().items() if heading.startswith(prefix) and heading.endswith(f" `{key}`")
    ]
    assert len(held) == 1, f"docs/glossary.md 要有一节“{prefix}… `{key}`”"
    return held[0]


VOCABULARY = tomllib.loads((LAW / "vocabulary.toml").read_text(encoding="utf-8"))
WORDS = tomllib.loads((LAW / "words.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("key", VOCABULARY)
def test_every_kind_has_its_glossary_row(key: str) -> None:
    rows = [(identifier, chinese) for identifier, chinese, _ in section_of("词表：", key)]
    assert rows == list(VOCABULARY[key].items())


@pytest.mark.parametrize("key", WORDS)
def test_every_word_of_the_rules_has_its_glossary_row(key: str) -> None:
    rows = section_of("规则的", key)
    assert rows == [(identifier, word["label"], word["meaning"]) for identifier, word in WORDS[key].items()]


def test_every_list_of_the_glossary_exists() -> None:
    named = {re.sub(r".* `(\w+)`$", r"\1", heading) for heading in sections() if heading.endswith("`")}
    assert named == {*VOCABULARY, *WORDS}


def test_a_term_has_one_identifier_and_an_identifier_one_term() -> None:
    # 数和键的中文是句子里的半句（连续 6 个月、连续 2 期），同一个说法可以出现在两处
    half_sentences = ("`number`", "`key`")
    for heading, rows in sections().items():
        if heading.endswith(half_sentences):
            continue
        for column in (0, 1):
            twice = [word for word, times in Counter(row[column] for row in rows).items() if times > 1]
            assert not twice, f"“{heading}”里写了两遍：{twice}"


def test_every_room_has_its_glossary_row() -> None:
    rooms = {path.name for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms <= {identifier for identifier, _, _ in sections()["房间"]}


def test_identifiers_of_the_contract_stand_in_the_glossary() -> None:
    from dengxiaming.reckoning.facts import VERDICT  # noqa: PLC0415  只这一条要它

    common = {identifier for identifier, _, _ in sections()["常用的词"]}
    listed = {*VERDICT} - {"rule", "bearer_kind", "bearer_id", "status", "force", "flags"}
    assert listed | {"rule", "bearer"} <= common
