"""`serve` as a person has it: it loads, answers on this machine only, and stops quietly."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import psycopg
import pytest
from cli_ground import PROGRAM, Run

from dengxiaming.cli.refusal import Exit


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def database() -> Iterator[dict[str, str]]:
    """On PostgreSQL an empty database of its own, as an administrator would make it; else the file `serve` makes."""
    address = os.environ.get("DATABASE_URL", "")
    if not address:
        yield {}
        return
    name = f"served_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield {"DATABASE_URL": re.sub(r"(?<=///)[^?]*", name, address)}
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def site(tmp_path: Path, run: Run, port: int, database: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    assert run("sample", "--seed", "1", "--size", "small", "city").returncode == 0
    env = {**os.environ, **database, "DXM_DATA": str(tmp_path / "data"), "DXM_TODAY": "2026-11-24"}
    command = [PROGRAM, "serve", "--load", "city", "--port", str(port)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=tmp_path, env=env, stdout=pipe, stderr=pipe, start_new_session=True) as process:
        yield process
        if process.poll() is None:
            # 连 granian 的工作进程一起：只停主进程，它会一直留着
            os.killpg(process.pid, signal.SIGKILL)


def page(port: int, address: str) -> str:
    """The page, waiting while the server comes up; at most a minute."""
    for _ in range(240):
        try:
            with urlopen(f"http://127.0.0.1:{port}{address}") as answer:
                return str(answer.read().decode())
        except HTTPError:
            raise
        except URLError:
            time.sleep(0.25)
    raise AssertionError("网站没有起来")


@pytest.mark.django_db  # 它用的不是测试的库；有了这个记号，在 PostgreSQL 上也做一遍
def test_the_site_comes_up_with_the_sample_and_stops_quietly(
    site: subprocess.Popen[bytes], port: int, tmp_path: Path, database: dict[str, str]
) -> None:
    first = page(port, "/")
    assert "登录" in first
    style = re.search(r'href="(/static/[^"]+\.css)"', first)
    assert style
    assert page(port, style[1])
    site.send_signal(signal.SIGINT)
    said, complained = site.communicate(timeout=30)
    assert f"http://127.0.0.1:{port}" in said.decode()
    assert "载入了" in said.decode()
    assert b"Traceback" not in complained
    assert (tmp_path / "data" / "dengxiaming.sqlite3").exists() is not bool(database)


def test_a_port_in_use_is_one_sentence(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = run("serve", "--port", port)
    assert ran.returncode == Exit.UNWRITABLE
    assert f"端口 {port} 已经有程序在用" in ran.stderr.decode()


def test_defective_facts_are_not_loaded(run: Run, bad: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DXM_DATA", str(tmp_path / "data"))
    ran = run("serve", "--load", bad)
    assert ran.returncode == Exit.REFUSED
    assert "什么都没有载入" in ran.stderr.decode()
    assert "directve" in ran.stderr.decode()
