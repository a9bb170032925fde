"""Rows by thousands of keys. Django looks at each key of an `in` several times and writes a parameter for it: here all
of them are one text, which the database takes apart.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

AnyModel = TypeVar("AnyModel", bound=Model)
_NAME: Final = "among"
_OF_JSON: Final = "IN (SELECT value FROM json_each(%s))"
if TYPE_CHECKING:  # 运行时它不带类型
    _Lookup = Lookup[Any]
else:
    _Lookup = Lookup


class Among(_Lookup):
    """`key__among="1,2"`, for whole numbers; `ground.apps` makes it known."""

    lookup_name = _NAME
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """On SQLite, as JSON."""
        left, held = self.process_lhs(compiler, connection)
        return f"{left} {_OF_JSON}", [*held, f"[{self.rhs}]"]

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """As an array."""
        left, held = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s::bigint[])", [*held, f"{{{self.rhs}}}"]


def among(rows: QuerySet[AnyModel], path: str, keys: Collection[int] | None) -> QuerySet[AnyModel]:
    """The rows whose key at the end of a path (`pk`, `act__pk`) is one of these; all where none are told."""
    return rows if keys is None else rows.filter(**{f"{path}__{_NAME}": ",".join(map(str, keys))})
