"""Lets the tests of this folder import the modules they share, and makes the two journals most of them look at."""

import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent)]

from journals import Journal  # noqa: E402  the path is set one line above


@pytest.fixture
def journal() -> Journal:
    """600 entries: two full tiles and one of 88 below, one of two hashes above."""
    return Journal.of(600)


@pytest.fixture
def export(journal: Journal, tmp_path: Path) -> Path:
    return journal.export(tmp_path / "export")
