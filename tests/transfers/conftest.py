"""Makes the branches of the gatherings' tests the register of these tests."""

import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parents[1] / "gatherings"), str(Path(__file__).parent)]


@pytest.fixture
def city(db: None) -> None:  # noqa: ARG001  the tables
    """The branches of `branch.py`."""
    from branch import build  # noqa: PLC0415  models exist once Django is set up

    build()
