"""PostgreSQL killed and coming back: never a 500, nothing typed is lost, and the site finds it again by itself."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from postgresql import Cluster

HERE = Path(__file__).parent
FORM = urlencode({"remark": "写了很久的话"}).encode()


@pytest.fixture
def site(durable_cluster: Cluster, tmp_path: Path) -> Iterator[str]:
    url = durable_cluster.create("city")
    env = {**os.environ, "DATABASE_URL": url, "DXM_DATA": str(tmp_path / "data"), "DXM_TODAY": "2026-11-24"}
    command = [sys.executable, str(HERE / "bad_day_site.py")]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://"), "网站没有起来"
        yield address.removeprefix("http://")
        process.terminate()


def ask(site: str, path: str, form: bytes | None = None) -> tuple[int, str, str]:
    """Status, Retry-After and page."""
    try:
        with urlopen(f"http://{site}{path}", form, timeout=60) as answer:
            return answer.status, "", answer.read().decode()
    except HTTPError as error:
        return error.code, error.headers["Retry-After"] or "", error.read().decode()


def test_a_dead_database_gives_back_what_was_typed_and_is_found_again(site: str, durable_cluster: Cluster) -> None:
    assert ask(site, "/write/", FORM)[0] == 200
    durable_cluster.kill()
    status, later, page = ask(site, "/write/")
    assert (status, later) == (503, "30")
    assert "过一会儿刷新本页" in page
    status, later, page = ask(site, "/write/", FORM)
    assert (status, later) == (503, "30")
    assert "写了很久的话</textarea>" in page
    assert "再提交一次" in page
    durable_cluster.start(wait=False)
    end = time.monotonic() + 60
    statuses = set()
    while (status := ask(site, "/write/")[0]) != 200 and time.monotonic() < end:
        statuses.add(status)
    assert statuses <= {503}, "恢复期间只有 503"
    assert ask(site, "/write/") == (200, "", "1"), "答复过的在，没有答复的不在"
    assert ask(site, "/write/", FORM) == (200, "", "2")
