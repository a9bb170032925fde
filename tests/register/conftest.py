"""The branches of tests/gatherings with accounts, on a stopped day; rosters are made by `rosters.py`."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dengxiaming.ground import clock

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "gatherings"), str(HERE.parent / "web" / "records")]


@pytest.fixture
def branches(db: None) -> Iterator[None]:  # noqa: ARG001  the tables
    """The branches of `two_branches.py`."""
    from two_branches import TODAY, build_site  # noqa: PLC0415  models exist once Django is set up

    with clock.stopped_at(TODAY):
        build_site()
        yield
