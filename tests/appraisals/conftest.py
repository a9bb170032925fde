"""Makes the modules that the tests of this folder share importable; two branches on a stopped day; cheap slips."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from dengxiaming.ground import clock

HERE = Path(__file__).parent
sys.path[:0] = [
    str(HERE), str(HERE.parent / "gatherings"), str(HERE.parent / "web" / "records"), str(HERE.parent / "web"),
    str(HERE.parent),
]  # fmt: skip


@pytest.fixture
def branches(db: None, settings: Settings) -> Iterator[None]:  # noqa: ARG001  the tables
    """The branches of `two_branches.py`, with accounts."""
    from two_branches import TODAY, build_site  # noqa: PLC0415  models exist once Django is set up

    settings.BALLOT_MEMORY, settings.BALLOT_PASSES = 64, 1
    with clock.stopped_at(TODAY):
        build_site()
        yield
