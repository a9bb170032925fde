"""The planted city, once for all questions; what a question writes is rolled back."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from pytest_django import Settings

from dengxiaming.ground import clock

sys.path.insert(0, str(Path(__file__).parent))

WHO_COMES: Final = frozenset({
    "SessionMiddleware", "AuthenticationMiddleware", "MessageMiddleware", "SignedIn", "AccountMiddleware",
})  # fmt: skip


@pytest.fixture(scope="module")
def planted(for_a_module: Callable[[], AbstractContextManager[None]]) -> None:
    """`planted_city.py`, on its day."""
    from planted_city import TODAY, build  # noqa: PLC0415  models exist once Django is set up

    with for_a_module(), clock.stopped_at(TODAY):
        build()


@pytest.fixture
def today(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[date]:
    """The planted day. Of what stands before a page only that which says who comes; nothing a question does is kept,
    so the tree of organisations is read once.
    """
    from planted_city import TODAY  # noqa: PLC0415  as above

    from dengxiaming.areas.organs import queries as organs  # noqa: PLC0415  as above

    # 一页一页被拒都记一行日志，几千行
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name.rpartition(".")[2] in WHO_COMES]
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    monkeypatch.setattr(organs, "while_standing", cache(organs.while_standing))
    with clock.stopped_at(TODAY):
        yield TODAY
