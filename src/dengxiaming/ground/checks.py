"""What a PostgreSQL has to be like before the site starts on it; asked by Django's system checks (`check --database`).

SQLite is opened the right way by the settings and needs no question.
"""

from collections.abc import Sequence
from typing import Final

from django.core.checks import CheckMessage, Error
from django.db import connections

_ASKED: Final = (
    "SELECT current_setting('synchronous_commit'), current_setting('fsync'), "
    "current_setting('default_transaction_isolation'), pg_encoding_to_char(encoding), datcollate, datlocprovider::text "
    "FROM pg_database WHERE datname = current_database()"
)
_BY_CODE_POINT: Final = frozenset({"C", "POSIX", "C.UTF-8", "C.utf8"})
_CREATE: Final = "CREATE DATABASE 库名 ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0;"


def durable_and_ordered(databases: Sequence[str] | None = None, **_: object) -> list[CheckMessage]:
    """What was acknowledged survives a power cut, indices of the journal are given one by one, and texts are ordered as
    they are everywhere else here: by code point, which is also SQLite's order.
    """
    return [
        error
        for alias in databases or ()
        if connections[alias].vendor == "postgresql"
        for error in wrong_with(*_told(alias))
    ]


def wrong_with(
    commit: str, fsync: str, isolation: str, encoding: str, collation: str, provider: str
) -> list[CheckMessage]:
    """One error a setting that may not be as it is."""
    wrong: list[tuple[str, str]] = []
    if commit == "off" or fsync == "off":
        wrong.append((
            "synchronous_commit 或 fsync 关着：断电时已经答复“保存了”的记录会丢。",
            "ALTER SYSTEM SET synchronous_commit = on; ALTER SYSTEM SET fsync = on; SELECT pg_reload_conf();",
        ))  # fmt: skip
    if isolation != "read committed":
        wrong.append((
            f"默认的事务隔离级别是 {isolation}：存证会拿到重复的序号。",
            "ALTER DATABASE 库名 SET default_transaction_isolation = 'read committed';",
        ))  # fmt: skip
    if encoding != "UTF8":
        wrong.append((f"库的编码是 {encoding}，要 UTF8。", _CREATE))
    if provider != "c" or collation not in _BY_CODE_POINT:
        wrong.append((f"库的排序规则是 {collation}，要 C：各处的次序才一样，系统升级也不坏索引。", _CREATE))
    return [
        Error(f"PostgreSQL 的设置不能用：{what}", hint=remedy, id=f"dengxiaming.E{number:03}")
        for number, (what, remedy) in enumerate(wrong, 1)
    ]


def _told(alias: str) -> tuple[str, ...]:
    with connections[alias].cursor() as cursor:
        cursor.execute(_ASKED)
        return tuple(map(str, cursor.fetchone()))
