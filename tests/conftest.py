"""What every test shares: the Hypothesis profiles, and the database the tests run on.

SQLite unless DXM_TEST_DATABASE=postgresql: then a cluster of this run's own is started, and of all tests only those
that use the database run, for the others it makes no difference.
"""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings as site_settings
from django.core.management import call_command
from django.db import connections
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

sys.path.append(str(Path(__file__).parent))

import tables
from browsers import chromium
from dengxiaming.conf.database import database
from dengxiaming.ground import touch
from postgresql import Cluster, cluster

settings.register_profile("ci", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("deep", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

ON_POSTGRESQL: Final = os.environ.get("DXM_TEST_DATABASE", "sqlite") == "postgresql"
USE_IT: Final = frozenset({"db", "transactional_db", "django_db_setup"})
UNJUDGED: Final = {
    "affairs", "appraisals", "ballots", "development", "dues", "elections", "gatherings", "members", "register",
    "signs", "structure", "talks", "transfers", "web",
}  # fmt: skip
SHARED: Final = pytest.StashKey[Cluster]()


def pytest_configure(config: pytest.Config) -> None:
    """Once for a run: say where tables are kept, start PostgreSQL. xdist's workers find both in their environment."""
    if os.environ.get("PYTEST_XDIST_WORKER"):
        return
    os.environ[tables.KEPT] = tempfile.mkdtemp()
    if "DATABASE_URL" in os.environ:
        raise pytest.UsageError(
            "测试要用自己的库：先 unset DATABASE_URL；在 PostgreSQL 上测，设 DXM_TEST_DATABASE=postgresql。"
        )
    if ON_POSTGRESQL:
        held = config.stash[SHARED] = Cluster.made()
        os.environ["DATABASE_URL"] = held.url()
        # pytest-django 在这之前已经读过设置：换掉，连同照旧设置备下、还没有打开的连接
        site_settings.DATABASES["default"] = database(held.url(), site_settings.DATA)
        connections.__dict__.pop("settings", None)
        del connections["default"]
        assert connections["default"].vendor == "postgresql"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Throw away what was made for the run."""
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        shutil.rmtree(os.environ.pop(tables.KEPT))
    if SHARED in config.stash:
        config.stash[SHARED].stop()


def pytest_collection_finish() -> None:
    """What was imported stays: the collector need not look at it again, a tenth of the time of all tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what uses the database."""
    if not ON_POSTGRESQL:
        return
    chosen = [item for item in items if uses_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


def uses_the_database(item: pytest.Item) -> bool:
    """By its mark, or because one of its fixtures does; and it is not marked as one for which one will do, unless
    DXM_EVERY_TEST=1 wants those too.
    """
    if item.get_closest_marker("one_database") is not None and os.environ.get("DXM_EVERY_TEST") != "1":
        return False
    names = set(getattr(item, "fixturenames", ()))
    return bool(names & USE_IT) or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="module")
def for_a_module(
    django_db_setup: None,  # noqa: ARG001  先要有库
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """Inside what it gives, a fixture writes into the database what the tests of its module only ask about: what they
    change is rolled back, and after the last of them all of it goes.
    """
    yield django_db_blocker.unblock
    with django_db_blocker.unblock():
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def durable_cluster() -> Iterator[Cluster]:
    """A PostgreSQL of this test's own with nothing switched off, to be killed."""
    with cluster(durable=True) as held:
        yield held


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for the tests of a module."""
    with chromium() as launched:
        yield launched


@pytest.fixture(autouse=True)
def unjudged(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the folders of the areas and their pages a verb judges nothing, which is most of its time, unless the test
    asks about verdicts and says so: the mark or a fixture `judged`.
    """
    folder = request.path.relative_to(Path(__file__).parent).parts[0]
    asks = "judged" in request.fixturenames or request.node.get_closest_marker("judged")
    if folder in UNJUDGED and not asks:
        monkeypatch.setattr(touch, "_hooks", [])
