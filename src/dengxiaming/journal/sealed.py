"""Which records are sealed, and a record as one document: every column of its row and of the rows that belong to it.

The list of columns is read from the tables themselves, so that none can be forgotten. An area names its records in
`models.py`: `SEALED = (Sealed("gathering", Gathering, parts={"roll": Part(Roll, "holder__gathering")}),)`.
"""

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Final

from django.apps import apps
from django.db.models import Model

from dengxiaming.chain.canonical import Json

Document = dict[str, Json]

_NO_PARTS: Final[Mapping[str, "Part"]] = MappingProxyType({})


@dataclass(frozen=True)
class Part:
    """Rows that belong to a record: their table, and the path from a row to the record's own row."""

    model: type[Model]
    path: str


@dataclass(frozen=True)
class Sealed:
    """One kind of record. `code` is the column with the id people see; `unsealed` are columns left out, with why.
    `kept`: an import keeps the documents, because verbs change such records in place and no column says since when.
    """

    kind: str
    root: type[Model]
    parts: Mapping[str, Part] = field(default_factory=lambda: _NO_PARTS)
    code: str = "code"
    unsealed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    kept: bool = False

    @property
    def models(self) -> tuple[type[Model], ...]:
        """All its tables."""
        return (self.root, *(part.model for part in self.parts.values()))


@cache
def kinds() -> Mapping[str, Sealed]:
    """Every kind of sealed record of every area, in the order of the areas."""
    found: dict[str, Sealed] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("dengxiaming.") and config.models_module is not None:
            for sealed in getattr(import_module(f"{config.name}.models"), "SEALED", ()):
                found[sealed.kind] = sealed
    return MappingProxyType(found)


def documents(sealed: Sealed, codes: Collection[str] | None = None) -> dict[str, Document]:
    """Records as they stand in the tables now, by code: all of a kind, or some. One query, and one for each part."""
    rows = sealed.root._default_manager.order_by("pk")  # noqa: SLF001  Django's documented way to any model's manager
    if codes is not None:
        rows = rows.filter(**{f"{sealed.code}__in": codes})
    names = _columns(sealed.root, sealed.unsealed)
    found: dict[object, Document] = {}
    code_of: dict[object, str] = {}
    for pk, code, *values in rows.values_list("pk", sealed.code, *names):
        found[pk] = {name: as_json(value) for name, value in zip(names, values, strict=True)}
        code_of[pk] = str(code)
    for name, part in sealed.parts.items():
        for document in found.values():
            document[name] = []
        for pk, row in _rows_of(part, None if codes is None else list(found)):
            if pk in found:
                held = found[pk][name]
                assert isinstance(held, list)  # noqa: S101  made four lines above
                held.append(row)
    return {code_of[pk]: document for pk, document in found.items()}


def filled(value: Json) -> Json:
    """A document without what is empty: a column that a later version of the program adds changes nothing then."""
    if isinstance(value, dict):
        return {name: filled(one) for name, one in value.items() if not is_empty(one)}
    return [filled(one) for one in value] if isinstance(value, list) else value


def is_empty(value: Json) -> bool:
    """Whether a value says nothing. A zero does say something."""
    return value is None or value is False or value in ("", [])


def as_json(value: object) -> Json:
    """A column's value as the journal writes it: days and instants as text, instants in UTC to the microsecond."""
    if isinstance(value, str):
        # 导入的字可能不是 NFC；存证不改它，写成字节
        return value if unicodedata.is_normalized("NFC", value) else {"utf8": value.encode().hex()}
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    raise TypeError(f"存证写不了这种值：{type(value).__name__}")


def as_text(value: Json) -> str:
    """A text as it stood in its column, from what `as_json` wrote; "" for none."""
    if isinstance(value, dict):
        return bytes.fromhex(str(value["utf8"])).decode()
    return "" if value is None else str(value)


def _columns(model: type[Model], unsealed: Mapping[str, str]) -> list[str]:
    return [
        column.attname
        for column in model._meta.concrete_fields  # noqa: SLF001  Django documents it as its model interface
        if column.attname not in unsealed
    ]


def _rows_of(part: Part, keys: list[object] | None) -> Iterator[tuple[object, Document]]:
    names = _columns(part.model, {})
    rows = part.model._default_manager.order_by("pk")  # noqa: SLF001  the same
    if keys is not None:
        rows = rows.filter(**{f"{part.path}__in": keys})
    for pk, *values in rows.values_list(part.path, *names):
        yield pk, {name: as_json(value) for name, value in zip(names, values, strict=True)}
