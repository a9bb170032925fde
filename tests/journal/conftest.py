"""Makes the modules the tests of this folder share importable: their own, and the branches of the gatherings' tests.
A small city that is written once for a module.
"""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from pytest_django import Settings

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "chain"))
sys.path.insert(0, str(Path(__file__).parents[1] / "gatherings"))
sys.path.insert(0, str(Path(__file__).parent))

import small_city


@pytest.fixture(scope="module")
def written(for_a_module: Callable[[], AbstractContextManager[None]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was imported and what people wrote since: the folder of its keys."""
    folder = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch, for_a_module():
        patch.setattr(site_settings, "DATA", folder)
        small_city.imported()
        small_city.signed()
    return folder


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
