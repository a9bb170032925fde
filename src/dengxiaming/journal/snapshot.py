"""One moment of the whole database: what is read inside belongs together, and nobody who writes waits for it.

Without it, checking a site that is in use would find records whose entry came a moment later.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Read inside; nothing can be written. Inside a transaction that is open already, that one is it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # 不用 atomic：设置里的 IMMEDIATE 会占住写锁，核对多久，别人就等多久
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
