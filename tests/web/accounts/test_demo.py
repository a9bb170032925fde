"""The sample's people are signed in by one click: with DXM_DEMO alone, on this machine alone, as nobody else."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from dengxiaming.ground import actions, clock
from dengxiaming.ground.actions import Hand
from dengxiaming.ground.grants import Granted
from dengxiaming.ground.models import Account

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]
DOOR, CLICK = "/account/sign-in/", "/account/sign-in/demo/"


@pytest.fixture
def people(settings: Settings, today: date) -> None:
    settings.DEMO = True
    rows = [("branch_secretary", "M1"), ("branch_committee", "M2"), *(("member", code) for code in ("M1", "M2", "M3"))]
    actions.replace_grants(Granted(member, role, "ZB001", today) for role, member in rows)
    actions.make_demo_accounts(lambda codes: {code: f"样例{code}" for code in codes}, Hand(clock.now()))


def test_the_door_names_them(client: Client) -> None:
    page = client.get(DOOR).content.decode()
    for word in ("以支部书记登录", "以支部委员登录", "以普通党员登录", "以系统管理员登录", "样例M3"):
        assert word in page
    assert "以工委干部登录" not in page


def test_one_click_is_enough(client: Client) -> None:
    assert client.post(CLICK, {"username": "demo-member", "next": "/account/"})["Location"] == "/account/"
    assert "样例M3" in client.get("/account/").content.decode()
    assert client.get(CLICK).status_code == 405


def test_nobody_else_is_signed_in_so(client: Client, make: Callable[..., Account]) -> None:
    make()
    assert client.post(CLICK, {"username": "wangfang"}).status_code == 404
    assert client.get("/account/").status_code == 302


def test_not_from_another_machine() -> None:
    away = Client(REMOTE_ADDR="10.0.0.8")
    assert "样例里的人" not in away.get(DOOR).content.decode()
    assert away.post(CLICK, {"username": "demo-member"}).status_code == 404


def test_not_without_the_setting(client: Client, settings: Settings) -> None:
    settings.DEMO = False
    assert "样例里的人" not in client.get(DOOR).content.decode()
    assert client.post(CLICK, {"username": "demo-member"}).status_code == 404


@pytest.mark.parametrize("name", ["DXM_HOSTS=dj.example.cn", "DXM_PROXIES=1", "DXM_HTTPS=1"])
def test_the_site_does_not_start_so_for_others(name: str, tmp_path: object) -> None:
    key, value = name.split("=")
    started = subprocess.run(
        [sys.executable, "-c", "import dengxiaming.conf.settings"], check=False, capture_output=True, text=True,
        env={**os.environ, "DXM_DATA": str(tmp_path), "DXM_DEMO": "1", key: value},
    )  # fmt: skip
    assert started.returncode != 0
    assert "只能在本机看样例" in started.stderr
