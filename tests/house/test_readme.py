"""What the README says of the rules and of the speed is what the rulebook and the last measurement say."""

import json
import re

from benchmarks import at_size, nation
from benchmarks.readme import engines, size_section, speed_section
from house_files import ROOT

from dengxiaming.law.loader import load_rulebook
from dengxiaming.law.words import CLAUSE_FORMS

README = (ROOT / "README.md").read_text(encoding="utf-8")


def between(first: str, last: str) -> str:
    return README.split(first, 1)[1].split(last, 1)[0].strip()


def clause_table() -> str:
    """The clauses by form: how many bind, how many only remind, how many are recorded without a verdict."""
    book = load_rulebook()
    lines = ["| 形式 | 条 | 约束 | 提示 | 只记录 | 条款 |", "|---|--:|--:|--:|--:|---|"]
    total = [0, 0, 0, 0]
    for form in CLAUSE_FORMS.values():
        rules = [rule for rule in book.rules.values() if rule.form == form.id]
        if not rules:
            continue
        silent = [rule for rule in rules if not rule.duties]
        advisory = [r for r in rules if r.duties and any(not d.is_binding(book.effective_from) for d in r.duties)]
        counts = [len(rules), len(rules) - len(silent) - len(advisory), len(advisory), len(silent)]
        total = [one + other for one, other in zip(total, counts, strict=True)]
        lines.append(f"| {form.label} | {' | '.join(map(str, counts))} | {' '.join(rule.id for rule in rules)} |")
    lines.append(f"| 合计 | {' | '.join(map(str, total))} | {len(book.duties)} 项判定 |")
    return "\n".join(lines)


def test_the_clause_table_is_the_rulebook() -> None:
    held = between("<!-- 规则表：由 tests/house/test_readme.py 与规则库核对 -->", "<!-- 规则表完 -->")
    assert held == clause_table(), f"README 的规则表应是：\n{clause_table()}"


def test_the_speed_is_the_last_measurement() -> None:
    results = sorted((ROOT / "benchmarks" / "results").glob("*.json"))
    figures = json.loads(results[-1].read_text(encoding="utf-8"))
    assert between("<!-- 测速 -->", "<!-- 测速完 -->") == speed_section(figures)
    scale = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    assert scale.split("<!-- 测速 -->", 1)[1].split("<!-- 测速完 -->", 1)[0].strip() == engines(figures)


def test_the_nation_is_the_last_measurement() -> None:
    points = json.loads((nation.RESULTS / "points.json").read_text(encoding="utf-8"))
    assert between(nation.FIRST, nation.LAST) == nation.section(points)
    for picture in ("scale-time.svg", "scale-memory.svg"):
        assert (ROOT / "docs" / "pictures" / picture).read_text(encoding="utf-8").startswith("<svg")


def test_the_site_at_size_is_the_last_measurement() -> None:
    held = json.loads(at_size.KEPT.read_text(encoding="utf-8"))
    assert between("<!-- 十倍 -->", "<!-- 十倍完 -->") == size_section(held)


def test_there_is_a_picture_and_it_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+\.png)\)", README)
    assert pictures
    for picture in pictures:
        assert (ROOT / picture).read_bytes().startswith(b"\x89PNG")


def test_the_two_commands_are_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^    make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_the_packages_named_are_the_packages_installed() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    packages = re.search(r"^DEBIAN_PACKAGES := (.*)$", makefile, re.MULTILINE)
    assert packages
    assert f"`{packages[1]}`" in README
    assert f"`{packages[1]}`" in (ROOT / "docs" / "run-it.md").read_text(encoding="utf-8")
