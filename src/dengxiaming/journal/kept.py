"""What is made of all records of a kind, kept in the process for as long as none of them changes."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet, Subquery

from dengxiaming.ground.memory import Kept, Memory
from dengxiaming.journal.actions import is_writing
from dengxiaming.journal.models import Import, Seal


def while_unchanged(
    memory: Memory[Kept], make: Callable[[], Kept], kind: str, *tables: type[Model], key: object = None
) -> Kept:
    """What is made, for as long as the journal seals and imports no record of the kind, and the last row of each table
    is the same; one query. `key` tells what is made apart from what else the memory keeps.

    Nothing is kept in a verb that is on its way to seal such a record, which reads what it wrote, and before anything
    was sealed. Seals and imports are told apart by their salts: a key of the table can be given twice.
    """
    if is_writing(kind):
        return make()
    with connection.cursor() as cursor:
        cursor.execute(*_question(connection.vendor, kind, tables))
        last = cursor.fetchone()
    if last is None or not any(last[1:3]):
        return make()
    told = (bytes(one) if isinstance(one, memoryview) else one for one in last)  # PostgreSQL 的字节是一个视图
    return memory.get((connection.settings_dict["NAME"], key, *told), make)


@cache
def _question(vendor: str, kind: str, tables: tuple[type[Model], ...]) -> tuple[str, tuple[Any, ...]]:
    """What is asked of a database, written once: every page asks it several times, and to write it takes longer than
    to ask it. Each vendor has its own words.
    """
    del vendor
    seal = Subquery(Seal.objects.filter(kind=kind).order_by("-pk").values("salts")[:1])
    imported = Subquery(Import.objects.order_by("-pk").values("salt")[:1])
    newest: list[QuerySet[Model]] = [QuerySet(table).order_by("-pk") for table in tables]
    beside = (Subquery(rows.values("pk")[:1]) for rows in newest[1:])
    return newest[0].values_list("pk", seal, imported, *beside)[:1].query.sql_with_params()
