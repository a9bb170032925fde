"""What is made of all records of a kind, kept in the process for as long as none of them changes."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Subquery

from dengxiaming.ground.memory import Kept, Memory
from dengxiaming.journal.actions import is_writing
from dengxiaming.journal.models import Import, Seal


def while_unchanged(
    memory: Memory[Kept], make: Callable[[], Kept], kind: str, rows: QuerySet[Any], *more: Subquery, key: object = None
) -> Kept:
    """What is made, for as long as the journal seals and imports no record of the kind, the last of `rows` is the same,
    and `more` that is asked beside it; one query. `key` tells what is made apart from what else the memory keeps.

    Nothing is kept in a verb that is on its way to seal such a record, which reads what it wrote, and before anything
    was sealed. Seals and imports are told apart by their salts: a key of the table can be given twice.
    """
    if is_writing(kind):
        return make()
    seal = Subquery(Seal.objects.filter(kind=kind).order_by("-pk").values("salts")[:1])
    imported = Subquery(Import.objects.order_by("-pk").values("salt")[:1])
    last = rows.order_by("-pk").values_list("pk", seal, imported, *more).first()
    if last is None or not any(last[1:3]):
        return make()
    told = (bytes(one) if isinstance(one, memoryview) else one for one in last)  # PostgreSQL 的字节是一个视图
    return memory.get((connection.settings_dict["NAME"], key, *told), make)
