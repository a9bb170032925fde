"""A branch of forty voters and a cheap key, for the tests of ballots."""

import sys
from pathlib import Path

import pytest
from pytest_django import Settings

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]


@pytest.fixture(autouse=True)
def cheap(settings: Settings) -> None:
    """Slips that are quickly stretched: what they cost in earnest is one test's own subject."""
    settings.BALLOT_MEMORY, settings.BALLOT_PASSES = 64, 1


@pytest.fixture
def voters(db: None) -> None:  # noqa: ARG001  the tables
    """The people of `voting.py`."""
    from voting import build  # noqa: PLC0415  models exist once Django is set up

    build()
