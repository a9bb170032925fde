"""Makes the oracle and the fact sets of tests/areas importable; a site with a fact set, its clock stopped on a day."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1]))

from dengxiaming.duties import actions
from dengxiaming.duties.view import View
from dengxiaming.ground import clock
from dengxiaming.reckoning import Facts

Site = Callable[[Facts, date], View]


@pytest.fixture
def site(db: None) -> Iterator[Site]:  # noqa: ARG001  先要有库
    """Load facts into the site on a day; the clock stands there until the test ends."""
    with ExitStack() as stack:

        def load(held: Facts, today: date) -> View:
            stack.enter_context(clock.stopped_at(today))
            actions.load_facts(held)
            return View.today()

        yield load
