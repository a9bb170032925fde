"""The planted city, once for all questions; what a question writes is rolled back."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker, Settings

from dengxiaming.ground import clock

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001  the tables
    """`planted_city.py`, on its day."""
    from planted_city import TODAY, build  # noqa: PLC0415  models exist once Django is set up

    with django_db_blocker.unblock(), clock.stopped_at(TODAY):
        build()
    yield
    with django_db_blocker.unblock():
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def today(settings: Settings, tmp_path: Path) -> Iterator[date]:
    """The planted day."""
    from planted_city import TODAY  # noqa: PLC0415  as above

    settings.STATIC_ROOT = tmp_path
    with clock.stopped_at(TODAY):
        yield TODAY
