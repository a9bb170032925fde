"""Rows of the fact tables written as inline tables of a case or a stage: each cell by its column, with findings."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Final

from dengxiaming.law.columns import TABLES, Column
from dengxiaming.law.table import Table
from dengxiaming.law.vocabulary import ATTENDANCE_STATUSES

Row = dict[str, object]

MOST_REPEATS: Final = 2000
_SHANGHAI: Final = timezone(timedelta(hours=8))


def read_rows(table: Table, name: str) -> list[Row]:
    """The rows of one fact table, repeats spelt out, every column present. Wrong cells are reported and left empty."""
    return [_row(one, name) for entry in table.tables(name) for one in _spelt_out(entry)]


def _row(entry: Table, name: str) -> Row:
    if name == "acts" and entry.has("kind"):
        if entry.has("kinds"):
            entry.wrong("kind", "kind 和 kinds 写了一个就够。", '几个类型写 kinds = ["…", "…"]。')
        entry = Table(entry.document, {**entry.data, "kinds": entry.data["kind"]}, entry.path)
        entry.asked["kind"] = "活动类型"
    row: Row = {column: _cell(entry, column, shape) for column, shape in TABLES[name].items()}
    if name == "acts":
        row["attendance"] = _roll(entry)
    entry.close()
    return row


def _roll(entry: Table) -> dict[str, str]:
    """The roll written inside an act: attendance = { M1 = "present", … }."""
    roll = entry.table("attendance")
    if roll is None:
        return {}
    return {member: roll.word(member, ATTENDANCE_STATUSES, needed=True) for member in roll.data}


def _cell(entry: Table, column: str, kind: Column) -> object:
    if kind.shape == "texts":
        texts = entry.texts(column, needed=kind.needed, distinct=False)
        if kind.words is not None:
            texts = tuple(text for text in texts if entry.known(column, text, kind.words))
        return None if column == "elements" and not entry.has(column) else list(texts)
    if kind.shape == "text":
        if kind.words is not None:
            return entry.word(column, kind.words, needed=kind.needed) or None
        return entry.text(column, needed=kind.needed) or None
    entry.asked[column] = column
    if column not in entry.data:
        if kind.needed:
            entry.missing(column)
        return None
    try:
        return _READERS[kind.shape](entry.data[column])
    except (ValueError, TypeError):
        entry.wrong(column, f"{column} 的写法不对。", f"要写{_SHAPES[kind.shape]}。")
        return None


def _day(value: object) -> date:
    if isinstance(value, str):
        return date.fromisoformat(value)
    if isinstance(value, datetime) or not isinstance(value, date):
        raise TypeError
    return value


def _instant(value: object) -> datetime:
    held = datetime.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(held, datetime):
        raise TypeError
    return held if held.tzinfo is not None else held.replace(tzinfo=_SHANGHAI)


def _month(value: object) -> date:
    if isinstance(value, str):
        return date.fromisoformat(f"{value}-01")
    return _day(value).replace(day=1)


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    return value


def _money(value: object) -> int:
    """元 → 分."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    cents = round(value * 100)
    if abs(cents - value * 100) > 1e-6:
        raise ValueError
    return cents


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


_READERS: Final[Mapping[str, Callable[[object], object]]] = {
    "day": _day,
    "instant": _instant,
    "month": _month,
    "whole": _whole,
    "money": _money,
    "flag": _flag,
}
_SHAPES: Final = {
    "day": "日期，如 2026-03-31",
    "instant": "时刻，如 2026-03-31T18:00:00+08:00",
    "month": '月份，如 "2026-03"',
    "whole": "整数",
    "money": "金额，最多两位小数，如 12.5",
    "flag": "true 或 false",
}


def _spelt_out(entry: Table) -> list[Table]:
    """A row with n = [first, last] stands for one row each, {n} (or {n:02}) being the number in every text."""
    if not entry.has("n"):
        return [entry]
    bounds = entry.data["n"]
    if (
        not isinstance(bounds, list)
        or len(bounds) != 2
        or not all(isinstance(bound, int) and not isinstance(bound, bool) for bound in bounds)
        or not 0 <= bounds[1] - bounds[0] < MOST_REPEATS
    ):
        entry.wrong("n", "n 的写法不对。", f"写起止两个整数，如 n = [1, 60]，最多 {MOST_REPEATS} 行。")
        return []
    data = {key: value for key, value in entry.data.items() if key != "n"}
    return [
        Table(entry.document, {key: _numbered(value, number) for key, value in data.items()}, entry.path)
        for number in range(bounds[0], bounds[1] + 1)
    ]


def _numbered(value: object, number: int) -> object:
    if isinstance(value, str):
        return value.replace("{n:02}", f"{number:02}").replace("{n}", str(number))
    if isinstance(value, list):
        return [_numbered(one, number) for one in value]
    if isinstance(value, dict):
        return {str(_numbered(key, number)): _numbered(one, number) for key, one in value.items()}
    return value
