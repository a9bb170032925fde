"""The drill, on both databases: a copy while somebody writes, lost data, everything back and in agreement."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg
import pytest

from postgresql import Cluster, cluster

HERE: Final = Path(__file__).parent
PROGRAM: Final = Path(sys.executable).parent / "dengxiaming"


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    with cluster() as held:
        yield held


@dataclass
class Site:
    """A site's data: a folder, and for PostgreSQL an address."""

    folder: Path
    url: str = ""

    @property
    def env(self) -> dict[str, str]:
        known = {name: text for name, text in os.environ.items() if name != "DATABASE_URL"}
        return {**known, "DXM_DATA": str(self.folder), **({"DATABASE_URL": self.url} if self.url else {})}

    def does(self, *words: str) -> str:
        command = [sys.executable, str(HERE / "living_site.py"), *words]
        return subprocess.run(command, env=self.env, check=True, capture_output=True, text=True).stdout.strip()

    def writing(self, times: int) -> subprocess.Popen[str]:
        command = [sys.executable, str(HERE / "living_site.py"), "add", str(times)]
        return subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE, text=True)

    def says(self, *words: object) -> subprocess.CompletedProcess[str]:
        command = [str(PROGRAM), *map(str, words)]
        return subprocess.run(command, env=self.env, check=False, capture_output=True, text=True)

    @property
    def into(self) -> list[str]:
        return ["--into", self.url or str(self.folder)]


@dataclass
class Drill:
    """A living site with four records, an empty one, and a folder with one backup of the living."""

    living: Site
    empty: Site
    copies: Path


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def begun(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Drill:
    """Made once; every test has its own copy of it."""
    folder = tmp_path_factory.mktemp(request.param)
    url = request.getfixturevalue("server").create("begun") if request.param == "postgresql" else ""
    site = Site(folder / "living", url)
    site.does("add", "4")
    made = site.says("backup", folder / "copies")
    assert made.returncode == 0, made.stderr
    return Drill(site, Site(folder / "empty"), folder / "copies")


@pytest.fixture
def drill(begun: Drill, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Drill]:
    for folder in (begun.living.folder, begun.copies):
        shutil.copytree(folder, tmp_path / folder.name)
    living, empty = Site(tmp_path / "living"), Site(tmp_path / "empty")
    if not begun.living.url:
        yield Drill(living, empty, tmp_path / "copies")
        return
    held: Cluster = request.getfixturevalue("server")
    living.url, empty.url = held.create("living", "begun"), held.create("empty")
    yield Drill(living, empty, tmp_path / "copies")
    for name in ("living", "empty"):
        held.drop(name)


def whole(copies: Path) -> list[Path]:
    return sorted(path for path in copies.iterdir() if path.name[0].isdigit())


def test_a_copy_made_while_somebody_writes_comes_back_whole(drill: Drill) -> None:
    living, empty = drill.living, drill.empty
    with living.writing(60) as writer:
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(5)]
        made = living.says("backup", drill.copies, "--keep", 1)
        writer.communicate()
    assert made.returncode == 0, made.stderr
    (copy,) = whole(drill.copies)
    assert copy.stat().st_mode & 0o777 == 0o700
    held = json.loads((copy / "backup.json").read_text(encoding="utf-8"))["head"]["size"]
    assert held > max(told), "备份开始以前答复过的都在；旧的一份让了位"

    back = empty.says("restore", copy, *empty.into)
    assert back.returncode == 0, back.stderr
    assert "每一条记录都与存证相符" in back.stdout
    assert "journal.key" in back.stderr, "新地方没有原来的密钥，要说"
    for name in ("journal.key", "journal.vkey"):
        (empty.folder / name).write_bytes((living.folder / name).read_bytes())
    empty.does("add", "3")
    assert empty.does("count") == f"{held + 3} {held + 3}"
    assert empty.does("verify") == "0", "放回以后接着记，仍然相符"


def test_records_are_never_written_over_unless_told_and_then_kept(drill: Drill) -> None:
    living, (copy,) = drill.living, whole(drill.copies)
    living.does("add", "2")
    refused = living.says("restore", copy, *living.into)
    assert refused.returncode == 73
    assert "已经有记录" in refused.stderr
    done = living.says("restore", copy, *living.into, "--force")
    assert done.returncode == 0, done.stderr
    assert living.does("count") == "4 4"
    kept = re.search(r"原来的留在 (?:模式 )?(\S+)。", done.stdout)
    assert kept
    if living.url:
        with psycopg.connect(living.url) as connection:
            found = connection.execute(f'SELECT count(*) FROM "{kept[1]}".journal_entry').fetchone()  # noqa: S608  刚读到的名字
    else:
        with closing(sqlite3.connect(kept[1])) as connection:
            found = connection.execute("SELECT count(*) FROM journal_entry").fetchone()
    assert found == (6,)


@pytest.mark.parametrize("deed", ["forge", "drop"])
def test_a_tampered_journal_is_no_backup(drill: Drill, deed: str) -> None:
    drill.living.does(deed)
    made = drill.living.says("backup", drill.copies)
    assert made.returncode == 73
    assert "这份备份不能用" in made.stderr
    assert len(whole(drill.copies)) == 1, "不算一份备份"
    others = [path.name[:7] for path in drill.copies.iterdir() if not path.name[0].isdigit()]
    assert others == ["failed-"], "留着给人看"


def test_a_spoilt_copy_is_not_put_back(drill: Drill) -> None:
    (copy,) = whole(drill.copies)
    file = next(path for path in copy.iterdir() if path.name.startswith("database"))
    held = bytearray(file.read_bytes())
    held[len(held) // 2] ^= 1
    file.write_bytes(held)
    refused = drill.empty.says("restore", copy, *drill.empty.into)
    assert refused.returncode == 66
    assert "与备份时的不一样" in refused.stderr
