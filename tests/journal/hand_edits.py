"""Edits by hand, as somebody with the database open would make them: every column of every sealed table and of the
journal, by reflection. What each must be found as is worked out before it is made.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from django.db import connection, models

from dengxiaming.journal.models import Entry, Import, ImportedSeal, Node, Seal
from dengxiaming.journal.sealed import Sealed, is_empty, kinds
from dengxiaming.journal.verifying import Finding

Row = dict[str, Any]
Column = models.Field
Named = Callable[[Finding], bool]

JOURNAL: Final = (Entry, Node, Seal, Import, ImportedSeal)
AT_ONCE: Final = 12
MEANINGLESS: Final[Mapping[type[models.Model], str]] = MappingProxyType({
    Node: "id", Seal: "id", ImportedSeal: "id",
})  # fmt: skip
"""Row numbers of the journal's own tables: nothing refers to them and nothing is read by them."""


@dataclass(frozen=True)
class Edit:
    """One edit: its statements, and who must be named afterwards. A plain one changes what these `records` say and
    nothing else: no row moves from one record to another, none comes or goes.
    """

    what: str
    statements: tuple[tuple[str, tuple[object, ...]], ...]
    named: tuple[Named, ...]
    records: frozenset[tuple[str, str]] = frozenset()

    @property
    def is_plain(self) -> bool:
        return bool(self.records)


def edits(rng: random.Random) -> Iterator[Edit]:
    """Without end: each round goes through every column of every table once, then deletes, inserts and swaps."""
    tables = list(dict.fromkeys([*JOURNAL, *(model for one in kinds().values() for model in one.models)]))
    while True:
        made = [
            edit
            for model in tables
            for make in (_changes, _deletions, _insertions, _swaps)
            for edit in make(model, rng)
        ]
        rng.shuffle(made)
        yield from made


def together(made: Iterator[Edit]) -> Iterator[list[Edit]]:
    """Plain edits of different records some at a time, as each has its own record to be named by; any other alone."""
    waiting: list[list[Edit]] = []
    for edit in made:
        if not edit.is_plain:
            yield [edit]
            continue
        room = next((held for held in waiting if not any(edit.records & one.records for one in held)), None)
        if room is None:
            room = []
            waiting.append(room)
        room.append(edit)
        if len(room) == AT_ONCE:
            waiting.remove(room)
            yield room


def columns(model: type[models.Model]) -> list[Column]:
    """The columns that mean something."""
    return [one for one in model._meta.concrete_fields if MEANINGLESS.get(model) != one.attname]


def _changes(model: type[models.Model], rng: random.Random) -> Iterator[Edit]:
    for column in columns(model):
        row = _any(model, rng)
        old = row[column.attname]
        new = _other(column, old, model, rng)
        yield Edit(
            f"{model.__name__}.{column.attname}：{old!r} → {new!r}",
            (_update(model, row, {column: new}),),
            tuple(_owners(model, row)),
            _said_by(model, row, column),
        )


def _deletions(model: type[models.Model], rng: random.Random) -> Iterator[Edit]:
    row = _any(model, rng)
    yield Edit(f"删 {model.__name__} {_key(model, row)}", (_delete(model, row),), tuple(_owners(model, row)))


def _insertions(model: type[models.Model], rng: random.Random) -> Iterator[Edit]:
    """A copy of a row, with whatever must be unique made so."""
    row = _any(model, rng)
    copy = {**row, model._meta.pk.attname: 90_000 + rng.randrange(1000)}
    if model is Node:
        copy["index"] = row["index"] + 64
    if model is Import:
        copy["entry_id"] = next(index for index in range(1000) if not Import.objects.filter(pk=index).exists())
    if model is Entry:
        copy["index"] = Entry.objects.count()
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            name = model._meta.get_field(constraint.fields[-1])
            copy[name.attname] = _other(name, row[name.attname], model, rng)
    for column in model._meta.concrete_fields:
        if column.unique and not column.primary_key:
            old = row[column.attname]
            copy[column.attname] = _other(column, old, model, rng) if column.is_relation else f"{old}X"
    yield Edit(
        f"添 {model.__name__} {_key(model, copy)}", (_insert(model, copy),), tuple(_owners(model, copy)),
        frozenset() if model in JOURNAL else frozenset(_all_records(model, copy)),
    )  # fmt: skip


def _swaps(model: type[models.Model], rng: random.Random) -> Iterator[Edit]:
    """The values of one column of two rows exchanged."""
    rows = list(model._default_manager.order_by("pk").values())
    wanted = [one for one in columns(model) if not (one.primary_key or one.unique)]
    rng.shuffle(wanted)
    for column in wanted[:2]:
        name = column.attname
        pairs = [
            (one, other) for one in rows for other in rows
            if one[name] != other[name] and not (is_empty_value(one[name]) and is_empty_value(other[name]))
        ]  # fmt: skip
        if pairs:
            one, other = rng.choice(pairs)
            yield Edit(
                f"换 {model.__name__}.{name} {_key(model, one)}↔{_key(model, other)}",
                (_update(model, one, {column: other[name]}), _update(model, other, {column: one[name]})),
                (*_owners(model, one), *_owners(model, other)),
                _said_by(model, one, column) | _said_by(model, other, column),
            )


def is_empty_value(value: object) -> bool:
    return isinstance(value, str | bool | None) and is_empty(value)


def _any(model: type[models.Model], rng: random.Random) -> Row:
    return dict(rng.choice(list(model._default_manager.order_by("pk").values())))


def _other(column: Column, old: Any, model: type[models.Model], rng: random.Random) -> Any:  # noqa: ANN401  any column's value
    """Another value of the column's type that does not say the same."""
    match column:
        case models.ForeignKey():
            keys = set(column.related_model._default_manager.values_list("pk", flat=True)) - {old}
            new = rng.choice(sorted(keys) or [99_999])
        case models.CharField() | models.TextField():
            new = _other_text(str(old or ""), column.max_length, rng)
        case models.BooleanField():
            new = not old
        case models.DateTimeField():
            new = (old or datetime.fromisoformat("2026-01-01T00:00:00+00:00")) + timedelta(microseconds=1)
        case models.DateField():
            new = (old or date(2026, 1, 1)) + timedelta(1)
        case models.TimeField():
            new = time(7, 1) if old != time(7, 1) else time(7, 2)
        case models.BinaryField():
            held = bytearray(bytes(old or b"\0")) or bytearray(1)
            held[rng.randrange(len(held))] ^= 1 << rng.randrange(8)
            new = bytes(held)
        case _:
            new = (old or 0) + (1000 if column.primary_key or model in JOURNAL else 1)
    return new


def _other_text(old: str, longest: int | None, rng: random.Random) -> str:
    """One letter changed, or one more."""
    if len(old) > 1 and rng.random() < 0.5:
        at = rng.randrange(len(old))
        return old[:at] + rng.choice([one for one in "甲乙丙0aA " if one != old[at]]) + old[at + 1 :]
    return f"{old}x" if longest is None or len(old) < longest else f"{old[1:]}x"


# 谁该被点名


def _owners(model: type[models.Model], row: Row) -> Iterator[Named]:
    if model is Entry:
        yield lambda one: one.entry == row["index"]
    elif model is Node:
        yield lambda one: one.entry == row["index"] << row["level"]
    elif model is Import:
        yield lambda one: one.entry == row["entry_id"] or one.code != ""
    elif model is ImportedSeal:
        yield lambda one: (one.kind, one.code) == (row["kind"], row["code"]) or one.entry == row["imported_id"]
    elif model is Seal:
        yield lambda one: (one.kind, one.code) == (row["kind"], row["code"])
    else:
        yield from (_is(*owner) for owner in _all_records(model, row))


def _said_by(model: type[models.Model], row: Row, column: Column) -> frozenset[tuple[str, str]]:
    """The records whose text another value in a column changes; none where it would move a row to another record."""
    if model is Seal and column.name not in {"kind", "code", "entry"}:
        return frozenset({(row["kind"], row["code"])})
    if model in JOURNAL or column.unique or (model, column.name) in _moving():
        return frozenset()
    return frozenset(_all_records(model, row))


@cache
def _moving() -> frozenset[tuple[type[models.Model], str]]:
    """The columns that say to which record a row belongs, and which record it is."""
    found = {(sealed.root, sealed.code) for sealed in kinds().values()}
    for sealed in kinds().values():
        for part in sealed.parts.values():
            model = part.model
            for name in part.path.split("__"):
                found.add((model, name))
                model = model._meta.get_field(name).related_model or model
    return frozenset(found)


def _all_records(model: type[models.Model], row: Row) -> Iterator[tuple[str, str]]:
    for sealed in kinds().values():
        yield from _records(sealed, model, row)


def _is(kind: str, code: str) -> Named:
    return lambda one: (one.kind, one.code) == (kind, code)


def _records(sealed: Sealed, model: type[models.Model], row: Row) -> Iterator[tuple[str, str]]:
    """The record a row belongs to; a member's row is also the root of the dues, but its own columns are not."""
    if model is sealed.root and not sealed.unsealed:
        yield sealed.kind, str(row[sealed.code])
    for part in sealed.parts.values():
        if part.model is model:
            first, *rest = part.path.split("__")
            key = row[model._meta.get_field(first).attname]
            for name in rest:
                holder = model._meta.get_field(first).related_model
                key = holder._default_manager.values_list(holder._meta.get_field(name).attname, flat=True).get(pk=key)
            yield sealed.kind, str(sealed.root._default_manager.values_list(sealed.code, flat=True).get(pk=key))


# 语句


def _update(model: type[models.Model], row: Row, new: Mapping[Column, object]) -> Any:  # noqa: ANN401  a statement and its values
    names = ", ".join(f"{_quoted(one.column)} = %s" for one in new)
    key = model._meta.pk
    return (
        f"UPDATE {_quoted(model._meta.db_table)} SET {names} WHERE {_quoted(key.column)} = %s",  # noqa: S608  names of our own tables
        (*(_stored(one, value) for one, value in new.items()), row[key.attname]),
    )


def _delete(model: type[models.Model], row: Row) -> Any:  # noqa: ANN401  the same
    key = model._meta.pk
    table, column = _quoted(model._meta.db_table), _quoted(key.column)
    return f"DELETE FROM {table} WHERE {column} = %s", (row[key.attname],)  # noqa: S608  the same


def _insert(model: type[models.Model], row: Row) -> Any:  # noqa: ANN401  the same
    held = model._meta.concrete_fields
    names, places = ", ".join(_quoted(one.column) for one in held), ", ".join("%s" for _ in held)
    return (
        f"INSERT INTO {_quoted(model._meta.db_table)} ({names}) VALUES ({places})",  # noqa: S608  the same
        tuple(_stored(one, row[one.attname]) for one in held),
    )


def _stored(column: Column, value: object) -> object:
    return column.get_db_prep_save(value, connection)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _key(model: type[models.Model], row: Row) -> object:
    return row[model._meta.pk.attname]
