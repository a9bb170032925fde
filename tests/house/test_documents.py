"""A document page for every command, option, exit code and setting; no link that leads nowhere; decisions in titles."""

import re
from pathlib import Path

import click
import pytest
from house_files import ROOT, SOURCE, files

from dengxiaming.cli.program import COMMANDS, program
from dengxiaming.cli.refusal import Exit

COMMAND_PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))


def section(name: str) -> str:
    return COMMAND_PAGE.split(f"## `dengxiaming {name}`", 1)[1].split("\n## ", 1)[0]


def params(name: str) -> list[click.Parameter]:
    """Of a command, and of the commands below it."""
    command = program.get_command(click.Context(program), name)
    assert command is not None
    below = command.commands.values() if isinstance(command, click.Group) else ()
    return [param for one in (command, *below) for param in one.params]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_its_paragraph(name: str) -> None:
    options = [param.opts[0] for param in params(name) if isinstance(param, click.Option)]
    missing = [option for option in options if f"`{option}" not in section(name)]
    assert not missing, f"docs/commands.md 的 {name} 一节没有写 {missing}"


@pytest.mark.parametrize("name", COMMANDS)
def test_no_paragraph_describes_an_option_that_is_gone(name: str) -> None:
    options = {opt for param in params(name) if isinstance(param, click.Option) for opt in param.opts}
    described = set(re.findall(r"^\| `(--?[a-z-]+)", section(name), re.MULTILINE))
    assert described <= options


def test_every_exit_code_is_listed() -> None:
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", COMMAND_PAGE, re.MULTILINE)}
    assert listed == {0, *map(int, Exit)}


def test_every_setting_has_its_paragraph() -> None:
    settings = {
        name
        for path in files(".py")
        if path.is_relative_to(SOURCE)
        for name in re.findall(r"\bDXM_[A-Z_]+", path.read_text(encoding="utf-8"))
    } - {"DXM_"}
    page = (ROOT / "docs" / "run-it.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `(DXM_[A-Z_]+)`", page, re.MULTILINE))
    assert settings
    assert described == settings


@pytest.mark.parametrize("path", [p for p in files(".md") if "node_modules" not in p.parts], ids=lambda p: p.name)
def test_no_link_leads_nowhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?://|#)([^)#\s]+)", text)
    links += re.findall(r"`((?:docs|src|tests|benchmarks|requirements)/[\w./-]+\.\w+)`", text)
    gone = [link for link in links if not (path.parent / link).exists() and not (ROOT / link).exists()]
    assert not gone


@pytest.mark.parametrize("path", DECISIONS, ids=lambda p: p.stem)
def test_a_decision_says_what_when_why_and_what_it_costs(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.match(rf"# {path.stem[:4]} \S+", text)
    assert re.search(r"^定于 \d{4}-\d\d-\d\d。", text, re.MULTILINE)
    assert all(f"**{word}。**" in text for word in ("决定", "代价"))
    assert "**为什么" in text


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [path.stem[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]
