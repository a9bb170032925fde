"""The database from one address, DATABASE_URL: PostgreSQL; or SQLite beside the other data where there is none."""

from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured

Settings = dict[str, Any]

_PLACE: Final = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
_WAIT_SECONDS: Final = 5
"""How long a connection may take to open: longer, and every thread of the site waits for a database that is away."""

_PLANS: Final = "-c random_page_cost=1.1"
"""A city's tables lie in memory: without this PostgreSQL takes one row for as dear as on a turning disk, and reads all
members to find a hundred. An address with options of its own stands.
"""


def database(url: str, folder: Path) -> Settings:
    """The setting for Django. What libpq understands in an address is understood (sslmode, host=/socket, service)."""
    return _postgresql(url) if url else _sqlite(folder)


def _sqlite(folder: Path) -> Settings:
    # 立即取写锁：推迟取锁的事务在并发时会丢一半（shared/stack.md，陷阱 1）；因此不用 ATOMIC_REQUESTS。
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "dengxiaming.sqlite3",
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            # secure_delete：清掉的密封选票，字节也要从文件里清掉；有的编译默认不开（shared/trust.md B）
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; "
            "PRAGMA secure_delete=ON;",
        },
    }


def _postgresql(url: str) -> Settings:
    """Connections are kept, one a thread, and asked whether they still live: after the database was away the first
    request finds it again. No pool: where the database is away it would keep everybody waiting instead of saying so.
    """
    from psycopg import ProgrammingError  # noqa: PLC0415  用 SQLite 的不必装载它
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415  同上

    try:
        told = conninfo_to_dict(url)
    except ProgrammingError:
        told = {}
    if "://" not in url or not told.get("dbname"):
        # 地址里有密码，不照抄出来
        raise ImproperlyConfigured(
            "环境变量 DATABASE_URL 读不懂。写成 postgresql://用户:密码@主机:5432/库名 这样，或者去掉它用 SQLite。"
        )
    place = {setting: str(told.pop(name)) for name, setting in _PLACE.items() if name in told}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **place,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": _WAIT_SECONDS, "application_name": "dengxiaming", "options": _PLANS, **told},
    }
