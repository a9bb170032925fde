"""The tables of a new site, for the processes of the tests that serve one: made by the migrations once a run, four
seconds each, and copied. Outside a run each makes its own.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from postgresql import program

KEPT = "DXM_TEST_TABLES"
"""In the environment: the folder of a run (tests/conftest.py)."""


def prepare() -> None:
    """As `duties.actions.prepare`, in a site's own process."""
    from django.db import connection  # noqa: PLC0415  要先有设置

    from dengxiaming.duties import actions  # noqa: PLC0415  同上

    if KEPT not in os.environ:
        actions.prepare()
        return
    kept, name = Path(os.environ[KEPT], connection.vendor), str(connection.settings_dict["NAME"])
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        is_new = not connection.introspection.table_names()
        connection.close()
        if is_new and kept.exists():
            _copy_in(kept, name, connection.vendor)
        actions.prepare()
        connection.close()
        if is_new and not kept.exists():
            _copy_out(kept, name, connection.vendor)


def _copy_in(kept: Path, name: str, vendor: str) -> None:
    if vendor == "sqlite":
        shutil.copyfile(kept, name)
        return
    words = [str(program("psql")), "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--file", str(kept)]
    subprocess.run([*words, os.environ["DATABASE_URL"]], check=True, stdout=subprocess.DEVNULL)


def _copy_out(kept: Path, name: str, vendor: str) -> None:
    if vendor == "sqlite":
        with closing(sqlite3.connect(name)) as held, closing(sqlite3.connect(kept)) as copy:
            held.backup(copy)
        return
    words = [str(program("pg_dump")), "--no-owner", "--file", str(kept), os.environ["DATABASE_URL"]]
    subprocess.run(words, check=True)
