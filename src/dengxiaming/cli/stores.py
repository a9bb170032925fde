"""The two databases as files: a consistent copy while others write, whether a copy can be read, and putting it back.

SQLite: VACUUM INTO (a plain copy of the file was malformed 15 times of 40, shared/trust.md C). PostgreSQL: pg_dump.
"""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from dengxiaming.cli.refusal import Exit, Refusal

Entry = tuple[int, bytes, str]
"""Index, body and signed head of one entry of the journal."""

_BARE: Final = ("--no-owner", "--no-privileges")
_ASIDE: Final = "before-*"
RECORDS: Final = ("journal_entry", "organs_organization", "ground_account")
"""Where a row in one of these is, there are records somebody may want to keep."""
_ENTRIES: Final = 'SELECT "index", body, checkpoint FROM journal_entry ORDER BY "index"'


class BadCopy(Exception):  # noqa: N818  它是给人的一句答复
    """A copy that cannot be trusted; the text says why."""


class Store(Protocol):
    """A database, and how copies of it are made, read and put back."""

    @property
    def kind(self) -> str:
        """Which database."""

    @property
    def file(self) -> str:
        """What a copy is called."""

    def dump(self, copy: Path) -> None:
        """Write a copy of one instant. Raises `BadCopy`."""

    def check(self, copy: Path) -> None:
        """Read the copy from end to end. Raises `BadCopy`."""

    def entries(self, copy: Path) -> Iterator[Entry]:
        """The journal as the copy holds it, in order. Raises `BadCopy`."""

    def has_records(self) -> bool:
        """Whether anybody has put anything in."""

    def put_back(self, copy: Path, aside: str) -> str:
        """Make the database what the copy is. What was there is kept under `aside`; gives where, or nothing."""


def store(setting: Mapping[str, Any]) -> Store:
    """The store of a Django database setting."""
    if setting["ENGINE"].endswith("sqlite3"):
        return Sqlite(Path(setting["NAME"]))
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return Postgresql({name: str(setting[key]) for name, key in names.items() if setting.get(key)})


@dataclass(frozen=True)
class Sqlite:
    """A file, with what was written last beside it (WAL)."""

    path: Path
    kind: str = "sqlite"
    file: str = "database.sqlite3"

    def dump(self, copy: Path) -> None:
        """One statement; writers go on."""
        if not self.path.exists():
            raise BadCopy(f"没有数据库 {self.path}：先 dengxiaming serve 一次，或者用 DXM_DATA 指对文件夹。")
        try:
            with closing(sqlite3.connect(self.path, timeout=60)) as live:
                live.execute("VACUUM INTO ?", [str(copy)])
        except sqlite3.Error as error:
            raise BadCopy(f"数据库抄不出来：{error}") from error

    def check(self, copy: Path) -> None:
        """SQLite's own check of every page, index and reference."""
        try:
            with closing(_opened(copy)) as held:
                found = [row[0] for row in held.execute("PRAGMA integrity_check")]
                strays = held.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.Error as error:
            raise BadCopy(f"副本打不开：{error}") from error
        if found != ["ok"] or strays:
            raise BadCopy(f"副本是坏的：{'；'.join(found[:3])}，{len(strays)}行引用了不在的行。")

    def entries(self, copy: Path) -> Iterator[Entry]:
        """By one query."""
        try:
            with closing(_opened(copy)) as held:
                yield from held.execute(_ENTRIES)
        except sqlite3.Error as error:
            raise BadCopy(f"副本里的存证读不出来：{error}") from error

    def has_records(self) -> bool:
        """A file that is no database counts as one that has: nobody's file is written over."""
        if not self.path.exists():
            return False
        try:
            with closing(sqlite3.connect(self.path, timeout=60)) as held:
                there = {row[0] for row in held.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
                return any(
                    held.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608  我们自己的表名
                    for table in RECORDS
                    if table in there
                )
        except sqlite3.Error:
            return True

    def put_back(self, copy: Path, aside: str) -> str:
        """Copied beside it first, then exchanged by name; the old file goes aside with what belongs to it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_name(f"{self.path.name}.{aside}.new")
        shutil.copyfile(copy, fresh)
        settle(fresh)
        kept = self.path.with_name(f"{self.path.name}.{aside}")
        was_there = self.path.exists()
        for ending in ("-wal", "-shm", ""):
            old = self.path.with_name(self.path.name + ending)
            if old.exists():
                old.rename(kept.with_name(kept.name + ending))
        fresh.rename(self.path)
        settle(self.path.parent)
        return str(kept) if was_there else ""


@dataclass(frozen=True)
class Postgresql:
    """A database on a server, spoken to by PostgreSQL's own programs. The password never stands on a command line."""

    place: Mapping[str, str]
    kind: str = "postgresql"
    file: str = "database.dump"

    def dump(self, copy: Path) -> None:
        """One snapshot; writers go on."""
        self._run("pg_dump", "--format=custom", f"--exclude-schema={_ASIDE}", *_BARE, f"--file={copy}", self._target)

    def check(self, copy: Path) -> None:
        """Unpack everything into nothing."""
        self._run("pg_restore", f"--file={os.devnull}", str(copy))

    def entries(self, copy: Path) -> Iterator[Entry]:
        """Out of the file itself: no second database is needed to open a copy."""
        said = self._run("pg_restore", "--data-only", "--table=journal_entry", "--file=-", str(copy))
        yield from sorted(map(_entry, _copied(said)))

    def has_records(self) -> bool:
        """Whether one of the tables is there and has a row."""
        there = self._run("psql", "-XAtqc", "SELECT tablename FROM pg_tables WHERE schemaname = 'public'", self._target)
        held = [table for table in RECORDS if table in there.split()]
        asked = " UNION ALL ".join(f"(SELECT 1 FROM {table} LIMIT 1)" for table in held)  # noqa: S608  我们自己的表名
        return bool(asked and self._run("psql", "-XAtqc", asked, self._target).strip())

    def put_back(self, copy: Path, aside: str) -> str:
        """In one transaction: the schema goes aside under another name, and a new one is filled from the copy."""
        had = self.has_records()
        away = f'ALTER SCHEMA public RENAME TO "{aside}"' if had else "DROP SCHEMA public CASCADE"
        with tempfile.TemporaryDirectory() as folder:
            script = f"--file={folder}/script"
            self._run("pg_restore", *_BARE, script, str(copy))
            words = (
                "--single-transaction",
                "--set=ON_ERROR_STOP=1",
                f"--command={away}",
                "--command=CREATE SCHEMA public",
            )
            self._run("psql", "-Xq", *words, script, self._target)
        return f"模式 {aside}" if had else ""

    @property
    def _target(self) -> str:
        from psycopg.conninfo import make_conninfo  # noqa: PLC0415  用 SQLite 的不必装载它

        return "--dbname=" + make_conninfo(**{name: text for name, text in self.place.items() if name != "password"})

    def _run(self, *words: str) -> str:
        if shutil.which(words[0]) is None:
            raise Refusal(Exit.UNREADABLE, f"没有 {words[0]}。先装：apt-get install -y postgresql-client")
        secret = {"PGPASSWORD": self.place["password"]} if "password" in self.place else {}
        done = subprocess.run(  # noqa: S603  程序是 PostgreSQL 的，参数是我们的
            words, env={**os.environ, **secret, "PGCLIENTENCODING": "UTF8"}, check=False, capture_output=True,
            text=True, encoding="utf-8",
        )  # fmt: skip
        if done.returncode != 0:
            raise BadCopy(f"{words[0]} 没有做成：{done.stderr.strip()}")
        return done.stdout


def settle(path: Path) -> None:
    """Have it on the disk, not only handed to it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _opened(copy: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _copied(script: str) -> Iterator[list[str]]:
    """The rows of the one COPY in a script: columns by tab, as PostgreSQL escapes them."""
    inside = False
    for line in script.split("\n"):
        if line == "\\.":
            return
        if inside:
            yield line.split("\t")
        inside = inside or line.startswith("COPY ")


def _entry(row: list[str]) -> Entry:
    index, body, checkpoint = row
    return int(index), bytes.fromhex(body.removeprefix("\\\\x")), checkpoint.replace("\\n", "\n")
