"""The tables of a new site, for the processes of the tests that serve one: made once a run, four seconds each, and
copied. On PostgreSQL, and outside a run, each makes its own by the migrations.
"""

import fcntl
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

KEPT = "DXM_TEST_TABLES"
"""In the environment: the file of a run (tests/conftest.py)."""


def prepare() -> None:
    """As `duties.actions.prepare`, in a site's own process."""
    from django.db import connection  # noqa: PLC0415  要先有设置

    from dengxiaming.duties import actions  # noqa: PLC0415  同上

    if KEPT not in os.environ or connection.vendor != "sqlite":
        actions.prepare()
        return
    kept, own = Path(os.environ[KEPT]), Path(connection.settings_dict["NAME"])
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists() and not own.exists():
            own.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(kept, own)
        actions.prepare()
        if not kept.exists():
            connection.close()
            with closing(sqlite3.connect(own)) as held, closing(sqlite3.connect(kept)) as copy:
                held.backup(copy)
