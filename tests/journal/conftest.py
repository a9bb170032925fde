"""Makes the modules the tests of this folder share importable: their own, and the branches of the gatherings' tests.
A small city that is written once for a module.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.core.management import call_command
from pytest_django import DjangoDbBlocker, Settings

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "chain"))
sys.path.insert(0, str(Path(__file__).parents[1] / "gatherings"))
sys.path.insert(0, str(Path(__file__).parent))

import small_city


@pytest.fixture(scope="module")
def written(
    django_db_setup: None,  # noqa: ARG001  先要有库
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """What was imported and what people wrote since: the folder of its keys. What a test changes is rolled back."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(site_settings, "DATA", tmp_path_factory.mktemp("data"))
        small_city.imported()
        small_city.signed()
        folder = Path(site_settings.DATA)
    yield folder
    with django_db_blocker.unblock():
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def city(written: Path, settings: Settings) -> Path:
    """The small city, written once for a module; the folder of its keys."""
    settings.DATA = written
    return written


@pytest.fixture
def own_key(settings: Settings, tmp_path: Path) -> Path:
    """The folder of a test's own data: its keys are made there."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    return Path(settings.DATA)
