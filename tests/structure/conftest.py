"""The town of `town.py` in the tests' database, on its day."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from dengxiaming.ground import clock

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS / "web" / "records"), str(TESTS / "gatherings"), str(Path(__file__).parent)]


@pytest.fixture
def town(db: None, settings: Settings, tmp_path: Path) -> Iterator[None]:  # noqa: ARG001  the tables
    """Organisations, units, members, and accounts for those with a post."""
    from structure_town import TODAY, build  # noqa: PLC0415  models exist once Django is set up

    settings.STATIC_ROOT = tmp_path
    with clock.stopped_at(TODAY):
        build()
        yield


@pytest.fixture
def judged_town(town: None) -> None:  # noqa: ARG001  it stands on the town
    """The town with its verdicts."""
    from structure_town import judge  # noqa: PLC0415  models exist once Django is set up

    judge()
