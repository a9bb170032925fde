"""Makes the one module the tests of this folder share importable."""

import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]


@pytest.fixture
def city(db: None) -> None:  # noqa: ARG001  the tables
    """The branches of `branch.py`."""
    from branch import build  # noqa: PLC0415  models exist once Django is set up

    build()
