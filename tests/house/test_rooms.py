"""The order of the rooms, kept by import-linter; and a check that it would notice."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from house_files import ROOT, SOURCE

LINT = Path(sys.executable).with_name("lint-imports")


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT, "--config", str(root / "pyproject.toml"), "--no-cache"],
        cwd=root, env={"PYTHONPATH": str(root / "src"), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        check=False, capture_output=True, text=True,
    )  # fmt: skip


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the source to break."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(SOURCE, tmp_path / "src" / "dengxiaming", ignore=shutil.ignore_patterns("__pycache__", "static"))
    return tmp_path


def test_the_house_keeps_its_order(house: Path) -> None:
    ran = lint(house)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("name", ["common", "utils"])
def test_a_new_top_level_folder_breaks_the_build(house: Path, name: str) -> None:
    folder = house / "src" / "dengxiaming" / name
    folder.mkdir()
    (folder / "__init__.py").touch()
    ran = lint(house)
    assert ran.returncode != 0
    assert f"dengxiaming.{name}" in ran.stdout


def test_a_new_top_level_file_breaks_the_build(house: Path) -> None:
    (house / "src" / "dengxiaming" / "odds.py").touch()
    assert lint(house).returncode != 0


def test_a_pure_room_may_not_reach_django_in_two_steps(house: Path) -> None:
    law = house / "src" / "dengxiaming" / "law"
    (law / "stray.py").write_text("import django\n", encoding="utf-8")
    (law / "innocent.py").write_text("from dengxiaming.law import stray\n", encoding="utf-8")
    ran = lint(house)
    assert ran.returncode != 0
    assert "django" in ran.stdout


def test_the_law_may_not_know_the_reckoning(house: Path) -> None:
    text = "from dengxiaming.reckoning import facts\n"
    (house / "src" / "dengxiaming" / "law" / "upward.py").write_text(text, encoding="utf-8")
    assert lint(house).returncode != 0


def test_every_folder_is_a_room() -> None:
    """import-linter sees packages; a folder without `__init__.py` would slip by."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    rooms = {name.strip(" ()") for layer in layers for name in layer.split("|")}
    folders = {path.name for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders <= rooms


def test_the_pure_rooms_run_without_django() -> None:
    program = (
        "import sys, dengxiaming.law.loader, dengxiaming.reckoning, dengxiaming.exchange\n"
        "print([name for name in sys.modules if name.partition('.')[0] == 'django'])"
    )
    ran = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert ran.stdout.strip() == "[]"
