"""Frames in and out of tables, a whole table at a time. Only `actions.py` may call what writes.

Dates and instants travel as text between Polars and the driver: a hundred thousand Python dates cost more than the
query. SQLite holds them as that text; PostgreSQL is told to write and to read it so.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, Final

import polars as pl
from django.apps import apps
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Func, Max, Model, QuerySet, TextField
from django.db.models.sql.compiler import SQLCompiler

_WHOLE_TEXT: Final = "%Y-%m-%d %H:%M:%S"
_INSTANT_TEXT: Final = "%Y-%m-%d %H:%M:%S%.6f"
_BATCH: Final = 20_000
_NULL: Final = r"\N"


class _Written(Func):
    """A day or an instant (in UTC) as the text described above, whatever the server's DateStyle."""

    function = "CAST"
    template = "%(function)s(%(expressions)s AS text)"
    output_field = TextField()

    def __init__(self, path: str, dtype: pl.DataType) -> None:
        super().__init__(path)
        self.dtype = dtype

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any  # noqa: ANN401  Django 的签名
    ) -> tuple[str, Any]:  # fmt: skip
        """Django asks for this instead of the cast on PostgreSQL."""
        template = "to_char(%(expressions)s, 'YYYY-MM-DD')"
        if isinstance(self.dtype, pl.Datetime):
            template = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
        return self.as_sql(compiler, connection, template=template, **context)


def read(rows: QuerySet[Model, Any], schema: dict[str, tuple[str, pl.DataType]]) -> pl.DataFrame:
    """The rows as a frame: column name → (field path, type). Types: String, Int64, Boolean, Date, Datetime in UTC."""
    fields = [_Written(path, dtype) if _is_time(dtype) else path for path, dtype in schema.values()]
    names = [f"c{i}_" for i in range(len(fields))]
    plain = {name: field for name, field in zip(names, fields, strict=True) if not isinstance(field, str)}
    wanted = [name if name in plain else field for name, field in zip(names, fields, strict=True)]
    return of(rows.annotate(**plain).values_list(*wanted), {name: dtype for name, (_, dtype) in schema.items()})


def of(rows: Iterable[Sequence[object]], schema: dict[str, pl.DataType]) -> pl.DataFrame:
    """Rows as a frame; dates and instants are text as the database stores them, empty texts are null."""
    found = list(rows)
    columns = list(zip(*found, strict=True)) if found else [()] * len(schema)
    return pl.DataFrame(
        [_series(name, dtype, values) for (name, dtype), values in zip(schema.items(), columns, strict=True)]
    )


def empty(*models: type[Model]) -> None:
    """Delete every row of some tables, those that refer to others first. Nothing is loaded to look for dependents:
    the caller names all tables that depend, and the database refuses the commit where one was forgotten.
    """
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"DELETE FROM {_table(model)}")  # noqa: S608  a table of ours


def insert(model: type[Model], frame: pl.DataFrame) -> None:
    """Add the frame's rows. Its columns are the table's column names (`id`, `member_id`, …), values as stored."""
    if frame.is_empty():
        return
    stored = frame.select(_stored(name, dtype) for name, dtype in frame.schema.items())
    columns = ", ".join(connection.ops.quote_name(name) for name in frame.columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(cursor, f"{_table(model)} ({columns})", stored)
        else:
            places = ", ".join(["%s"] * len(frame.columns))
            sql = f"INSERT INTO {_table(model)} ({columns}) VALUES ({places})"  # noqa: S608  names of ours only
            for part in stored.iter_slices(_BATCH):
                cursor.executemany(sql, part.rows())
        if connection.vendor == "postgresql":
            _move_sequence(cursor, _table(model))


def delete(model: type[Model], rows: pl.DataFrame) -> int:
    """Take out the table's rows that have the values of one of these rows; how many there were."""
    if rows.is_empty():
        return 0
    same = " AND ".join(f"{connection.ops.quote_name(name)} = %s" for name in rows.columns)
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {_table(model)} WHERE {same}", rows.rows())  # noqa: S608  names of ours only
        return int(cursor.rowcount)


def analyze() -> None:
    """Tell the planner what our tables look like now: after a first load it would choose wrong indexes. PostgreSQL need
    not look through its own catalogue for it, which takes longer than ours; SQLite takes one table or all.
    """
    tables = ", ".join(map(_table, apps.get_models())) if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")


def _move_sequence(cursor: CursorWrapper, table: str) -> None:
    """Past the keys just given, and never back: a sequence is not rolled back with its transaction, and the rows that
    stand again after a verb that failed may have higher keys.
    """
    cursor.execute(
        f"SELECT setval(held.name, GREATEST((SELECT MAX(id) FROM {table}), nextval(held.name)))"  # noqa: S608  names of ours only
        " FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS name) AS held",
        [table],
    )


def keys(model: type[Model], codes: Sequence[str] | pl.Series) -> pl.DataFrame:
    """Codes in their order with the keys they will have in the table, after those it has: columns `code`, `id`."""
    last = model._default_manager.aggregate(last=Max("pk"))["last"] or 0  # noqa: SLF001  Django's way to any manager
    return (
        pl.DataFrame({"code": pl.Series(codes, dtype=pl.String)}).with_row_index("id", last + 1).cast({"id": pl.Int64})
    )


def keyed(frame: pl.DataFrame, **references: pl.DataFrame) -> pl.DataFrame:
    """Replace columns of codes by key columns (`member` → `member_id`), each by its own table of `code` and `id`."""
    for name, table in references.items():
        frame = frame.join(
            table.rename({"code": name, "id": f"{name}_id"}), on=name, how="left", maintain_order="left"
        ).drop(name)
    return frame


def named(frame: pl.DataFrame, **references: pl.DataFrame) -> pl.DataFrame:
    """Replace columns of keys by their codes, each by its own table of `code` and `id`; column order is kept."""
    order = frame.columns
    for name, table in references.items():
        frame = frame.rename({name: "id"}).join(table, on="id", how="left").drop("id").rename({"code": name})
    return frame.select(order)


def split(name: str) -> pl.Expr:
    """A column of `;`-lists as lists; null is an empty list."""
    empty_list = pl.lit([], dtype=pl.List(pl.String))
    return pl.when(pl.col(name).is_null()).then(empty_list).otherwise(pl.col(name).str.split(";")).alias(name)


def filled(frame: pl.DataFrame, texts: Sequence[str]) -> pl.DataFrame:
    """Empty texts as tables hold them: "" instead of null."""
    return frame.with_columns(pl.col(*texts).fill_null(""))


def gathered(frame: pl.DataFrame, *parts: pl.DataFrame) -> pl.DataFrame:
    """Add list columns: each part has `id` and one value a row, in order; rows without any get an empty list."""
    for part in parts:
        name = next(column for column in part.columns if column != "id")
        lists = part.group_by("id", maintain_order=True).agg(name)
        frame = frame.join(lists, on="id", how="left", maintain_order="left")
        frame = frame.with_columns(pl.col(name).fill_null(pl.lit([], dtype=pl.List(pl.String))))
    return frame


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001  Django documents it as its model interface


def _copy(cursor: Any, target: str, rows: pl.DataFrame) -> None:  # noqa: ANN401  套着 psycopg 的游标
    """All rows by COPY. Texts are quoted and a null is not: no text is taken for a null."""
    with connection.wrap_database_errors, cursor.copy(f"COPY {target} FROM STDIN (FORMAT csv, NULL '{_NULL}')") as copy:
        for part in rows.iter_slices(_BATCH):
            csv = BytesIO()
            part.write_csv(csv, include_header=False, null_value=_NULL, quote_style="non_numeric")
            copy.write(csv.getbuffer())


def _is_time(dtype: pl.DataType) -> bool:
    return isinstance(dtype, pl.Date | pl.Datetime)


def _series(name: str, dtype: pl.DataType, values: Sequence[object]) -> pl.Series:
    if isinstance(dtype, pl.Date):
        return pl.Series(name, values, dtype=pl.String).str.to_date("%Y-%m-%d")
    if isinstance(dtype, pl.Datetime):
        text = pl.Series(name, values, dtype=pl.String)
        return text.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us").dt.replace_time_zone("UTC")
    if isinstance(dtype, pl.String):
        return pl.Series(name, values, dtype=dtype).replace("", None)
    return pl.Series(name, values, dtype=dtype)


def _stored(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if isinstance(dtype, pl.Datetime):
        whole = column.dt.microsecond() == 0
        return pl.when(whole).then(column.dt.strftime(_WHOLE_TEXT)).otherwise(column.dt.strftime(_INSTANT_TEXT))
    if isinstance(dtype, pl.Date):
        return column.dt.strftime("%Y-%m-%d")
    return column
