"""Accounts with passwords, a fast hasher, a client for each; `fake_provider` is the one module the tests share."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from dengxiaming.ground import actions, clock
from dengxiaming.ground.actions import Hand, Wanted
from dengxiaming.ground.models import Account

sys.path.insert(0, str(Path(__file__).parent))

SECRET = "秋天的长江很宽阔啊二十八"  # noqa: S105  测试里的密码
Make = Callable[..., Account]


@pytest.fixture
def client() -> Client:
    """Nobody is signed in here yet: that is what is tried."""
    return Client()


@pytest.fixture(autouse=True)
def fast_passwords(settings: Settings) -> None:
    """Argon2 costs a tenth of a second on purpose; tests/ground tries it once."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def secret() -> str:
    return SECRET


@pytest.fixture
def make() -> Make:
    """Make an account with a password: of a person by default, of an administrator with `duty`."""

    def made(username: str = "wangfang", duty: str = "person", member: str = "", name: str = "王芳") -> Account:
        code = (member or username.upper()) if duty == "person" else ""
        hand = Hand(clock.now())
        account = actions.create_account(Wanted(username, name, code, duty), hand)
        actions.change_password(account, SECRET, hand)
        return account

    return made


@pytest.fixture
def inside() -> Callable[[Account], Client]:
    """A client of somebody who is signed in."""

    def client_of(account: Account) -> Client:
        client = Client()
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return client_of
