"""A full disk: what was typed is given back, what was saved stays, reading goes on; with room again writing too."""

import os
import shutil
import subprocess
import tempfile
from collections import namedtuple
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from dengxiaming.ground import room
from dengxiaming.journal.models import Token

Usage = namedtuple("Usage", "total used free")  # noqa: PYI024  形状照 shutil.disk_usage
TYPED = {"remark": "第一行\n第二行 <b>", "long": "1", "token": "abc", "empty": "", "new_password": "hunter2"}
# 满了的时候 SQLite 连外层事务一起撤掉，所以每个测试用真的事务
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("bad_day_urls")]


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def full(transactional_db: None) -> Iterator[Callable[[], None]]:  # noqa: ARG001  先要有库
    """No page left for what is written; called, there is room again."""
    with (_full_sqlite if connection.vendor == "sqlite" else _full_postgresql)() as room_again:
        yield room_again


@contextmanager
def _full_sqlite() -> Iterator[Callable[[], None]]:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")

    def room_again() -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")

    yield room_again
    room_again()


@contextmanager
def _full_postgresql() -> Iterator[Callable[[], None]]:
    """The table on a disk of one megabyte, in earnest: a file takes what is left of it."""
    if os.geteuid() != 0:
        pytest.skip("装一块小盘要 root")
    small, name = Path(tempfile.mkdtemp(prefix="dxm-small-")), f"small_{os.getpid()}"
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(small)], check=False).returncode:
        small.rmdir()
        pytest.skip("这里不让装小盘")
    shutil.chown(small, "postgres")
    table, filler = Token._meta.db_table, small / "filler"
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLESPACE {name} LOCATION '{small}'")
            cursor.execute(f"ALTER TABLE {table} SET TABLESPACE {name}")
        Token.objects.create(ref="先占一页").delete()
        with filler.open("wb", buffering=0) as file, suppress(OSError):
            while file.write(b"x" * 4096):
                pass
        yield lambda: filler.unlink(missing_ok=True)
        with connection.cursor() as cursor:
            filler.unlink(missing_ok=True)
            cursor.execute(f"ALTER TABLE {table} SET TABLESPACE pg_default")
            # 只有检查点以后，搬走了的表才真的不在那里
            cursor.execute("CHECKPOINT")
            cursor.execute(f"DROP TABLESPACE {name}")
    finally:
        subprocess.run(["umount", "-l", str(small)], check=False)
        small.rmdir()


def disk(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr(room.shutil, "disk_usage", lambda _: Usage(10 * room.WARN_BELOW, 0, free))


@pytest.mark.usefixtures("full")
def test_what_was_typed_comes_back_and_nothing_else(client: Client) -> None:
    answer = client.post("/write/?back=1", TYPED)
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "600")
    assert "没有保存：服务器存储空间已满" in page
    assert "您填写的内容还在本页，请勿关闭" in page
    assert 'name="remark" rows="2" readonly>\n第一行\n第二行 &lt;b&gt;</textarea>' in page
    assert '<input type="hidden" name="token" value="abc">' in page
    assert "hunter2" not in page
    assert "再提交一次" not in page, "少了密码，再交一次不是同一份"
    assert "no-store" in answer.headers["Cache-Control"]


def test_reading_goes_on_and_room_again_is_enough(client: Client, full: Callable[[], None]) -> None:
    assert client.post("/write/", {"short": "1"}).status_code == 200
    assert client.post("/write/", {"long": "1"}).status_code == 503
    assert client.get("/write/").content == b"1"
    full()
    again = client.post("/write/", {"long": "1"})
    assert (again.status_code, again.content) == (200, b"2")


@pytest.mark.usefixtures("full")
def test_a_form_without_secrets_goes_again_whole(client: Client) -> None:
    page = client.post("/write/?a=1&b=2", {"long": "1", "who": ["甲", "乙"]}).content.decode()
    assert 'action="/write/?a=1&amp;b=2"' in page
    assert page.count('name="who"') == 2
    assert "再提交一次" in page


@pytest.mark.usefixtures("full")
def test_a_ballot_never_comes_back(client: Client) -> None:
    page = client.post("/vote/", {"long": "1", "candidate-3": "甲同志赞成"})
    assert page.status_code == 503
    assert "甲同志赞成" not in page.content.decode()
    assert "candidate" not in page.content.decode()


def test_below_200_mib_nothing_is_written_but_people_sign_in(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    disk(monkeypatch, room.REFUSE_BELOW - 1)
    refused = client.post("/write/", {"remark": "写了很久的话"})
    assert refused.status_code == 503
    assert "写了很久的话" in refused.content.decode()
    assert not Token.objects.exists()
    assert client.get("/write/").status_code == 200
    assert client.post("/account/sign-in/", {"login": "x", "password": "y"}).status_code == 200
    disk(monkeypatch, room.REFUSE_BELOW)
    assert client.post("/write/", {"remark": "写了很久的话"}).status_code == 200


def test_the_administrator_is_told_below_one_gib(monkeypatch: pytest.MonkeyPatch) -> None:
    disk(monkeypatch, room.WARN_BELOW)
    assert not room.warning()
    disk(monkeypatch, room.WARN_BELOW - 1)
    assert "只剩1023MB" in room.warning()
