"""The branches of the gatherings' tests as the register, and as a site over them."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dengxiaming.ground import clock

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS / "web" / "records"), str(TESTS / "gatherings"), str(Path(__file__).parent)]


@pytest.fixture
def city(db: None) -> None:  # noqa: ARG001  the tables
    """The branches of `branch.py`."""
    from branch import build  # noqa: PLC0415  models exist once Django is set up

    build()


@pytest.fixture
def branches(db: None) -> Iterator[None]:  # noqa: ARG001  the tables
    """The branches of `two_branches.py`, with accounts, on its day."""
    from two_branches import TODAY, build_site  # noqa: PLC0415  as above

    with clock.stopped_at(TODAY):
        build_site()
        yield
