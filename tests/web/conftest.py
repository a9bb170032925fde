"""A small made-up city in the tests' database, on a stopped day, an officer signed in; a site for browsers."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from dengxiaming.duties import actions
from dengxiaming.ground import actions as ground
from dengxiaming.ground import clock
from dengxiaming.ground.actions import Hand, Wanted
from dengxiaming.ground.grants import Granted
from dengxiaming.ground.queries import holders

TODAY = date(2026, 11, 24)
HERE = Path(__file__).parent


@pytest.fixture
def today() -> Iterator[date]:
    with clock.stopped_at(TODAY):
        yield TODAY


@pytest.fixture(autouse=True)
def static_folder(settings: Settings, tmp_path: Path) -> None:
    """A folder of collected files that is there: the static middleware warns where it is not."""
    settings.STATIC_ROOT = tmp_path


@pytest.fixture(scope="module")
def city(for_a_module: Callable[[], AbstractContextManager[None]]) -> None:
    """The small sample."""
    with for_a_module(), clock.stopped_at(TODAY):
        actions.load_sample(1, "small")


@pytest.fixture
def client(db: None, today: date) -> Client:  # noqa: ARG001  先要有库，再停在那一天
    """An officer of the 工委, signed in: of the city where one is loaded, of an empty site otherwise."""
    serving = [member for role, _, member in holders(today) if role == "officer"]
    member = min(serving, default="M0")
    if not serving:
        ground.set_grants(member, [Granted(member, "officer", "GW01", date(2020, 1, 1))])
    account = ground.create_account(Wanted("officer", "王芳", member), Hand(clock.now()))
    held = Client()
    held.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return held


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site in a process of its own, with its own folder of data."""
    ran = {
        **os.environ,
        "DXM_DATA": str(tmp_path_factory.mktemp("site")),
        "DXM_TODAY": TODAY.isoformat(),
        "DXM_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "dengxiaming.conf.settings",
    }
    with subprocess.Popen(
        [sys.executable, str(HERE / "served.py"), "small"], env=ran, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://"), "网站没有起来"
        yield address
        process.terminate()
