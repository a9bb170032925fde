"""The room can be lifted out: its files need the standard library and one another, nothing else."""

import ast
import sys
from pathlib import Path

import pytest

import dengxiaming.chain

FILES = sorted(Path(dengxiaming.chain.__path__[0]).glob("*.py"))


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_but_the_standard_library(path: Path) -> None:
    strange = {
        name
        for name in imported(path)
        if name.partition(".")[0] not in sys.stdlib_module_names and not name.startswith("dengxiaming.chain")
    }
    assert not strange
