"""What the house tests look at: the committed and soon to be committed files, and their syntax trees."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "dengxiaming"
DJANGO_ROOMS = ("ground", "journal", "areas", "duties", "oversight", "web", "conf")


@cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """Tracked and untracked files that git does not ignore, of these suffixes (all of them: no suffix)."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted(p for p in paths if p.is_file() and (not suffixes or p.suffix in suffixes)))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def source_files(*rooms: str) -> list[Path]:
    """The Python files of these rooms (all rooms: none named), migrations left out: Django writes them."""
    return [
        path
        for path in files(".py")
        if path.is_relative_to(SOURCE)
        and "migrations" not in path.parts
        and (not rooms or path.relative_to(SOURCE).parts[0] in rooms)
    ]


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def dotted(node: ast.expr) -> str:
    """`a.b().c[0].d` → "a.b.c.d": the names of a chain, calls and subscripts left out."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{dotted(value)}.{name}"
        case ast.Call(func=inner) | ast.Subscript(value=inner):
            return dotted(inner)
        case _:
            return ""
