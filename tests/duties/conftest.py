"""Makes the oracle and the fact sets of tests/areas importable; a site with a fact set, its clock stopped on a day."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

sys.path.append(str(Path(__file__).parents[1]))

from dengxiaming.duties import actions
from dengxiaming.duties.view import View
from dengxiaming.ground import clock
from dengxiaming.reckoning import Facts

Site = Callable[[Facts, date], View]


@contextmanager
def loaded(blocker: DjangoDbBlocker, held: Facts, today: date) -> Iterator[None]:
    """Facts in the site for all tests of a module that only ask, loaded once; they stop the clock themselves."""
    with blocker.unblock():
        with clock.stopped_at(today):
            actions.load_facts(held)
        yield
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def site(db: None) -> Iterator[Site]:  # noqa: ARG001  先要有库
    """Load facts into the site on a day; the clock stands there until the test ends."""
    with ExitStack() as stack:

        def load(held: Facts, today: date) -> View:
            stack.enter_context(clock.stopped_at(today))
            actions.load_facts(held)
            return View.today()

        yield load
