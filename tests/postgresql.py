"""A PostgreSQL of the tests' own: a cluster in a folder that goes away, reached by a socket in it and by nothing else.

Debian's package starts a cluster of its own when it is installed; that one is never touched. PostgreSQL refuses to run
as root: then it runs as the user `postgres`, which the package makes.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psycopg

_USER: Final = "postgres"
_INSTALLED: Final = Path("/usr/lib/postgresql")
# 内存里的文件夹：快；要不怕断电的那种（durable）放在真的磁盘上
_MEMORY: Final = Path("/dev/shm")  # noqa: S108  是要放在那里
_COMMON: Final = ("listen_addresses=", "max_connections=60", "log_min_messages=fatal", "logging_collector=off")
# 检查点少一点，自动清理不来打扰；synchronous_commit 和 fsync 不动：网站启动时要查
_FAST: Final = ("shared_buffers=64MB", "max_wal_size=2GB", "autovacuum=off", "full_page_writes=off")


def program(name: str) -> Path:
    """One of PostgreSQL's programs, of the newest version installed."""
    found = sorted(_INSTALLED.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise FileNotFoundError("没有装 PostgreSQL：apt-get install -y --no-install-recommends postgresql")
    return found[-1]


@dataclass
class Cluster:
    """A running server. `durable` is one whose kill can be survived as in earnest: on a disk, nothing switched off."""

    folder: Path
    durable: bool = False
    _server: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @classmethod
    def made(cls, *, durable: bool = False) -> "Cluster":
        """A new cluster, started."""
        above = None if durable or not os.access(_MEMORY, os.W_OK) else _MEMORY
        cluster = cls(Path(tempfile.mkdtemp(prefix="dxm-pg-", dir=above)), durable)
        _own(cluster.folder)
        words = ("-D", str(cluster.data), "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        _run([str(program("initdb")), *words])
        cluster.start()
        return cluster

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.folder / "data"

    def url(self, name: str = _USER) -> str:
        """The address of one of its databases, as DATABASE_URL has it."""
        return f"postgresql:///{name}?host={self.folder}&user={_USER}"

    def create(self, name: str, like: str = "template1") -> str:
        """A new database, empty or a copy of another; its address."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Away with a database, whoever is connected."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def start(self, *, wait: bool = True) -> None:
        """Start the server; `wait` until it answers (after a kill that is after recovery)."""
        settings = (*_COMMON, f"unix_socket_directories={self.folder}", *(() if self.durable else _FAST))
        words = [str(program("postgres")), "-D", str(self.data), *(word for one in settings for word in ("-c", one))]
        log = (self.folder / "log").open("ab")
        self._server = subprocess.Popen(_as_postgres(words), stdout=log, stderr=log, start_new_session=True)
        log.close()
        if wait:
            self.wait()

    def wait(self, seconds: float = 60) -> None:
        """Until it answers."""
        end = time.monotonic() + seconds
        while True:
            try:
                psycopg.connect(self.url(), connect_timeout=5).close()
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)
            else:
                return

    def kill(self) -> None:
        """As if the machine lost it: SIGKILL to the server and to each of its processes (sessions of their own), and
        wait until all are gone, or the next start finds its lock file taken.
        """
        main = self._postmaster()
        everybody = [main, *_children(main)]
        for pid in everybody:
            _signal(pid, signal.SIGKILL)
        while any(_lives(pid) for pid in everybody):
            time.sleep(0.02)
        self._reap()

    def stop(self) -> None:
        """Stop at once and throw everything away."""
        if self._server is not None and self._server.poll() is None:
            _signal(self._postmaster(), signal.SIGQUIT)
            self._reap()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _postmaster(self) -> int:
        return int((self.data / "postmaster.pid").read_text(encoding="ascii").split("\n", 1)[0])

    def _reap(self) -> None:
        if self._server is not None:
            self._server.wait(timeout=30)
        self._server = None


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[Cluster]:
    """A cluster of one's own, for tests that kill it or fill its disk."""
    held = Cluster.made(durable=durable)
    try:
        yield held
    finally:
        held.stop()


def _as_postgres(words: Sequence[str]) -> list[str]:
    return ["runuser", "-u", _USER, "--", *words] if os.geteuid() == 0 else list(words)


def _run(words: Sequence[str]) -> None:
    done = subprocess.run(_as_postgres(words), check=False, capture_output=True, text=True, cwd="/")
    if done.returncode != 0:
        raise RuntimeError(f"{words[0]}：{done.stderr or done.stdout}")


def _own(folder: Path) -> None:
    """The folder belongs to whom the server runs as; everybody may pass through it to the socket."""
    folder.chmod(0o755)
    if os.geteuid() == 0:
        shutil.chown(folder, _USER)


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return  # 已经自己结束了


def _lives(pid: int) -> bool:
    """Not gone, and not only waiting to be reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
