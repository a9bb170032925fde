"""A site over two branches, on a stopped day, with cheap slips."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from dengxiaming.ground import clock

sys.path[:0] = [str(Path(__file__).parents[1] / "records"), str(Path(__file__).parents[2] / "gatherings")]


@pytest.fixture
def branches(db: None, settings: Settings) -> Iterator[None]:  # noqa: ARG001  the tables
    """The branches of `two_branches.py`."""
    from two_branches import TODAY, build_site  # noqa: PLC0415  models exist once Django is set up

    settings.BALLOT_MEMORY, settings.BALLOT_PASSES = 64, 1
    with clock.stopped_at(TODAY):
        build_site()
        yield
