"""Accounts for tests, with a hasher that takes no time."""

from collections.abc import Iterator
from datetime import date

import pytest
from pytest_django import Settings

from dengxiaming.ground import clock

TODAY = date(2026, 11, 24)


@pytest.fixture
def today() -> Iterator[date]:
    with clock.stopped_at(TODAY):
        yield TODAY


@pytest.fixture(autouse=True)
def fast_passwords(settings: Settings) -> None:
    """Argon2 costs a tenth of a second on purpose; one test of it is enough."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
